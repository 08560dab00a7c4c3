/** Usage rows by what matters in them, and the real list prices. */
import { createPricer } from '../../../src/core/pricing/pricer.ts';
import { noMeters, noTier } from '../../../src/core/usage/usageRecord.ts';
import type { Pricer, RequestUsage, UsageRow } from '../../../src/core/usage/usageRow.ts';
import { book, index } from '../pricing/builtBook.ts';

/** 2026-11-20T12:00:00Z. */
export const noon = Date.parse('2026-11-20T12:00:00Z');

/** API list, from the book that a build writes. */
export const listPrice: Pricer = createPricer({ book, index }, { billing: {}, customPricing: [] });

/** Claude under a plan that covers it, the rest at list. */
export const planPrice: Pricer = createPricer(
  { book, index },
  { billing: { claude: 'claude-max' }, customPricing: [] },
);

/** An hour's sum of one Claude session: 1,000 input and 100 output on Opus 4.5, which is $0.0075, unless said otherwise. */
export function row(some: Partial<UsageRow> = {}): UsageRow {
  return {
    at: noon,
    agent: 'claude',
    session: 'one',
    parentSession: null,
    model: 'claude-opus-4-5-20251101',
    provider: 'anthropic',
    tier: noTier,
    project: '/home/dev/shop',
    quality: 'exact',
    bracketTokens: 0,
    requests: 1,
    meters: { ...noMeters, input: 1000, output: 100 },
    ...some,
  };
}

/** One request. */
export function request(some: Partial<RequestUsage> = {}): RequestUsage {
  return {
    ...row(),
    key: 'r1',
    subagent: null,
    label: null,
    branch: null,
    requestedModel: null,
    reportedUsd: null,
    credits: null,
    ...some,
  };
}
