/** Tells which lines hold one of an agent's needles, in one run over each chunk instead of one per line and needle. */

/** Looks for needles. */
export interface NeedleScan {
  /** Lines come from this chunk from now on, in their order. */
  enter(chunk: Buffer): void;
  /** Whether the line holds a needle. A line that is no part of the chunk is searched by itself. */
  isIn(line: Buffer): boolean;
}

/** No needle may hold a newline, so a hit never lies in two lines. */
export function createNeedleScan(texts: readonly string[]): NeedleScan {
  const needles = texts.map((text) => Buffer.from(text));
  let chunk: Buffer | null = null;
  /** Where each needle comes next in the chunk: -1 nowhere, below a line's start not searched from there yet. */
  let next: number[] = [];

  return {
    enter(bytes) {
      chunk = bytes;
      next = needles.map(() => notSearched);
    },
    isIn(line) {
      if (chunk === null || line.buffer !== chunk.buffer) {
        return needles.some((needle) => line.includes(needle));
      }
      const from = line.byteOffset - chunk.byteOffset;
      const to = from + line.length;
      if (from < 0 || to > chunk.length) {
        return needles.some((needle) => line.includes(needle));
      }
      for (const [index, needle] of needles.entries()) {
        let at = next[index] ?? -1;
        if (at !== -1 && at < from) {
          at = chunk.indexOf(needle, from);
          next[index] = at;
        }
        if (at >= 0 && at < to) {
          return true;
        }
      }
      return false;
    },
  };
}

const notSearched = -2;
