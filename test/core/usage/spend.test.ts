/** Sums of priced rows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  cacheShare,
  isEstimate,
  isPartial,
  isUnpriced,
  noSpend,
  spendTokens,
  sumRows,
  sumRowsBy,
  worstQuality,
} from '../../../src/core/usage/spend.ts';
import { noMeters } from '../../../src/core/usage/usageRecord.ts';
import type { UsageRow } from '../../../src/core/usage/usageRow.ts';
import { listPrice, planPrice, row } from './someRows.ts';

const unknown = row({ model: 'nobody-knows-1', provider: null });

test('list value and marginal cost are exact sums in atto-dollars', () => {
  const spend = sumRows([row(), row({ requests: 3 })], listPrice);
  assert.equal(spend.listUsd, 15_000_000_000_000_000n);
  assert.equal(spend.marginalUsd, spend.listUsd);
  assert.equal(spend.requests, 4);
});

test('what has no price is counted apart and adds no money', () => {
  const spend = sumRows([row(), unknown], listPrice);
  assert.equal(spend.listUsd, sumRows([row()], listPrice).listUsd);
  assert.equal(spend.unpricedRequests, 1);
  assert.ok(isPartial(spend) && !isUnpriced(spend));
  assert.ok(isUnpriced(sumRows([unknown], listPrice)));
  assert.ok(!isUnpriced(noSpend), 'nothing was used, so nothing lacks a price');
});

test('what a plan covers keeps its list value, costs nothing and is counted as covered', () => {
  const spend = sumRows([row(), row({ agent: 'codex', model: 'gpt-5', provider: 'openai' })], planPrice);
  assert.equal(spend.coveredRequests, 1);
  assert.ok(spend.marginalUsd > 0n && spend.marginalUsd < spend.listUsd);
});

test('a sum is partial or an estimate when one of its rows is, and as good as its worst', () => {
  const qualities = (...some: UsageRow['quality'][]) =>
    sumRows(
      some.map((quality) => row({ quality })),
      listPrice,
    );
  assert.deepEqual([isPartial(qualities('exact')), isEstimate(qualities('exact'))], [false, false]);
  assert.ok(isPartial(qualities('exact', 'partial')));
  assert.ok(isEstimate(qualities('exact', 'calibrated')) && isEstimate(qualities('estimated')));
  assert.equal(worstQuality(qualities('exact', 'reported')), 'reported');
  assert.equal(worstQuality(qualities('estimated', 'partial', 'exact')), 'partial');
  assert.equal(worstQuality(noSpend), 'exact');
});

test('the cache’s share is of the prompt only; tokens are in and out without counting reasoning twice', () => {
  const meters = { ...noMeters, input: 100, cacheRead: 300, cacheWrite1h: 100, output: 50, reasoning: 40 };
  const spend = sumRows([row({ meters })], listPrice);
  assert.equal(cacheShare(spend), 0.6);
  assert.equal(spendTokens(spend), 550);
  assert.equal(cacheShare(noSpend), null);
});

const someRow = fc
  .record({
    model: fc.constantFrom('claude-opus-4-5-20251101', 'claude-haiku-4-5-20251001', 'nobody-knows-1'),
    session: fc.constantFrom('one', 'two'),
    quality: fc.constantFrom('exact' as const, 'partial' as const),
    requests: fc.integer({ min: 1, max: 9 }),
    meters: fc.record({
      input: fc.nat(1e6),
      cacheRead: fc.nat(1e6),
      cacheWrite5m: fc.nat(1e6),
      cacheWrite1h: fc.nat(1e6),
      cacheWriteOther: fc.constant(0),
      output: fc.nat(1e6),
      reasoning: fc.constant(0),
      webSearches: fc.nat(3),
      webFetches: fc.nat(3),
    }),
  })
  .map(row);

test('groups add up to the whole, whatever they are made by and in whatever order', () => {
  fc.assert(
    fc.property(fc.array(someRow, { maxLength: 12 }), (rows) => {
      const whole = sumRows(rows, listPrice);
      for (const keyOf of [(one: UsageRow) => one.model, (one: UsageRow) => one.session]) {
        const groups = [...sumRowsBy([...rows].reverse(), listPrice, keyOf).values()];
        const sum = (of: (spend: typeof whole) => bigint | number): string =>
          String(groups.reduce((total, spend) => total + BigInt(of(spend)), 0n));
        assert.equal(
          sum(({ listUsd }) => listUsd),
          String(whole.listUsd),
        );
        assert.equal(
          sum(({ requests }) => requests),
          String(whole.requests),
        );
        assert.equal(
          sum(({ unpricedRequests }) => unpricedRequests),
          String(whole.unpricedRequests),
        );
        assert.equal(sum(spendTokens), String(spendTokens(whole)));
      }
    }),
  );
});
