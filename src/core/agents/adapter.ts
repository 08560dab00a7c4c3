/** What an agent must declare so that the common ingest machinery can read its logs. Pure: no clock, no I/O. */
import type { Problem, SessionFacts, UsageRevision } from '../usage/usageRecord.ts';
import type { AgentId } from './agentId.ts';

/** Everything that decides where logs are. `env` holds only what the adapter asks for by name. */
export interface Machine {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly home: string;
  /** Environment variables; empty when the user named another home (`--home`), so that overrides are ignored. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A folder that is searched, recursively, for an agent's logs. It need not exist. */
export interface LogRoot {
  readonly folder: string;
  /** Why it is looked at, in words for Doctor: 'CLAUDE_CONFIG_DIR', 'default', … */
  readonly reason: string;
  /** A configuration file whose settings change what logs mean (Codex: config.toml), else null. Never one with credentials. */
  readonly configFile: string | null;
}

/** One log file, as its reader is told about it. */
export interface LogFile {
  readonly path: string;
  /** Path below its root, with '/' on every platform. */
  readonly relativePath: string;
  /** File name without folders and without .jsonl or .jsonl.zst. */
  readonly stem: string;
  /** What `parseConfig` read from the root's configuration file. */
  readonly config: Readonly<Record<string, string>>;
}

/** Where a reader puts what it finds. The machinery drains it after each batch. */
export interface Findings {
  readonly revisions: UsageRevision[];
  readonly sessions: SessionFacts[];
  readonly problems: Problem[];
}

/** A state that survives as JSON between reads: `JSON.parse(JSON.stringify(state))` goes on where the first one stood. */
export type ReaderState = { [key: string]: unknown };

/** One agent. Adding an agent is one file with one of these, one fixture folder, one line in `registry.ts`. */
export interface AgentAdapter<State extends object = ReaderState> {
  readonly id: AgentId;
  /** As a user calls it: 'Claude Code'. */
  readonly label: string;
  /** Two letters for the tree's icon. */
  readonly badge: string;
  roots(machine: Machine): readonly LogRoot[];
  /** Whether a path below a root is one of the agent's logs. '/' on every platform. */
  isLog(relativePath: string): boolean;
  /**
   * A line is parsed only when it holds one of these byte strings, so each must stand, unescaped, in every row that counts.
   * The other lines are checked for being whole objects and no more.
   */
  readonly needles: readonly string[];
  /** Lines that hold a needle and also one of these are not parsed: bulky rows that a needle hits by chance. */
  readonly skips: readonly string[];
  /**
   * Files of one name are copies of one session (Codex: sessions/, archived_sessions/, .zst): the one with the most events
   * counts, a plain one before a .zst on a tie. Null: files are independent and copies are told apart by key.
   */
  twinKey(file: LogFile): string | null;
  /** Reads the few settings that matter from the root's configuration file. Never throws: what is wrong there is absent here. */
  parseConfig(text: string): Record<string, string>;
  /** The state before the first line of a file. */
  start(file: LogFile): State;
  /**
   * Takes one parsed line. Must not throw on any JSON value. Any split of a file into reads gives the same findings.
   */
  row(state: State, row: unknown, offset: number, findings: Findings): void;
  /** How many requests the file was seen to hold so far: what twins are compared by. */
  eventCount(state: State): number;
  /** For agents whose forks copy history without marking it; else null. */
  readonly fork: ForkRule<State> | null;
}

/** How a forked file's copied history is told from its own when only the parent's file can say so. */
export interface ForkRule<State> {
  /** The parent session whose events the reader waits for, else null. While waiting it holds its own events back. */
  wanted(state: State): string | null;
  /** The events of the parent as `fingerprint` made them, or null when the parent cannot be read. Releases what was held back. */
  supply(state: State, parentEvents: readonly string[] | null, findings: Findings): void;
  /** A line of the parent as a comparable event, or null when it is none. */
  fingerprint(row: unknown): string | null;
  /** Whether a log file belongs to the session. */
  isFileOf(session: string, file: LogFile): boolean;
}
