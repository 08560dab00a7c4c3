/** What the Claude reader remembers of a file between two rows. Bounded: nothing in it grows with the file. */
import type { EpochMs } from '../../units.ts';
import type { UsageRevision } from '../../usage/usageRecord.ts';
import type { LogFile } from '../adapter.ts';
import type { ClaudeCounts } from './usage.ts';

/** The request that the last usage row spoke of; its next row may add to it. */
export type CurrentRequest = {
  readonly key: string;
  readonly model: string;
  readonly counts: ClaudeCounts;
  /** First words of the prompt that this request answers first, else null. */
  readonly prompt: string | null;
  /** Names of the tools that it called so far, each once. */
  readonly tools: readonly string[];
  /** First words that it wrote, else null. */
  readonly text: string | null;
};

/** The reader's state. A type, not an interface, so that it is a ReaderState. */
export type ClaudeState = {
  readonly path: string;
  readonly stem: string;
  /** The session in whose `subagents` folder the file lies, else null. */
  readonly folderSession: string | null;
  /** The subagent that the file is named after, else null. */
  readonly fileAgent: string | null;
  /** Times of the first and the last timestamped row. */
  firstAt: EpochMs | null;
  lastAt: EpochMs | null;
  /** Requests seen, by change of key. */
  requests: number;
  /** First words of a prompt that no response has followed yet. */
  prompt: string | null;
  /** The session whose first prompt was told last. */
  titled: string | null;
  /** The session and its origin that were told last. */
  forkTold: string | null;
  current: CurrentRequest | null;
  /** Requests whose rows all look like placeholders, while no other row was seen; null afterwards. See placeholder.ts. */
  placeholders: readonly UsageRevision[] | null;
};

/** The state before the first row. */
export function claudeStart(file: LogFile): ClaudeState {
  const folders = file.relativePath.split('/');
  const subagents = folders.lastIndexOf('subagents');
  return {
    path: file.path,
    stem: file.stem,
    folderSession: (subagents > 0 ? folders[subagents - 1] : null) ?? null,
    fileAgent: /^agent-(.+)$/.exec(file.stem)?.[1] ?? null,
    firstAt: null,
    lastAt: null,
    requests: 0,
    prompt: null,
    titled: null,
    forkTold: null,
    current: null,
    placeholders: [],
  };
}
