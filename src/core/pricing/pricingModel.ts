/** How usage is paid for: what a user selects, per agent, from presets and from the setting `meterline.pricing.custom`. */
import { parseDecimal } from '../units.ts';

interface PricingModelBase {
  readonly id: string;
  readonly label: string;
  /** One plain sentence. */
  readonly note: string;
  /** Where the terms were read; 'setting' for the user's own. */
  readonly source: string;
  /** ISO date on which they were read; null for the user's own. */
  readonly date: string | null;
}

/** Every token at API list, as requested or at another service tier. */
export interface TokenPricing extends PricingModelBase {
  readonly kind: 'token';
  /** 'batch', 'flex', 'priority', …; null leaves each request's own. */
  readonly serviceTier: string | null;
}

/** A flat fee that covers what it does not leave outside. */
export interface SubscriptionPricing extends PricingModelBase {
  readonly kind: 'subscription';
  /** Decimal dollars a month. */
  readonly feeUsd: string;
  /** Requests that are billed at API list beside the fee: every attribute of the tier must have the value. */
  readonly outside: readonly { readonly speed?: string; readonly serviceTier?: string }[];
}

/** A share off what another pricing model bills. */
export interface DiscountPricing extends PricingModelBase {
  readonly kind: 'discount';
  /** The id of the other. */
  readonly on: string;
  /** 0 to 100, in decimal: '12.5'. */
  readonly percent: string;
}

/** One way to pay. */
export type PricingModel = TokenPricing | SubscriptionPricing | DiscountPricing;

/**
 * A discount of so many percent on API list, with the id `discount-12.5`.
 * @throws RangeError when the percentage is not a decimal from 0 to 100.
 */
export function discountModel(percent: string): DiscountPricing {
  if (!isPercent(percent)) {
    throw new RangeError(`not a percentage from 0 to 100: ${JSON.stringify(percent)}`);
  }
  return {
    kind: 'discount',
    id: `discount-${percent}`,
    label: `${percent} % off API list`,
    note: `Every request at its list price less ${percent} %.`,
    source: 'setting',
    date: null,
    on: 'list',
    percent,
  };
}

/** Whether a text is a decimal from 0 to 100, without a sign or an exponent. */
export function isPercent(percent: string): boolean {
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(percent)) {
    return false;
  }
  const { num, den } = parseDecimal(percent);
  return num <= 100n * den;
}

/** The pricing model of an id, or null. Any `discount-<percent>` exists without being listed. */
export function findPricingModel(models: readonly PricingModel[], id: string): PricingModel | null {
  const listed = models.find((model) => model.id === id);
  if (listed) {
    return listed;
  }
  const percent = /^discount-(.+)$/.exec(id)?.[1];
  return percent !== undefined && isPercent(percent) ? discountModel(percent) : null;
}
