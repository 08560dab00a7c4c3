/** Rows of Codex in their shortest form, for tests. */
import assert from 'node:assert/strict';
import { codex } from '../../../../src/core/agents/codex/codex.ts';
import { adapters } from '../../../../src/core/agents/registry.ts';
import type { UsageRecord } from '../../../../src/core/usage/usageRecord.ts';
import { ledgerOf, logOf, readLog, type TestLog } from '../ledgerStandIn.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A session of 2026-11-11T09:00Z and one forked from it half an hour later; the times are in the ids. */
export const parentId = '019a7000-0000-7000-8000-00000000000a';
/** See `parentId`. */
export const childId = '019a701b-7740-7000-8000-00000000000c';
/** Turn ids from before and after the fork. */
export const oldTurn = '019a7000-0001-7000-8000-000000000001';
/** See `oldTurn`. */
export const ownTurn = '019a701b-9740-7000-8000-000000000009';

/** A row at a number of seconds after 2026-11-11T09:00Z. */
export function row(seconds: number, type: string, payload: unknown): Fields {
  return { timestamp: new Date(Date.UTC(2026, 10, 11, 9) + seconds * 1000).toISOString(), type, payload };
}

/** The metadata of a session. */
export function meta(seconds: number, id: string, more: Fields = {}): Fields {
  return row(seconds, 'session_meta', {
    id,
    cwd: '/home/dev/shop',
    model_provider: 'openai',
    git: { branch: 'main' },
    ...more,
  });
}

/** The start of a turn, with the model that serves it. */
export function turn(seconds: number, id: string | null, model: string | null = 'gpt-5.4'): Fields {
  return row(seconds, 'turn_context', { turn_id: id, model });
}

/** An event that the user sees. */
export function message(seconds: number, payload: Fields): Fields {
  return row(seconds, 'event_msg', payload);
}

/** Counts in the order input, cached, output, reasoning, cache write; a short list leaves the rest out. */
export function usage(counts: readonly number[]): Fields {
  const names = [
    'input_tokens',
    'cached_input_tokens',
    'output_tokens',
    'reasoning_output_tokens',
    'cache_write_input_tokens',
  ];
  return Object.fromEntries(counts.map((count, index) => [names[index], count]));
}

/** A `token_count` with totals and, unless it is null, the last response's usage. */
export function tokens(seconds: number, total: readonly number[] | null, last: readonly number[] | null): Fields {
  const info = {
    ...(total ? { total_token_usage: usage(total) } : {}),
    ...(last ? { last_token_usage: usage(last) } : {}),
  };
  return message(seconds, { type: 'token_count', info });
}

/** A log of Codex; that of the parent session unless it is named otherwise. */
export function codexLog(
  rows: readonly unknown[],
  session = parentId,
  config: Record<string, string> = {},
  extension = 'jsonl',
): TestLog {
  const adapter = adapters.find(({ id }) => id === codex.id);
  assert.ok(adapter);
  return logOf(adapter, `2026/11/11/rollout-2026-11-11T09-00-00-${session}.${extension}`, rows, config);
}

/** The records in the ledger after reading a log, with others to look for its parent in. */
export function recordsIn(log: TestLog, ...others: readonly TestLog[]): UsageRecord[] {
  return ledgerOf([readLog(log, others)]).map(({ record }) => record);
}

/** Input without cache and output of each record. */
export function inOut(records: readonly UsageRecord[]): (readonly [number, number])[] {
  return records.map(({ meters }) => [meters.input, meters.output] as const);
}
