/** How each public encoding cuts text into pieces before it merges bytes. */

/** The two rules that the scanner implements, by the encoding that introduced each. */
export type SplitRule = 'o200k' | 'cl100k';

const contractions = "'s|'S|'t|'T|'re|'rE|'Re|'RE|'ve|'vE|'Ve|'VE|'m|'M|'ll|'lL|'Ll|'LL|'d|'D";
const whitespaceEnd = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;

/**
 * The rules as the encodings publish them (js-tiktoken 1.0.21), where `\s` means Unicode White_Space.
 * JavaScript's own `\s` differs: it has U+FEFF and lacks U+0085, so these must not be compiled as they stand.
 */
export const publishedPatterns: Readonly<Record<SplitRule, string>> = {
  o200k: [
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(${contractions})?`,
    String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(${contractions})?`,
    String.raw`\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|${whitespaceEnd}`,
  ].join('|'),
  cl100k: [
    `(${contractions})`,
    String.raw`[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|${whitespaceEnd}`,
  ].join('|'),
};

/**
 * Which rule a published pattern is.
 * @throws RangeError when it is neither: then the scanner would have to change with it.
 */
export function splitRuleOf(pattern: string): SplitRule {
  if (pattern === publishedPatterns.o200k) {
    return 'o200k';
  }
  if (pattern === publishedPatterns.cl100k) {
    return 'cl100k';
  }
  throw new RangeError(`no scanner is written for this split pattern: ${pattern}`);
}
