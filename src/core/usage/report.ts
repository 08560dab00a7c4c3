/** The rows of `meterline report`: sums by any of its keys. The shape is a contract: design/product.md §8. */
import { attoToUsd } from '../units.ts';
import { addRow, isUnpriced, noSpend, type Spend, worstQuality } from './spend.ts';
import type { Quality } from './usageRecord.ts';
import type { Pricer, RequestUsage, UsageRow } from './usageRow.ts';

/** The keys that rows can be grouped by, in the order in which they stand in a row. */
export const reportKeys = ['agent', 'session', 'parentSession', 'project', 'model', 'day', 'month', 'request'] as const;

/** One key of `--by`. */
export type ReportKey = (typeof reportKeys)[number];

/** The counts and the money of a report row. Money is a decimal string of dollars, or null when nothing in it has a price. */
export interface ReportFigures {
  readonly requests: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  /** Includes writes whose lifetime the log does not name. */
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly webSearchRequests: number;
  readonly credits: string | null;
  readonly listUsd: string | null;
  readonly marginalUsd: string | null;
  readonly quality: Quality;
  readonly unpricedRequests: number;
}

/** A row: the asked-for keys, then the figures. */
export type ReportRow = Partial<Record<ReportKey, string | null>> & ReportFigures;

/** How keys that depend on the user's clock are made. */
export interface ReportOptions {
  readonly by: readonly ReportKey[];
  /** The local day of a moment as 'YYYY-MM-DD'. */
  readonly dayOf: (atMs: number) => string;
}

/** Sums `rows` by the keys of `options.by`, ordered by the keys. Grouping by session adds the session's parent where it has one. */
export function buildReport(
  rows: readonly (UsageRow | RequestUsage)[],
  price: Pricer,
  options: ReportOptions,
): { readonly rows: readonly ReportRow[]; readonly totals: ReportFigures } {
  const groups = new Map<string, { keys: Partial<Record<ReportKey, string | null>>; spend: Spend }>();
  let total = noSpend;
  for (const row of rows) {
    const priced = price(row);
    const keys = keysOf(row, options);
    const name = JSON.stringify(Object.values(keys));
    const group = groups.get(name) ?? { keys, spend: noSpend };
    groups.set(name, { keys, spend: addRow(group.spend, row, priced) });
    total = addRow(total, row, priced);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    rows: sorted.map(([, { keys, spend }]) => ({ ...keys, ...figuresOf(spend) })),
    totals: figuresOf(total),
  };
}

function keysOf(row: UsageRow | RequestUsage, { by, dayOf }: ReportOptions): Partial<Record<ReportKey, string | null>> {
  const keys: Partial<Record<ReportKey, string | null>> = {};
  for (const key of reportKeys) {
    if (by.includes(key)) {
      keys[key] = keyOf(row, key, dayOf);
    }
    if (key === 'parentSession' && by.includes('session') && row.parentSession !== null) {
      keys.parentSession = row.parentSession;
    }
  }
  return keys;
}

function keyOf(row: UsageRow | RequestUsage, key: ReportKey, dayOf: (atMs: number) => string): string | null {
  switch (key) {
    case 'agent':
      return row.agent;
    case 'session':
      return row.session;
    case 'parentSession':
      return row.parentSession;
    case 'project':
      return row.project;
    case 'model':
      return row.model;
    case 'day':
      return dayOf(row.at);
    case 'month':
      return dayOf(row.at).slice(0, 7);
    case 'request':
      return 'key' in row ? row.key : null;
  }
}

function figuresOf(spend: Spend): ReportFigures {
  const { meters } = spend;
  const hasNoPrice = isUnpriced(spend);
  return {
    requests: spend.requests,
    inputTokens: meters.input,
    cacheReadTokens: meters.cacheRead,
    cacheWrite5mTokens: meters.cacheWrite5m + meters.cacheWriteOther,
    cacheWrite1hTokens: meters.cacheWrite1h,
    outputTokens: meters.output,
    reasoningTokens: meters.reasoning,
    webSearchRequests: meters.webSearches,
    credits: null,
    listUsd: hasNoPrice ? null : attoToUsd(spend.listUsd),
    marginalUsd: hasNoPrice && spend.coveredRequests === 0 ? null : attoToUsd(spend.marginalUsd),
    quality: worstQuality(spend),
    unpricedRequests: spend.unpricedRequests,
  };
}
