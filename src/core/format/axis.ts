/** Axes of charts: from nothing to the largest value, with round ticks. What is drawn is a share of the axis, 0 to 1. */
import type { AttoUsd } from '../units.ts';
import { formatMoney, type MoneyOptions } from './money.ts';
import { formatTokens } from './tokens.ts';

/** A labelled line across a chart. */
export interface Tick {
  /** Where it stands, from 0 at the foot to 1 at the top. */
  readonly share: number;
  readonly text: string;
}

/** What turns a value into a share of the axis. */
export interface Axis<Value> {
  readonly ticks: readonly Tick[];
  readonly shareOf: (value: Value) => number;
}

const steps = [10n, 20n, 25n, 50n, 100n];

/**
 * An axis of money up to `top` with at most `count` ticks above its foot: for $0.62 and 3 they stand at $0.25 and $0.50.
 * When every tick is whole dollars, cents are left out. An axis without money has its foot only.
 */
export function moneyAxis(top: AttoUsd, count: number, options: MoneyOptions = {}): Axis<AttoUsd> {
  const shareOf = (value: AttoUsd): number => (top <= 0n ? 0 : Number((value * 1_000_000n) / top) / 1e6);
  const values = roundValues(top, count);
  const texts = withoutEmptyDecimals(
    values.map((value) => formatMoney(value, options)),
    '.00',
  );
  return { ticks: values.map((value, index) => ({ share: shareOf(value), text: texts[index] ?? '' })), shareOf };
}

/** An axis of tokens: up to 200,000 with 2 ticks, they stand at 100k and 200k. */
export function tokenAxis(top: number, count: number): Axis<number> {
  const shareOf = (value: number): number => (top <= 0 ? 0 : value / top);
  const values = roundValues(BigInt(Math.round(top)), count).map(Number);
  const texts = withoutEmptyDecimals(values.map(formatTokens), '.0');
  return { ticks: values.map((value, index) => ({ share: shareOf(value), text: texts[index] ?? '' })), shareOf };
}

/** Leaves out decimals when no text has others. */
function withoutEmptyDecimals(texts: readonly string[], empty: string): readonly string[] {
  const decimals = texts.map((text) => /\.\d+/.exec(text)?.[0] ?? empty);
  return decimals.every((own) => own === empty) ? texts.map((text) => text.replace(empty, '')) : texts;
}

/** Multiples, from 0 to at most `top`, of the least of 1, 2, 2.5 and 5 by a power of ten that needs no more than `count`. */
function roundValues(top: bigint, count: number): bigint[] {
  if (top <= 0n) {
    return [0n];
  }
  const least = (top + BigInt(count) - 1n) / BigInt(count);
  const power = 10n ** BigInt(least.toString().length - 1);
  const scaled = steps.find((step) => (step * power) % 10n === 0n && (step * power) / 10n >= least) ?? 100n;
  const step = (scaled * power) / 10n;
  const values: bigint[] = [];
  for (let value = 0n; value <= top; value += step) {
    values.push(value);
  }
  return values;
}
