import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildPriceBook } from '../../../src/core/pricing/buildPriceBook.ts';
import { parseCards } from '../../../src/core/pricing/parseCards.ts';
import { attoPerUsd, multiply, parseDecimal } from '../../../src/core/units.ts';
import { book, supplement } from './builtBook.ts';

const provenance = { source: 'test', retrieved: '2026-11-22', confidence: 'high' as const };
const rates = { input: { price: '1', per: '1000000' }, output: { price: '2', per: '1000000' } };
const card = (model: string, exact: readonly string[] = [model]) => ({
  provider: 'acme',
  model,
  match: { exact },
  rules: [{ rates }],
  provenance,
});
const layer = (parts: object) => ({
  schema: 1,
  id: 's',
  updatedAt: '2026-11-22T00:00:00Z',
  cards: [],
  aliases: [],
  additions: [],
  ...parts,
});
const acme = [{ id: 'acme', models: [{ id: 'coder', match: {}, prices: { input_mtok: 9, output_mtok: 9 } }] }];

test('a supplement card replaces the bundled one of the same provider and model', () => {
  const built = buildPriceBook(acme, layer({ cards: [card('coder')] }));
  assert.equal(built.cards.length, 1);
  assert.equal(built.cards[0]?.provenance.source, 'test');
});

test('aliases and additions are joined to bundled cards, and a factor keeps its source', () => {
  const batch = { id: 'batch', when: { attr: { serviceTier: 'batch' } }, factor: '0.5' };
  const addition = { provider: 'acme', source: 'price page', models: ['coder'], multipliers: [batch] };
  const alias = { provider: 'acme', model: 'coder', exact: ['coder.1'] };
  const [built] = buildPriceBook(acme, layer({ aliases: [alias], additions: [addition] })).cards;
  assert.deepEqual(built?.match.exact, ['coder', 'coder.1']);
  assert.deepEqual(built?.multipliers, [{ ...batch, source: 'price page' }]);
});

test('the build stops on a model or an id that stands twice, and on what fits no card', () => {
  const table: readonly [object, RegExp][] = [
    [{ cards: [card('a'), card('a')] }, /the supplement has two cards for acme\/a/],
    [{ cards: [card('a'), card('b', ['b', 'A'])] }, /has the id a for both acme\/a and acme\/b/],
    [{ cards: [card('b', ['b', 'coder'])] }, /the whole book has the id coder/],
    [{ additions: [{ provider: 'acme', source: 's', models: ['gone'], multipliers: [] }] }, /no card for acme\/gone/],
    [{ additions: [{ provider: 'acme', source: 's', models: ['coder'], rates }] }, /already has a rate/],
    [{ cards: [{ ...card('a'), rules: [] }] }, /unsound: acme\/a: rules must be a filled array/],
  ];
  for (const [parts, message] of table) {
    assert.throws(() => buildPriceBook(acme, layer(parts)), { name: 'RangeError', message });
  }
});

test('the built book passes its own checks, and so does the book as JSON', () => {
  assert.deepEqual(parseCards(JSON.parse(JSON.stringify(book.cards))).problems, []);
  assert.equal(book.updatedAt, supplement.updatedAt);
});

test('no id belongs to two vendors, so that an id without a provider has one price', () => {
  const owners = new Map<string, string>();
  for (const { provider, match } of book.cards) {
    for (const id of match.exact) {
      assert.equal(owners.get(id.toLowerCase()) ?? provider, provider, id);
      owners.set(id.toLowerCase(), provider);
    }
  }
});

test('every date and time in the book is on the hour, so that an hour of requests has one price', () => {
  for (const { model, rules, multipliers = [] } of book.cards) {
    for (const when of [...rules, ...multipliers].map((part) => part.when ?? {})) {
      for (const instant of [when.from, when.until]) {
        assert.ok(instant === undefined || Date.parse(instant) % 3_600_000 === 0, `${model} ${instant}`);
      }
      for (const time of (when.timeUtc ?? []).flat()) {
        assert.match(time, /:00$/, model);
      }
    }
  }
});

test('every rate under every set of factors is a whole number of atto-USD a unit, so that sums have no rounding at all', () => {
  for (const { provider, model, rules, multipliers = [] } of book.cards) {
    let products = [{ num: 1n, den: 1n }];
    for (const { factor } of multipliers) {
      products = products.flatMap((product) => [product, multiply(product, parseDecimal(factor))]);
    }
    for (const { price, per } of rules.flatMap((rule) => Object.values(rule.rates))) {
      for (const product of products) {
        const { num, den } = multiply(parseDecimal(price), product);
        assert.equal((num * attoPerUsd) % (den * BigInt(per)), 0n, `${provider}/${model} ${price}`);
      }
    }
  }
});

test('every card says where its figures come from', () => {
  for (const { model, provenance: origin } of book.cards) {
    assert.ok(origin.source.length > 8, model);
    assert.match(origin.retrieved, /^2026-\d\d-\d\d$/, model);
  }
});
