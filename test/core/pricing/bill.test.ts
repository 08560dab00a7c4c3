import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bill, billUsage } from '../../../src/core/pricing/bill.ts';
import { parsePricingModels } from '../../../src/core/pricing/parsePricingModels.ts';
import { rateSheet } from '../../../src/core/pricing/rateSheet.ts';
import { attoToUsd } from '../../../src/core/units.ts';
import { noMeters, noTier, type Tier } from '../../../src/core/usage/usageRecord.ts';
import { index } from './builtBook.ts';

const meters = { ...noMeters, input: 10_000, output: 2000 };
const { models } = parsePricingModels([
  { id: 'acme', kind: 'discount', on: 'batch', percent: '10' },
  { id: 'fleet', kind: 'discount', on: 'claude-max', percent: '10' },
]);

function bill(pricingId: string, model = 'claude-opus-5-5', tier: Partial<Tier> = {}): Bill {
  const own: Tier = { ...noTier, ...tier };
  const ref = { provider: null, model, at: Date.parse('2026-11-22T12:00:00Z'), promptTokens: 10_000 };
  const sheetFor = (override: Partial<Tier>) => rateSheet(index, { ...ref, tier: { ...own, ...override } });
  return billUsage(models, pricingId, { meters, tier: own, sheetFor });
}
const shown = ({ list, marginal, isCovered }: Bill) => [
  list === null ? null : attoToUsd(list),
  marginal === null ? null : attoToUsd(marginal),
  isCovered,
];

test('each way to pay has its own marginal cost beside the same list value', () => {
  const table: readonly [string, Partial<Tier>, unknown[]][] = [
    ['list', {}, ['0.08', '0.08', false]],
    ['batch', {}, ['0.08', '0.04', false]],
    ['discount-12.5', {}, ['0.08', '0.07', false]],
    ['discount-100', {}, ['0.08', '0', false]],
    ['acme', {}, ['0.08', '0.036', false]],
    ['claude-max', {}, ['0.08', '0', true]],
    ['fleet', {}, ['0.08', '0', true]],
    ['list', { speed: 'fast' }, ['0.16', '0.16', false]],
    ['claude-max', { speed: 'fast' }, ['0.16', '0.16', false]],
    ['fleet', { speed: 'fast' }, ['0.16', '0.144', false]],
    ['batch', { speed: 'fast' }, ['0.16', '0.04', false]],
    ['discount-12.5', { geo: 'us' }, ['0.088', '0.077', false]],
  ];
  for (const [pricingId, tier, expected] of table) {
    assert.deepEqual(shown(bill(pricingId, undefined, tier)), expected, `${pricingId} ${JSON.stringify(tier)}`);
  }
});

test('what has no price is null with the reason, but a plan still covers it', () => {
  const unknown = bill('list', 'acme-coder-9000');
  assert.deepEqual(shown(unknown), [null, null, false]);
  assert.match(unknown.reason ?? '', /No price is known for acme-coder-9000/);
  const covered = bill('claude-max', 'acme-coder-9000');
  assert.deepEqual(shown(covered), [null, '0', true]);
  assert.match(covered.reason ?? '', /No price is known/);
});

test('a tier that the model does not have leaves the list value and says why there is no bill', () => {
  const flex = bill('flex');
  assert.deepEqual(shown(flex), ['0.08', null, false]);
  assert.match(flex.reason ?? '', /service tier flex/);
});

test('an unknown pricing model is named, and API list stands in for it', () => {
  const lost = bill('barter');
  assert.deepEqual(shown(lost), ['0.08', '0.08', false]);
  assert.equal(lost.problem, 'There is no pricing model "barter"; API list is used.');
  assert.equal(bill('list').problem, undefined);
});

test('discounts that lead in a circle give no price instead of never ending', () => {
  const circle = [
    { kind: 'discount', id: 'a', on: 'b', percent: '1', label: 'a', note: '', source: '', date: null } as const,
    { kind: 'discount', id: 'b', on: 'a', percent: '1', label: 'b', note: '', source: '', date: null } as const,
  ];
  const sheetFor = () => rateSheet(index, { provider: null, model: 'gpt-5', at: 0, promptTokens: 0, tier: noTier });
  const lost = billUsage(circle, 'a', { meters, tier: noTier, sheetFor });
  assert.equal(lost.marginal, null);
  assert.match(lost.reason ?? '', /leads to no price/);
});
