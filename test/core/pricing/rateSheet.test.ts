import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateSheet } from '../../../src/core/pricing/rateSheet.ts';
import { noTier, type Tier } from '../../../src/core/usage/usageRecord.ts';
import { index } from './builtBook.ts';

const sheetOf = (model: string, tier: Partial<Tier> = {}, iso = '2026-11-22T12:00:00Z', promptTokens = 0) =>
  rateSheet(index, { provider: null, model, at: Date.parse(iso), promptTokens, tier: { ...noTier, ...tier } });
/** Dollars per million tokens after all factors, or the reason why there are none. */
const perMillion = (...args: Parameters<typeof sheetOf>): number | string => {
  const sheet = sheetOf(...args);
  const input = sheet.status === 'priced' ? sheet.rates.get('input') : undefined;
  return input
    ? Number(input.atto.num) / Number(input.atto.den) / 1e12
    : sheet.status === 'unpriced'
      ? sheet.reason
      : '';
};

test('factors multiply, and each is named', () => {
  const sheet = sheetOf('claude-opus-4-8', { speed: 'fast', geo: 'us' });
  assert.ok(sheet.status === 'priced');
  const output = sheet.rates.get('output');
  assert.deepEqual(output?.factors, [
    { id: 'us-only', factor: '1.1' },
    { id: 'fast', factor: '2' },
  ]);
  assert.deepEqual(output?.atto, { num: 55_000_000_000_000n, den: 1n });
});

test('factors change tokens but not calls', () => {
  const sheet = sheetOf('claude-opus-5-5', { serviceTier: 'batch' });
  assert.ok(sheet.status === 'priced');
  assert.deepEqual(sheet.rates.get('web_search')?.factors, []);
  assert.deepEqual(sheet.rates.get('cache_write_1h')?.factors, [{ id: 'batch', factor: '0.5' }]);
});

test('rates are those of the moment', () => {
  const table: readonly [string, string, Partial<Tier>, number, number][] = [
    ['gpt-5.6-luna', '2026-07-29T23:59:59Z', {}, 0, 1],
    ['gpt-5.6-luna', '2026-07-30T00:00:00Z', {}, 0, 0.2],
    ['claude-opus-4-8', '2026-11-30T23:59:59Z', { speed: 'fast' }, 0, 10],
    ['gpt-6.2-sol', '2027-03-01T00:00:00Z', { serviceTier: 'ultrafast' }, 0, 12],
    ['claude-sonnet-4-5', '2026-04-30T12:00:00Z', {}, 200_001, 6],
    ['claude-sonnet-4-5', '2026-04-30T12:00:00Z', {}, 200_000, 3],
    ['claude-sonnet-4-5', '2026-05-01T00:00:00Z', {}, 200_001, 3],
    ['gpt-5.5', '2026-10-01T00:00:00Z', {}, 272_000, 10],
    ['gpt-6-sol', '2026-10-01T00:00:00Z', {}, 272_000, 2],
    ['grok-4.6', '2026-10-01T00:00:00Z', {}, 200_000, 4],
  ];
  for (const [model, iso, tier, prompt, expected] of table) {
    assert.equal(perMillion(model, tier, iso, prompt), expected, `${model} ${iso} ${prompt}`);
  }
});

test('what vendors write for the list price is the list price', () => {
  const tier = { serviceTier: 'Standard', speed: 'standard', geo: 'not_available', region: 'us-east-1' };
  assert.equal(perMillion('claude-opus-4-5-20251101', tier), 5);
  assert.equal(perMillion('gpt-6.2-sol', { serviceTier: 'default' }), 2);
});

test('a regional endpoint costs 10 % more where the vendor says so, and has no price elsewhere', () => {
  assert.equal(perMillion('gpt-5.6-terra', { region: 'regional' }), 2.2);
  assert.match(String(perMillion('gpt-5', { region: 'regional' })), /endpoint regional/);
});

test('a tier that the card does not know is unpriced, never list', () => {
  assert.match(String(perMillion('claude-opus-5-5', { serviceTier: 'priority' })), /service tier priority/);
  assert.match(String(perMillion('claude-sonnet-5-5', { speed: 'fast' })), /claude-sonnet-5-5 with speed fast/);
  assert.match(String(perMillion('claude-opus-4-8', { speed: 'fast' }, '2026-12-01T00:00:00Z')), /speed fast/);
  assert.match(String(perMillion('claude-opus-5-5', { geo: 'eu' })), /inference geography eu/);
});

test('an unknown model is unpriced, with its name made safe to show', () => {
  assert.equal(perMillion('evil\u202Emodel\u0007'), 'No price is known for evilmodel.');
  assert.equal(perMillion(''), 'No price is known for an unnamed model.');
});
