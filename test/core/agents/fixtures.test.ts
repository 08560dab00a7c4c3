import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Machine } from '../../../src/core/agents/adapter.ts';
import { adapters } from '../../../src/core/agents/registry.ts';
import { addMeters, type Meters, noMeters, totalTokens } from '../../../src/core/usage/usageRecord.ts';
import { type BatchSize, findLogs, type LedgerRequest, ledgerOf, readLog, wholeFile } from './ledgerStandIn.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures/agents');

interface ExpectedRow {
  readonly source: string;
  readonly session: string;
  readonly model: string;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  readonly reasoning: number;
  readonly total: number;
  readonly requests: number;
  readonly exact: boolean;
  readonly webSearchRequests?: number;
  readonly webFetchRequests?: number;
  readonly parent?: string;
  readonly subagent?: string;
  readonly fast?: { readonly input: number; readonly cacheRead: number; readonly output: number };
}

const expected: { rows: ExpectedRow[] } = JSON.parse(readFileSync(path.join(fixtures, 'expected.json'), 'utf8'));
const logs = adapters.flatMap((adapter) => findLogs(adapter, homeOf(adapter.id)));

test('every log of the fixtures is found', () => {
  assert.equal(logs.filter(({ adapter }) => adapter.id === 'claude').length, 8);
  assert.equal(logs.filter(({ adapter }) => adapter.id === 'codex').length, 6);
});

test('the fixtures give exactly the expected rows', () => {
  checkRows(ledgerOf(logs.map((log) => readLog(log, logs))));
});

test('the expected rows come in any order of files, read twice, in batches of any size', () => {
  const orders = fc.shuffledSubarray([...logs, ...logs], { minLength: logs.length * 2 });
  const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(orders, sizes, (order, batches) => {
      checkRows(ledgerOf(order.map((log) => readLog(log, logs, cycle(batches)))));
    }),
    { numRuns: 200 },
  );
});

test('any split of a fixture into reads gives the same findings', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 });
  const whole = new Map(logs.map((log) => [log, readLog(log, logs, wholeFile)]));
  fc.assert(
    fc.property(fc.constantFrom(...logs), sizes, (log, batches) => {
      assert.deepEqual(readLog(log, logs, cycle(batches)), whole.get(log));
    }),
  );
});

function homeOf(agent: string): Machine {
  return { platform: 'linux', home: path.join(fixtures, agent), env: {} };
}

function cycle(sizes: readonly number[]): BatchSize {
  let index = 0;
  return () => sizes[index++ % sizes.length] ?? 1;
}

function checkRows(requests: readonly LedgerRequest[]): void {
  const groups = new Map<string, LedgerRequest[]>();
  for (const request of requests) {
    const name = `${request.record.agent} ${request.session} ${request.record.model}`;
    groups.set(name, [...(groups.get(name) ?? []), request]);
  }
  assert.deepEqual(
    [...groups.keys()].sort(),
    expected.rows.map((row) => `${row.source} ${row.session} ${row.model}`).sort(),
  );
  for (const row of expected.rows) {
    const group = groups.get(`${row.source} ${row.session} ${row.model}`) ?? [];
    const meters = sum(group);
    const name = `${row.session} ${row.model}`;
    assert.deepEqual(
      {
        input: meters.input,
        cacheRead: meters.cacheRead,
        // The table has no column of its own for writes without a lifetime.
        cacheWrite5m: meters.cacheWrite5m + meters.cacheWriteOther,
        cacheWrite1h: meters.cacheWrite1h,
        output: meters.output,
        reasoning: meters.reasoning,
        total: totalTokens(meters),
        requests: group.length,
        searches: meters.webSearches,
        fetches: meters.webFetches,
      },
      {
        input: row.input,
        cacheRead: row.cacheRead,
        cacheWrite5m: row.cacheWrite5m,
        cacheWrite1h: row.cacheWrite1h,
        output: row.output,
        reasoning: row.reasoning,
        total: row.total,
        requests: row.requests,
        searches: row.webSearchRequests ?? 0,
        fetches: row.webFetchRequests ?? 0,
      },
      name,
    );
    for (const { record } of group) {
      assert.equal(record.quality, row.exact ? 'exact' : 'estimated', name);
      assert.equal(record.parentSession, row.parent ?? null, name);
      if (row.subagent !== undefined) {
        assert.equal(record.subagent, row.subagent);
      }
    }
    const fast = sum(group.filter(({ record }) => record.tier.speed === 'fast'));
    assert.deepEqual(
      { input: fast.input, cacheRead: fast.cacheRead, output: fast.output },
      row.fast ?? { input: 0, cacheRead: 0, output: 0 },
      name,
    );
  }
}

function sum(requests: readonly LedgerRequest[]): Meters {
  return requests.reduce((meters, { record }) => addMeters(meters, record.meters), noMeters);
}
