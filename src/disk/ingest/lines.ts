/** Splits bytes into lines without ever holding more than one line and one chunk. */

/** A line longer than this is skipped as a problem: no agent writes one, and memory stays bounded. */
export const maxLineBytes = 64 * 1024 * 1024;

/** One line without its newline. `bytes` is only good until the next chunk; null stands for a line that was too long. */
export interface Line {
  readonly bytes: Buffer | null;
  readonly offset: number;
}

/** Feeds on chunks, gives lines; what follows the last newline waits for more. */
export interface LineSplitter {
  push(chunk: Buffer): Line[];
  /** Offset just after the last newline: where a later read goes on. */
  readonly offset: number;
  /** The bytes after the last newline so far. */
  rest(): Buffer;
}

/** Starts splitting at `offset`, which must be the start of a line. */
export function createLineSplitter(offset: number): LineSplitter {
  let lineStart = offset;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isTooLong = false;

  function hold(bytes: Buffer): void {
    heldBytes += bytes.length;
    if (heldBytes > maxLineBytes) {
      isTooLong = true;
      held = [];
    } else if (bytes.length > 0) {
      held.push(Buffer.from(bytes));
    }
  }

  return {
    push(chunk) {
      const lines: Line[] = [];
      let from = 0;
      for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
        const end = chunk.subarray(from, to);
        const length = heldBytes + end.length;
        if (isTooLong || length > maxLineBytes) {
          lines.push({ bytes: null, offset: lineStart });
        } else {
          lines.push({ bytes: held.length === 0 ? end : Buffer.concat([...held, end]), offset: lineStart });
        }
        lineStart += length + 1;
        held = [];
        heldBytes = 0;
        isTooLong = false;
        from = to + 1;
      }
      hold(chunk.subarray(from));
      return lines;
    },
    get offset() {
      return lineStart;
    },
    rest: () => Buffer.concat(held),
  };
}
