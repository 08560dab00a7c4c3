/** The rows of `meterline report`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildReport, type ReportKey } from '../../../src/core/usage/report.ts';
import { noMeters } from '../../../src/core/usage/usageRecord.ts';
import type { UsageRow } from '../../../src/core/usage/usageRow.ts';
import { listPrice, noon, planPrice, request, row } from './someRows.ts';

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const reportOf = (rows: readonly UsageRow[], by: readonly ReportKey[], price = listPrice) =>
  buildReport(rows, price, { by, dayOf });

const rows = [
  row({ session: 'b' }),
  row({ session: 'a', model: 'nobody-knows-1', provider: null }),
  row({ session: 'a', at: noon + 86_400_000, requests: 2 }),
];

test('a row holds the asked-for keys, in their order, and its figures', () => {
  const [first] = reportOf(rows, ['day', 'agent']).rows;
  assert.deepEqual(first, {
    agent: 'claude',
    day: '2026-11-20',
    requests: 2,
    inputTokens: 2000,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 200,
    reasoningTokens: 0,
    webSearchRequests: 0,
    credits: null,
    listUsd: '0.0075',
    marginalUsd: '0.0075',
    quality: 'exact',
    unpricedRequests: 1,
  });
  assert.deepEqual(Object.keys(first ?? {}).slice(0, 2), ['agent', 'day']);
});

test('rows are ordered by their keys and add up to the totals', () => {
  for (const by of [['session'], ['model', 'day'], ['month'], ['project']] as const) {
    const report = reportOf(rows, by);
    const names = report.rows.map((one) => by.map((key) => one[key]).join(' '));
    assert.deepEqual(names, [...names].sort());
    assert.equal(
      report.rows.reduce((sum, one) => sum + one.requests, 0),
      report.totals.requests,
    );
    assert.equal(
      report.rows.reduce((sum, one) => sum + one.unpricedRequests, 0),
      report.totals.unpricedRequests,
    );
  }
});

test('a group without any price has no money, one with some has what is priced', () => {
  const report = reportOf(rows, ['model']);
  const unknown = report.rows.find(({ model }) => model === 'nobody-knows-1');
  assert.deepEqual([unknown?.listUsd, unknown?.marginalUsd], [null, null]);
  assert.equal(report.totals.listUsd, '0.015');
});

test('what a plan covers has a list value and a marginal cost of 0', () => {
  const { totals } = reportOf([row()], ['agent'], planPrice);
  assert.deepEqual([totals.listUsd, totals.marginalUsd], ['0.0075', '0']);
});

test('cache writes of no named lifetime are counted as five minutes', () => {
  const { totals } = reportOf([row({ meters: { ...noMeters, cacheWrite5m: 1, cacheWriteOther: 2 } })], ['agent']);
  assert.equal(totals.cacheWrite5mTokens, 3);
});

test('grouping by session names the parent where there is one', () => {
  const report = reportOf([row({ session: 'child', parentSession: 'one' }), row()], ['session']);
  assert.deepEqual(
    report.rows.map(({ session, parentSession }) => [session, parentSession]),
    [
      ['child', 'one'],
      ['one', undefined],
    ],
  );
});

test('grouping by request makes a row of each', () => {
  const report = reportOf([request({ key: 'r1' }), request({ key: 'r2' })], ['request']);
  assert.deepEqual(
    report.rows.map((one) => one.request),
    ['r1', 'r2'],
  );
});

test('without usage there are no rows and the totals are nothing, not unknown', () => {
  const { rows: none, totals } = reportOf([], ['agent']);
  assert.deepEqual(none, []);
  assert.deepEqual([totals.requests, totals.listUsd, totals.quality], [0, '0', 'exact']);
});
