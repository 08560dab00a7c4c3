/** Reads the ledger. Sums come from hourly rollups, edges inside an hour from the requests themselves: both price exactly. */
import type { DatabaseSync } from 'node:sqlite';
import type { AgentId } from '../../core/agents/agentId.ts';
import type { Quality } from '../../core/usage/usageRecord.ts';
import type { RequestUsage, UsageRow } from '../../core/usage/usageRow.ts';
import { hourOf } from './rollup.ts';
import { meterColumns, metersOf } from './rows.ts';

/** A half-open span of time. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A session as the ledger knows it. */
export interface SessionRow {
  readonly agent: AgentId;
  readonly session: string;
  readonly parentSession: string | null;
  /** Hostile text, or null when the log gave none. */
  readonly title: string | null;
  readonly firstMs: number;
  readonly lastMs: number;
}

const dimensionColumns = 'd.model, d.provider, d.service_tier, d.speed, d.geo, d.region, d.project, d.quality';
const sessionColumns = 's.agent, s.session, s.parent_session';
const joins = 'JOIN session s ON s.id = x.session_id JOIN dimension d ON d.id = x.dimension_id';
// As floats, which are exact up to 2^53 like JS numbers: absurd counts of a damaged log add up beyond that, and node:sqlite would refuse
// to read them as integers, and all other rows with them.
const meterSums = meterColumns.map((name) => `total(x.${name}) AS ${name}`).join(', ');
const meters = meterColumns.map((name) => `CAST(x.${name} AS REAL) AS ${name}`).join(', ');

/** Usage in a span, summed by hour. */
export function usageRows(db: DatabaseSync, span: Span): UsageRow[] {
  const firstHour = hourOf(span.fromMs + 3_599_999);
  const endHour = hourOf(span.untilMs);
  if (endHour <= firstHour) {
    return requestSums(db, span);
  }
  const whole = db
    .prepare(
      `SELECT x.hour AS at, x.bracket, x.requests, ${sessionColumns}, ${dimensionColumns}, ${meters}
       FROM rollup x ${joins} WHERE x.hour >= ? AND x.hour < ?`,
    )
    .all(firstHour, endHour)
    .map(usageRowOf);
  return [
    ...requestSums(db, { fromMs: span.fromMs, untilMs: firstHour }),
    ...whole,
    ...requestSums(db, { fromMs: endHour, untilMs: span.untilMs }),
  ];
}

/** The same sums made from the requests: for the edges of a span, and what rollups are tested against. */
export function requestSums(db: DatabaseSync, span: Span): UsageRow[] {
  if (span.untilMs <= span.fromMs) {
    return [];
  }
  return db
    .prepare(
      `SELECT x.at - x.at % 3600000 AS at, x.bracket, count(*) AS requests, ${sessionColumns}, ${dimensionColumns}, ${meterSums}
       FROM request x ${joins} WHERE x.at >= ? AND x.at < ? AND x.is_suppressed = 0
       GROUP BY x.at - x.at % 3600000, x.session_id, x.dimension_id, x.bracket`,
    )
    .all(span.fromMs, span.untilMs)
    .map(usageRowOf);
}

const requestColumns = `x.key, x.part, x.at, x.bracket, 1 AS requests, x.subagent, x.label, x.branch, x.requested_model, x.reported_usd,
  x.credits, ${sessionColumns}, ${dimensionColumns}, ${meters}`;

/** The requests of a span, oldest first; of one session when it is named. */
export function requestRows(
  db: DatabaseSync,
  filter: Span & { readonly agent?: string; readonly session?: string },
): RequestUsage[] {
  const bySession = filter.session === undefined ? '' : 'AND s.agent = ? AND s.session = ?';
  const names = filter.session === undefined ? [] : [filter.agent ?? '', filter.session];
  return db
    .prepare(
      `SELECT ${requestColumns} FROM request x ${joins}
       WHERE x.at >= ? AND x.at < ? AND x.is_suppressed = 0 ${bySession} ORDER BY x.at, x.id`,
    )
    .all(filter.fromMs, filter.untilMs, ...names)
    .map(requestUsageOf);
}

/** The latest request of a session, outside its subagents when there is one. */
export function lastRequestOf(db: DatabaseSync, agent: string, session: string): RequestUsage | null {
  const row = db
    .prepare(
      `SELECT ${requestColumns} FROM request x ${joins}
       WHERE s.agent = ? AND s.session = ? AND x.is_suppressed = 0
       ORDER BY x.subagent IS NOT NULL, x.at DESC, x.id DESC LIMIT 1`,
    )
    .get(agent, session);
  return row ? requestUsageOf(row) : null;
}

/** The latest request of all, or null when there is none. */
export function lastRequest(db: DatabaseSync, untilMs: number): RequestUsage | null {
  const at = db.prepare('SELECT max(at) AS at FROM request WHERE is_suppressed = 0 AND at < ?').get(untilMs)?.at;
  return at === null || at === undefined
    ? null
    : (requestRows(db, { fromMs: Number(at), untilMs: Number(at) + 1 }).at(-1) ?? null);
}

/** Sessions with requests in a span, the latest first. */
export function sessionRows(db: DatabaseSync, span: Span, limit: number): SessionRow[] {
  return db
    .prepare(
      `${sessionSelect} AND x.session_id IN (SELECT session_id FROM rollup WHERE hour >= ? AND hour < ?)
       GROUP BY x.session_id ORDER BY last_at DESC, x.session_id DESC LIMIT ?`,
    )
    .all(hourOf(span.fromMs), span.untilMs, limit)
    .map(sessionRowOf);
}

/** One session; null when it has no request that counts. */
export function sessionRow(db: DatabaseSync, agent: string, session: string): SessionRow | null {
  const row = db
    .prepare(`${sessionSelect} AND s.agent = ? AND s.session = ? GROUP BY x.session_id`)
    .get(agent, session);
  return row ? sessionRowOf(row) : null;
}

const sessionSelect = `SELECT ${sessionColumns}, s.title, min(x.at) AS first_at, max(x.at) AS last_at
  FROM request x JOIN session s ON s.id = x.session_id WHERE x.is_suppressed = 0`;

function sessionRowOf(row: Readonly<Record<string, unknown>>): SessionRow {
  return {
    agent: String(row.agent) as AgentId,
    session: String(row.session),
    parentSession: textOf(row.parent_session),
    title: textOf(row.title),
    firstMs: Number(row.first_at),
    lastMs: Number(row.last_at),
  };
}

/** The whole usage of one session, by hour. */
export function sessionUsage(db: DatabaseSync, agent: string, session: string): UsageRow[] {
  return db
    .prepare(
      `SELECT x.hour AS at, x.bracket, x.requests, ${sessionColumns}, ${dimensionColumns}, ${meters}
       FROM rollup x ${joins} WHERE s.agent = ? AND s.session = ?`,
    )
    .all(agent, session)
    .map(usageRowOf);
}

/** The time of the first and of the last request, or null for an empty ledger. */
export function extent(db: DatabaseSync): Span | null {
  const row = db.prepare('SELECT min(at) AS first, max(at) AS last FROM request WHERE is_suppressed = 0').get();
  return row?.first === null || row?.first === undefined
    ? null
    : { fromMs: Number(row.first), untilMs: Number(row.last) + 1 };
}

function usageRowOf(row: Readonly<Record<string, unknown>>): UsageRow {
  return {
    at: Number(row.at),
    agent: String(row.agent) as AgentId,
    session: String(row.session),
    parentSession: textOf(row.parent_session),
    model: String(row.model),
    provider: textOf(row.provider),
    tier: {
      serviceTier: textOf(row.service_tier),
      speed: textOf(row.speed),
      geo: textOf(row.geo),
      region: textOf(row.region),
    },
    project: textOf(row.project),
    quality: String(row.quality) as Quality,
    bracketTokens: Number(row.bracket),
    requests: Number(row.requests),
    meters: metersOf(row),
  };
}

function requestUsageOf(row: Readonly<Record<string, unknown>>): RequestUsage {
  return {
    ...usageRowOf(row),
    key: row.part === 0 ? String(row.key) : `${row.key} #${row.part}`,
    subagent: textOf(row.subagent),
    label: textOf(row.label),
    branch: textOf(row.branch),
    requestedModel: textOf(row.requested_model),
    reportedUsd: textOf(row.reported_usd),
    credits: textOf(row.credits),
  };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
