/** Rows of Claude Code in their shortest form, for tests. */
import assert from 'node:assert/strict';
import { claude } from '../../../../src/core/agents/claude/claude.ts';
import { adapters } from '../../../../src/core/agents/registry.ts';
import type { UsageRecord } from '../../../../src/core/usage/usageRecord.ts';
import { type LedgerRequest, ledgerOf, logOf, readLog, type TestLog } from '../ledgerStandIn.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An assistant row of session A. `usage` and `message` add to or replace what stands in it, `row` does outside of the message. */
export function answer(parts: { usage?: Fields; message?: Fields; row?: Fields } = {}): Fields {
  return {
    type: 'assistant',
    sessionId: 'A',
    timestamp: '2026-11-10T09:00:00.000Z',
    requestId: 'req_1',
    message: {
      id: 'msg_1',
      model: 'claude-opus-4-5-20251101',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'ok' }],
      usage: { input_tokens: 10, output_tokens: 20, ...parts.usage },
      ...parts.message,
    },
    ...parts.row,
  };
}

/** A user row of session A with a prompt. */
export function prompt(text: unknown, row: Fields = {}): Fields {
  return {
    type: 'user',
    sessionId: 'A',
    timestamp: '2026-11-10T08:59:00.000Z',
    message: { role: 'user', content: text },
    ...row,
  };
}

/** A log of Claude Code below a project's folder; `A.jsonl` unless it is named. */
export function claudeLog(rows: readonly unknown[], relativePath = '-home-dev-shop/A.jsonl'): TestLog {
  const adapter = adapters.find(({ id }) => id === claude.id);
  assert.ok(adapter);
  return logOf(adapter, relativePath, rows);
}

/** The requests in the ledger after reading logs. */
export function requestsIn(...logs: readonly TestLog[]): LedgerRequest[] {
  return ledgerOf(logs.map((log) => readLog(log)));
}

/** The one record in the ledger after reading the rows as session A's file. */
export function onlyRecord(rows: readonly unknown[]): UsageRecord {
  const requests = requestsIn(claudeLog(rows));
  assert.equal(requests.length, 1);
  const [request] = requests;
  assert.ok(request);
  return request.record;
}
