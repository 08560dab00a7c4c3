/** The bundled snapshot: @pydantic/genai-prices' data as cards of ours. Runs at build time only. */
import type { ModelCard, PricedMeter, Provenance, Rate, RateRule, When } from './priceBook.ts';

/** The shape of the package's data, as far as it is read. */
export interface GenaiProvider {
  readonly id: string;
  readonly models: readonly GenaiModel[];
}

/** One model there. `match` is a tree of clauses, of which only exact ids are trusted. */
export interface GenaiModel {
  readonly id: string;
  readonly match: unknown;
  readonly price_comments?: string;
  readonly prices: GenaiPrices | readonly { readonly constraint?: GenaiConstraint; readonly prices: GenaiPrices }[];
}

type GenaiPrices = Readonly<Record<string, number | GenaiTiers | undefined>>;
interface GenaiTiers {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}
type GenaiConstraint =
  | { readonly type: 'start_date'; readonly start_date: string }
  | { readonly type: 'time_of_date'; readonly start_time: string; readonly end_time: string };

/** The vendors whose own price lists are taken. */
export const genaiProviderIds: readonly string[] = [
  'anthropic',
  'openai',
  'google',
  'deepseek',
  'moonshotai',
  'x-ai',
  'zai',
  'minimax',
  'mistral',
];

/** What every converted card says about its origin; a test compares it with the installed package. */
export const genaiProvenance: Provenance = {
  source: '@pydantic/genai-prices 0.1.8',
  retrieved: '2026-09-23',
  confidence: 'high',
};

const meterOf: Readonly<Record<string, { meter: PricedMeter; per: string }>> = {
  input_mtok: { meter: 'input', per: '1000000' },
  output_mtok: { meter: 'output', per: '1000000' },
  cache_read_mtok: { meter: 'cache_read', per: '1000000' },
  cache_write_mtok: { meter: 'cache_write', per: '1000000' },
  cache_write_1h_mtok: { meter: 'cache_write_1h', per: '1000000' },
  web_searches_kcount: { meter: 'web_search', per: '1000' },
  storage_searches_kcount: { meter: 'file_search', per: '1000' },
};
/** Audio input is never part of what a coding agent counts, so a card with a price for it is whole without it. */
const audioInput = new Set(['input_audio_mtok', 'cache_audio_read_mtok']);

/** The cards of all models that convert without loss; `convertGenaiModel` says why another does not. */
export function convertGenaiPrices(data: readonly GenaiProvider[]): ModelCard[] {
  return data.flatMap((provider) =>
    provider.models.map((model) => convertGenaiModel(provider.id, model)).filter((card) => typeof card !== 'string'),
  );
}

/** One model as a card, or the reason why it is left out. @throws RangeError on a number with float noise. */
export function convertGenaiModel(provider: string, model: GenaiModel): ModelCard | string {
  if (provider === 'google' && !model.id.startsWith('gemini')) {
    return 'not a model of the vendor';
  }
  if (/\b(Imported|Seen) (from|on) OpenRouter/i.test(model.price_comments ?? '')) {
    return "a reseller's price";
  }
  const rules = convertPeriods(provider, model.prices);
  if (typeof rules === 'string') {
    return rules;
  }
  const id = model.id.toLowerCase();
  const bare = id.replace(/-latest$/, '');
  const name = matchedTexts(model.match).includes(bare) ? bare : id;
  const exact = [...new Set([name, id, ...matchedTexts(model.match, ['equals'])])];
  return { provider, model: name, match: { exact, datedSuffix: true }, rules, provenance: genaiProvenance };
}

function convertPeriods(provider: string, prices: GenaiModel['prices']): RateRule[] | string {
  if (!isDated(prices)) {
    return convertRules(provider, prices, {});
  }
  const kinds = new Set(prices.map((period) => period.constraint?.type).filter((kind) => kind !== undefined));
  if (kinds.size > 1) {
    return 'prices by date and by time of day, which its format cannot combine';
  }
  const rules: RateRule[] = [];
  for (const [i, { constraint, prices: rates }] of prices.entries()) {
    const next = prices[i + 1]?.constraint;
    const when = convertConstraint(constraint, next);
    const converted = typeof when === 'string' ? when : convertRules(provider, rates, when);
    if (typeof converted === 'string') {
      return converted;
    }
    rules.push(...converted);
  }
  return rules;
}

/** A dated price ends where the next starts, since a later entry replaces an earlier one with all its tiers. */
function convertConstraint(own: GenaiConstraint | undefined, next: GenaiConstraint | undefined): When | string {
  if (own?.type === 'time_of_date') {
    const [start, end] = [own.start_time, own.end_time].map((time) => /^(\d{2}:00)(:00)?Z?$/.exec(time)?.[1]);
    return start && end ? { timeUtc: [[start, end]] } : 'a time of day that is not on the hour';
  }
  return {
    ...(own && { from: `${own.start_date}T00:00:00Z` }),
    ...(next?.type === 'start_date' && { until: `${next.start_date}T00:00:00Z` }),
  };
}

function convertRules(provider: string, prices: GenaiPrices, when: When): RateRule[] | string {
  const base: Partial<Record<PricedMeter, Rate>> = {};
  const above = new Map<number, Partial<Record<PricedMeter, Rate>>>();
  for (const [key, value] of Object.entries(prices)) {
    if (value === undefined || audioInput.has(key)) {
      continue;
    }
    const target = meterOf[key];
    if (!target) {
      return `a price for ${key}`;
    }
    const meter = provider === 'anthropic' && target.meter === 'cache_write' ? 'cache_write_5m' : target.meter;
    base[meter] = { price: decimalOf(typeof value === 'number' ? value : value.base), per: target.per };
    for (const tier of typeof value === 'number' ? [] : value.tiers) {
      const rates = above.get(tier.start) ?? {};
      rates[meter] = { price: decimalOf(tier.price), per: target.per };
      above.set(tier.start, rates);
    }
  }
  if (!base.input || !base.output) {
    return 'no price for input and output';
  }
  const isStated = Object.keys(when).length > 0;
  const tiers = [...above]
    .sort(([a], [b]) => a - b)
    .map(([start, rates]) => ({ when: { ...when, prompt: over(start) }, rates }));
  return [{ ...(isStated && { when }), rates: base }, ...tiers];
}

/** Its tiers compare with >; a start of 199999 stands for "from 200,000". */
function over(start: number): When['prompt'] & object {
  return start % 1000 === 999 ? { gte: start + 1 } : { gt: start };
}

/** The shortest form of a number, which is the literal that was typed: 0.1 is `'0.1'`, never its binary expansion. */
function decimalOf(value: number): string {
  const text = String(value);
  if (!/^\d+(\.\d{1,9})?$/.test(text)) {
    throw new RangeError(`not a plain price: ${text}`);
  }
  return text;
}

/** The texts of clauses of some kinds. A prefix is trusted as an id itself, never for what may follow it. */
function matchedTexts(match: unknown, kinds: readonly string[] = ['equals', 'starts_with']): string[] {
  if (typeof match !== 'object' || match === null) {
    return [];
  }
  return Object.entries(match).flatMap(([kind, value]) => {
    if (kind === 'or' && Array.isArray(value)) {
      return value.flatMap((clause) => matchedTexts(clause, kinds));
    }
    return kinds.includes(kind) && typeof value === 'string' ? [value.toLowerCase()] : [];
  });
}

function isDated(prices: GenaiModel['prices']): prices is Exclude<GenaiModel['prices'], GenaiPrices> {
  return Array.isArray(prices);
}
