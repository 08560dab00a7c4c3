import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { costOf, listUsd } from '../../../src/core/pricing/cost.ts';
import { promptBracket, promptEdges } from '../../../src/core/pricing/promptBrackets.ts';
import { type RateSheet, rateSheet } from '../../../src/core/pricing/rateSheet.ts';
import {
  addMeters,
  type Meters,
  meterNames,
  noMeters,
  noTier,
  type Tier,
} from '../../../src/core/usage/usageRecord.ts';
import { book, index } from './builtBook.ts';

const at = Date.parse('2026-11-22T12:00:00Z');
function sheetOf(model: string, tier: Partial<Tier> = {}, prompt = 0, when = at): RateSheet {
  const sheet = rateSheet(index, {
    provider: null,
    model,
    at: when,
    promptTokens: prompt,
    tier: { ...noTier, ...tier },
  });
  assert.ok(sheet.status === 'priced', model);
  return sheet;
}
const usdOf = (sheet: RateSheet, meters: Meters): bigint => {
  const cost = costOf(sheet, meters);
  assert.ok(cost.status === 'priced');
  return cost.usd;
};

const count = fc.nat(3_000_000);
const meters: fc.Arbitrary<Meters> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  cacheWriteOther: count,
  output: count,
  reasoning: fc.constant(0),
  webSearches: fc.nat(50),
  webFetches: fc.nat(50),
});
const claude = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-4-8', 'claude-fable-5-2'];
const sheet: fc.Arbitrary<RateSheet> = fc
  .record({
    model: fc.constantFrom(...claude),
    geo: fc.constantFrom(null, 'us'),
    serviceTier: fc.constantFrom(null, 'batch'),
    prompt: count,
  })
  .map(({ model, geo, serviceTier, prompt }) => sheetOf(model, { geo, serviceTier }, prompt));

test('each meter is billed at its own rate, and reasoning and fetches at none', () => {
  const used = {
    ...noMeters,
    input: 1000,
    cacheRead: 90_000,
    cacheWrite5m: 5000,
    output: 1500,
    reasoning: 1400,
    webFetches: 9,
  };
  const cost = costOf(sheetOf('claude-opus-5-5'), used);
  assert.ok(cost.status === 'priced');
  assert.equal(cost.usd, 77_000_000_000_000_000n);
  assert.deepEqual(
    cost.lines.map(({ meter, quantity, usd }) => [meter, quantity, usd]),
    [
      ['input', '1000', 4_000_000_000_000_000n],
      ['cache_write_5m', '5000', 25_000_000_000_000_000n],
      ['cache_read', '90000', 18_000_000_000_000_000n],
      ['output', '1500', 30_000_000_000_000_000n],
    ],
  );
});

test('a cache write without a lifetime is the vendor’s only one, or Anthropic’s of five minutes', () => {
  const used = { ...noMeters, cacheWriteOther: 1_000_000 };
  assert.equal(usdOf(sheetOf('gpt-6.2-sol'), used), 2_500_000_000_000_000_000n);
  assert.equal(usdOf(sheetOf('claude-opus-5-5'), used), 5n * 10n ** 18n);
  assert.equal(usdOf(sheetOf('gpt-6.2-sol'), { ...noMeters, cacheWrite5m: 1_000_000 }), 2_500_000_000_000_000_000n);
});

test('a meter without a rate makes the whole unpriced, with the reason', () => {
  const used = { ...noMeters, input: 5, cacheRead: 5 };
  const cost = costOf(sheetOf('gpt-5-pro'), used);
  assert.deepEqual(cost, { status: 'unpriced', reason: 'No rate for cache read is known on gpt-5-pro.' });
  assert.equal(listUsd(sheetOf('gpt-5-pro'), used), null);
  assert.equal(listUsd(sheetOf('gpt-5-pro'), { ...used, cacheRead: 0 }), 75_000_000_000_000n);
});

test('nothing used costs exactly nothing', () => {
  assert.deepEqual(costOf(sheetOf('claude-opus-5-5'), noMeters), { status: 'priced', usd: 0n, lines: [] });
});

test('the parts of any split cost exactly what the whole costs, in any order', () => {
  fc.assert(
    fc.property(sheet, fc.array(meters, { minLength: 1, maxLength: 8 }), (rates, parts) => {
      const whole = usdOf(rates, parts.reduce(addMeters));
      assert.equal(
        parts.map((part) => usdOf(rates, part)).reduce((a, b) => a + b),
        whole,
      );
      assert.equal(usdOf(rates, parts.toReversed().reduce(addMeters)), whole);
    }),
  );
});

test('one more of anything never costs less', () => {
  fc.assert(
    fc.property(
      sheet,
      meters,
      fc.constantFrom(...meterNames),
      fc.integer({ min: 1, max: 9 }),
      (rates, used, meter, more) => {
        assert.ok(usdOf(rates, { ...used, [meter]: used[meter] + more }) >= usdOf(rates, used));
      },
    ),
  );
});

test('the lines add up to the sum, which is what the fast way gives', () => {
  fc.assert(
    fc.property(sheet, meters, (rates, used) => {
      const cost = costOf(rates, used);
      assert.ok(cost.status === 'priced');
      assert.equal(
        cost.lines.reduce((sum, { usd }) => sum + usd, 0n),
        cost.usd,
      );
      assert.equal(listUsd(rates, used), cost.usd);
    }),
  );
});

test('requests summed by hour and bracket cost what they cost one by one, on every card of the book', () => {
  const near = fc
    .constantFrom(0, ...promptEdges)
    .chain((edge) => fc.integer({ min: Math.max(0, edge - 2), max: edge + 2 }));
  const hours = {
    min: Date.parse('2025-06-01T00:00:00Z') / 3_600_000,
    max: Date.parse('2027-04-01T00:00:00Z') / 3_600_000,
  };
  const request = fc.record({ input: near, output: fc.nat(9999), minute: fc.integer({ min: 0, max: 59 }) });
  const add = (a: bigint | null, b: bigint | null) => (a === null || b === null ? null : a + b);
  fc.assert(
    fc.property(
      fc.constantFrom(...book.cards),
      fc.integer(hours),
      fc.array(request, { minLength: 1, maxLength: 6 }),
      ({ provider, model }, hour, requests) => {
        const price = (used: Meters, prompt: number, minute: number): bigint | null => {
          const when = hour * 3_600_000 + minute * 60_000;
          const found = rateSheet(index, { provider, model, at: when, promptTokens: prompt, tier: noTier });
          return found.status === 'priced' ? listUsd(found, used) : null;
        };
        const rollups = new Map<number, Meters>();
        let oneByOne: bigint | null = 0n;
        for (const { input, output, minute } of requests) {
          const used = { ...noMeters, input, output };
          oneByOne = add(oneByOne, price(used, input, minute));
          rollups.set(promptBracket(input), addMeters(rollups.get(promptBracket(input)) ?? noMeters, used));
        }
        const summed = [...rollups].map(([bracket, used]) => price(used, bracket, 0)).reduce(add, 0n);
        assert.equal(summed, oneByOne);
      },
    ),
    { numRuns: 400 },
  );
});
