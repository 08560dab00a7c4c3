/** Byte-pair merging that only counts: how many tokens a piece of bytes ends up as. */
import { rankOf, type Vocabulary } from './vocabulary.ts';

/** The number of tokens of the first `length` bytes, which must be at least one byte. */
export type CountMerged = (bytes: Uint8Array, length: number) => number;

/** Up to here a scan for the lowest pair beats a heap. */
const shortPiece = 64;
/** Scratch space up to this many bytes is kept between calls; longer pieces are rare and take their own. */
const keptPiece = 4096;
/** Stands for a pair that is no token: after all ranks. */
const never = 0x7fff_ffff;

/** Merges as the encodings do, lowest rank first and leftmost on a tie. Time is n log n in the piece's length. */
export function createMerger(vocabulary: Vocabulary): CountMerged {
  const shortStarts = new Int32Array(shortPiece + 1);
  const shortRanks = new Int32Array(shortPiece + 1);
  const kept = createLinks(keptPiece);
  return (bytes, length) => {
    if (length === 1 || rankOf(vocabulary, bytes, 0, length) >= 0) {
      return 1;
    }
    if (length <= shortPiece) {
      return countShort(vocabulary, bytes, length, shortStarts, shortRanks);
    }
    return countLong(vocabulary, bytes, length, length <= keptPiece ? kept : createLinks(length));
  };
}

/** Scans for the lowest pair each time; parts are kept packed together. */
function countShort(
  vocabulary: Vocabulary,
  bytes: Uint8Array,
  length: number,
  starts: Int32Array,
  ranks: Int32Array,
): number {
  const rankOfPair = (from: number, to: number): number => {
    const rank = rankOf(vocabulary, bytes, from, to);
    return rank < 0 ? never : rank;
  };
  let parts = length;
  for (let at = 0; at < length; at++) {
    starts[at] = at;
    ranks[at] = at + 1 < length ? rankOfPair(at, at + 2) : never;
  }
  starts[length] = length;
  for (;;) {
    let lowest = never;
    let merged = -1;
    for (let at = 0; at + 1 < parts; at++) {
      const rank = ranks[at] as number;
      if (rank < lowest) {
        lowest = rank;
        merged = at;
      }
    }
    if (merged < 0) {
      return parts;
    }
    for (let at = merged + 1; at < parts; at++) {
      starts[at] = starts[at + 1] as number;
      ranks[at] = ranks[at + 1] as number;
    }
    parts--;
    ranks[merged] = merged + 1 < parts ? rankOfPair(starts[merged] as number, starts[merged + 2] as number) : never;
    if (merged > 0) {
      ranks[merged - 1] = rankOfPair(starts[merged - 1] as number, starts[merged + 1] as number);
    }
  }
}

/** Parts as a linked list by start offset, with a heap of candidate pairs. */
interface Links {
  /** The start of the part after the one that starts here; the piece's length after the last. */
  readonly next: Int32Array;
  /** The start of the part before, -1 before the first. */
  readonly previous: Int32Array;
  /** The rank of the pair that starts here; `never` when it is no token, -1 when the part was merged away. */
  readonly ranks: Int32Array;
  /** Rank × 2^32 + start, so that one comparison orders by rank and then from left to right. */
  readonly heap: Float64Array;
}

const rankUnit = 2 ** 32;

function createLinks(length: number): Links {
  return {
    next: new Int32Array(length),
    previous: new Int32Array(length),
    ranks: new Int32Array(length),
    // One candidate per pair to begin with, and each merge takes one out and puts two in.
    heap: new Float64Array(2 * length + 2),
  };
}

function countLong(vocabulary: Vocabulary, bytes: Uint8Array, length: number, links: Links): number {
  const { next, previous, ranks, heap } = links;
  let size = 0;
  const consider = (start: number, end: number): void => {
    const rank = rankOf(vocabulary, bytes, start, end);
    ranks[start] = rank < 0 ? never : rank;
    if (rank >= 0) {
      siftUp(heap, size++, rank * rankUnit + start);
    }
  };
  for (let at = 0; at < length; at++) {
    next[at] = at + 1;
    previous[at] = at - 1;
    if (at + 1 < length) {
      consider(at, at + 2);
    } else {
      ranks[at] = never;
    }
  }
  let parts = length;
  while (size > 0) {
    const candidate = heap[0] as number;
    siftDown(heap, --size);
    const rank = Math.floor(candidate / rankUnit);
    const start = candidate - rank * rankUnit;
    // A pair whose parts have since been merged otherwise has another rank by now.
    if (ranks[start] !== rank) {
      continue;
    }
    const taken = next[start] as number;
    const after = next[taken] as number;
    ranks[taken] = -1;
    next[start] = after;
    parts--;
    if (after < length) {
      previous[after] = start;
      consider(start, next[after] as number);
    } else {
      ranks[start] = never;
    }
    const before = previous[start] as number;
    if (before >= 0) {
      consider(before, after);
    }
  }
  return parts;
}

/** Puts a value into the heap's free place at `at`. */
function siftUp(heap: Float64Array, at: number, value: number): void {
  let place = at;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as number;
    if (above <= value) {
      break;
    }
    heap[place] = above;
    place = parent;
  }
  heap[place] = value;
}

/** Fills the hole at the heap's top with its last value, which stands at `size`. */
function siftDown(heap: Float64Array, size: number): void {
  const value = heap[size] as number;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= size) {
      break;
    }
    if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) {
      child++;
    }
    const below = heap[child] as number;
    if (below >= value) {
      break;
    }
    heap[place] = below;
    place = child;
  }
  heap[place] = value;
}
