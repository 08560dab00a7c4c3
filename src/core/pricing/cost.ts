/** Money for counted usage, exact to 1e-18 USD and rounded once. */
import { type AttoUsd, divideHalfUp, parseDecimal, type Rational } from '../units.ts';
import type { Meters } from '../usage/usageRecord.ts';
import type { PricedMeter, Rate } from './priceBook.ts';
import { type RateSheet, type UnitPrice, type Unpriced, unpriced } from './rateSheet.ts';

/** One line of a bill. */
export interface CostLine {
  readonly meter: PricedMeter;
  /** In decimal: tokens, calls or hours. */
  readonly quantity: string;
  readonly rate: Rate;
  readonly factors: UnitPrice['factors'];
  readonly usd: AttoUsd;
}

/** A sum and what it is made of. */
export interface Cost {
  readonly status: 'priced';
  readonly usd: AttoUsd;
  readonly lines: readonly CostLine[];
}

/** What each of our meters is billed as. Web fetches are free, and reasoning is inside output. */
const billedAs: readonly (readonly [keyof Meters, PricedMeter])[] = [
  ['input', 'input'],
  ['cacheWrite5m', 'cache_write_5m'],
  ['cacheWrite1h', 'cache_write_1h'],
  ['cacheWriteOther', 'cache_write'],
  ['cacheRead', 'cache_read'],
  ['output', 'output'],
  ['webSearches', 'web_search'],
];
/** A vendor with one price for cache writes charges it whatever lifetime the agent wrote down. */
const otherNames: Partial<Record<PricedMeter, readonly PricedMeter[]>> = {
  cache_write: ['cache_write_30m', 'cache_write_5m'],
  cache_write_5m: ['cache_write'],
  cache_write_30m: ['cache_write'],
};

/**
 * The cost of meters under one sheet, with its lines. The meters may be a sum of requests under the same circumstances.
 * Example: 10,000 input and 2,000 output at $4 and $20 per million is 0.04 + 0.04 = 80_000_000_000_000_000n atto-USD.
 * Unpriced when something was counted that the sheet has no rate for.
 */
export function costOf(sheet: RateSheet, meters: Meters): Cost | Unpriced {
  const counted = billedAs.filter(([meter]) => meters[meter] !== 0);
  return costOfQuantities(
    sheet,
    counted.map(([meter, billed]) => [billed, String(meters[meter])]),
  );
}

/** `costOf` for any priced meters; quantities are decimals, so that hours can be parts. */
export function costOfQuantities(
  sheet: RateSheet,
  quantities: readonly (readonly [PricedMeter, string])[],
): Cost | Unpriced {
  const lines: CostLine[] = [];
  let sum: Rational = { num: 0n, den: 1n };
  for (const [stated, quantity] of quantities) {
    const meter = billedMeter(sheet, stated);
    const price = meter && sheet.rates.get(meter);
    if (!meter || !price) {
      return unpriced(`No rate for ${stated.replaceAll('_', ' ')} is known on ${sheet.card.model}.`);
    }
    const amount = parseDecimal(quantity);
    const exact = { num: amount.num * price.atto.num, den: amount.den * price.atto.den };
    sum = add(sum, exact);
    const usd = divideHalfUp(exact.num, exact.den);
    lines.push({ meter, quantity, rate: price.rate, factors: price.factors, usd });
  }
  return { status: 'priced', usd: divideHalfUp(sum.num, sum.den), lines };
}

/** The sum of `costOf` alone, for many rows; null when it is unpriced. */
export function listUsd(sheet: RateSheet, meters: Meters): AttoUsd | null {
  let sum: Rational = { num: 0n, den: 1n };
  for (const [counted, stated] of billedAs) {
    const quantity = meters[counted];
    if (quantity === 0) {
      continue;
    }
    const meter = billedMeter(sheet, stated);
    const price = meter && sheet.rates.get(meter);
    if (!price) {
      return null;
    }
    sum = add(sum, { num: BigInt(quantity) * price.atto.num, den: price.atto.den });
  }
  return divideHalfUp(sum.num, sum.den);
}

function billedMeter(sheet: RateSheet, stated: PricedMeter): PricedMeter | undefined {
  return sheet.rates.has(stated) ? stated : otherNames[stated]?.find((meter) => sheet.rates.has(meter));
}

function add(a: Rational, b: Rational): Rational {
  return a.den === b.den
    ? { num: a.num + b.num, den: a.den }
    : { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}
