/** What the Codex reader remembers of a file between two rows. */
import type { EpochMs } from '../../units.ts';
import type { LogFile } from '../adapter.ts';
import type { TokenCounts } from './tokenCounts.ts';
import { sessionInStem } from './uuid.ts';

/** One request, before it is known whether the file copied it from another, or which model served it. */
export type CodexEvent = {
  readonly at: EpochMs;
  readonly offset: number;
  /** Null while no turn has named a model. */
  readonly model: string | null;
  readonly tier: string | null;
  readonly counts: TokenCounts;
  /** First words of the prompt that it answers first, else null. */
  readonly prompt: string | null;
  /** Names of the tools called since the request before, else null. */
  readonly tools: string | null;
};

/** An event that waits for a decision on copied history. */
export type HeldEvent = CodexEvent & {
  readonly text: string;
  /** Whether no pause of a second stands between the file's start and it. */
  readonly isInBurst: boolean;
};

/**
 * Where a file stands in a history that it copied: `plain` while none is expected; `undecided` while nothing tells, and events are held;
 * `copied` inside, until a turn; `burst` inside, until a pause; `own` behind it.
 */
export type Replay = {
  phase: 'plain' | 'undecided' | 'copied' | 'burst' | 'own';
  /** Whether another session's metadata stand behind the file's own: a sure sign of copied history. */
  hasAncestor: boolean;
  /** How many events were found to repeat the parent's. */
  matched: number;
  held: HeldEvent[];
  /** How many held events stand before the file's first own turn; null while there was none. */
  ownFrom: number | null;
  /** Whether every row so far came within a second of the one before. */
  isBurst: boolean;
};

/** The reader's state. A type, not an interface, so that it is a ReaderState. */
export type CodexState = {
  readonly path: string;
  readonly stem: string;
  readonly configTier: string | null;
  /** From the file's name until its own metadata were read. */
  session: string;
  hasMeta: boolean;
  isPaginated: boolean;
  parent: string | null;
  project: string | null;
  branch: string | null;
  provider: string | null;
  firstAt: EpochMs | null;
  lastAt: EpochMs | null;
  /** The last and the first model that a turn named. */
  model: string | null;
  firstModel: string | null;
  /** The tier that the thread's settings named; undefined is lost in JSON, so absence is a flag. */
  threadTier: string | null;
  hasThreadTier: boolean;
  /** Totals of the session after the last event. */
  totals: TokenCounts | null;
  /** Requests counted so far; the next one's number. */
  ordinal: number;
  prompt: string | null;
  tools: string[];
  isTitled: boolean;
  /** The first requests, counted before any turn named a model, with their numbers. */
  nameless: { readonly ordinal: number; readonly event: CodexEvent }[];
  replay: Replay;
};

/** The state before the first row. */
export function codexStart(file: LogFile): CodexState {
  return {
    path: file.path,
    stem: file.stem,
    configTier: file.config.service_tier ?? null,
    session: sessionInStem(file.stem) ?? file.stem,
    hasMeta: false,
    isPaginated: false,
    parent: null,
    project: null,
    branch: null,
    provider: null,
    firstAt: null,
    lastAt: null,
    model: null,
    firstModel: null,
    threadTier: null,
    hasThreadTier: false,
    totals: null,
    ordinal: 0,
    prompt: null,
    tools: [],
    isTitled: false,
    nameless: [],
    replay: { phase: 'plain', hasAncestor: false, matched: 0, held: [], ownFrom: null, isBurst: true },
  };
}
