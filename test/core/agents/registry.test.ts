import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AgentAdapter, Findings } from '../../../src/core/agents/adapter.ts';
import { adapters } from '../../../src/core/agents/registry.ts';

test('ids and badges are unique, and a badge has two letters', () => {
  assert.equal(new Set(adapters.map(({ id }) => id)).size, adapters.length);
  assert.equal(new Set(adapters.map(({ badge }) => badge)).size, adapters.length);
  for (const { badge } of adapters) {
    assert.match(badge, /^[A-Z]{2}$/);
  }
});

/** Words of both agents' rows, so that garbage reaches what lies behind the first checks. */
const words = [
  'type assistant user summary custom-title ai-title session_meta turn_context event_msg response_item token_count task_started',
  'user_message thread_settings_applied function_call message usage iterations advisor_message content tool_use text model id',
  'requestId sessionId forkedFrom timestamp payload info total_token_usage last_token_usage input_tokens output_tokens turn_id',
  'cache_creation cache_creation_input_tokens server_tool_use thread_settings service_tier forked_from_id source subagent __proto__',
].flatMap((line) => line.split(' '));
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    ...words,
    null,
    true,
    -1,
    0,
    7,
    1e300,
    '',
    '2026-11-10T09:00:00Z',
    '019a7000-0001-7000-8000-000000000001',
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const garbage = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 8 }),
  ),
})).value;
const shaped = fc.oneof(
  garbage,
  fc.record({
    type: fc.constantFrom('event_msg', 'session_meta', 'turn_context', 'response_item'),
    timestamp: leaf,
    payload: garbage,
  }),
  fc.record({
    type: fc.constant('event_msg'),
    payload: fc.record({ type: fc.constant('token_count'), info: garbage }),
  }),
  fc.record({
    type: fc.constantFrom('assistant', 'user'),
    forkedFrom: garbage,
    message: fc.record({ content: garbage, usage: garbage }),
  }),
);

function start(adapter: AgentAdapter): ReturnType<AgentAdapter['start']> {
  return adapter.start({ path: '/x/a.jsonl', relativePath: 'x/a.jsonl', stem: 'a', config: {} });
}

for (const adapter of adapters) {
  test(`${adapter.label}: no JSON value throws, and what comes out is sound`, () => {
    fc.assert(
      fc.property(fc.array(shaped, { maxLength: 12 }), fc.option(fc.array(fc.string())), (rows, parent) => {
        const findings: Findings = { revisions: [], sessions: [], problems: [] };
        let state = start(adapter);
        for (const [offset, row] of rows.entries()) {
          adapter.row(state, JSON.parse(JSON.stringify(row)), offset, findings);
          adapter.fork?.fingerprint(row);
          state = JSON.parse(JSON.stringify(state));
        }
        if (adapter.fork?.wanted(state) != null) {
          adapter.fork.supply(state, parent, findings);
        }
        for (const { key, records } of findings.revisions) {
          assert.ok(key !== '' && records.length > 0);
          for (const { at, model, meters, session } of records) {
            assert.ok(Number.isSafeInteger(at) && model !== '' && session !== '');
            assert.ok(Object.values(meters).every((count) => Number.isSafeInteger(count) && count >= 0));
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
}
