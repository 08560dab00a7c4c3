/** Prices usage rows under each agent's pricing model. */
import type { SpendSettings } from '../usage/spendSource.ts';
import type { Tier } from '../usage/usageRecord.ts';
import type { Priced, Pricer, UsageRow } from '../usage/usageRow.ts';
import { billUsage } from './bill.ts';
import { indexPriceBook, type PriceIndex } from './findCard.ts';
import { parsePricingModels } from './parsePricingModels.ts';
import type { PriceBook } from './priceBook.ts';
import { type RateSheet, rateSheet, type Unpriced } from './rateSheet.ts';

/** A book made ready for pricing. */
export interface PriceData {
  readonly book: PriceBook;
  readonly index: PriceIndex;
}

/** Makes a book ready. */
export function preparePrices(book: PriceBook): PriceData {
  return { book, index: indexPriceBook(book) };
}

/** Sheets kept at most; a year of hours with a few models each stays below. */
const maxSheets = 20_000;

/**
 * The pricer for a user's billing. Example: with billing { claude: 'claude-max' } a Claude row has its list value and a
 * marginal cost of 0, covered; a Codex row costs its list price.
 */
export function createPricer(prices: PriceData, settings: Pick<SpendSettings, 'billing' | 'customPricing'>): Pricer {
  const { models } = parsePricingModels(settings.customPricing);
  const sheets = new Map<string, RateSheet | Unpriced>();

  function sheetOf(row: UsageRow, tier: Tier): RateSheet | Unpriced {
    const { provider, model, at, bracketTokens } = row;
    const hour = Math.floor(at / 3_600_000);
    const key = [provider, model, hour, bracketTokens, tier.serviceTier, tier.speed, tier.geo, tier.region].join('\n');
    let sheet = sheets.get(key);
    if (!sheet) {
      sheet = rateSheet(prices.index, { provider, model, at, promptTokens: bracketTokens, tier });
      if (sheets.size >= maxSheets) {
        sheets.clear();
      }
      sheets.set(key, sheet);
    }
    return sheet;
  }

  return (row): Priced => {
    const bill = billUsage(models, settings.billing[row.agent] ?? 'list', {
      meters: row.meters,
      tier: row.tier,
      sheetFor: (override) => sheetOf(row, { ...row.tier, ...override }),
    });
    return {
      listUsd: bill.list,
      marginalUsd: bill.marginal,
      isCovered: bill.isCovered,
      reason: bill.problem ?? bill.reason ?? null,
    };
  };
}
