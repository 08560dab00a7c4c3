/** Hourly sums, changed in the transaction that changes their requests. Each carries every dimension that changes a rate. */
import type { DatabaseSync } from 'node:sqlite';
import { meterColumns, meterValues, type RequestRow } from './rows.ts';

const hourMs = 3_600_000;

/** The hour in which a request falls, as its first millisecond. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / hourMs) * hourMs;
}

/** Collects the changes of one transaction, so that each sum is written once. */
export interface RollupChanges {
  add(row: Omit<RequestRow, 'id'>, sign: 1 | -1): void;
  /** Writes what was collected and forgets it. Sums without a request left are deleted. */
  flush(): void;
  /** Forgets what was collected: the transaction was rolled back. */
  clear(): void;
}

interface Change {
  readonly key: readonly [hour: number, session: number, dimension: number, bracket: number];
  requests: number;
  readonly values: number[];
}

/** Prepares the statements on `db`. Suppressed requests never reach a sum. */
export function createRollupChanges(db: DatabaseSync): RollupChanges {
  const columns = ['requests', ...meterColumns];
  const upsert = db.prepare(
    `INSERT INTO rollup (hour, session_id, dimension_id, bracket, ${columns.join(', ')})
     VALUES (?, ?, ?, ?, ${columns.map(() => '?').join(', ')})
     ON CONFLICT (hour, session_id, dimension_id, bracket)
     DO UPDATE SET ${columns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`,
  );
  const removeEmpty = db.prepare(
    'DELETE FROM rollup WHERE hour = ? AND session_id = ? AND dimension_id = ? AND bracket = ? AND requests = 0',
  );
  const changes = new Map<string, Change>();

  return {
    add(row, sign) {
      if (row.is_suppressed === 1) {
        return;
      }
      const key = [hourOf(row.at), row.session_id, row.dimension_id, row.bracket] as const;
      const name = key.join(' ');
      let change = changes.get(name);
      if (!change) {
        change = { key, requests: 0, values: meterColumns.map(() => 0) };
        changes.set(name, change);
      }
      change.requests += sign;
      for (const [index, value] of meterValues(row.meters).entries()) {
        change.values[index] = (change.values[index] ?? 0) + sign * value;
      }
    },
    flush() {
      for (const { key, requests, values } of changes.values()) {
        if (requests === 0 && values.every((value) => value === 0)) {
          continue;
        }
        upsert.run(...key, requests, ...values);
        if (requests < 0 || (requests === 0 && values.some((value) => value < 0))) {
          removeEmpty.run(...key);
        }
      }
      changes.clear();
    },
    clear: () => changes.clear(),
  };
}
