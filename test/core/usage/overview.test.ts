/** The figures of the meter and of sessions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildOverview,
  type OverviewInput,
  type SessionInput,
  summariseSession,
  withRunningTotals,
} from '../../../src/core/usage/overview.ts';
import { sumRows } from '../../../src/core/usage/spend.ts';
import { noMeters } from '../../../src/core/usage/usageRecord.ts';
import type { UsageRow } from '../../../src/core/usage/usageRow.ts';
import { listPrice, noon, planPrice, request, row } from './someRows.ts';

const input = (session: string, rows: readonly UsageRow[], some: Partial<SessionInput> = {}): SessionInput => ({
  agent: 'claude',
  session,
  parentSession: null,
  title: null,
  firstAt: noon,
  lastAt: noon,
  rows,
  last: null,
  ...some,
});

test('a session’s models stand by cost, and its context is the prompt and the answer of its latest request', () => {
  const haiku = row({ model: 'claude-haiku-4-5-20251001', requests: 9 });
  const last = request({ project: '/elsewhere', meters: { ...noMeters, input: 5, cacheRead: 150_000, output: 95 } });
  const summary = summariseSession(input('one', [haiku, row()], { last }), listPrice);
  assert.deepEqual(summary.models, ['claude-opus-4-5-20251101', 'claude-haiku-4-5-20251001']);
  assert.equal(summary.contextTokens, 150_100);
  assert.equal(summary.windowTokens, 200_000);
  assert.equal(summary.project, '/elsewhere');
  assert.equal(summary.spend.requests, 10);
});

test('a session on an unknown model has no window to fill', () => {
  const unknown = request({ model: 'nobody-knows-1', provider: null });
  assert.equal(summariseSession(input('one', [unknown], { last: unknown }), listPrice).windowTokens, null);
  assert.equal(summariseSession(input('one', []), listPrice).contextTokens, 0);
});

test('running totals grow request by request to the session’s sum', () => {
  const requests = [1, 2, 3].map((nth) => request({ key: `r${nth}`, meters: { ...noMeters, input: nth * 1000 } }));
  const costs = withRunningTotals(requests, listPrice);
  assert.deepEqual(
    costs.map(({ runningTotal }) => runningTotal.listUsd / 10n ** 15n),
    [5n, 15n, 30n],
  );
  assert.deepEqual(costs.at(-1)?.runningTotal, sumRows(requests, listPrice));
});

test('the overview has the day’s and the month’s sums, agents and models by cost, and the three dearest sessions', () => {
  const today = [
    ...['a', 'b', 'c', 'd'].map((session, nth) => row({ session, meters: { ...noMeters, input: 1000 * (nth + 1) } })),
    row({ session: 'e', agent: 'codex', model: 'gpt-5', provider: 'openai' }),
  ];
  const asked: OverviewInput = {
    asOf: noon,
    day: '2026-11-20',
    todayRows: today,
    monthRows: [...today, row({ at: noon - 5 * 86_400_000 })],
    session: null,
    describe: (_agent, session) =>
      summariseSession(
        input(
          session,
          today.filter((one) => one.session === session),
        ),
        listPrice,
      ),
    last: request({ at: noon }),
  };
  const overview = buildOverview(asked, listPrice);
  assert.equal(overview.today.requests, 5);
  assert.equal(overview.month.requests, 6);
  assert.deepEqual(
    overview.topSessions.map(({ session }) => session),
    ['d', 'c', 'b'],
  );
  assert.deepEqual(
    overview.todayByAgent.map(([agent]) => agent),
    ['claude', 'codex'],
  );
  assert.equal(overview.todayByModel[0]?.[0], 'claude-opus-4-5-20251101');
  assert.equal(overview.lastRequest?.at, noon);
  assert.deepEqual(buildOverview({ ...asked, describe: () => null, last: null }, listPrice).topSessions, []);
  // Under a plan what is really spent stands first.
  assert.equal(buildOverview(asked, planPrice).todayByAgent[0]?.[0], 'codex');
});
