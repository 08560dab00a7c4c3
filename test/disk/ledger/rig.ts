/** A real ledger with a real ingest over a real folder, and its totals in a shape that tests can compare. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { Machine } from '../../../src/core/agents/adapter.ts';
import { adapters } from '../../../src/core/agents/registry.ts';
import type { UsageRow } from '../../../src/core/usage/usageRow.ts';
import { createIngest, type Ingest } from '../../../src/disk/ingest/ingest.ts';
import { createLedger, type Ledger } from '../../../src/disk/ledger/ledger.ts';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';
import { requestSums, type Span, usageRows } from '../../../src/disk/ledger/queries.ts';

/** All of time. */
export const always: Span = { fromMs: 0, untilMs: Number.MAX_SAFE_INTEGER };

/** Sums by 'agent session model': requests, then the meters in the order of `Meters`. */
export type Totals = Readonly<Record<string, readonly number[]>>;

/** A ledger and what feeds it. */
export interface Rig {
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  /** Searches and reads everything once. Returns how much changed. */
  readAll(): Promise<number>;
  /** The sums; fails when rollups and requests disagree. */
  totals(): Totals;
  close(): void;
}

/** How a rig is set up. */
export interface RigOptions {
  readonly file?: string;
  readonly batchBytes?: number;
  readonly busyTimeoutMs?: number;
  readonly isThorough?: boolean;
}

/** A new folder that goes when the test ends. */
export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'meterline-ledger-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A machine with nothing but a home. */
export function machineAt(home: string): Machine {
  return { platform: 'linux', home, env: {} };
}

/** Opens a ledger (in memory unless a file is named) over the logs below `home`. */
export function openRig(home: string, options: RigOptions = {}): Rig {
  const { file = ':memory:', batchBytes, busyTimeoutMs = 200, isThorough = true } = options;
  const { db } = openLedger(file, Date.now(), { busyTimeoutMs, isThorough });
  const ledger = createLedger(db);
  const ingest = createIngest({
    ledger,
    adapters,
    machine: machineAt(home),
    sources: {},
    ...(batchBytes === undefined ? {} : { batchBytes }),
  });
  return {
    ledger,
    ingest,
    readAll: () =>
      ingest.catchUp(new AbortController().signal, () => {
        // Nobody watches.
      }),
    totals: () => totalsOf(ledger),
    close: () => db.close(),
  };
}

/** The ledger's sums over all time; fails when rollups and requests disagree. */
export function totalsOf({ db }: Ledger): Totals {
  const fromRollups = sumRows(usageRows(db, always));
  assert.deepEqual(fromRollups, sumRows(requestSums(db, always)), 'rollups must be the sums of the requests');
  return fromRollups;
}

/** Sums by 'agent session model', sorted. */
export function sumRows(rows: readonly UsageRow[]): Totals {
  const sums = new Map<string, number[]>();
  for (const { agent, session, model, requests, meters } of rows) {
    const values = [requests, ...Object.values(meters)];
    const name = `${agent} ${session} ${model}`;
    const sum = sums.get(name);
    sums.set(name, sum ? sum.map((value, index) => value + (values[index] ?? 0)) : values);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes a file below a home, with its folders. */
export function put(home: string, relative: string, content: string | Buffer): string {
  const file = path.join(home, relative);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Appends to a file below a home, with its folders. */
export function add(home: string, relative: string, content: string | Buffer): string {
  const file = path.join(home, relative);
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, content);
  return file;
}

/** Rows as a log holds them. */
export function lines(...rows: readonly unknown[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`).join('');
}

/** Reads a home's files one by one, in every order, each order into a ledger of its own, and gives the totals that all agree on. */
export async function totalsInEveryOrder(home: string, files: readonly string[]): Promise<Totals> {
  let agreed: Totals | null = null;
  for (const order of permutations(files)) {
    const rig = openRig(home);
    rig.ingest.search();
    // Twice: what was read before is there when it is read again.
    for (const file of [...order, ...order]) {
      await rig.ingest.readFiles(new Set([path.join(home, file)]), new AbortController().signal);
    }
    const totals = rig.totals();
    agreed ??= totals;
    assert.deepEqual(totals, agreed, `read as ${order.map((file) => path.basename(file)).join(', ')}`);
    rig.close();
  }
  return agreed ?? {};
}

function permutations<T>(items: readonly T[]): readonly T[][] {
  if (items.length < 2) {
    return [[...items]];
  }
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
