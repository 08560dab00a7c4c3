import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { convertGenaiModel, convertGenaiPrices, genaiProvenance } from '../../../src/core/pricing/fromGenaiPrices.ts';
import { genaiData } from './builtBook.ts';

const convert = (model: object, provider = 'openai') =>
  convertGenaiModel(provider, { id: 'm', match: { equals: 'm' }, prices: {}, ...model });
const flat = { input_mtok: 2, output_mtok: 10 };

test('the stated version of the package is the one that is installed', () => {
  const file = new URL('../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  assert.equal(genaiProvenance.source, `${name} ${version}`);
});

test('a price keeps the literal that was typed', () => {
  const card = convert({ prices: { input_mtok: 0.1, output_mtok: 0.003625, cache_read_mtok: 12 } });
  assert.ok(typeof card !== 'string');
  assert.deepEqual(card.rules[0]?.rates, {
    input: { price: '0.1', per: '1000000' },
    output: { price: '0.003625', per: '1000000' },
    cache_read: { price: '12', per: '1000000' },
  });
});

test('a number with float noise stops the build', () => {
  assert.throws(
    () => convert({ prices: { ...flat, input_mtok: 0.1 + 0.2 } }),
    /not a plain price: 0.30000000000000004/,
  );
});

test('Anthropic’s unnamed cache write is the one of five minutes, another vendor’s stays unnamed', () => {
  const prices = { ...flat, cache_write_mtok: 2.5 };
  const meters = (provider: string) => {
    const card = convert({ prices }, provider);
    return typeof card === 'string' ? [] : Object.keys(card.rules[0]?.rates ?? {});
  };
  assert.deepEqual(meters('anthropic'), ['input', 'output', 'cache_write_5m']);
  assert.deepEqual(meters('openai'), ['input', 'output', 'cache_write']);
});

test('a tier starts strictly above its bound, and just below a round bound means from it', () => {
  const tiered = (start: number) => ({ input_mtok: { base: 1, tiers: [{ start, price: 2 }] }, output_mtok: 10 });
  const whenOf = (start: number) => {
    const card = convert({ prices: tiered(start) });
    return typeof card === 'string' ? card : card.rules[1]?.when;
  };
  assert.deepEqual(whenOf(200_000), { prompt: { gt: 200_000 } });
  assert.deepEqual(whenOf(271_999), { prompt: { gte: 272_000 } });
});

test('a dated price replaces the one before it with all of its tiers', () => {
  const card = convert({
    prices: [
      { prices: { input_mtok: { base: 5, tiers: [{ start: 200_000, price: 10 }] }, output_mtok: 25 } },
      { constraint: { type: 'start_date', start_date: '2026-03-13' }, prices: { input_mtok: 5, output_mtok: 25 } },
    ],
  });
  assert.ok(typeof card !== 'string');
  assert.deepEqual(
    card.rules.map(({ when }) => when),
    [
      { until: '2026-03-13T00:00:00Z' },
      { until: '2026-03-13T00:00:00Z', prompt: { gt: 200_000 } },
      { from: '2026-03-13T00:00:00Z' },
    ],
  );
});

test('hours of the day convert on the hour; off the hour, or mixed with dates, the model is left out', () => {
  const timed = (start_time: string, end_time: string) => ({
    constraint: { type: 'time_of_date', start_time, end_time },
    prices: flat,
  });
  const card = convert({ prices: [{ prices: flat }, timed('01:00:00Z', '04:00:00Z')] });
  assert.ok(typeof card !== 'string');
  assert.deepEqual(card.rules[1]?.when, { timeUtc: [['01:00', '04:00']] });
  assert.equal(
    convert({ prices: [{ prices: flat }, timed('00:30:00Z', '16:30:00Z')] }),
    'a time of day that is not on the hour',
  );
  const dated = { constraint: { type: 'start_date', start_date: '2026-08-17' }, prices: flat };
  assert.match(
    String(convert({ prices: [{ prices: flat }, dated, timed('01:00:00Z', '04:00:00Z')] })),
    /cannot combine/,
  );
});

test('only exact ids are taken from the match clauses', () => {
  const match = {
    or: [
      { equals: 'M-Exact' },
      { starts_with: 'm-open' },
      { contains: 'm' },
      { regex: '^m' },
      { or: [{ equals: 'm-2' }] },
    ],
  };
  const card = convert({ match, prices: flat });
  assert.ok(typeof card !== 'string');
  assert.deepEqual(card.match, { exact: ['m', 'm-exact', 'm-2'], datedSuffix: true });
});

test('a model called -latest goes by its bare name only where the package knows that name', () => {
  const bare = convert({ id: 'm-latest', match: { starts_with: 'm' }, prices: flat });
  assert.deepEqual(typeof bare !== 'string' && bare.match.exact, ['m', 'm-latest']);
  const fixed = convert({ id: 'm-latest', match: { equals: 'm-latest' }, prices: flat });
  assert.deepEqual(typeof fixed !== 'string' && fixed.match.exact, ['m-latest']);
});

test('a model that cannot be carried over whole is left out with the reason', () => {
  assert.equal(convert({ prices: { ...flat, output_image_mtok: 30 } }), 'a price for output_image_mtok');
  assert.equal(convert({ prices: {} }), 'no price for input and output');
  assert.equal(convert({ prices: flat, price_comments: 'Imported from OpenRouter pricing' }), "a reseller's price");
  assert.equal(convert({ id: 'claude-x', prices: flat }, 'google'), 'not a model of the vendor');
  assert.notEqual(typeof convert({ prices: { ...flat, input_audio_mtok: 1 } }), 'string');
});

test('of the installed package more than 180 models of nine vendors convert', () => {
  const cards = convertGenaiPrices(genaiData);
  assert.ok(cards.length > 180, String(cards.length));
  assert.equal(new Set(cards.map(({ provider }) => provider)).size, 9);
});
