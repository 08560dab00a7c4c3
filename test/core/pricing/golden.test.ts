import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { priceCase } from '../../../src/core/pricing/priceCase.ts';
import { attoToUsd, usdToAtto } from '../../../src/core/units.ts';
import { index } from './builtBook.ts';

interface GoldenCase {
  readonly id: string;
  readonly pricingModel: string;
  readonly provider: string;
  readonly expectedUsd: string;
  readonly expectedUsdExact: string;
  readonly expectedExtra?: { readonly aiCredits?: string; readonly credits?: string };
}

const golden: { cases: GoldenCase[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/pricing/golden.json', import.meta.url), 'utf8'),
);
const now = Date.parse('2026-11-22T12:00:00Z');
const priced = golden.cases.map((expected) => ({ expected, got: priceCase(index, expected, now) }));
const kinds = new Set(['token', 'credit-token', 'metered-tool']);

for (const { expected, got } of priced) {
  const isVendors = expected.provider === 'anthropic' || expected.provider === 'openai';
  if (isVendors && kinds.has(expected.pricingModel)) {
    test(`${expected.id} costs exactly $${expected.expectedUsdExact}`, () => {
      assert.equal(got.usd, expected.expectedUsd, got.reason);
      assert.equal(got.exactUsd, expected.expectedUsdExact);
    });
  }
}

test('no golden case is priced wrongly: what is not priced says why', () => {
  for (const { expected, got } of priced) {
    if (got.status === 'priced') {
      assert.equal(got.usd, expected.expectedUsd, expected.id);
    } else {
      assert.equal(got.usd, null, expected.id);
      assert.match(got.reason ?? '', /\.$/, expected.id);
    }
  }
});

test('of all golden cases 55 are priced; the rest are Bedrock, grounding, and kinds that come later', () => {
  const open = priced.filter(({ got }) => got.status === 'unpriced').map(({ expected }) => expected);
  assert.equal(priced.length - open.length, 55);
  const left = open.filter(({ pricingModel }) => kinds.has(pricingModel)).map(({ id }) => id);
  assert.deepEqual(left, ['goo-009', 'bed-001', 'bed-002', 'bed-004', 'bed-005', 'bed-007', 'bed-008']);
});

test('the lines of a priced case add up to its exact sum', () => {
  for (const { expected, got } of priced) {
    const sum = got.lines.reduce((total, { usd }) => total + usdToAtto(usd), 0n);
    assert.equal(attoToUsd(sum), got.exactUsd ?? '0', expected.id);
  }
});

test('credits of Copilot and Codex are those of the vectors', () => {
  for (const { expected, got } of priced) {
    const credits = expected.expectedExtra?.aiCredits ?? expected.expectedExtra?.credits;
    if (credits !== undefined && got.status === 'priced') {
      assert.equal(got.credits, credits, expected.id);
    }
  }
});
