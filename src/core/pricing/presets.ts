/** The pricing models that come with Meterline. Only terms that were read in a source; the rest is the user's to add. */
import type { PricingModel, SubscriptionPricing, TokenPricing } from './pricingModel.ts';

const claudeSource = 'support.claude.com plan pages; seat prices as quoted on 2026-10-18, names on 2026-11-01';
const openAiSource = 'OpenAI pricing pages 2026-08 to 2026-11';

/** All presets; `list` is what everything else is compared with. */
export const presets: readonly PricingModel[] = [
  token('list', 'API list', null, 'Every request at the provider’s list price at its own time.', 'the price book'),
  token('batch', 'API batch', 'batch', 'Every request at the batch price, for work that can wait a day.', openAiSource),
  token('flex', 'API flex', 'flex', 'Every request at the flex price, slower and without guarantees.', openAiSource),
  token('priority', 'API priority', 'priority', 'Every request at the priority price, now called Fast.', openAiSource),
  claudePlan('claude-pro', 'Claude Pro', '20'),
  claudePlan('claude-max', 'Claude Max', '100'),
  claudePlan('claude-ultra', 'Claude Ultra (was Max 20x)', '200'),
];

function token(id: string, label: string, serviceTier: string | null, note: string, source: string): TokenPricing {
  return { kind: 'token', id, label, note, source, date: '2026-11-22', serviceTier };
}

/** Fast mode always draws usage credits, which cost what the API costs (support.claude.com, read 2026-11-22). */
function claudePlan(id: string, label: string, feeUsd: string): SubscriptionPricing {
  return {
    kind: 'subscription',
    id,
    label,
    note: `$${feeUsd} a month covers what its windows hold; fast mode is billed at API list.`,
    source: claudeSource,
    date: '2026-11-22',
    feeUsd,
    outside: [{ speed: 'fast' }],
  };
}
