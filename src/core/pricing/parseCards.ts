/** Price cards from JSON that may be wrong: every problem is named with its value, nothing is repaired. */
import { parseDecimal } from '../units.ts';
import { compileWhen } from './conditions.ts';
import type { ModelCard, PricedMeter } from './priceBook.ts';

const meters: ReadonlySet<string> = new Set<PricedMeter>([
  'input',
  'output',
  'cache_read',
  'cache_write',
  'cache_write_5m',
  'cache_write_30m',
  'cache_write_1h',
  'cache_write_12h',
  'web_search',
  'file_search',
  'session_hour',
  'code_execution_hour',
]);
const attributes: ReadonlySet<string> = new Set(['serviceTier', 'speed', 'inferenceGeo', 'endpoint']);
const confidences: ReadonlySet<unknown> = new Set(['high', 'medium', 'low']);

/** The sound cards of an array, and a sentence for each card that is not. */
export function parseCards(value: unknown): { cards: readonly ModelCard[]; problems: readonly string[] } {
  if (!Array.isArray(value)) {
    return { cards: [], problems: [`price cards must be an array, not ${quote(value)}`] };
  }
  const cards: ModelCard[] = [];
  const problems: string[] = [];
  for (const card of value) {
    const found = cardProblems(card);
    if (found.length === 0) {
      cards.push(card as ModelCard);
    }
    problems.push(...found.map((problem) => `${nameOf(card)}: ${problem}`));
  }
  return { cards, problems };
}

/** What is wrong with a set of rates: `ratesProblems({ input: { price: 'x', per: '1' } })` has one sentence. */
export function ratesProblems(value: unknown): string[] {
  if (!isObject(value) || Object.keys(value).length === 0) {
    return [`rates must name at least one meter, not ${quote(value)}`];
  }
  return Object.entries(value).flatMap(([meter, rate]) => {
    if (!meters.has(meter)) {
      return [`${quote(meter)} is not a meter`];
    }
    return isObject(rate) && isDecimal(rate.price) && isDecimal(rate.per) && Number(rate.per) > 0
      ? []
      : [`the rate of ${meter} must have a price and a per in decimal, not ${quote(rate)}`];
  });
}

/** What is wrong with an array of multipliers. */
export function multiplierProblems(value: unknown): string[] {
  if (!Array.isArray(value)) {
    return [`multipliers must be an array, not ${quote(value)}`];
  }
  return value.flatMap((multiplier) => {
    if (!isObject(multiplier) || typeof multiplier.id !== 'string' || !isDecimal(multiplier.factor)) {
      return [`a multiplier must have an id and a decimal factor, not ${quote(multiplier)}`];
    }
    const listed = multiplier.meters === undefined || isNames(multiplier.meters, meters);
    return [...whenProblems(multiplier.when), ...(listed ? [] : [`not meters: ${quote(multiplier.meters)}`])];
  });
}

function cardProblems(card: unknown): string[] {
  if (!isObject(card) || typeof card.provider !== 'string' || typeof card.model !== 'string') {
    return ['a card must have a provider and a model'];
  }
  const { match, rules, provenance, multipliers } = card;
  const problems: string[] = [];
  if (!isObject(match) || !isStrings(match.exact) || match.exact.length === 0) {
    problems.push(`match.exact must list ids, not ${quote(match)}`);
  }
  if (!isObject(provenance) || typeof provenance.source !== 'string' || !confidences.has(provenance.confidence)) {
    problems.push(`provenance must have a source and a confidence, not ${quote(provenance)}`);
  }
  if (!Array.isArray(rules) || rules.length === 0) {
    problems.push(`rules must be a filled array, not ${quote(rules)}`);
  } else {
    for (const rule of rules) {
      problems.push(...ratesProblems(rule?.rates), ...(rule?.when === undefined ? [] : whenProblems(rule.when)));
    }
  }
  return multipliers === undefined ? problems : [...problems, ...multiplierProblems(multipliers)];
}

function whenProblems(when: unknown): string[] {
  if (!isObject(when)) {
    return [`when must be an object, not ${quote(when)}`];
  }
  const unknown = Object.keys(isObject(when.attr) ? when.attr : {}).filter((name) => !attributes.has(name));
  try {
    const { days } = compileWhen(when);
    const problems = days?.has(-1) ? [`not days: ${quote(when.days)}`] : [];
    return [...problems, ...unknown.map((name) => `${quote(name)} is not an attribute of a request`)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function isDecimal(value: unknown): boolean {
  try {
    return typeof value === 'string' && parseDecimal(value).num >= 0n;
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNames(value: unknown, names: ReadonlySet<string>): boolean {
  return isStrings(value) && value.every((name) => names.has(name));
}

function nameOf(card: unknown): string {
  return isObject(card) ? `${card.provider}/${card.model}` : 'card';
}

function quote(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
