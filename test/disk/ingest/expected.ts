/** The rows of test/fixtures/agents/expected.json as ledger totals. */
import path from 'node:path';
import type { Totals } from '../ledger/rig.ts';

/** Where the fixture homes and expected.json lie. */
export const fixtureHome = path.join(import.meta.dirname, '../../fixtures/agents');

/** One of its rows. */
export interface ExpectedRow {
  readonly source: string;
  readonly session: string;
  readonly model: string;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly reasoning: number;
  readonly requests: number;
  readonly parent?: string;
  readonly webSearchRequests?: number;
  readonly webFetchRequests?: number;
}

/** The rows in the shape of a rig's totals. */
export function totalsOfExpected(rows: readonly ExpectedRow[]): Totals {
  const entries = rows.map((row): [string, number[]] => [
    `${row.source} ${row.session} ${row.model}`,
    [
      row.requests,
      row.input,
      row.cacheRead,
      row.cacheWrite5m,
      row.cacheWrite1h,
      0,
      row.output,
      row.reasoning,
      row.webSearchRequests ?? 0,
      row.webFetchRequests ?? 0,
    ],
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Totals with cache writes of no named lifetime counted as five minutes, as reports and expected.json count them. */
export function codexMetersAsReported(totals: Totals): Totals {
  return Object.fromEntries(
    Object.entries(totals).map(([name, values]) => {
      const [requests = 0, input = 0, read = 0, write5m = 0, write1h = 0, other = 0, ...rest] = values;
      return [name, [requests, input, read, write5m + other, write1h, 0, ...rest]];
    }),
  );
}
