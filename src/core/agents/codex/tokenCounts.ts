/** Token counts of a Codex log: cumulative totals and what one response used. reference/agents/codex.md, 2026-11-22. */
import type { Tokens } from '../../units.ts';
import { type Meters, noMeters } from '../../usage/usageRecord.ts';
import { asCount, asObject, type Json } from '../json.ts';

/** Counts as Codex writes them: `cached` and `cacheWrite` are parts of `input`, `reasoning` is a part of `output`. Absent is 0. */
export type TokenCounts = {
  readonly input: Tokens;
  readonly cached: Tokens;
  readonly cacheWrite: Tokens;
  readonly output: Tokens;
  readonly reasoning: Tokens;
};

/** What one `token_count` says. */
export interface TokenCount {
  /** Of the session so far, else null. */
  readonly total: TokenCounts | null;
  /** Of the last response, else null. */
  readonly last: TokenCounts | null;
}

/** Reads the `info` of a `token_count`; `onBad` is called for each number that cannot be a count. */
export function tokenCount(info: Json, onBad: () => void): TokenCount {
  return { total: counts(info.total_token_usage, onBad), last: counts(info.last_token_usage, onBad) };
}

function counts(value: unknown, onBad: () => void): TokenCounts | null {
  const usage = asObject(value);
  if (!usage) {
    return null;
  }
  return {
    input: asCount(usage.input_tokens, onBad) ?? 0,
    cached: asCount(usage.cached_input_tokens, onBad) ?? 0,
    cacheWrite: asCount(usage.cache_write_input_tokens, onBad) ?? 0,
    output: asCount(usage.output_tokens, onBad) ?? 0,
    reasoning: asCount(usage.reasoning_output_tokens, onBad) ?? 0,
  };
}

/** An event as a text: equal texts are the same event, whatever its time and however it writes zeros. */
export function eventText({ total, last }: TokenCount): string {
  return `${countsText(total)}|${countsText(last)}`;
}

function countsText(counts: TokenCounts | null): string {
  return counts ? [counts.input, counts.cached, counts.cacheWrite, counts.output, counts.reasoning].join() : '-';
}

/** Whether an event repeats the totals of the one before: a refresh of the screen, no request. */
export function isRepeat({ total }: TokenCount, previous: TokenCounts | null): boolean {
  return total !== null && previous !== null && countsText(total) === countsText(previous);
}

/**
 * What one request used: `last` where it is written, as compaction rewrites totals; else how far the total rose above the `previous`
 * one. A total that fell counts from zero: 300 after 5000 is 300.
 */
export function requestCounts({ total, last }: TokenCount, previous: TokenCounts | null): TokenCounts | null {
  if (last || !total || !previous || total.input + total.output < previous.input + previous.output) {
    return last ?? total;
  }
  return combine(total, previous, (now, before) => Math.max(0, now - before));
}

/** The totals after an event, also when it wrote none. */
export function totalsAfter({ total, last }: TokenCount, previous: TokenCounts | null): TokenCounts | null {
  return total ?? (previous && last ? combine(previous, last, (before, more) => before + more) : (last ?? previous));
}

function combine(a: TokenCounts, b: TokenCounts, of: (a: Tokens, b: Tokens) => Tokens): TokenCounts {
  return {
    input: of(a.input, b.input),
    cached: of(a.cached, b.cached),
    cacheWrite: of(a.cacheWrite, b.cacheWrite),
    output: of(a.output, b.output),
    reasoning: of(a.reasoning, b.reasoning),
  };
}

/** Disjoint meters: an input of 1200 with 600 cached and 400 written to the cache is 200 + 600 + 400. Parts never exceed their whole. */
export function codexMeters(counts: TokenCounts): Meters {
  const cacheRead = Math.min(counts.cached, counts.input);
  const cacheWriteOther = Math.min(counts.cacheWrite, counts.input - cacheRead);
  return {
    ...noMeters,
    input: counts.input - cacheRead - cacheWriteOther,
    cacheRead,
    cacheWriteOther,
    output: counts.output,
    reasoning: Math.min(counts.reasoning, counts.output),
  };
}
