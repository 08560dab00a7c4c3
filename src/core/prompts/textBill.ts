/** What sending a text adds to the bill, under how the agent that would send it is paid. */
import type { AgentId } from '../agents/agentId.ts';
import { findModel } from '../models/catalogue.ts';
import { parsePricingModels } from '../pricing/parsePricingModels.ts';
import { createPricer, type PriceData } from '../pricing/pricer.ts';
import { findPricingModel } from '../pricing/pricingModel.ts';
import type { AttoUsd, EpochMs } from '../units.ts';
import type { SpendSettings } from '../usage/spendSource.ts';
import { noMeters, noTier } from '../usage/usageRecord.ts';
import type { TextCost } from './promptCost.ts';

/** The bill for one text. */
export interface TextBill {
  /** Null without a price; 0n in a plan. */
  readonly usd: AttoUsd | null;
  readonly isCovered: boolean;
  /** The pricing model's label; null for API list. */
  readonly pricing: string | null;
}

/** The agents that send to a vendor's models by their own plans. */
const agentOfVendor: Readonly<Record<string, AgentId>> = { anthropic: 'claude', openai: 'codex' };

/**
 * Makes the function that bills texts. Example: with { claude: 'claude-max' } a text on Opus 5.5 adds 0 and is covered, the
 * same text on GPT-6.2 Sol costs its list price.
 */
export function createTextBiller(
  prices: PriceData,
  settings: Pick<SpendSettings, 'billing' | 'customPricing'>,
): (cost: TextCost, at: EpochMs) => TextBill {
  const price = createPricer(prices, settings);
  const { models } = parsePricingModels(settings.customPricing);
  return (cost, at) => {
    const agent = agentOfVendor[findModel(cost.model)?.vendor ?? ''];
    const pricingId = agent && settings.billing[agent];
    const pricing = pricingId && pricingId !== 'list' ? findPricingModel(models, pricingId) : null;
    if (!agent || !pricing) {
      return { usd: cost.usd, isCovered: false, pricing: null };
    }
    const { tokens } = cost.count;
    const { marginalUsd, isCovered } = price({
      at,
      agent,
      session: '',
      parentSession: null,
      model: cost.model,
      provider: null,
      tier: noTier,
      project: null,
      quality: cost.count.quality,
      bracketTokens: tokens,
      requests: 1,
      meters: { ...noMeters, input: tokens },
    });
    return { usd: marginalUsd, isCovered, pricing: pricing.label };
  };
}
