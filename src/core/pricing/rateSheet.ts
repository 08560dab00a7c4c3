/** The rates of one request's circumstances: which dated rules and factors are in force, and what one unit costs. */
import { plainText } from '../format/plainText.ts';
import { attoPerUsd, type EpochMs, multiply, type Rational, type Tokens } from '../units.ts';
import type { Tier } from '../usage/usageRecord.ts';
import { holds, type Moment } from './conditions.ts';
import { type CompiledCard, findCompiled, type ModelRef, type PriceIndex } from './findCard.ts';
import type { ModelCard, PricedMeter, Rate } from './priceBook.ts';

/** Everything that decides a request's rates. Requests that are alike in it may be summed and priced at once. */
export interface Circumstances extends ModelRef {
  readonly at: EpochMs;
  /** Length of one request's whole prompt; a `promptBracket` of it prices alike. */
  readonly promptTokens: Tokens;
  readonly tier: Tier;
}

/** What each meter costs, and why. */
export interface RateSheet {
  readonly status: 'priced';
  readonly card: ModelCard;
  readonly rates: ReadonlyMap<PricedMeter, UnitPrice>;
}

/** The price of one unit. `atto` is exact, in atto-USD. */
export interface UnitPrice {
  readonly rate: Rate;
  readonly factors: readonly { readonly id: string; readonly factor: string }[];
  readonly atto: Rational;
}

/** No price, and why, in words that can be shown. It is never zero. */
export interface Unpriced {
  readonly status: 'unpriced';
  readonly reason: string;
}

const callMeters: ReadonlySet<PricedMeter> = new Set([
  'web_search',
  'file_search',
  'session_hour',
  'code_execution_hour',
]);

/** Values that vendors write for the list price. Any other value must be known to the card, or there is no price. */
const listValues: Readonly<Record<string, readonly string[]>> = {
  serviceTier: ['', 'standard', 'default', 'auto', 'standard_only', 'on_demand'],
  speed: ['', 'standard', 'normal'],
  inferenceGeo: ['', 'global', 'not_available'],
  endpoint: ['', 'global'],
};
const attributeWords: Readonly<Record<string, string>> = {
  serviceTier: 'service tier',
  speed: 'speed',
  inferenceGeo: 'inference geography',
  endpoint: 'endpoint',
};

/**
 * The rates in force. Example: claude-opus-5-5 with speed 'fast' has input at $4 per million with the factor 2, that is
 * 8e12 atto-USD a token. Unpriced when no card fits or the card does not know the tier that was asked for.
 */
export function rateSheet(index: PriceIndex, circumstances: Circumstances): RateSheet | Unpriced {
  const { provider, model, at, promptTokens, tier } = circumstances;
  const compiled = findCompiled(index, circumstances);
  if (!compiled) {
    const from = provider === null ? '' : ` from ${plainText(provider, 40)}`;
    return unpriced(`No price is known for ${plainText(model, 80) || 'an unnamed model'}${from}.`);
  }
  const moment: Moment = { at, promptTokens, attributes: attributesOf(tier) };
  const rules = compiled.rules.filter(({ condition }) => holds(condition, moment));
  const multipliers = compiled.multipliers.filter(({ condition }) => holds(condition, moment));
  const known = new Set([...rules, ...multipliers].flatMap(({ condition }) => [...condition.attributes.keys()]));
  for (const [name, value] of moment.attributes) {
    if (!listValues[name]?.includes(value) && !known.has(name)) {
      const what = `${attributeWords[name]} ${plainText(value, 40)}`;
      return unpriced(`No price is known for ${compiled.card.model} with ${what}.`);
    }
  }
  const rates = new Map<PricedMeter, UnitPrice>();
  for (const rule of rules) {
    for (const [meter, { rate, usd }] of rule.rates) {
      rates.set(meter, applyFactors(meter, rate, usd, multipliers));
    }
  }
  return { status: 'priced', card: compiled.card, rates };
}

/** An `Unpriced` with its reason. */
export function unpriced(reason: string): Unpriced {
  return { status: 'unpriced', reason };
}

function attributesOf(tier: Tier): ReadonlyMap<string, string> {
  const endpoint = tier.region === 'regional' ? 'regional' : '';
  return new Map([
    ['serviceTier', (tier.serviceTier ?? '').toLowerCase()],
    ['speed', (tier.speed ?? '').toLowerCase()],
    ['inferenceGeo', (tier.geo ?? '').toLowerCase()],
    ['endpoint', endpoint],
  ]);
}

function applyFactors(meter: PricedMeter, rate: Rate, usd: Rational, all: CompiledCard['multipliers']): UnitPrice {
  const mine = all.filter(({ multiplier }) => multiplier.meters?.includes(meter) ?? !callMeters.has(meter));
  const product = mine.reduce((sum, { factor }) => multiply(sum, factor), usd);
  return {
    rate,
    factors: mine.map(({ multiplier: { id, factor } }) => ({ id, factor })),
    atto: reduce({ num: product.num * attoPerUsd, den: product.den }),
  };
}

function reduce({ num, den }: Rational): Rational {
  let [a, b] = [num, den];
  while (b !== 0n) {
    [a, b] = [b, a % b];
  }
  return a === 0n ? { num: 0n, den: 1n } : { num: num / a, den: den / a };
}
