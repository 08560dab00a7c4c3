/** What Doctor says: looked for, found, read, skipped and why. Counts and paths only, never a text of the logs. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { plainText } from '../core/format/plainText.ts';
import { formatCount } from '../core/format/tokens.ts';
import type { Discovery } from './ingest/discover.ts';
import { showPath } from './ingest/ingest.ts';
import { leaseHolder } from './ledger/lease.ts';
import { asideMark } from './ledger/openLedger.ts';
import { schemaVersion } from './ledger/schema.ts';

/** Facts about one agent's logs. */
export interface AgentDiagnosis {
  readonly agent: string;
  readonly places: readonly {
    folder: string;
    reason: string;
    state: 'found' | 'absent' | 'unreadable';
    detail: string | null;
  }[];
  readonly files: number;
  readonly lines: number;
  readonly requests: number;
  /** Sidechain copies that were dropped. */
  readonly replays: number;
  /** Copies of a session in other files, of which only the fullest counts. */
  readonly twins: number;
  /** Files that end in a line that is not whole yet (a live session, or one that was cut off). */
  readonly unfinishedFiles: number;
  readonly models: readonly { model: string; requests: number }[];
}

/** Everything that Doctor knows. */
export interface Diagnostics {
  readonly agents: readonly AgentDiagnosis[];
  readonly problems: readonly { file: string; kind: string; count: number; offset: number; message: string }[];
  readonly unreadable: readonly { path: string; reason: string }[];
  readonly ledger: {
    readonly file: string;
    readonly sizeBytes: number | null;
    readonly schema: number;
    readonly health: string;
    readonly requests: number;
    readonly sums: number;
    readonly holderPid: number | null;
    readonly note: string | null;
    /** Damaged ledger files that were kept beside this one. */
    readonly setAside: readonly string[];
  };
}

/** What `gatherDiagnostics` looks at. */
export interface DiagnosticsInput {
  readonly db: DatabaseSync;
  readonly ledgerFile: string;
  readonly note: string | null;
  readonly discovery: Discovery;
  readonly home: string;
  readonly nowMs: number;
}

/** Collects the facts. The health check reads the whole ledger file once. */
export function gatherDiagnostics({ db, ledgerFile, note, discovery, home, nowMs }: DiagnosticsInput): Diagnostics {
  const count = (sql: string, ...values: string[]): number => Number(db.prepare(sql).get(...values)?.n ?? 0);
  const agents = [...new Set(discovery.roots.map((root) => root.agent.id))];
  return {
    agents: agents.map((agent) => ({
      agent,
      places: discovery.roots
        .filter((root) => root.agent.id === agent)
        .map(({ root, state, reason }) => ({
          folder: showPath(root.folder, home),
          reason: root.reason,
          state,
          detail: reason,
        })),
      files: count('SELECT count(*) AS n FROM file WHERE agent = ?', agent),
      lines: count('SELECT sum(lines) AS n FROM file WHERE agent = ?', agent),
      requests: count('SELECT count(*) AS n FROM request WHERE agent = ? AND is_suppressed = 0', agent),
      replays: count('SELECT count(*) AS n FROM request WHERE agent = ? AND is_suppressed = 1', agent),
      twins: count('SELECT count(*) AS n FROM file WHERE agent = ? AND holds = 0', agent),
      unfinishedFiles: count('SELECT count(*) AS n FROM file WHERE agent = ? AND partial_bytes > 0', agent),
      models: db
        .prepare(
          `SELECT d.model, sum(r.requests) AS requests FROM rollup r JOIN dimension d ON d.id = r.dimension_id
           WHERE d.agent = ? GROUP BY d.model ORDER BY requests DESC, d.model`,
        )
        .all(agent)
        .map((row) => ({ model: String(row.model), requests: Number(row.requests) })),
    })),
    ...gatherProblems(db, discovery, home),
    ledger: {
      file: ledgerFile === ':memory:' ? 'in memory' : showPath(ledgerFile, home),
      sizeBytes: ledgerFile === ':memory:' ? null : (statSync(ledgerFile, { throwIfNoEntry: false })?.size ?? null),
      schema: schemaVersion,
      health: healthOf(db),
      requests: count('SELECT count(*) AS n FROM request'),
      sums: count('SELECT count(*) AS n FROM rollup'),
      holderPid: leaseHolder(db, nowMs)?.pid ?? null,
      note,
      setAside: ledgerFile === ':memory:' ? [] : damagedLedgers(ledgerFile, home),
    },
  };
}

/** What could not be read: folders and files, and lines inside files. A file that is gone by now is no problem any more. */
export function gatherProblems(
  db: DatabaseSync,
  discovery: Discovery,
  home: string,
): Pick<Diagnostics, 'problems' | 'unreadable'> {
  const found = new Set(discovery.logs.map((log) => log.file.path));
  return {
    problems: db
      .prepare(
        `SELECT f.path, p.kind, p.count, p.first_offset, p.message FROM problem p JOIN file f ON f.id = p.file_id
         ORDER BY f.path, p.kind`,
      )
      .all()
      .map((row) => ({
        file: showPath(String(row.path), home),
        kind: String(row.kind),
        count: Number(row.count),
        offset: Number(row.first_offset),
        message: String(row.message),
      })),
    unreadable: [
      ...discovery.roots
        .filter(({ state }) => state === 'unreadable')
        .map(({ root, reason }) => ({ path: showPath(root.folder, home), reason: reason ?? 'unreadable' })),
      ...discovery.problems.map(({ path, reason }) => ({ path: showPath(path, home), reason })),
      ...db
        .prepare('SELECT path, error FROM file WHERE error IS NOT NULL ORDER BY path')
        .all()
        .filter((row) => found.has(String(row.path)))
        .map((row) => ({ path: showPath(String(row.path), home), reason: String(row.error) })),
    ],
  };
}

function healthOf(db: DatabaseSync): string {
  try {
    return String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check ?? 'unknown');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Damaged ledgers that were kept beside this one, the latest last. */
function damagedLedgers(ledgerFile: string, home: string): string[] {
  const folder = path.dirname(ledgerFile);
  const start = path.basename(ledgerFile) + asideMark;
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith(start) && !/-(wal|shm)$/.test(name))
      .sort()
      .map((name) => showPath(path.join(folder, name), home));
  } catch {
    // The folder was there a moment ago; without it there is nothing to tell.
    return [];
  }
}

/** The facts as plain text that can be pasted into an issue. */
export function describeDiagnostics(facts: Diagnostics): string {
  const lines: string[] = ['Meterline Doctor', ''];
  for (const agent of facts.agents) {
    lines.push(...describeAgent(agent), '');
  }
  lines.push(facts.problems.length + facts.unreadable.length === 0 ? 'No problems.' : 'Problems');
  for (const { path: file, reason } of facts.unreadable) {
    lines.push(`  ${plainText(file, 500)}: ${reason}`);
  }
  for (const { file, count, offset, message } of facts.problems) {
    const times = count === 1 ? `At byte ${offset}` : `${formatCount(count)} times, first at byte ${offset}`;
    lines.push(`  ${plainText(file, 500)}: ${message} ${times}.`);
  }
  return [...lines, '', ...describeLedger(facts.ledger)].join('\n');
}

function describeAgent(agent: AgentDiagnosis): string[] {
  const places = agent.places.map(
    ({ state, folder, reason, detail }) => `  ${state.padEnd(10)} ${folder} (${reason})${detail ? `: ${detail}` : ''}`,
  );
  if (agent.files === 0) {
    return [agent.agent, ...places, '  No logs.'];
  }
  const { files, lines, requests, replays, twins, unfinishedFiles } = agent;
  const leftOut = [
    ...(replays > 0 ? [`${counted(replays, 'replayed request')}`] : []),
    ...(twins > 0 ? [`${counted(twins, 'copied file')}`] : []),
  ];
  return [
    agent.agent,
    ...places,
    `  ${counted(files, 'file')}, ${counted(lines, 'line')}, ${counted(requests, 'request')} counted${leftOut.length > 0 ? `; ${leftOut.join(' and ')} left out` : ''}`,
    ...(unfinishedFiles > 0
      ? [`  ${counted(unfinishedFiles, 'file')} with an unfinished last line, which is read when it is whole`]
      : []),
    ...agent.models.map(({ model, requests: n }) => `  ${formatCount(n).padStart(8)} × ${plainText(model, 80)}`),
  ];
}

function describeLedger(ledger: Diagnostics['ledger']): string[] {
  const size = ledger.sizeBytes === null ? '' : `, ${(ledger.sizeBytes / 1e6).toFixed(1)} MB`;
  const sound = ledger.health === 'ok' ? 'sound' : `damaged (${ledger.health})`;
  return [
    `Ledger ${ledger.file}${size}: ${sound}, ${counted(ledger.requests, 'request')}, ${counted(ledger.sums, 'hourly sum')}, schema ${ledger.schema}`,
    ledger.holderPid === null ? 'No other process reads the logs now.' : `Process ${ledger.holderPid} reads the logs.`,
    ...(ledger.note ? [ledger.note] : []),
    ...(ledger.setAside.length > 0
      ? [`Damaged ledgers that were put aside, and may be deleted: ${ledger.setAside.join(', ')}`]
      : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
