/** `message.usage` of a Claude response as disjoint counts. reference/agents/claude.md, 2026-11-22. */
import type { Tokens } from '../../units.ts';
import type { Meters } from '../../usage/usageRecord.ts';
import { asCount, asObject, type Json } from '../json.ts';

/** The counts of one row as it wrote them; null where it wrote none. */
export interface ClaudeCounts {
  readonly input: Tokens | null;
  readonly cacheRead: Tokens | null;
  readonly cacheWrite: Tokens | null;
  readonly cacheWrite5m: Tokens | null;
  readonly cacheWrite1h: Tokens | null;
  readonly output: Tokens | null;
  readonly webSearches: number | null;
  readonly webFetches: number | null;
}

/** Reads a `usage` object or one of its `iterations`; `onBad` is called for each number that cannot be a count. */
export function claudeCounts(usage: Json, onBad: () => void): ClaudeCounts {
  const split = asObject(usage.cache_creation);
  const tools = asObject(usage.server_tool_use);
  return {
    input: asCount(usage.input_tokens, onBad),
    cacheRead: asCount(usage.cache_read_input_tokens, onBad),
    cacheWrite: asCount(usage.cache_creation_input_tokens, onBad),
    cacheWrite5m: asCount(split?.ephemeral_5m_input_tokens, onBad),
    cacheWrite1h: asCount(split?.ephemeral_1h_input_tokens, onBad),
    output: asCount(usage.output_tokens, onBad),
    webSearches: asCount(tools?.web_search_requests, onBad),
    webFetches: asCount(tools?.web_fetch_requests, onBad),
  };
}

/** The counts, with those of an earlier row of the same request where they are null: a later row never replaces a number by null. */
export function fillCounts(counts: ClaudeCounts, earlier: ClaudeCounts): ClaudeCounts {
  const { cacheWrite, cacheWrite5m, cacheWrite1h } =
    counts.cacheWrite === null && counts.cacheWrite5m === null && counts.cacheWrite1h === null ? earlier : counts;
  return {
    input: counts.input ?? earlier.input,
    cacheRead: counts.cacheRead ?? earlier.cacheRead,
    cacheWrite,
    cacheWrite5m,
    cacheWrite1h,
    output: counts.output ?? earlier.output,
    webSearches: counts.webSearches ?? earlier.webSearches,
    webFetches: counts.webFetches ?? earlier.webFetches,
  };
}

/**
 * The counts as meters. `input_tokens` excludes the cache, `output_tokens` includes thinking. Cache writes that are in no part of the
 * split lived 5 minutes: a sum of 100 with 30 for an hour is 70 + 30. A split above its sum stands as it is.
 */
export function claudeMeters(counts: ClaudeCounts): Meters {
  const cacheWrite1h = counts.cacheWrite1h ?? 0;
  return {
    input: counts.input ?? 0,
    cacheRead: counts.cacheRead ?? 0,
    cacheWrite5m: Math.max(counts.cacheWrite5m ?? 0, (counts.cacheWrite ?? 0) - cacheWrite1h),
    cacheWrite1h,
    cacheWriteOther: 0,
    output: counts.output ?? 0,
    reasoning: 0,
    webSearches: counts.webSearches ?? 0,
    webFetches: counts.webFetches ?? 0,
  };
}
