/** Counts what is sent of each section of a prompt file. */
import type { Tokens } from '../units.ts';
import type { TextRange } from './markdownOutline.ts';
import type { PromptLayout, PromptSection } from './sections.ts';

/** A text that can be counted in parts: `countRange` the tokens of a slice of it, `countText` those of any other text. */
export interface CountableText {
  readonly text: string;
  countRange(from: number, to: number): Tokens;
  countText(text: string): Tokens;
}

/**
 * The tokens sent for each section of a layout, in its order. The first, the whole file, is the sum of the others and of what
 * stands before the first heading; that is exact, as no token reaches over the start of a heading's line.
 */
export function countSections(layout: PromptLayout, countable: CountableText): Tokens[] {
  const [whole, ...headings] = layout.sections;
  const end = whole?.endOffset ?? 0;
  const preamble = { startOffset: 0, endOffset: headings[0]?.startOffset ?? end };
  const parts = sentBySection([preamble, ...headings], layout.sent).map((ranges) => countRanges(ranges, countable));
  return [parts.reduce((sum, tokens) => sum + tokens, 0), ...parts.slice(1)];
}

/** The sent ranges of each section; both lists are in order, so one pass over either is enough. */
function sentBySection(
  sections: readonly Pick<PromptSection, 'startOffset' | 'endOffset'>[],
  sent: readonly TextRange[],
): TextRange[][] {
  let next = 0;
  return sections.map(({ startOffset, endOffset }) => {
    const ranges: TextRange[] = [];
    for (let range = sent[next]; range !== undefined && range.from < endOffset; range = sent[++next]) {
      const from = Math.max(range.from, startOffset);
      const to = Math.min(range.to, endOffset);
      if (from < to) {
        ranges.push({ from, to });
      }
      if (range.to > endOffset) {
        break;
      }
    }
    return ranges;
  });
}

function countRanges(ranges: readonly TextRange[], countable: CountableText): Tokens {
  const [first] = ranges;
  if (first === undefined) {
    return 0;
  }
  if (ranges.length === 1) {
    return countable.countRange(first.from, first.to);
  }
  // A comment was taken out: what stood around it now meets and can merge.
  return countable.countText(ranges.map(({ from, to }) => countable.text.slice(from, to)).join(''));
}
