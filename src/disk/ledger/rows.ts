/** Rows as they stand in the ledger, and the columns that all meters share. */
import type { Meters } from '../../core/usage/usageRecord.ts';

/** The meter columns, in the order of every statement that names them all. */
export const meterColumns = [
  'input',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'cache_write_other',
  'output',
  'reasoning',
  'web_searches',
  'web_fetches',
] as const;

/** The meters of a row that has the meter columns. */
export function metersOf(row: Readonly<Record<string, unknown>>): Meters {
  return {
    input: Number(row.input),
    cacheRead: Number(row.cache_read),
    cacheWrite5m: Number(row.cache_write_5m),
    cacheWrite1h: Number(row.cache_write_1h),
    cacheWriteOther: Number(row.cache_write_other),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    webSearches: Number(row.web_searches),
    webFetches: Number(row.web_fetches),
  };
}

/** The values of meters in the order of `meterColumns`. */
export function meterValues(meters: Meters): number[] {
  return [
    meters.input,
    meters.cacheRead,
    meters.cacheWrite5m,
    meters.cacheWrite1h,
    meters.cacheWriteOther,
    meters.output,
    meters.reasoning,
    meters.webSearches,
    meters.webFetches,
  ];
}

/** A file's place in the ledger: how far it was read and what its reader had in mind there. */
export interface FileRow {
  readonly id: number;
  readonly agent: string;
  readonly path: string;
  /** Device and inode: another file of the same name is read from its start. */
  readonly identity: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Everything before this offset is in the ledger. */
  readonly offset: number;
  /** A hash of the last bytes before `offset`: when it differs, the file was rewritten and is read from its start. */
  readonly tail: string;
  /** Bytes after `offset` that are no whole line yet. */
  readonly partialBytes: number;
  /** The reader's state as JSON; null before the first line. */
  readonly state: string | null;
  readonly twin: string | null;
  /** Whether this file's events stand in the ledger (false: a twin's do). */
  readonly holds: boolean;
  readonly events: number;
  readonly lines: number;
  /** Why the file could not be read the last time, else null. */
  readonly error: string | null;
}

/** Reads a row of table `file`. */
export function fileRowOf(row: Readonly<Record<string, unknown>>): FileRow {
  return {
    id: Number(row.id),
    agent: String(row.agent),
    path: String(row.path),
    identity: String(row.identity),
    sizeBytes: Number(row.size),
    mtimeMs: Number(row.mtime_ms),
    offset: Number(row.offset),
    tail: String(row.tail),
    partialBytes: Number(row.partial_bytes),
    state: row.state === null ? null : String(row.state),
    twin: row.twin === null ? null : String(row.twin),
    holds: row.holds === 1,
    events: Number(row.events),
    lines: Number(row.lines),
    error: row.error === null ? null : String(row.error),
  };
}

/** A row of table `request`, with the columns that decide its rollup and its rank. */
export interface RequestRow {
  readonly id: number;
  readonly part: number;
  readonly session_id: number;
  readonly dimension_id: number;
  readonly bracket: number;
  readonly at: number;
  readonly file_id: number;
  readonly offset: number;
  readonly weight: number;
  readonly is_sidechain: number;
  readonly replay_scope: string | null;
  readonly is_suppressed: number;
  readonly claim_file_id: number;
  readonly claim_first_at: number;
  readonly claim_is_fork: number;
  readonly claim_is_own: number;
  readonly subagent: string | null;
  readonly requested_model: string | null;
  readonly branch: string | null;
  readonly label: string | null;
  readonly reported_usd: string | null;
  readonly credits: string | null;
  readonly meters: Meters;
}

/** Reads a row of table `request`. */
export function requestRowOf(row: Readonly<Record<string, unknown>>): RequestRow {
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  return {
    id: Number(row.id),
    part: Number(row.part),
    session_id: Number(row.session_id),
    dimension_id: Number(row.dimension_id),
    bracket: Number(row.bracket),
    at: Number(row.at),
    file_id: Number(row.file_id),
    offset: Number(row.offset),
    weight: Number(row.weight),
    is_sidechain: Number(row.is_sidechain),
    replay_scope: text(row.replay_scope),
    is_suppressed: Number(row.is_suppressed),
    claim_file_id: Number(row.claim_file_id),
    claim_first_at: Number(row.claim_first_at),
    claim_is_fork: Number(row.claim_is_fork),
    claim_is_own: Number(row.claim_is_own),
    subagent: text(row.subagent),
    requested_model: text(row.requested_model),
    branch: text(row.branch),
    label: text(row.label),
    reported_usd: text(row.reported_usd),
    credits: text(row.credits),
    meters: metersOf(row),
  };
}
