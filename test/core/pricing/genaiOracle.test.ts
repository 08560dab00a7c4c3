import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calcPrice } from '@pydantic/genai-prices';
import { listUsd } from '../../../src/core/pricing/cost.ts';
import { indexPriceBook } from '../../../src/core/pricing/findCard.ts';
import { convertGenaiModel } from '../../../src/core/pricing/fromGenaiPrices.ts';
import { rateSheet } from '../../../src/core/pricing/rateSheet.ts';
import { attoToUsd } from '../../../src/core/units.ts';
import { noMeters, noTier, promptTokens } from '../../../src/core/usage/usageRecord.ts';
import { genaiData } from './builtBook.ts';

const moments = [
  '2025-06-09T12:00:00Z',
  '2026-03-12T23:00:00Z',
  '2026-03-13T01:00:00Z',
  '2026-08-20T12:00:00Z',
  '2027-01-02T12:00:00Z',
];
const prompts = [1000, 199_999, 200_000, 200_001, 271_999, 272_000, 272_001, 600_000];

test('converted cards cost what the package itself computes, at every date and length, within its float error', () => {
  let compared = 0;
  for (const provider of genaiData) {
    for (const model of provider.models) {
      const card = convertGenaiModel(provider.id, model);
      if (typeof card === 'string') {
        continue;
      }
      const index = indexPriceBook({ schema: 1, id: 'test', updatedAt: '', cards: [card] });
      for (const iso of moments) {
        for (const prompt of prompts) {
          const used = { ...noMeters, input: Math.floor(prompt / 2), cacheRead: Math.ceil(prompt / 2), output: 777 };
          const at = Date.parse(iso);
          const ref = { provider: provider.id, model: card.model, at, promptTokens: promptTokens(used), tier: noTier };
          const sheet = rateSheet(index, ref);
          const ours = sheet.status === 'priced' ? listUsd(sheet, used) : null;
          const usage = { input_tokens: prompt, cache_read_tokens: used.cacheRead, output_tokens: used.output };
          const theirs = calcPrice(usage, model.id, { providerId: provider.id, timestamp: new Date(iso) });
          // Where it has no cache rate it bills cached tokens as input; we have no price then, and where the id of one
          // model is the open prefix of another it answers with the other.
          if (ours === null || theirs?.model.id !== model.id) {
            continue;
          }
          const error = Math.abs(Number(attoToUsd(ours)) - theirs.total_price);
          assert.ok(
            error <= theirs.total_price * 1e-12,
            `${model.id} ${iso} ${prompt}: ${attoToUsd(ours)} ${theirs.total_price}`,
          );
          compared += 1;
        }
      }
    }
  }
  assert.ok(compared > 3000, String(compared));
});
