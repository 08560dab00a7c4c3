import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { catalogueModels, findModel } from '../../../src/core/models/catalogue.ts';
import { hintHover, hintLabel, hintWords } from '../../../src/core/prompts/hintText.ts';
import { otherTextCosts, textCost } from '../../../src/core/prompts/promptCost.ts';
import { createTextBiller } from '../../../src/core/prompts/textBill.ts';
import { usdToAtto } from '../../../src/core/units.ts';
import { book, index } from '../pricing/builtBook.ts';

const prices = { book, index };
const at = Date.parse('2026-11-22T12:00:00Z');
const counts = { o200k: 1_000, cl100k: 1_020 };
const shown = { hideAmounts: false };
const list = createTextBiller(prices, { billing: {}, customPricing: undefined });

const expected = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/words', name), 'utf8');

function hover(model: string, billOf = list): string {
  const cost = textCost(prices, model, counts, at);
  const bill = billOf(cost, at);
  const others = otherTextCosts(prices, model, counts, at);
  return `${hintHover({ title: 'Tests | `x` [y](command:z)', cost, bill, others, actions: '[Sessions](command:s)' }, shown)}\n`;
}

test('a hint’s hover is the fixture’s, to the letter: an estimate, an exact count, in a plan, without a price', () => {
  const plan = createTextBiller(prices, { billing: { claude: 'claude-max' }, customPricing: undefined });
  const hovers = [
    hover('claude-sonnet-5-5'),
    hover('gpt-5.4'),
    hover('claude-sonnet-5-5', plan),
    hover('acme-coder-9000'),
  ];
  assert.equal(hovers.join('\n'), expected('hintHover.md'));
});

test('a thousand tokens at $2 a million are $0.002, and more where the tokenizer makes more of them', () => {
  const exact = textCost(prices, 'gpt-6.2-sol', counts, at);
  assert.equal(exact.usd, usdToAtto('0.002'));
  assert.equal(hintLabel(exact, list(exact, at), shown), '1.0k tok · $0.002');
  const estimate = textCost(prices, 'claude-sonnet-5-5', counts, at);
  assert.equal(hintLabel(estimate, list(estimate, at), shown), '≈ 1.6k tok · $0.0031');
  assert.equal(
    hintWords('Tests', estimate, list(estimate, at), shown),
    'Tests: about 1,550 tokens, $0.0031 on Sonnet 5.5',
  );
  assert.equal(
    hintWords('', exact, list(exact, at), { hideAmounts: true }),
    'Whole file: 1,000 tokens, ••• on GPT-6.2 Sol',
  );
});

test('the other models are five, priced, able to take the text, no repeat of the first, and the cheapest first', () => {
  for (const model of catalogueModels.filter(({ suggestable }) => suggestable)) {
    const others = otherTextCosts(prices, model.id, counts, at);
    assert.ok(others.length <= 5);
    assert.ok(others.every(({ usd }) => usd !== null));
    assert.ok(others.every((other) => findModel(other.model) !== findModel(model.id)));
    assert.deepEqual(
      others.map(({ usd }) => usd),
      others.map(({ usd }) => usd).toSorted((a, b) => Number((a ?? 0n) - (b ?? 0n))),
    );
  }
  const huge = otherTextCosts(prices, 'claude-sonnet-5-5', { o200k: 900_000, cl100k: 900_000 }, at);
  assert.ok(huge.every(({ model, count }) => count.high <= (findModel(model)?.contextWindow ?? 0)));
});
