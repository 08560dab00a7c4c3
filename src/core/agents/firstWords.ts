/** Titles and labels out of hostile text. */

/** Longest title or label, in UTF-16 units. */
export const maxLabelLength = 80;
/** Where looking for words ends: a pasted file makes no better title than its first lines. */
const maxScanned = 2000;
/** What is looked at first; of most texts it is enough, and every response of a log passes here. */
const firstScanned = 240;

/**
 * The first words of a text, or null when there are none: white space and control characters become single spaces, invisible
 * and direction-changing characters go, and what is longer than 80 is cut before a word: `firstWords('a\n\tb')` is 'a b'.
 */
export function firstWords(text: string): string | null {
  const start = text.trimStart().slice(0, maxScanned);
  const first = plainWords(start.slice(0, firstScanned));
  // With one more than fits, what follows cannot change where a label is cut.
  const plain = first.length > maxLabelLength + 1 ? first : plainWords(start);
  if (plain.length <= maxLabelLength) {
    return plain === '' ? null : plain;
  }
  const space = plain.lastIndexOf(' ', maxLabelLength);
  // A first word longer than a label is cut inside, but never inside a surrogate pair.
  return space > 0 ? plain.slice(0, space) : plain.slice(0, maxLabelLength).replace(/[\ud800-\udbff]$/, '');
}

function plainWords(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
