/** The setting `meterline.pricing.custom`: an array of pricing models that may be wrong. */
import { plainText } from '../format/plainText.ts';
import { parseDecimal } from '../units.ts';
import { presets } from './presets.ts';
import { findPricingModel, isPercent, type PricingModel, type SubscriptionPricing } from './pricingModel.ts';

/** Presets and the sound ones of the setting, and a sentence for each that is not. */
export interface ParsedPricingModels {
  readonly models: readonly PricingModel[];
  readonly problems: readonly string[];
}

/**
 * Reads the setting. Example: `[{ "id": "acme", "label": "Acme contract", "kind": "discount", "on": "list", "percent": "12.5" }]`
 * adds one model. Undefined and null are an empty setting. A wrong entry is left out and named with its value.
 */
export function parsePricingModels(value: unknown): ParsedPricingModels {
  if (value === undefined || value === null) {
    return { models: presets, problems: [] };
  }
  if (!Array.isArray(value)) {
    return { models: presets, problems: [`meterline.pricing.custom must be an array, not ${quote(value)}.`] };
  }
  const models: PricingModel[] = [...presets];
  const problems: string[] = [];
  for (const entry of value) {
    const parsed = parseOne(entry);
    if (typeof parsed === 'string') {
      problems.push(parsed);
    } else if (models.some((model) => model.id === parsed.id)) {
      problems.push(`The pricing model id ${quote(parsed.id)} is taken; choose another.`);
    } else {
      models.push(parsed);
    }
  }
  for (const model of models) {
    if (model.kind === 'discount' && !endsInPrice(models, model)) {
      problems.push(`${quote(model.id)} is a discount on ${quote(model.on)}, which leads to no price.`);
    }
  }
  return { models: models.filter((model) => model.kind !== 'discount' || endsInPrice(models, model)), problems };
}

function parseOne(entry: unknown): PricingModel | string {
  if (typeof entry !== 'object' || entry === null) {
    return `A pricing model must be an object, not ${quote(entry)}.`;
  }
  const { id, label, kind, note, serviceTier, feeUsd, outside, on, percent } = entry as Record<string, unknown>;
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9.-]{0,63}$/.test(id)) {
    return `A pricing model needs an id of small letters, digits, dots and dashes, not ${quote(id)}.`;
  }
  if (id.startsWith('discount-')) {
    return `The id ${quote(id)} is one that Meterline makes itself; choose another.`;
  }
  const name = typeof label === 'string' && label !== '' ? plainText(label, 60) : id;
  const said = typeof note === 'string' ? plainText(note, 200) : 'From your settings.';
  const base = { id, label: name, note: said, source: 'setting', date: null };
  switch (kind) {
    case 'token':
      return serviceTier === undefined || serviceTier === null || typeof serviceTier === 'string'
        ? { ...base, kind, serviceTier: serviceTier ?? null }
        : `serviceTier of ${quote(id)} must be a text such as "batch", not ${quote(serviceTier)}.`;
    case 'subscription':
      if (!isAmount(feeUsd)) {
        return `feeUsd of ${quote(id)} must be dollars in decimal such as "100", not ${quote(feeUsd)}.`;
      }
      return isOutside(outside)
        ? { ...base, kind, feeUsd, outside: outside ?? [] }
        : `outside of ${quote(id)} must list tiers such as { "speed": "fast" }, not ${quote(outside)}.`;
    case 'discount':
      if (typeof on !== 'string') {
        return `on of ${quote(id)} must be the id of another pricing model, not ${quote(on)}.`;
      }
      return typeof percent === 'string' && isPercent(percent)
        ? { ...base, kind, on, percent }
        : `percent of ${quote(id)} must be a decimal text from "0" to "100", not ${quote(percent)}.`;
    default:
      return `kind of ${quote(id)} must be token, subscription or discount, not ${quote(kind)}.`;
  }
}

/** Whether following discounts from one to the next ends at a model with a price of its own, and not in a circle. */
function endsInPrice(models: readonly PricingModel[], start: PricingModel): boolean {
  const seen = new Set<string>();
  let model: PricingModel | null = start;
  while (model?.kind === 'discount' && !seen.has(model.id)) {
    seen.add(model.id);
    model = findPricingModel(models, model.on);
  }
  return model !== null && model.kind !== 'discount';
}

function isAmount(value: unknown): value is string {
  try {
    return typeof value === 'string' && parseDecimal(value).num >= 0n;
  } catch {
    return false;
  }
}

function isOutside(value: unknown): value is SubscriptionPricing['outside'] | undefined {
  if (value === undefined) {
    return true;
  }
  return (
    Array.isArray(value) &&
    value.every(
      (rule) =>
        typeof rule === 'object' &&
        rule !== null &&
        Object.keys(rule).length > 0 &&
        Object.entries(rule).every(
          ([name, wanted]) => (name === 'speed' || name === 'serviceTier') && typeof wanted === 'string',
        ),
    )
  );
}

function quote(value: unknown): string {
  return plainText(JSON.stringify(value) ?? 'nothing', 120);
}
