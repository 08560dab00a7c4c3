/** The selected request, which chart, read-out and table share. */
import type { RequestLine, SessionPage } from '../../core/usage/sessionPageModel.ts';

/** A request and its place in the chart, which for a subagent's request is its parent's. */
export interface Selected {
  readonly line: RequestLine;
  readonly index: number;
}

/** The request of a key; the latest without a key, or when the key's request is gone. Null for a page without requests. */
export function findSelected({ requests }: SessionPage, key: string | null): Selected | null {
  for (const [index, line] of key === null ? [] : requests.entries()) {
    const found = [line, ...line.subagents].find((candidate) => candidate.key === key);
    if (found) {
      return { line: found, index };
    }
  }
  const latest = requests.at(-1);
  return latest ? { line: latest, index: requests.length - 1 } : null;
}

/** What is kept for a selection: nothing for the latest request, so that it follows the session as it grows. */
export function keyToKeep({ requests }: SessionPage, key: string): string | null {
  return requests.at(-1)?.key === key ? null : key;
}
