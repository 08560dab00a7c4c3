/** What a session would have cost on another model. */

import { findModel } from '../models/catalogue.ts';
import { estimateTokens } from '../tokens/estimate.ts';
import { familyOfModel } from '../tokens/family.ts';
import type { AttoUsd } from '../units.ts';
import { compareSpend } from './overview.ts';
import { sumRowsBy } from './spend.ts';
import type { Meters } from './usageRecord.ts';
import type { Pricer, UsageRow } from './usageRow.ts';

/** A session on another model, at API list. */
export interface WhatIf {
  readonly model: string;
  /** Null when one of its requests would have no price. */
  readonly listUsd: AttoUsd | null;
  /** Whether the tokens had to be converted between tokenizers. */
  readonly isEstimate: boolean;
}

/** A thousand tokens of ordinary text in each family's own tokens, to convert by. */
const sample = { o200k: 1_000, cl100k: 1_000 };

/**
 * The same session with its main model, the one with most of the requests' cost, replaced by another; what subagents used on
 * further models stays as it was. On the main model itself the session costs what it did. Counts of another tokenizer are
 * converted by the families' ratio and marked; the tier (batch, fast) is left out, as another model need not have it.
 */
export function whatIf(rows: readonly UsageRow[], model: string, price: Pricer): WhatIf {
  const main = mainModel(rows, price);
  let listUsd: AttoUsd | null = 0n;
  let isEstimate = false;
  for (const row of rows) {
    if (row.model !== main || findModel(model)?.id === findModel(main)?.id) {
      const own = price(row).listUsd;
      listUsd = listUsd === null || own === null ? null : listUsd + own;
      continue;
    }
    const ratio = tokensPerSample(model) / tokensPerSample(row.model);
    const own = {
      ...row,
      model,
      provider: null,
      tier: { ...row.tier, serviceTier: null, speed: null },
      bracketTokens: Math.round(row.bracketTokens * ratio),
      meters: ratio === 1 ? row.meters : scale(row.meters, ratio),
    };
    const { usd, isAsUsed } = priceAnyCaching(own, price);
    isEstimate ||= !isAsUsed || familyOfModel(model) !== familyOfModel(row.model);
    listUsd = listUsd === null || usd === null ? null : listUsd + usd;
  }
  return { model, listUsd, isEstimate };
}

/**
 * The price of a row on a model that may cache otherwise: what it does not bill as written to or read from a cache, it bills as input.
 * 1,000 tokens written to a cache on a model without a fee for that cost 1,000 tokens of input.
 */
function priceAnyCaching(row: UsageRow, price: Pricer): { readonly usd: AttoUsd | null; readonly isAsUsed: boolean } {
  const { meters } = row;
  const written = meters.cacheWrite5m + meters.cacheWrite1h + meters.cacheWriteOther;
  const noWrites = { cacheWrite5m: 0, cacheWrite1h: 0, cacheWriteOther: 0 };
  const usd = price(row).listUsd;
  if (usd !== null || written + meters.cacheRead === 0) {
    return { usd, isAsUsed: true };
  }
  const unwritten = { ...meters, ...noWrites, input: meters.input + written };
  const uncached = { ...unwritten, cacheRead: 0, input: unwritten.input + meters.cacheRead };
  return {
    usd: price({ ...row, meters: unwritten }).listUsd ?? price({ ...row, meters: uncached }).listUsd,
    isAsUsed: false,
  };
}

function mainModel(rows: readonly UsageRow[], price: Pricer): string {
  const byModel = [...sumRowsBy(rows, price, (row) => row.model)].sort(([, a], [, b]) => compareSpend(b, a));
  return byModel[0]?.[0] ?? 'unknown';
}

function tokensPerSample(model: string): number {
  return estimateTokens(familyOfModel(model), sample).tokens;
}

function scale(meters: Meters, ratio: number): Meters {
  const times = (tokens: number): number => Math.round(tokens * ratio);
  return {
    ...meters,
    input: times(meters.input),
    cacheRead: times(meters.cacheRead),
    cacheWrite5m: times(meters.cacheWrite5m),
    cacheWrite1h: times(meters.cacheWrite1h),
    cacheWriteOther: times(meters.cacheWriteOther),
    output: times(meters.output),
    reasoning: times(meters.reasoning),
  };
}
