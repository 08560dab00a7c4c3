/** Unicode general categories, folded into the few classes that the split rules tell apart. */

/** Carriage return and line feed only. */
export const newline = 1;
/** White_Space other than CR and LF: U+0085 and U+00A0 are in, U+FEFF is not. */
export const space = 2;
/** \p{N} */
export const digit = 4;
/** \p{Lu} and \p{Lt} */
export const upper = 8;
/** \p{Ll} */
export const lower = 16;
/** \p{Lm} and \p{Lo}: letters without case. */
export const caseless = 32;
/** \p{M} */
export const mark = 64;
/** Everything else: punctuation, symbols, controls, unassigned, lone surrogates. */
export const other = 128;
/** Added to the class of a character that takes two UTF-16 units. */
export const pair = 256;

const whitespacePattern = /\p{White_Space}/u;
const digitPattern = /\p{N}/u;
const upperPattern = /[\p{Lu}\p{Lt}]/u;
const lowerPattern = /\p{Ll}/u;
const caselessPattern = /[\p{Lm}\p{Lo}]/u;
const markPattern = /\p{M}/u;

function classify(codePoint: number): number {
  if (codePoint === 10 || codePoint === 13) {
    return newline;
  }
  const character = String.fromCodePoint(codePoint);
  if (whitespacePattern.test(character)) {
    return space;
  }
  if (lowerPattern.test(character)) {
    return lower;
  }
  if (upperPattern.test(character)) {
    return upper;
  }
  if (caselessPattern.test(character)) {
    return caseless;
  }
  if (digitPattern.test(character)) {
    return digit;
  }
  return markPattern.test(character) ? mark : other;
}

/** What has been learnt so far: one byte for every code point, 0 where it has not been asked for. */
export type KnownClasses = Uint8Array;

/** Nothing learnt yet. Pages that are never touched cost no memory. */
export function createKnownClasses(): KnownClasses {
  return new Uint8Array(0x11_00_00);
}

/**
 * The class of the character that starts at a UTF-16 offset, plus `pair` for a surrogate pair; 0 past the end.
 * Asks the regular expressions once per distinct character and remembers the answer in `known`.
 */
export function classAt(known: KnownClasses, text: string, offset: number): number {
  if (offset >= text.length) {
    return 0;
  }
  const unit = text.charCodeAt(offset);
  if ((unit & 0xfc00) !== 0xd800) {
    return known[unit] || learn(known, unit);
  }
  const codePoint = text.codePointAt(offset) ?? unit;
  const found = known[codePoint] || learn(known, codePoint);
  return codePoint > 0xffff ? found | pair : found;
}

function learn(known: KnownClasses, codePoint: number): number {
  const found = classify(codePoint);
  known[codePoint] = found;
  return found;
}
