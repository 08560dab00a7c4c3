/** Which card prices a model: exact ids, known aliases and dated suffixes, never a prefix and never a sibling. */
import { parseDecimal, type Rational } from '../units.ts';
import { type Condition, compileWhen } from './conditions.ts';
import type { ModelCard, Multiplier, PriceBook, PricedMeter, Rate } from './priceBook.ts';

/** A card made ready for pricing. */
export interface CompiledCard {
  readonly card: ModelCard;
  readonly rules: readonly { readonly condition: Condition; readonly rates: ReadonlyMap<PricedMeter, CompiledRate> }[];
  readonly multipliers: readonly {
    readonly multiplier: Multiplier;
    readonly condition: Condition;
    readonly factor: Rational;
  }[];
}

/** A rate and the dollars of one unit. */
export interface CompiledRate {
  readonly rate: Rate;
  readonly usd: Rational;
}

/** A book that can be asked. Make it once per book. */
export interface PriceIndex {
  readonly book: PriceBook;
  readonly byProvider: ReadonlyMap<string, ReadonlyMap<string, CompiledCard>>;
}

/** What names a model. Provider null: the log does not say. */
export interface ModelRef {
  readonly provider: string | null;
  readonly model: string;
}

/** Other names that agents write for the book's providers. A cloud that resells a model is not among them: its price differs. */
const providerAliases: Readonly<Record<string, string>> = {
  claude: 'anthropic',
  codex: 'openai',
  dashscope: 'alibaba',
  gemini: 'google',
  'google-gemini': 'google',
  kimi: 'moonshotai',
  mistralai: 'mistral',
  moonshot: 'moonshotai',
  'openai-codex': 'openai',
  'openai-native': 'openai',
  qwen: 'alibaba',
  xai: 'x-ai',
  'z-ai': 'zai',
};

/** Makes a book ready. @throws RangeError when a rate, factor, date or time in it cannot be read. */
export function indexPriceBook(book: PriceBook): PriceIndex {
  const byProvider = new Map<string, Map<string, CompiledCard>>();
  for (const card of book.cards) {
    const cards = byProvider.get(card.provider) ?? new Map<string, CompiledCard>();
    byProvider.set(card.provider, cards);
    const compiled = compileCard(card);
    for (const id of card.match.exact) {
      cards.set(id.toLowerCase(), compiled);
    }
  }
  return { book, byProvider };
}

/**
 * The card of a model, or null when it has no price: `claude-opus-4-5-20251101` and `claude-opus-4-5@20251101` are
 * claude-opus-4-5; `claude-sonnet-5-5` is never claude-sonnet-5. With provider null it is the one vendor that has the id;
 * with a provider that has no card (a cloud, a gateway, a local server) there is none.
 */
export function findCard(index: PriceIndex, ref: ModelRef): ModelCard | null {
  return findCompiled(index, ref)?.card ?? null;
}

/** `findCard`, ready for pricing. */
export function findCompiled(index: PriceIndex, { provider, model }: ModelRef): CompiledCard | null {
  // Claude Code marks its 1M-context alias with [1m]; Managed Agents bill the same tokens beside the session's hours.
  const id = model
    .trim()
    .toLowerCase()
    .replace(/\[1m\]$/, '')
    .replace(/^managed-agents\//, '');
  const vendor = provider === null ? null : canonicalProvider(provider);
  const found = findId(index, vendor, id);
  if (found) {
    return found;
  }
  const slash = id.indexOf('/');
  const prefix = slash < 0 ? null : canonicalProvider(id.slice(0, slash));
  if (prefix === null || !index.byProvider.has(prefix) || (vendor !== null && vendor !== prefix)) {
    return null;
  }
  return findId(index, prefix, id.slice(slash + 1));
}

function canonicalProvider(provider: string): string {
  const name = provider.trim().toLowerCase();
  return Object.hasOwn(providerAliases, name) ? (providerAliases[name] ?? name) : name;
}

function findId(index: PriceIndex, provider: string | null, id: string): CompiledCard | null {
  const lists = provider === null ? [...index.byProvider.values()] : [index.byProvider.get(provider)];
  const found = lists.map((cards) => cards && findInVendor(cards, id)).filter((card) => card !== undefined);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function findInVendor(cards: ReadonlyMap<string, CompiledCard>, id: string): CompiledCard | undefined {
  const exact = cards.get(id);
  if (exact) {
    return exact;
  }
  const dated = /^(.+?)(?:@default|[-@](?:20\d{2}(?:0[1-9]|1[0-2])[0-3]\d|20\d{2}-(?:0[1-9]|1[0-2])-[0-3]\d))$/.exec(
    id,
  );
  const base = dated?.[1] === undefined ? undefined : cards.get(dated[1]);
  return base?.card.match.datedSuffix ? base : undefined;
}

function compileCard(card: ModelCard): CompiledCard {
  return {
    card,
    rules: card.rules.map(({ when, rates }) => ({
      condition: compileWhen(when),
      rates: new Map(Object.entries(rates).map(([meter, rate]) => [meter as PricedMeter, compileRate(rate)])),
    })),
    multipliers: (card.multipliers ?? []).map((multiplier) => ({
      multiplier,
      condition: compileWhen(multiplier.when),
      factor: parseDecimal(multiplier.factor),
    })),
  };
}

function compileRate(rate: Rate): CompiledRate {
  const price = parseDecimal(rate.price);
  const per = parseDecimal(rate.per);
  return { rate, usd: { num: price.num * per.den, den: price.den * per.num } };
}
