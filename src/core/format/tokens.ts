/** Counts of tokens, short for lists and whole for hovers. */
import type { Tokens } from '../units.ts';
import { estimateMark, formatInterval } from './marks.ts';

/** Tokens in short: `842`, `12.4k`, `842k`, `3.1M`, `1.2B`. The unit is added by `withUnit`. */
export function formatTokens(tokens: Tokens): string {
  const size = Math.abs(tokens);
  const sign = tokens < 0 ? '−' : '';
  if (size < 1000) {
    return `${sign}${Math.round(size)}`;
  }
  for (const [scale, letter] of [
    [1e3, 'k'],
    [1e6, 'M'],
  ] as const) {
    if (size < scale * 999.5) {
      return `${sign}${(size / scale).toFixed(size < scale * 99.95 ? 1 : 0)}${letter}`;
    }
  }
  return `${sign}${(size / 1e9).toFixed(1)}B`;
}

/** A figure with the unit of tokens: `3.1M tok`. */
export function withUnit(tokens: string): string {
  return `${tokens} tok`;
}

/** A whole number in groups, as the reader's language writes it: `formatCount(12345, 'en-US')` is `'12,345'`. */
export function formatCount(count: number, locale = 'en-US'): string {
  // By hand where it can be: every surface shows many counts, and a process's first formatter takes tens of milliseconds.
  return locale === 'en-US'
    ? count.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',')
    : new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** An estimated count for a hover: `≈ 1,240 tok (1,140–1,350)`. */
export function formatEstimatedTokens(count: Tokens, low: Tokens, high: Tokens, locale = 'en-US'): string {
  const interval = formatInterval(formatCount(low, locale), formatCount(high, locale));
  return `${estimateMark}${withUnit(formatCount(count, locale))} (${interval})`;
}
