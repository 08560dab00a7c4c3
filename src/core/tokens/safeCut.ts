/** Where a text can be cut so that its parts' token counts add up, whatever stands further away. */

/**
 * Whether no piece of either split rule can span a cut between these two UTF-16 units, nor a piece before the cut come out
 * otherwise for what follows it. Three kinds of cut qualify; the rest may be safe, but two units cannot tell:
 * - a space after anything but white space, as pieces hold white space only at their start or throughout;
 * - ASCII punctuation other than `'` after an ASCII letter, as only letters, marks and contractions continue a word;
 * - anything but white space and `/` after a line break, as only those follow one inside a piece.
 */
export function isSafeCutBetween(before: number, after: number): boolean {
  if (isLineBreak(before)) {
    return !isWhitespace(after) && after !== 0x2f;
  }
  if (isWhitespace(before) || isLineBreak(after)) {
    return false;
  }
  return isWhitespace(after) || (isAsciiLetter(before) && isPunctuation(after));
}

/** `isSafeCutBetween` for two texts that meet; neither may be empty. */
export function isSafeCut(left: string, right: string): boolean {
  return isSafeCutBetween(left.charCodeAt(left.length - 1), right.charCodeAt(0));
}

/** The first safe cut at or after an offset above 0; the text's length when there is none. */
export function nextSafeCut(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isSafeCutBetween(text.charCodeAt(at - 1), text.charCodeAt(at))) {
    at++;
  }
  return Math.min(at, text.length);
}

function isLineBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}

/** Unicode White_Space, all of which is in the basic plane. */
function isWhitespace(unit: number): boolean {
  if (unit < 0x80) {
    return unit === 0x20 || (unit >= 9 && unit <= 13);
  }
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

function isAsciiLetter(unit: number): boolean {
  const folded = unit | 0x20;
  return folded >= 0x61 && folded <= 0x7a;
}

function isPunctuation(unit: number): boolean {
  if (unit === 0x27) {
    return false;
  }
  return (
    (unit >= 33 && unit <= 47) ||
    (unit >= 58 && unit <= 64) ||
    (unit >= 91 && unit <= 96) ||
    (unit >= 123 && unit <= 126)
  );
}
