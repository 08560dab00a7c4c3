/** The price book of a build: the bundled snapshot with our supplement above it. */
import { convertGenaiPrices, type GenaiProvider } from './fromGenaiPrices.ts';
import { multiplierProblems, parseCards, ratesProblems } from './parseCards.ts';
import type { ModelCard, Multiplier, PriceBook, RateRule } from './priceBook.ts';

/** Our own layer, as it stands in data/supplement.json. */
export interface Supplement extends PriceBook {
  /** Further ids of a model, each exact. */
  readonly aliases: readonly { readonly provider: string; readonly model: string; readonly exact: readonly string[] }[];
  readonly additions: readonly CardAddition[];
}

/** What a vendor charges alike on many models, so that it is stated once. It never changes a rate that a card has. */
export interface CardAddition {
  readonly provider: string;
  readonly source: string;
  readonly models: readonly string[];
  readonly rates?: RateRule['rates'];
  readonly multipliers?: readonly Multiplier[];
}

/**
 * Joins both layers: a supplement card replaces the bundled one of the same provider and model, then aliases and additions
 * are added. @param supplement the parsed JSON of data/supplement.json.
 * @throws RangeError when a card is unsound, when one layer has a model or an id twice, or when an addition fits no card.
 */
export function buildPriceBook(genaiData: readonly GenaiProvider[], supplement: unknown): PriceBook {
  const ours = readSupplement(supplement);
  const bundled = layer('the bundled prices', convertGenaiPrices(genaiData));
  const book = new Map([...bundled, ...layer('the supplement', ours.cards)]);
  for (const { provider, model, exact } of ours.aliases) {
    const card = need(book, provider, model);
    book.set(keyOf(card), { ...card, match: { ...card.match, exact: [...card.match.exact, ...exact] } });
  }
  for (const addition of ours.additions) {
    for (const model of addition.models) {
      const card = need(book, addition.provider, model);
      book.set(keyOf(card), addTo(card, addition));
    }
  }
  const cards = [...layer('the whole book', [...book.values()]).values()];
  return { schema: 1, id: 'bundled', updatedAt: ours.updatedAt, cards };
}

function readSupplement(value: unknown): Supplement {
  const supplement = value as Supplement;
  const { problems } = parseCards(supplement?.cards);
  const added = supplement.additions.flatMap(({ rates, multipliers = [] }) => [
    ...(rates ? ratesProblems(rates) : []),
    ...multiplierProblems(multipliers),
  ]);
  if (problems.length + added.length > 0) {
    throw new RangeError(`the supplement is unsound: ${[...problems, ...added].join('; ')}`);
  }
  return supplement;
}

function layer(name: string, cards: readonly ModelCard[]): Map<string, ModelCard> {
  const models = new Map<string, ModelCard>();
  const owners = new Map<string, string>();
  for (const card of cards) {
    if (models.has(keyOf(card))) {
      throw new RangeError(`${name} has two cards for ${keyOf(card)}`);
    }
    models.set(keyOf(card), card);
    for (const id of new Set(card.match.exact.map((exact) => exact.toLowerCase()))) {
      const owner = owners.get(`${card.provider}/${id}`);
      if (owner !== undefined) {
        throw new RangeError(`${name} has the id ${id} for both ${owner} and ${keyOf(card)}`);
      }
      owners.set(`${card.provider}/${id}`, keyOf(card));
    }
  }
  return models;
}

function addTo(card: ModelCard, { rates, multipliers = [], source }: CardAddition): ModelCard {
  const has = card.rules.some((rule) => Object.keys(rates ?? {}).some((meter) => meter in rule.rates));
  if (has) {
    throw new RangeError(`${keyOf(card)} already has a rate that an addition states`);
  }
  const all = [...(card.multipliers ?? []), ...multipliers.map((multiplier) => ({ ...multiplier, source }))];
  return {
    ...card,
    rules: rates ? [...card.rules, { rates }] : card.rules,
    ...(all.length > 0 && { multipliers: all }),
  };
}

function need(book: ReadonlyMap<string, ModelCard>, provider: string, model: string): ModelCard {
  const card = book.get(`${provider}/${model}`);
  if (!card) {
    throw new RangeError(`no card for ${provider}/${model}, which the supplement adds to`);
  }
  return card;
}

function keyOf(card: ModelCard): string {
  return `${card.provider}/${card.model}`;
}
