/** What usage costs under the pricing model of the one who pays: two numbers that are never added. */
import { type AttoUsd, divideHalfUp, parseDecimal } from '../units.ts';
import type { Meters, Tier } from '../usage/usageRecord.ts';
import { costOf } from './cost.ts';
import { findPricingModel, type PricingModel, type SubscriptionPricing } from './pricingModel.ts';
import type { RateSheet, Unpriced } from './rateSheet.ts';

/** Usage to bill: meters of requests that share one tier. */
export interface BillableUsage {
  readonly meters: Meters;
  readonly tier: Tier;
  /** The rates of this usage with some of its tier replaced; `{}` for the tier as it was. */
  readonly sheetFor: (override: Partial<Tier>) => RateSheet | Unpriced;
}

/** What usage costs. */
export interface Bill {
  /** At API list as it was requested; null when it has no price. */
  readonly list: AttoUsd | null;
  /** What it adds to the bill: 0 when a flat plan covers it; null when it is neither covered nor priced. */
  readonly marginal: AttoUsd | null;
  /** Whether a flat plan covers it. */
  readonly isCovered: boolean;
  /** Why an amount is null, in a sentence. */
  readonly reason?: string;
  /** The pricing model was not found, and API list stands in for it; in a sentence. */
  readonly problem?: string;
}

interface Charge {
  readonly marginal: AttoUsd | null;
  readonly isCovered: boolean;
  readonly reason?: string;
}

/**
 * Bills usage under a pricing model. Example: $0.08 of list under `discount-12.5` is list 0.08, marginal 0.07; under
 * `claude-max` it is list 0.08, marginal 0, covered; there with speed 'fast' it is list and marginal alike.
 */
export function billUsage(models: readonly PricingModel[], pricingId: string, usage: BillableUsage): Bill {
  const listed = charge(usage, {});
  const model = findPricingModel(models, pricingId);
  const outcome = model ? chargeUnder(models, model, usage, 0) : listed;
  return {
    list: listed.marginal,
    ...outcome,
    ...(listed.reason !== undefined && { reason: listed.reason }),
    ...(!model && { problem: `There is no pricing model ${JSON.stringify(pricingId)}; API list is used.` }),
  };
}

function chargeUnder(
  models: readonly PricingModel[],
  model: PricingModel,
  usage: BillableUsage,
  depth: number,
): Charge {
  switch (model.kind) {
    case 'token':
      // Fast mode and another service tier exclude each other (Anthropic, OpenAI), so the override replaces both.
      return charge(usage, model.serviceTier === null ? {} : { serviceTier: model.serviceTier, speed: null });
    case 'subscription':
      return isOutside(model, usage.tier) ? charge(usage, {}) : { marginal: 0n, isCovered: true };
    case 'discount': {
      const other = depth < 8 ? findPricingModel(models, model.on) : null;
      if (!other) {
        const reason = `The discount ${model.id} is on ${model.on}, which leads to no price.`;
        return { marginal: null, isCovered: false, reason };
      }
      const before = chargeUnder(models, other, usage, depth + 1);
      return before.marginal === null ? before : { ...before, marginal: lessPercent(before.marginal, model.percent) };
    }
  }
}

function charge({ meters, sheetFor }: BillableUsage, override: Partial<Tier>): Charge {
  const sheet = sheetFor(override);
  const cost = sheet.status === 'priced' ? costOf(sheet, meters) : sheet;
  return cost.status === 'priced'
    ? { marginal: cost.usd, isCovered: false }
    : { marginal: null, isCovered: false, reason: cost.reason };
}

function isOutside({ outside }: SubscriptionPricing, tier: Tier): boolean {
  return outside.some(
    ({ speed, serviceTier }) =>
      (speed === undefined || speed === tier.speed) && (serviceTier === undefined || serviceTier === tier.serviceTier),
  );
}

/** Halves round up, once: 0.08 less 12.5 % is 0.07. */
function lessPercent(amount: AttoUsd, percent: string): AttoUsd {
  const { num, den } = parseDecimal(percent);
  return divideHalfUp(amount * (100n * den - num), 100n * den);
}
