/** Sessions by day, and a session's requests with its subagents under the request that started them. */
import { addDays, dayStart, localDay } from '../format/localDay.ts';
import { noSpend, type Spend } from './spend.ts';
import type { RequestCost, SessionSummary } from './spendSource.ts';
import { addMeters } from './usageRecord.ts';

/** A session counts as running for this long after its last request. */
const runningMs = 120_000;

/** Sessions of one span of days. */
export interface SessionGroup {
  readonly id: 'today' | 'yesterday' | 'older';
  readonly sessions: readonly SessionSummary[];
  /** The sum of the group's sessions. */
  readonly spend: Spend;
}

/** A request of the main thread with the subagents that it started. */
export interface RequestNode {
  readonly main: RequestCost;
  readonly subagents: readonly SubagentNode[];
  /** The request and all that its subagents used: nothing changes when the row is folded. */
  readonly spend: Spend;
}

/** A subagent's requests inside a session. */
export interface SubagentNode {
  readonly name: string;
  readonly requests: readonly RequestCost[];
  readonly spend: Spend;
}

/** Groups sessions by the local day of their last request, in the order given. Empty groups are left out. */
export function groupSessions(sessions: readonly SessionSummary[], nowMs: number, timezone: string): SessionGroup[] {
  const today = localDay(nowMs, timezone);
  const yesterday = addDays(today, -1);
  const groupOf = (session: SessionSummary): SessionGroup['id'] => {
    const day = localDay(session.lastAt, timezone);
    return day >= today ? 'today' : day === yesterday ? 'yesterday' : 'older';
  };
  return (['today', 'yesterday', 'older'] as const).flatMap((id) => {
    const inGroup = sessions.filter((session) => groupOf(session) === id);
    return inGroup.length === 0
      ? []
      : [{ id, sessions: inGroup, spend: sumSpends(inGroup.map((session) => session.spend)) }];
  });
}

/**
 * Nests each subagent under the request of the main thread before its first one. The logs do not always say which request
 * started it; that one is the latest that can have. A session of subagents alone nests under its own first request.
 */
export function nestRequests(requests: readonly RequestCost[]): RequestNode[] {
  const mains = requests.filter(({ usage }) => usage.subagent === null);
  const heads = mains.length > 0 ? mains : requests.slice(0, 1);
  const children = new Map<RequestCost, SubagentNode[]>();
  const bySubagent = Map.groupBy(
    requests.filter((request) => !heads.includes(request)),
    ({ usage }) => usage.subagent ?? '',
  );
  for (const [name, own] of bySubagent) {
    const startedAt = own[0]?.usage.at ?? 0;
    const parent = heads.findLast(({ usage }) => usage.at <= startedAt) ?? heads[0];
    if (parent) {
      const nodes = children.get(parent) ?? [];
      nodes.push({ name, requests: own, spend: sumSpends(own.map(spendOf)) });
      children.set(parent, nodes);
    }
  }
  return heads.map((main) => {
    const subagents = children.get(main) ?? [];
    return { main, subagents, spend: sumSpends([spendOf(main), ...subagents.map(({ spend }) => spend)]) };
  });
}

/** Whether a session is shown as running: its last request is not long ago. */
export function isRunning({ lastAt }: SessionSummary, nowMs: number): boolean {
  return nowMs - lastAt < runningMs;
}

/** The moment at which groups or running sessions are others than now, without any news: the next midnight at the latest. */
export function sessionsGoodUntil(sessions: readonly SessionSummary[], nowMs: number, timezone: string): number {
  const midnight = dayStart(addDays(localDay(nowMs, timezone), 1), timezone);
  const ends = sessions.filter((session) => isRunning(session, nowMs)).map(({ lastAt }) => lastAt + runningMs);
  return Math.min(midnight, ...ends);
}

/** One request as a sum. */
export function spendOf({ usage, priced }: RequestCost): Spend {
  return {
    listUsd: priced.listUsd ?? 0n,
    marginalUsd: priced.marginalUsd ?? 0n,
    requests: usage.requests,
    unpricedRequests: priced.listUsd === null ? usage.requests : 0,
    coveredRequests: priced.isCovered ? usage.requests : 0,
    meters: usage.meters,
    qualities: { [usage.quality]: usage.requests },
  };
}

/** The sum of sums. */
export function sumSpends(spends: readonly Spend[]): Spend {
  return spends.reduce<Spend>((sum, spend) => {
    const qualities = { ...sum.qualities };
    for (const [quality, requests] of Object.entries(spend.qualities) as [keyof typeof qualities, number][]) {
      qualities[quality] = (qualities[quality] ?? 0) + requests;
    }
    return {
      listUsd: sum.listUsd + spend.listUsd,
      marginalUsd: sum.marginalUsd + spend.marginalUsd,
      requests: sum.requests + spend.requests,
      unpricedRequests: sum.unpricedRequests + spend.unpricedRequests,
      coveredRequests: sum.coveredRequests + spend.coveredRequests,
      meters: addMeters(sum.meters, spend.meters),
      qualities,
    };
  }, noSpend);
}
