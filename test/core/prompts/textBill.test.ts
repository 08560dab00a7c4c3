import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparePrices } from '../../../src/core/pricing/pricer.ts';
import { hintLabel } from '../../../src/core/prompts/hintText.ts';
import { textCost } from '../../../src/core/prompts/promptCost.ts';
import { createTextBiller } from '../../../src/core/prompts/textBill.ts';
import { usdToAtto } from '../../../src/core/units.ts';
import { book } from '../pricing/builtBook.ts';

const prices = preparePrices(book);
const at = Date.UTC(2026, 10, 22, 12);
const showing = { hideAmounts: false };
const thousand = { o200k: 1_000, cl100k: 1_000 };
/** GPT-6.2 Sol: $2 per million of input, exact in o200k. */
const sol = textCost(prices, 'gpt-6.2-sol', thousand, at);
/** Opus 5.5: $4 per million; 1,000 o200k tokens are about 1,550 of its own. */
const opus = textCost(prices, 'claude-opus-5-5', thousand, at);

test('without a billing a text costs its list price', () => {
  const bill = createTextBiller(prices, { billing: {}, customPricing: [] })(sol, at);
  assert.deepEqual(bill, { usd: usdToAtto('0.002'), isCovered: false, pricing: null });
  assert.equal(hintLabel(sol, bill, showing), '1.0k tok · $0.002');
});

test('a flat plan covers texts on the models of its agent and no others', () => {
  const billOf = createTextBiller(prices, { billing: { claude: 'claude-max' }, customPricing: [] });
  assert.deepEqual(billOf(opus, at), { usd: 0n, isCovered: true, pricing: 'Claude Max' });
  assert.equal(hintLabel(opus, billOf(opus, at), showing), '≈ 1.6k tok · in plan');
  assert.equal(billOf(sol, at).pricing, null);
});

test('a negotiated discount and the batch price lower what a text costs', () => {
  const discounted = createTextBiller(prices, { billing: { codex: 'discount-12.5' }, customPricing: [] })(sol, at);
  assert.equal(discounted.usd, usdToAtto('0.00175'));
  const batched = createTextBiller(prices, { billing: { codex: 'batch' }, customPricing: [] })(sol, at);
  assert.equal(batched.usd, usdToAtto('0.001'));
});

test('a model without a price has no bill, not a bill of nothing', () => {
  const unknown = textCost(prices, 'acme-coder-9000', thousand, at);
  const bill = createTextBiller(prices, { billing: { claude: 'batch' }, customPricing: [] })(unknown, at);
  assert.equal(bill.usd, null);
  assert.equal(hintLabel(unknown, bill, showing), '≈ 1.0k tok · – no price');
});
