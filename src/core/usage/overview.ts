/** The figures of the meter and its hover, and of session lists, made from ledger rows. */
import type { AgentId } from '../agents/agentId.ts';
import { findModel } from '../models/catalogue.ts';
import type { EpochMs } from '../units.ts';
import { addRow, noSpend, type Spend, sumRows, sumRowsBy } from './spend.ts';
import type { Overview, RequestCost, SessionSummary } from './spendSource.ts';
import { promptTokens } from './usageRecord.ts';
import type { Pricer, RequestUsage, UsageRow } from './usageRow.ts';

/** What the ledger says about one session. */
export interface SessionInput {
  readonly agent: AgentId;
  readonly session: string;
  readonly parentSession: string | null;
  readonly title: string | null;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  readonly rows: readonly UsageRow[];
  /** The latest request outside a subagent, for the context's fill. */
  readonly last: RequestUsage | null;
}

/** Sums up a session. */
export function summariseSession(input: SessionInput, price: Pricer): SessionSummary {
  const { rows, last, ...facts } = input;
  const byModel = [...sumRowsBy(rows, price, (row) => row.model)].sort(([, a], [, b]) => compareSpend(b, a));
  const project = rows.find((row) => row.project !== null)?.project ?? null;
  return {
    ...facts,
    project: last?.project ?? project,
    models: byModel.map(([model]) => model),
    spend: sumRows(rows, price),
    contextTokens: last ? promptTokens(last.meters) + last.meters.output : 0,
    windowTokens: last ? (findModel(last.model)?.contextWindow ?? null) : null,
  };
}

/** The requests of a session with the running total after each. The last total equals the session's sum. */
export function withRunningTotals(requests: readonly RequestUsage[], price: Pricer): RequestCost[] {
  let runningTotal: Spend = noSpend;
  return requests.map((usage) => {
    const priced = price(usage);
    runningTotal = addRow(runningTotal, usage, priced);
    return { usage, priced, runningTotal };
  });
}

/** What `buildOverview` is made from. */
export interface OverviewInput {
  readonly asOf: EpochMs;
  readonly day: string;
  readonly todayRows: readonly UsageRow[];
  readonly monthRows: readonly UsageRow[];
  readonly session: SessionSummary | null;
  /** Today's sessions by id, for the top three. */
  readonly describe: (agent: AgentId, session: string) => SessionSummary | null;
  readonly last: RequestUsage | null;
}

/** Builds the meter's figures. */
export function buildOverview(input: OverviewInput, price: Pricer): Overview {
  const { todayRows, monthRows, last } = input;
  const bySession = [...sumRowsBy(todayRows, price, (row) => JSON.stringify([row.agent, row.session]))];
  const top = bySession.sort(([, a], [, b]) => compareSpend(b, a)).slice(0, 3);
  return {
    asOf: input.asOf,
    day: input.day,
    today: sumRows(todayRows, price),
    month: sumRows(monthRows, price),
    session: input.session,
    todayByAgent: [...sumRowsBy(todayRows, price, (row) => row.agent)]
      .sort(([, a], [, b]) => compareSpend(b, a))
      .map(([agent, spend]) => [agent as AgentId, spend] as const),
    todayByModel: [...sumRowsBy(todayRows, price, (row) => row.model)].sort(([, a], [, b]) => compareSpend(b, a)),
    topSessions: top.flatMap(([key]) => {
      const [agent, session] = JSON.parse(key) as [AgentId, string];
      return input.describe(agent, session) ?? [];
    }),
    lastRequest: last ? { at: last.at, priced: price(last) } : null,
  };
}

/** Orders sums by what they cost: the bill first, list value where the bill is equal. */
export function compareSpend(a: Spend, b: Spend): number {
  return compare(a.marginalUsd, b.marginalUsd) || compare(a.listUsd, b.listUsd) || a.requests - b.requests;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
