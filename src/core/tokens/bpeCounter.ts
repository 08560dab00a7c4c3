/** Exact token counts for the public vocabularies. */
import type { Tokens } from '../units.ts';
import { createMerger } from './merge.ts';
import { rememberPieces } from './pieceMemo.ts';
import { createScanner } from './scanner.ts';
import { bytesPerUnit, encodeUtf8 } from './utf8.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How many tokens a text is by itself. */
export type CountTokens = (text: string) => Tokens;

/** Scratch space is given back when a piece needed more than this. */
const keptBytes = 64 * 1024;

/**
 * A counter that agrees with the reference encoder's `encode_ordinary` on every text: the names of special tokens count as
 * the text they are, a lone surrogate as U+FFFD. Linear in the text, n log n in its longest unbroken piece; it never throws.
 * Under o200k_base `'hello world'` is 2 tokens.
 */
export function createBpeCounter(vocabulary: Vocabulary): CountTokens {
  const pieceEnd = createScanner(vocabulary.rule);
  const countMerged = rememberPieces(createMerger(vocabulary));
  let scratch = new Uint8Array(1024);
  return (text) => {
    let tokens = 0;
    let start = 0;
    while (start < text.length) {
      const end = pieceEnd(text, start);
      if ((end - start) * bytesPerUnit > scratch.length) {
        scratch = new Uint8Array((end - start) * bytesPerUnit);
      }
      tokens += countMerged(scratch, encodeUtf8(text, start, end, scratch));
      start = end;
    }
    if (scratch.length > keptBytes) {
      scratch = new Uint8Array(1024);
    }
    return tokens;
  };
}

/** A text under both public vocabularies; what every estimate starts from. */
export interface TextCounts {
  readonly o200k: Tokens;
  readonly cl100k: Tokens;
}

/** Both vocabularies, read. */
export interface Vocabularies {
  readonly o200k: Vocabulary;
  readonly cl100k: Vocabulary;
}
