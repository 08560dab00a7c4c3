/** Prices a stated case, for `meterline price` and the golden vectors: what cannot be priced says why, and is never guessed. */
import { plainText } from '../format/plainText.ts';
import { attoToUsd, attoToUsdFixed, type EpochMs } from '../units.ts';
import type { CostLine } from './cost.ts';
import { type CaseOutcome, priceCredits, priceWith } from './creditCase.ts';
import type { PriceIndex } from './findCard.ts';
import { meteredToolCost } from './meteredTool.ts';
import { unpriced } from './rateSheet.ts';
import { readCase } from './readCase.ts';

/** A case's price, in the shape of the golden vectors. */
export interface CasePrice {
  readonly id: string;
  /** Dollars with six decimals, halves up; null when unpriced. */
  readonly usd: string | null;
  /** Dollars without rounding. */
  readonly exactUsd: string | null;
  readonly status: 'priced' | 'unpriced';
  /** Why it is unpriced. */
  readonly reason?: string;
  /** Where a plan counts credits. */
  readonly credits?: string;
  readonly lines: readonly CasePriceLine[];
}

/** One line of it, all in decimal. */
export interface CasePriceLine {
  readonly sku: string;
  readonly quantity: string;
  readonly rate: string;
  readonly per: string;
  readonly multipliers?: readonly string[];
  readonly usd: string;
}

/**
 * Prices one case, as it stands in golden.json. Example: 10,000 uncached input and 2,000 output tokens on claude-opus-5-5 are
 * `{ usd: '0.080000', exactUsd: '0.08', status: 'priced', … }`. @param now the time of a case that states none.
 */
export function priceCase(index: PriceIndex, value: unknown, now: EpochMs): CasePrice {
  const stated = isObject(value) ? value : {};
  const id = typeof stated.id === 'string' ? stated.id : '';
  const outcome = price(index, stated, now);
  if (outcome.status === 'unpriced') {
    return { id, usd: null, exactUsd: null, status: 'unpriced', reason: outcome.reason, lines: [] };
  }
  const { usd, lines, creditsPerUsd } = outcome;
  const credits = creditsPerUsd === undefined ? {} : { credits: attoToUsd(usd * creditsPerUsd) };
  return {
    id,
    usd: attoToUsdFixed(usd, 6),
    exactUsd: attoToUsd(usd),
    status: 'priced',
    ...credits,
    lines: lines.map(showLine),
  };
}

function price(index: PriceIndex, stated: Readonly<Record<string, unknown>>, now: EpochMs): CaseOutcome {
  const { pricingModel: kind = 'token' } = stated;
  if (kind === 'metered-tool') {
    return meteredToolCost(stated);
  }
  if (kind !== 'token' && kind !== 'credit-token') {
    return unpriced(`A case of kind ${plainText(String(kind), 40)} is not priced here.`);
  }
  const read = readCase(stated, now);
  if (typeof read === 'string') {
    return unpriced(read);
  }
  return kind === 'token' ? priceWith(index, read, read.provider, (sheet) => sheet) : priceCredits(index, read);
}

function showLine({ meter, quantity, rate, factors, usd }: CostLine): CasePriceLine {
  const multipliers = factors.length > 0 ? { multipliers: factors.map(({ factor }) => factor) } : {};
  return { sku: meter, quantity, rate: rate.price, per: rate.per, ...multipliers, usd: attoToUsd(usd) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
