/**
 * The split rules as a scanner: one look at each character, no regular expression, so no input can make it backtrack
 * without end. Each step below is one alternative of `publishedPatterns`, in the order in which they are tried.
 */
import {
  caseless,
  classAt,
  createKnownClasses,
  digit,
  type KnownClasses,
  lower,
  mark,
  newline,
  other,
  pair,
  space,
  upper,
} from './characterClass.ts';
import type { SplitRule } from './splitRule.ts';

/** The end of the piece that starts at `start`, which must be below the text's length. Always above `start`. */
export type PieceEnd = (text: string, start: number) => number;

const letter = upper | lower | caseless;
const word = letter | mark;
const symbol = other | mark;
const whitespace = newline | space;
/** What may stand before a word inside its piece: anything but CR, LF, letters and digits. */
const wordPrefix = other | space | mark;

const spaceUnit = 0x20;
const slashUnit = 0x2f;
const apostropheUnit = 0x27;

/** A scanner for one rule. It remembers the classes of the characters it has met. */
export function createScanner(rule: SplitRule): PieceEnd {
  const known = createKnownClasses();
  return rule === 'o200k' ? o200kScanner(known) : cl100kScanner(known);
}

function o200kScanner(known: KnownClasses): PieceEnd {
  return (text, start) => {
    const first = classAt(known, text, start);
    if (first & (word | wordPrefix)) {
      const end = o200kWord(known, text, start, first);
      if (end > start) {
        return end + contractionLength(text, end);
      }
    }
    return afterWords(known, text, start, first, true);
  };
}

/** `[^\r\n\p{L}\p{N}]?` and then either word alternative; `start` when neither matches. */
function o200kWord(known: KnownClasses, text: string, start: number, first: number): number {
  if (first & letter) {
    return o200kLetters(known, text, start);
  }
  const afterPrefix = start + width(first);
  const next = classAt(known, text, afterPrefix);
  if (!(first & mark)) {
    return next & word ? o200kLetters(known, text, afterPrefix) : start;
  }
  // A mark is taken as the prefix when a whole word of the first alternative follows, and as a word by itself otherwise.
  const isUpperOnly = !(next & word) || upperRunOnly(known, text, afterPrefix);
  return isUpperOnly ? afterPrefix : o200kLetters(known, text, afterPrefix);
}

/**
 * `[upper caseless mark]*[lower caseless mark]+`, or `[upper caseless mark]+` when that fails. Greedy with its backtracking
 * worked out: where no lower-case letter ends the first run, the run is given back to its last caseless letter or mark.
 */
function o200kLetters(known: KnownClasses, text: string, start: number): number {
  let at = start;
  let endOfLastCaseless = -1;
  let current = classAt(known, text, at);
  while (current & (upper | caseless | mark)) {
    at += width(current);
    if (!(current & upper)) {
      endOfLastCaseless = at;
    }
    current = classAt(known, text, at);
  }
  if (current & lower) {
    return skip(known, text, at, lower | caseless | mark);
  }
  return endOfLastCaseless > start ? endOfLastCaseless : at;
}

function upperRunOnly(known: KnownClasses, text: string, start: number): boolean {
  return !(classAt(known, text, skip(known, text, start, upper)) & (lower | caseless | mark));
}

function cl100kScanner(known: KnownClasses): PieceEnd {
  return (text, start) => {
    const contraction = contractionLength(text, start);
    if (contraction > 0) {
      return start + contraction;
    }
    const first = classAt(known, text, start);
    if (first & letter) {
      return skip(known, text, start, letter);
    }
    if (first & wordPrefix) {
      const afterPrefix = start + width(first);
      if (classAt(known, text, afterPrefix) & letter) {
        return skip(known, text, afterPrefix, letter);
      }
    }
    return afterWords(known, text, start, first, false);
  };
}

/** The alternatives that both rules share: up to three digits, symbols with the line breaks after them, white space. */
function afterWords(known: KnownClasses, text: string, start: number, first: number, slashesToo: boolean): number {
  if (first & digit) {
    return upToThreeDigits(known, text, start);
  }
  const symbols = text.charCodeAt(start) === spaceUnit ? start + 1 : start;
  if (classAt(known, text, symbols) & symbol) {
    return skipLineBreaks(text, skip(known, text, symbols, symbol), slashesToo);
  }
  return whitespaceEnd(known, text, start);
}

function upToThreeDigits(known: KnownClasses, text: string, start: number): number {
  let at = start;
  for (let count = 0; count < 3; count++) {
    const current = classAt(known, text, at);
    if (!(current & digit)) {
      break;
    }
    at += width(current);
  }
  return at;
}

function skipLineBreaks(text: string, start: number, slashesToo: boolean): number {
  let at = start;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 10 && unit !== 13 && !(slashesToo && unit === slashUnit)) {
      return at;
    }
    at++;
  }
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+`: up to the run's last line break; else all but the space that belongs to the next piece. */
function whitespaceEnd(known: KnownClasses, text: string, start: number): number {
  let at = start;
  let endOfLastBreak = -1;
  let current = classAt(known, text, at);
  while (current & whitespace) {
    at++;
    if (current & newline) {
      endOfLastBreak = at;
    }
    current = classAt(known, text, at);
  }
  if (endOfLastBreak > start) {
    return endOfLastBreak;
  }
  return at < text.length && at - start > 1 ? at - 1 : at;
}

/** The length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` in any case at an offset; 0 where there is none. */
function contractionLength(text: string, at: number): number {
  if (text.charCodeAt(at) !== apostropheUnit) {
    return 0;
  }
  switch (text.charAt(at + 1)) {
    case 's':
    case 'S':
    case 't':
    case 'T':
    case 'm':
    case 'M':
    case 'd':
    case 'D':
      return 2;
    case 'r':
    case 'R':
    case 'v':
    case 'V':
      return /[eE]/.test(text.charAt(at + 2)) ? 3 : 0;
    case 'l':
    case 'L':
      return /[lL]/.test(text.charAt(at + 2)) ? 3 : 0;
    default:
      return 0;
  }
}

/** The offset after the run of characters of the given classes. */
function skip(known: KnownClasses, text: string, start: number, classes: number): number {
  let at = start;
  let current = classAt(known, text, at);
  while (current & classes) {
    at += width(current);
    current = classAt(known, text, at);
  }
  return at;
}

function width(characterClass: number): number {
  return characterClass & pair ? 2 : 1;
}
