/** A small day of two agents, made by the rules that make every overview, for tests of words. */
import { buildOverview, summariseSession, withRunningTotals } from '../../../src/core/usage/overview.ts';
import type { Overview, RequestCost, SessionSummary } from '../../../src/core/usage/spendSource.ts';
import { noMeters } from '../../../src/core/usage/usageRecord.ts';
import type { Pricer, RequestUsage } from '../../../src/core/usage/usageRow.ts';
import { listPrice, noon, request } from './someRows.ts';

const hour = 3_600_000;

/** A Claude session with a subagent, a Codex session, and a session on a model that no list has. */
export const requests: readonly RequestUsage[] = [
  request({
    key: 'a1',
    at: noon - 2 * hour,
    label: 'Mend the login',
    meters: { ...noMeters, input: 400, cacheWrite5m: 18_000, output: 380 },
  }),
  request({
    key: 'a2',
    at: noon - hour,
    label: 'Task',
    meters: { ...noMeters, input: 6, cacheRead: 18_000, cacheWrite5m: 2_300, output: 310 },
  }),
  request({
    key: 'a3',
    at: noon - hour + 2_000,
    label: 'Grep',
    subagent: 'f00',
    model: 'claude-haiku-4-5',
    meters: { ...noMeters, input: 9_000, output: 210 },
  }),
  request({
    key: 'a4',
    at: noon,
    label: 'Bash',
    meters: {
      ...noMeters,
      input: 6,
      cacheRead: 20_300,
      cacheWrite5m: 900,
      output: 520,
      reasoning: 120,
      webSearches: 2,
    },
  }),
  request({
    key: 'b1',
    at: noon - 3 * hour,
    agent: 'codex',
    session: 'two',
    model: 'gpt-5.4',
    provider: 'openai',
    project: null,
    label: 'Add a retry policy for webhooks with exponential back-off',
    meters: { ...noMeters, input: 26_000, output: 900, reasoning: 300 },
  }),
  request({
    key: 'c1',
    at: noon - 4 * hour,
    session: 'three',
    model: 'acme-coder-9000',
    provider: null,
    label: null,
    meters: { ...noMeters, input: 4_000, output: 1_200 },
  }),
];

const titles: Readonly<Record<string, string | null>> = {
  one: 'Mend the login | **now** [x](command:y) $(flame)',
  two: 'Add a retry policy for webhooks with exponential back-off',
  three: null,
};

/** The sessions of those requests, the latest first. */
export function sessions(price: Pricer = listPrice): SessionSummary[] {
  return ['one', 'two', 'three'].map((session) => {
    const own = requests.filter((each) => each.session === session);
    const [first] = own;
    const last = own.findLast(({ subagent }) => subagent === null) ?? null;
    return summariseSession(
      {
        agent: first?.agent ?? 'claude',
        session,
        parentSession: null,
        title: titles[session] ?? null,
        firstAt: first?.at ?? 0,
        lastAt: own.at(-1)?.at ?? 0,
        rows: own,
        last,
      },
      price,
    );
  });
}

/** A session's requests, priced. */
export function requestsOf(session: string, price: Pricer = listPrice): RequestCost[] {
  return withRunningTotals(
    requests.filter((each) => each.session === session),
    price,
  );
}

/** The overview at noon. */
export function overview(price: Pricer = listPrice): Overview {
  const all = sessions(price);
  const [session = null] = all;
  return buildOverview(
    {
      asOf: noon,
      day: '2026-11-20',
      todayRows: requests,
      monthRows: requests,
      session,
      describe: (agent, id) => all.find((each) => each.agent === agent && each.session === id) ?? null,
      last: requests[3] ?? null,
    },
    price,
  );
}
