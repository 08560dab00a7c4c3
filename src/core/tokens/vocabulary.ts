/** A byte-pair vocabulary: packed at build time from published ranks, and read into the form that counting looks up. */
import { decodeBase64 } from './base64.ts';
import { type SplitRule, splitRuleOf } from './splitRule.ts';

/** Ranks as js-tiktoken publishes them: `! <first rank> <base64> <base64> …` per line. */
export interface PublishedRanks {
  readonly bpe_ranks: string;
  readonly pat_str: string;
}

/**
 * Tokens numbered by merge priority, 0 first, with an open-addressing table over their bytes. Token `n` is
 * `bytes[starts[n] .. starts[n + 1])`. Counting needs only the order, so gaps in the published ids are closed.
 */
export interface Vocabulary {
  readonly rule: SplitRule;
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  /** Token numbers by hash, -1 where free; its length is a power of two. */
  readonly slots: Int32Array;
  /** The length of the longest token in bytes. */
  readonly longest: number;
}

/** The file begins with these bytes ('MLV1'), one byte for the rule, three of padding, and the token count. */
const magic = [0x4d, 0x4c, 0x56, 0x31];
const headerLength = 12;
const ruleCodes: readonly SplitRule[] = ['o200k', 'cl100k'];

/**
 * Packs published ranks: a 12-byte header, one length byte per token in order of rank, then all tokens' bytes.
 * o200k_base is 1.6 MB so, cl100k_base 0.7 MB.
 * @throws RangeError when the split pattern is unknown or the ranks are not in the published form.
 */
export function packVocabulary(ranks: PublishedRanks): Uint8Array {
  const rule = splitRuleOf(ranks.pat_str);
  const tokens = tokensByRank(ranks.bpe_ranks);
  const total = tokens.reduce((sum, token) => sum + token.length, 0);
  const packed = new Uint8Array(headerLength + tokens.length + total);
  packed.set(magic);
  packed[4] = ruleCodes.indexOf(rule);
  new DataView(packed.buffer).setUint32(8, tokens.length, true);
  let at = headerLength + tokens.length;
  for (const [number, token] of tokens.entries()) {
    if (token.length === 0 || token.length > 255) {
      throw new RangeError(`token ${number} has ${token.length} bytes`);
    }
    packed[headerLength + number] = token.length;
    packed.set(token, at);
    at += token.length;
  }
  return packed;
}

function tokensByRank(published: string): Uint8Array[] {
  const runs = published
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [mark, first = '', ...encoded] = line.split(' ');
      if (mark !== '!' || !/^\d+$/.test(first)) {
        throw new RangeError(`not a line of ranks: ${line.slice(0, 40)}`);
      }
      return { first: Number(first), encoded };
    });
  return runs.sort((a, b) => a.first - b.first).flatMap((run) => run.encoded.map(decodeBase64));
}

/**
 * Reads a packed vocabulary; keeps a view of `packed`, which must not change afterwards. Takes about 20 ms for o200k_base.
 * @throws RangeError when the bytes are not a packed vocabulary or are cut short.
 */
export function readVocabulary(packed: Uint8Array): Vocabulary {
  const rule = ruleCodes[packed[4] ?? ruleCodes.length];
  if (packed.length < headerLength || rule === undefined || magic.some((byte, at) => packed[at] !== byte)) {
    throw new RangeError('not a packed vocabulary');
  }
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(8, true);
  const lengths = packed.subarray(headerLength, headerLength + size);
  const bytes = packed.subarray(headerLength + size);
  const starts = new Uint32Array(size + 1);
  let total = 0;
  let longest = 0;
  for (const [number, length] of lengths.entries()) {
    total += length;
    starts[number + 1] = total;
    longest = Math.max(longest, length);
  }
  if (lengths.length !== size || bytes.length !== total) {
    throw new RangeError(`a packed vocabulary of ${size} tokens is cut short at ${packed.length} bytes`);
  }
  return { rule, size, bytes, starts, slots: buildSlots(bytes, starts, size), longest };
}

function buildSlots(bytes: Uint8Array, starts: Uint32Array, size: number): Int32Array {
  // Two to four slots per token keep the chains short.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(size, 1) * 2))).fill(-1);
  const mask = slots.length - 1;
  for (let number = 0; number < size; number++) {
    let slot = hashOf(bytes, starts[number] as number, starts[number + 1] as number) & mask;
    while (slots[slot] !== -1) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = number;
  }
  return slots;
}

/** FNV-1a with its high bits folded down, as only the low ones choose a slot. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** The number of the token that is exactly `text[from .. to)`, or -1. Lower numbers merge first. */
export function rankOf(vocabulary: Vocabulary, text: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length > vocabulary.longest) {
    return -1;
  }
  const { bytes, starts, slots } = vocabulary;
  const mask = slots.length - 1;
  let slot = hashOf(text, from, to) & mask;
  for (;;) {
    const number = slots[slot] as number;
    if (number === -1) {
      return -1;
    }
    const start = starts[number] as number;
    if ((starts[number + 1] as number) - start === length && sameBytes(bytes, start, text, from, length)) {
      return number;
    }
    slot = (slot + 1) & mask;
  }
}

function sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let at = 0; at < length; at++) {
    if (a[aStart + at] !== b[bStart + at]) {
      return false;
    }
  }
  return true;
}
