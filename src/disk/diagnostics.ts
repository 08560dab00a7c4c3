/** What Doctor says: looked for, found, read, skipped and why. Counts and paths only, never a text of the logs. */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Discovery } from './ingest/discover.ts';
import { showPath } from './ingest/ingest.ts';
import { leaseHolder } from './ledger/lease.ts';
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
           WHERE d.agent = ? GROUP BY d.model ORDER BY requests DESC`,
        )
        .all(agent)
        .map((row) => ({ model: String(row.model), requests: Number(row.requests) })),
    })),
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
      ...discovery.problems.map(({ path, reason }) => ({ path: showPath(path, home), reason })),
      ...db
        .prepare('SELECT path, error FROM file WHERE error IS NOT NULL ORDER BY path')
        .all()
        .map((row) => ({ path: showPath(String(row.path), home), reason: String(row.error) })),
    ],
    ledger: {
      file: ledgerFile === ':memory:' ? 'in memory' : showPath(ledgerFile, home),
      sizeBytes: ledgerFile === ':memory:' ? null : (statSync(ledgerFile, { throwIfNoEntry: false })?.size ?? null),
      schema: schemaVersion,
      health: String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check ?? 'unknown'),
      requests: count('SELECT count(*) AS n FROM request'),
      sums: count('SELECT count(*) AS n FROM rollup'),
      holderPid: leaseHolder(db, nowMs)?.pid ?? null,
      note,
    },
  };
}

/** The facts as plain text that can be pasted into an issue. */
export function describeDiagnostics(facts: Diagnostics): string {
  const lines: string[] = ['Meterline Doctor', ''];
  for (const agent of facts.agents) {
    lines.push(agent.agent);
    for (const place of agent.places) {
      lines.push(
        `  ${place.state.padEnd(10)} ${place.folder} (${place.reason})${place.detail ? `: ${place.detail}` : ''}`,
      );
    }
    lines.push(
      `  ${agent.files} files, ${agent.lines} lines, ${agent.requests} requests counted; ${agent.replays} replayed requests and ${agent.twins} twin files left out`,
    );
    if (agent.unfinishedFiles > 0) {
      lines.push(`  ${agent.unfinishedFiles} files end in an unfinished line; it is read when it is whole`);
    }
    for (const { model, requests } of agent.models) {
      lines.push(`  ${String(requests).padStart(8)} × ${model}`);
    }
    lines.push('');
  }
  lines.push(facts.problems.length + facts.unreadable.length === 0 ? 'No problems.' : 'Problems');
  for (const { path, reason } of facts.unreadable) {
    lines.push(`  ${path}: ${reason}`);
  }
  for (const { file, kind, count, offset, message } of facts.problems) {
    lines.push(`  ${file}: ${count} × ${kind}, first at byte ${offset}. ${message}`);
  }
  const { ledger } = facts;
  const size = ledger.sizeBytes === null ? '' : `, ${(ledger.sizeBytes / 1e6).toFixed(1)} MB`;
  lines.push(
    '',
    `Ledger ${ledger.file}${size}: ${ledger.requests} requests, ${ledger.sums} hourly sums, schema ${ledger.schema}, check ${ledger.health}`,
    ledger.holderPid === null ? 'No process reads the logs now.' : `Process ${ledger.holderPid} reads the logs.`,
  );
  if (ledger.note) {
    lines.push(ledger.note);
  }
  return lines.join('\n');
}
