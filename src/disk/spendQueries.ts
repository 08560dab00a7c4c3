/** The surfaces' questions, answered from the ledger under the user's billing. Shared by the editor's worker and the CLI. */
import type { DatabaseSync } from 'node:sqlite';
import type { AgentId } from '../core/agents/agentId.ts';
import { dayStart, localDay } from '../core/format/localDay.ts';
import { buildOverview, type SessionInput, summariseSession, withRunningTotals } from '../core/usage/overview.ts';
import type { Overview, RequestCost, SessionSummary } from '../core/usage/spendSource.ts';
import type { Pricer } from '../core/usage/usageRow.ts';
import { type WhatIf, whatIf } from '../core/usage/whatIf.ts';
import {
  lastRequest,
  lastRequestOf,
  requestRows,
  type SessionRow,
  sessionRow,
  sessionRows,
  sessionUsage,
  usageRows,
} from './ledger/queries.ts';

const dayMs = 86_400_000;
/** Requests are dated by the agents' clocks, which may run a little ahead of ours. */
const clockSkewMs = dayMs;

/** What a question depends on besides the ledger. */
export interface Asking {
  readonly nowMs: number;
  readonly timezone: string;
  readonly price: Pricer;
}

/** The figures of the meter and its hover. */
export function queryOverview(db: DatabaseSync, { nowMs, timezone, price }: Asking): Overview {
  const day = localDay(nowMs, timezone);
  const todayStart = dayStart(day, timezone);
  const monthStart = dayStart(`${day.slice(0, 7)}-01`, timezone);
  const untilMs = nowMs + clockSkewMs;
  const todayRows = usageRows(db, { fromMs: todayStart, untilMs });
  const monthRows = usageRows(db, { fromMs: monthStart, untilMs });
  const last = lastRequest(db, untilMs);
  const describe = (agent: AgentId, session: string): SessionSummary | null => {
    const row = sessionRow(db, agent, session);
    return row ? summariseSession(sessionInput(db, row), price) : null;
  };
  const session = last ? describe(last.agent, last.session) : null;
  return buildOverview({ asOf: nowMs, day, todayRows, monthRows, session, describe, last }, price);
}

/** The latest sessions, the latest first. */
export function querySessions(db: DatabaseSync, limit: number, { nowMs, price }: Asking): SessionSummary[] {
  const rows = sessionRows(db, { fromMs: 0, untilMs: nowMs + clockSkewMs }, limit);
  return rows.map((row) => summariseSession(sessionInput(db, row), price));
}

/** The requests of one session with running totals, oldest first. */
export function queryRequests(db: DatabaseSync, agent: AgentId, session: string, { price }: Asking): RequestCost[] {
  return withRunningTotals(requestRows(db, { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER, agent, session }), price);
}

/** A session on other models. */
export function queryWhatIf(
  db: DatabaseSync,
  agent: AgentId,
  session: string,
  models: readonly string[],
  { price }: Asking,
): WhatIf[] {
  const rows = sessionUsage(db, agent, session);
  return models.map((model) => whatIf(rows, model, price));
}

function sessionInput(db: DatabaseSync, row: SessionRow): SessionInput {
  const { agent, session, parentSession, title, firstMs, lastMs } = row;
  return {
    agent,
    session,
    parentSession,
    title,
    firstAt: firstMs,
    lastAt: lastMs,
    rows: sessionUsage(db, agent, session),
    last: lastRequestOf(db, agent, session),
  };
}
