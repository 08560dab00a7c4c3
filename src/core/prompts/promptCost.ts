/** What text costs as input on a model, and on others beside it. */
import { type CatalogueModel, capabilityOrder, findModel, modelName, suggestableModels } from '../models/catalogue.ts';
import { listUsd } from '../pricing/cost.ts';
import type { Provenance } from '../pricing/priceBook.ts';
import type { PriceData } from '../pricing/pricer.ts';
import { rateSheet } from '../pricing/rateSheet.ts';
import type { TextCounts } from '../tokens/bpeCounter.ts';
import { estimateTokens, type TokenCount } from '../tokens/estimate.ts';
import { familyOfModel } from '../tokens/family.ts';
import type { AttoUsd, EpochMs } from '../units.ts';
import { noMeters, noTier } from '../usage/usageRecord.ts';

/** Text on one model. */
export interface TextCost {
  readonly model: string;
  readonly name: string;
  readonly count: TokenCount;
  /** Sent once, uncached, at list; null without a price. */
  readonly usd: AttoUsd | null;
  /** The input rate in dollars per million, as the price list writes it; null without a price. */
  readonly ratePerMillion: string | null;
  readonly provenance: Provenance | null;
}

/** How many other models a hover compares with. */
const otherModels = 5;

/** The cost of a text on a model at a moment. 1,240 tokens at $4 per million are $0.00496. */
export function textCost(prices: PriceData, model: string, counts: TextCounts, at: EpochMs): TextCost {
  const count = estimateTokens(familyOfModel(model), counts);
  const sheet = rateSheet(prices.index, { provider: null, model, at, promptTokens: count.tokens, tier: noTier });
  const isPriced = sheet.status === 'priced';
  return {
    model,
    name: modelName(model),
    count,
    usd: isPriced ? listUsd(sheet, { ...noMeters, input: count.tokens }) : null,
    ratePerMillion: isPriced ? (sheet.rates.get('input')?.rate.price ?? null) : null,
    provenance: isPriced ? sheet.card.provenance : null,
  };
}

/**
 * Five other models for the same text, the cheapest first: current ones with a price that can take the text and are at most
 * one step less capable than the given model.
 */
export function otherTextCosts(prices: PriceData, model: string, counts: TextCounts, at: EpochMs): TextCost[] {
  const floor = Math.max(0, rankOf(findModel(model)) - 1);
  return suggestableModels()
    .filter((candidate) => candidate.id !== findModel(model)?.id && rankOf(candidate) >= floor)
    .map((candidate) => ({ candidate, cost: textCost(prices, candidate.id, counts, at) }))
    .filter(({ candidate, cost }) => cost.usd !== null && cost.count.high <= (candidate.contextWindow ?? 0))
    .map(({ cost }) => cost)
    .sort((a, b) => Number((a.usd ?? 0n) - (b.usd ?? 0n)) || (a.name < b.name ? -1 : 1))
    .slice(0, otherModels);
}

function rankOf(model: CatalogueModel | null): number {
  return model ? capabilityOrder.indexOf(model.capability) : capabilityOrder.indexOf('balanced');
}
