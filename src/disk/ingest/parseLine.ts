/** One line of bytes as JSON for an agent's reader, or as a problem. */
import { isUtf8 } from 'node:buffer';
import type { AgentAdapter, Findings, ReaderState } from '../../core/agents/adapter.ts';
import type { Problem } from '../../core/usage/usageRecord.ts';
import { createNeedleScan } from './needleScan.ts';

const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Hands lines of one file to its reader. */
export interface LineReader {
  /** Lines come from this chunk from now on. */
  enter(chunk: Buffer): void;
  /** Takes one line; problems go to the findings. False when the line was no whole JSON object. */
  read(state: ReaderState, line: Buffer, offset: number, findings: Findings): boolean;
  /** Notes a line that was longer than memory allows. */
  tooLong(offset: number, findings: Findings): void;
}

/** `shownPath` is the path as problems may name it: with the home as ~. */
export function createLineReader(adapter: AgentAdapter, shownPath: string): LineReader {
  const needles = createNeedleScan(adapter.needles);
  const skips = createNeedleScan(adapter.skips);

  function problem(kind: Problem['kind'], offset: number, message: string, findings: Findings): false {
    findings.problems.push({ kind, file: shownPath, offset, message });
    return false;
  }

  return {
    enter(chunk) {
      needles.enter(chunk);
      skips.enter(chunk);
    },
    tooLong(offset, findings) {
      problem('too-long', offset, 'A line is longer than 64 MB.', findings);
    },
    read(state, line, offset, findings) {
      const bytes = trim(line);
      if (bytes.length === 0) {
        return true;
      }
      if (bytes[0] !== openBrace || bytes[bytes.length - 1] !== closeBrace) {
        return problem('bad-json', offset, 'A line is not a whole JSON object.', findings);
      }
      if (!needles.isIn(bytes) || skips.isIn(bytes)) {
        return true;
      }
      if (!isUtf8(bytes)) {
        return problem('bad-utf8', offset, 'A line is not valid UTF-8.', findings);
      }
      let row: unknown;
      try {
        row = JSON.parse(bytes.toString('utf8'));
      } catch {
        return problem('bad-json', offset, 'A line is not valid JSON.', findings);
      }
      adapter.row(state, row, offset, findings);
      return true;
    },
  };
}

/** Removes a byte order mark, NUL bytes and white space around a line. */
function trim(line: Buffer): Buffer {
  let from = 0;
  let to = line.length;
  const isBlank = (byte: number | undefined): boolean =>
    byte === 0 || byte === 0x20 || (byte !== undefined && byte >= 9 && byte <= 13);
  for (;;) {
    if (from < to && isBlank(line[from])) {
      from++;
    } else if (line[from] === 0xef && line[from + 1] === 0xbb && line[from + 2] === 0xbf) {
      from += 3;
    } else {
      break;
    }
  }
  while (to > from && isBlank(line[to - 1])) {
    to--;
  }
  return line.subarray(from, to);
}
