/** Keeps the exact token count of a text while it is edited, at a cost that does not grow with the text. */
import type { Tokens } from '../units.ts';
import type { CountTokens } from './bpeCounter.ts';
import { isSafeCut, nextSafeCut } from './safeCut.ts';

/** A text under edit. Offsets and lengths are UTF-16 units, as editors count them. */
export interface IncrementalCounter {
  readonly length: number;
  text(): string;
  /** The text's tokens: exactly what counting it as a whole gives. */
  total(): Tokens;
  /** The tokens of `text().slice(from, to)` alone. Parts that meet at safe cuts, such as Markdown headings, add up. */
  countRange(from: number, to: number): Tokens;
  /**
   * Replaces `deleted` units at `offset`. Several edits of one change are applied one after the other, as given.
   * @throws RangeError when the edit lies outside the text; the text is unchanged then.
   */
  edit(offset: number, deleted: number, inserted: string): void;
  /** Counts up to about `units` units that no call has counted yet; false once nothing is left. Lets long texts be counted in turns. */
  countSome(units: number): boolean;
}

interface Chunk {
  readonly text: string;
  /** -1 until it is first needed. */
  tokens: Tokens;
}

/** What a chunk grows to before it is cut; chosen where a keystroke costs about 0.05 ms. */
const defaultTarget = 1024;

/**
 * Holds the text as chunks that meet only at safe cuts, so that the chunks' counts add up to the text's. An edit recounts
 * the chunks it touches, widened while a seam is unsafe. Nothing is counted before it is asked for.
 */
export function createIncrementalCounter(
  count: CountTokens,
  text: string,
  target: number = defaultTarget,
): IncrementalCounter {
  const chunks: Chunk[] = split(text, target);
  let length = text.length;

  const tokensOf = (chunk: Chunk): Tokens => {
    if (chunk.tokens < 0) {
      chunk.tokens = count(chunk.text);
    }
    return chunk.tokens;
  };

  return {
    get length() {
      return length;
    },
    text: () => chunks.map((chunk) => chunk.text).join(''),
    total: () => chunks.reduce((sum, chunk) => sum + tokensOf(chunk), 0),
    countRange: (from, to) => {
      let tokens = 0;
      let start = 0;
      for (const chunk of chunks) {
        const end = start + chunk.text.length;
        if (end > from && start < to) {
          const isWhole = from <= start && end <= to;
          tokens += isWhole ? tokensOf(chunk) : count(chunk.text.slice(Math.max(from - start, 0), to - start));
        }
        start = end;
      }
      return tokens;
    },
    edit: (offset, deleted, inserted) => {
      if (offset < 0 || deleted < 0 || offset + deleted > length) {
        throw new RangeError(`an edit of ${deleted} units at ${offset} is outside a text of ${length}`);
      }
      replace(chunks, offset, deleted, inserted, target);
      length += inserted.length - deleted;
    },
    countSome: (units) => {
      let left = units;
      for (const chunk of chunks) {
        if (chunk.tokens < 0) {
          if (left <= 0) {
            return true;
          }
          left -= chunk.text.length;
          tokensOf(chunk);
        }
      }
      return false;
    },
  };
}

function split(text: string, target: number): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < text.length) {
    const end = nextSafeCut(text, start + target);
    chunks.push({ text: text.slice(start, end), tokens: -1 });
    start = end;
  }
  return chunks;
}

/** Replaces the chunks that an edit touches, and those beyond a seam that it made unsafe, by newly split ones. */
function replace(chunks: Chunk[], offset: number, deleted: number, inserted: string, target: number): void {
  let first = 0;
  let start = 0;
  while (first < chunks.length - 1 && start + lengthOf(chunks, first) <= offset) {
    start += lengthOf(chunks, first);
    first++;
  }
  let last = first;
  let end = start + lengthOf(chunks, first);
  while (last < chunks.length - 1 && end < offset + deleted) {
    last++;
    end += lengthOf(chunks, last);
  }
  const old = textOf(chunks, first, last);
  let text = old.slice(0, offset - start) + inserted + old.slice(offset - start + deleted);
  while (first > 0 && !isSafeSeam(textOf(chunks, first - 1, first - 1), text)) {
    first--;
    text = textOf(chunks, first, first) + text;
  }
  while (last < chunks.length - 1 && !isSafeSeam(text, textOf(chunks, last + 1, last + 1))) {
    last++;
    text += textOf(chunks, last, last);
  }
  // Repeated deletions would otherwise leave a trail of tiny chunks.
  if (text.length < target / 4 && last < chunks.length - 1) {
    last++;
    text += textOf(chunks, last, last);
  }
  const fresh = text.length > 2 * target ? split(text, target) : text === '' ? [] : [{ text, tokens: -1 }];
  chunks.splice(first, last - first + 1, ...fresh);
}

function lengthOf(chunks: readonly Chunk[], at: number): number {
  return chunks[at]?.text.length ?? 0;
}

function textOf(chunks: readonly Chunk[], first: number, last: number): string {
  return chunks
    .slice(first, last + 1)
    .map((chunk) => chunk.text)
    .join('');
}

/** An empty side is no seam yet: it takes its neighbour in. */
function isSafeSeam(left: string, right: string): boolean {
  return left !== '' && right !== '' && isSafeCut(left, right);
}
