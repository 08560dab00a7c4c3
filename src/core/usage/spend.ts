/** Sums of priced rows. What has no price is counted apart and never becomes zero. */
import type { AttoUsd } from '../units.ts';
import { addMeters, type Meters, noMeters, promptTokens, type Quality, totalTokens } from './usageRecord.ts';
import type { Priced, Pricer, UsageRow } from './usageRow.ts';

/** A sum. Money covers the priced requests only: with `unpricedRequests` above zero it is partial. */
export interface Spend {
  readonly listUsd: AttoUsd;
  readonly marginalUsd: AttoUsd;
  readonly requests: number;
  /** Requests for whose model no price is known. */
  readonly unpricedRequests: number;
  /** Requests that a flat plan covers. */
  readonly coveredRequests: number;
  readonly meters: Meters;
  /** Requests by how their counts are known. */
  readonly qualities: Readonly<Partial<Record<Quality, number>>>;
}

/** Nothing spent. */
export const noSpend: Spend = {
  listUsd: 0n,
  marginalUsd: 0n,
  requests: 0,
  unpricedRequests: 0,
  coveredRequests: 0,
  meters: noMeters,
  qualities: {},
};

/** A sum with one more row in it. */
export function addRow(spend: Spend, row: UsageRow, priced: Priced): Spend {
  return {
    listUsd: spend.listUsd + (priced.listUsd ?? 0n),
    marginalUsd: spend.marginalUsd + (priced.marginalUsd ?? 0n),
    requests: spend.requests + row.requests,
    unpricedRequests: spend.unpricedRequests + (priced.listUsd === null ? row.requests : 0),
    coveredRequests: spend.coveredRequests + (priced.isCovered ? row.requests : 0),
    meters: addMeters(spend.meters, row.meters),
    qualities: { ...spend.qualities, [row.quality]: (spend.qualities[row.quality] ?? 0) + row.requests },
  };
}

/** The sum of all rows. */
export function sumRows(rows: Iterable<UsageRow>, price: Pricer): Spend {
  let spend = noSpend;
  for (const row of rows) {
    spend = addRow(spend, row, price(row));
  }
  return spend;
}

/** Sums by a key, in the order in which the keys were first met. */
export function sumRowsBy(
  rows: Iterable<UsageRow>,
  price: Pricer,
  keyOf: (row: UsageRow) => string,
): Map<string, Spend> {
  const sums = new Map<string, Spend>();
  for (const row of rows) {
    const key = keyOf(row);
    sums.set(key, addRow(sums.get(key) ?? noSpend, row, price(row)));
  }
  return sums;
}

/** Whether the money leaves something out. */
export function isPartial(spend: Spend): boolean {
  return spend.unpricedRequests > 0 || (spend.qualities.partial ?? 0) > 0;
}

/** Whether part of the sum is estimated. */
export function isEstimate(spend: Spend): boolean {
  return (spend.qualities.estimated ?? 0) + (spend.qualities.calibrated ?? 0) > 0;
}

/** Whether nothing in the sum has a price. */
export function isUnpriced(spend: Spend): boolean {
  return spend.requests > 0 && spend.unpricedRequests === spend.requests;
}

/** The share of the prompt that came from the cache, 0 to 1; null without a prompt. */
export function cacheShare(spend: Spend): number | null {
  const prompt = promptTokens(spend.meters);
  return prompt === 0 ? null : spend.meters.cacheRead / prompt;
}

/** All tokens of a sum, in and out. */
export function spendTokens(spend: Spend): number {
  return totalTokens(spend.meters);
}

const qualityOrder: readonly Quality[] = ['exact', 'reported', 'calibrated', 'estimated', 'partial', 'unpriced'];

/** The worst way in which any of the sum's counts is known; 'exact' for nothing. */
export function worstQuality(spend: Spend): Quality {
  return qualityOrder.findLast((quality) => (spend.qualities[quality] ?? 0) > 0) ?? 'exact';
}
