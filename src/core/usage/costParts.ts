/** What each part of a request cost: the parts of a bar, and of a legend that is the breakdown. */
import type { AttoUsd } from '../units.ts';
import { type Meters, noMeters } from './usageRecord.ts';
import type { Priced, Pricer, UsageRow } from './usageRow.ts';

/** The parts in the order in which they are stacked and listed. */
export const costPartNames = ['input', 'cacheWrite', 'cacheRead', 'output', 'webSearch'] as const;

/** One of `costPartNames`. */
export type CostPart = (typeof costPartNames)[number];

/** Which of the two numbers is meant: what is added to the bill, or the value at API list. */
export type Book = 'spent' | 'list';

/** Money by part. */
export type CostParts = Readonly<Record<CostPart, AttoUsd>>;

/** No money. */
export const noCostParts: CostParts = { input: 0n, cacheWrite: 0n, cacheRead: 0n, output: 0n, webSearch: 0n };

const metersOfPart: Readonly<Record<CostPart, (meters: Meters) => Partial<Meters>>> = {
  input: ({ input }) => ({ input }),
  cacheWrite: ({ cacheWrite5m, cacheWrite1h, cacheWriteOther }) => ({ cacheWrite5m, cacheWrite1h, cacheWriteOther }),
  cacheRead: ({ cacheRead }) => ({ cacheRead }),
  output: ({ output, reasoning }) => ({ output, reasoning }),
  webSearch: ({ webSearches }) => ({ webSearches }),
};

/**
 * The parts of a row's cost; null when the row has no price. A pricer is additive, so each part is the row priced without its
 * other meters: 10,000 input and 2,000 output at $4 and $20 per million are $0.04 each. Each part is rounded by itself, so
 * that their sum may differ from the cost by a few 1e-18 dollars.
 */
export function costParts(row: UsageRow, book: Book, price: Pricer): CostParts | null {
  if (amountOf(price(row), book) === null) {
    return null;
  }
  const parts = { ...noCostParts };
  for (const part of costPartNames) {
    const meters = metersOfPart[part](row.meters);
    if (Object.values(meters).some((count) => count !== 0)) {
      parts[part] = amountOf(price({ ...row, meters: { ...noMeters, ...meters } }), book) ?? 0n;
    }
  }
  return parts;
}

/** The sum of parts, part by part. */
export function addCostParts(a: CostParts, b: CostParts): CostParts {
  return {
    input: a.input + b.input,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    cacheRead: a.cacheRead + b.cacheRead,
    output: a.output + b.output,
    webSearch: a.webSearch + b.webSearch,
  };
}

/** One of a row's two numbers. */
export function amountOf(priced: Priced, book: Book): AttoUsd | null {
  return book === 'spent' ? priced.marginalUsd : priced.listUsd;
}
