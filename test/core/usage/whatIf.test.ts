/** A session on another model. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sumRows } from '../../../src/core/usage/spend.ts';
import { noMeters, noTier } from '../../../src/core/usage/usageRecord.ts';
import { whatIf } from '../../../src/core/usage/whatIf.ts';
import { listPrice, row } from './someRows.ts';

const main = row({ meters: { ...noMeters, input: 1000, cacheRead: 50_000, cacheWrite5m: 2000, output: 100 } });

test('on its own model a session costs what it did', () => {
  const { listUsd, isEstimate } = whatIf([main], main.model, listPrice);
  assert.equal(listUsd, sumRows([main], listPrice).listUsd);
  assert.equal(isEstimate, false);
});

test('on a model of the same tokenizer the same counts are priced at its rates, exactly', () => {
  const { listUsd, isEstimate } = whatIf([main], 'claude-haiku-4-5-20251001', listPrice);
  const same = { ...main, model: 'claude-haiku-4-5-20251001' };
  assert.equal(listUsd, sumRows([same], listPrice).listUsd);
  assert.equal(isEstimate, false);
});

test('on a model of another tokenizer the counts are converted and the figure is an estimate', () => {
  const plain = row({ meters: { ...noMeters, input: 1000, cacheRead: 50_000, output: 100 } });
  const { listUsd, isEstimate } = whatIf([plain], 'gpt-5', listPrice);
  const unconverted = sumRows([{ ...plain, model: 'gpt-5', provider: 'openai' }], listPrice).listUsd;
  assert.equal(isEstimate, true);
  assert.ok(listUsd !== null && listUsd > 0n && listUsd < unconverted, 'o200k needs fewer tokens for the same text');
});

test('what another model does not bill as cached it bills as input, and that is an estimate', () => {
  // GPT-5 has no fee for writing a cache, GPT-5 pro no rate for reading one.
  const usd = (model: string, input: number, cacheRead: number) =>
    whatIf([row({ model: 'gpt-5.1', provider: 'openai', meters: { ...noMeters, input, cacheRead } })], model, listPrice)
      .listUsd;
  const used = row({
    model: 'gpt-5.1',
    provider: 'openai',
    meters: { ...noMeters, input: 1000, cacheRead: 500, cacheWriteOther: 70 },
  });
  assert.deepEqual(whatIf([used], 'gpt-5', listPrice), {
    model: 'gpt-5',
    listUsd: usd('gpt-5', 1070, 500),
    isEstimate: true,
  });
  assert.equal(whatIf([used], 'gpt-5-pro', listPrice).listUsd, usd('gpt-5-pro', 1570, 0));
  assert.notEqual(usd('gpt-5-pro', 1570, 0), null);
});

test('a model without a price gives no figure, and never a part of one', () => {
  assert.equal(whatIf([main], 'nobody-knows-1', listPrice).listUsd, null);
  const unknown = row({ model: 'nobody-knows-1', provider: null, session: 'one' });
  assert.equal(whatIf([main, unknown], 'claude-haiku-4-5-20251001', listPrice).listUsd, null);
});

test('a tier that the other model need not have is left out', () => {
  const batch = row({ tier: { ...noTier, serviceTier: 'batch' } });
  const other = whatIf([batch], 'claude-haiku-4-5-20251001', listPrice).listUsd;
  assert.equal(other, whatIf([row()], 'claude-haiku-4-5-20251001', listPrice).listUsd);
});
