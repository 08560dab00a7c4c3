/** `meterline models`: the price book. */
import path from 'node:path';
import { formatRate } from '../../core/format/money.ts';
import { findModel, modelName } from '../../core/models/catalogue.ts';
import type { ModelCard, PricedMeter } from '../../core/pricing/priceBook.ts';
import { rateSheet } from '../../core/pricing/rateSheet.ts';
import { noTier } from '../../core/usage/usageRecord.ts';
import { loadPrices } from '../prices/loadPrices.ts';
import { type Command, jsonSchema, printJson } from './command.ts';
import { formatTable } from './table.ts';

/** The models with a price, their rates now, and where each comes from. */
export const models: Command = {
  name: 'models',
  usage: 'models [--search TEXT]',
  does: 'Models with their list prices, sources and dates.',
  options: { search: 'value' },
  async run({ values }, context) {
    const { book, index } = loadPrices(path.join(context.dist, 'prices.json'));
    const wanted = values.search?.toLowerCase() ?? '';
    const found = book.cards.filter((card) =>
      `${card.provider}/${card.model} ${modelName(card.model)}`.toLowerCase().includes(wanted),
    );
    const rows = found.map((card) => describe(card));
    if (context.isJson) {
      printJson(context, { schema: jsonSchema, book: { id: book.id, updatedAt: book.updatedAt }, models: rows });
      return 0;
    }
    if (rows.length === 0) {
      context.out(`No model with a price matches ${JSON.stringify(values.search)}.\n`);
      return 0;
    }
    const cell = (rate: string | null): string => (rate === null ? '–' : formatRate(rate));
    context.out(
      formatTable(
        [
          { head: 'model' },
          { head: 'provider' },
          { head: 'input', isNumber: true },
          { head: 'output', isNumber: true },
          { head: 'cache read', isNumber: true },
          { head: 'cache write', isNumber: true },
          { head: 'as of' },
          { head: 'source' },
        ],
        rows.map((row) => [
          row.model,
          row.provider,
          cell(row.inputUsdPerMillion),
          cell(row.outputUsdPerMillion),
          cell(row.cacheReadUsdPerMillion),
          cell(row.cacheWriteUsdPerMillion),
          row.retrieved,
          row.source,
        ]),
      ),
    );
    context.out('US dollars per million tokens, at list, for a short prompt now.\n');
    return 0;

    function describe(card: ModelCard) {
      const sheet = rateSheet(index, {
        provider: card.provider,
        model: card.model,
        at: context.nowMs,
        promptTokens: 1,
        tier: noTier,
      });
      const rate = (...meters: PricedMeter[]): string | null => {
        for (const meter of meters) {
          const unit = sheet.status === 'priced' ? sheet.rates.get(meter) : undefined;
          if (unit) {
            return unit.rate.price;
          }
        }
        return null;
      };
      return {
        model: card.model,
        provider: card.provider,
        name: modelName(card.model),
        contextWindow: findModel(card.model)?.contextWindow ?? null,
        status: card.status ?? 'active',
        inputUsdPerMillion: rate('input'),
        outputUsdPerMillion: rate('output'),
        cacheReadUsdPerMillion: rate('cache_read'),
        cacheWriteUsdPerMillion: rate('cache_write_5m', 'cache_write', 'cache_write_30m'),
        source: card.provenance.source,
        retrieved: card.provenance.retrieved,
        confidence: card.provenance.confidence,
      };
    }
  },
};
