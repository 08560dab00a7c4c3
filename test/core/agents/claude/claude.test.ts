import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerOf, readLog } from '../ledgerStandIn.ts';
import { answer, claudeLog, onlyRecord, prompt, requestsIn } from './claudeRows.ts';

const at = (time: string): { timestamp: string } => ({ timestamp: `2026-11-10T${time}Z` });

test('a response becomes one record with all that it stated', () => {
  const record = onlyRecord([
    answer({
      usage: { service_tier: 'priority', inference_geo: 'us', speed: 'fast', cache_read_input_tokens: 7 },
      row: { cwd: '/home/dev/shop', gitBranch: 'main', costUSD: 0.0123 },
    }),
  ]);
  assert.deepEqual(
    {
      ...record,
      meters: { input: record.meters.input, cacheRead: record.meters.cacheRead, output: record.meters.output },
    },
    {
      agent: 'claude',
      session: 'A',
      parentSession: null,
      subagent: null,
      model: 'claude-opus-4-5-20251101',
      requestedModel: null,
      provider: 'anthropic',
      at: Date.UTC(2026, 10, 10, 9),
      project: '/home/dev/shop',
      branch: 'main',
      label: 'ok',
      meters: { input: 10, cacheRead: 7, output: 20 },
      tier: { serviceTier: 'priority', speed: 'fast', geo: 'us', region: null },
      reportedUsd: '0.0123',
      credits: null,
      quality: 'exact',
    },
  );
});

test('input excludes the cache and output includes thinking: neither is changed', () => {
  const { meters } = onlyRecord([
    answer({ usage: { input_tokens: 4, cache_read_input_tokens: 15030, output_tokens: 260 } }),
  ]);
  assert.deepEqual([meters.input, meters.cacheRead, meters.output, meters.reasoning], [4, 15030, 260, 0]);
});

test('web searches and fetches are counted as calls', () => {
  const { meters } = onlyRecord([
    answer({ usage: { server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 } } }),
  ]);
  assert.deepEqual([meters.webSearches, meters.webFetches], [2, 1]);
});

test('cache writes follow their split, and what no part of it holds lived five minutes', () => {
  const writes = (usage: Record<string, unknown>): number[] => {
    const { meters } = onlyRecord([answer({ usage })]);
    return [meters.cacheWrite5m, meters.cacheWrite1h, meters.cacheWriteOther];
  };
  const split = (m5: unknown, h1: unknown): Record<string, unknown> => ({
    cache_creation: { ephemeral_5m_input_tokens: m5, ephemeral_1h_input_tokens: h1 },
  });
  assert.deepEqual(writes({ cache_creation_input_tokens: 100, ...split(60, 40) }), [60, 40, 0]);
  assert.deepEqual(writes({ cache_creation_input_tokens: 100 }), [100, 0, 0]);
  assert.deepEqual(writes({ cache_creation_input_tokens: 100, cache_creation: null }), [100, 0, 0]);
  assert.deepEqual(writes({ cache_creation_input_tokens: 100, ...split(10, 30) }), [70, 30, 0]);
  assert.deepEqual(writes({ cache_creation_input_tokens: 100, ...split(null, 30) }), [70, 30, 0]);
  assert.deepEqual(writes({ cache_creation_input_tokens: 10, ...split(20, 30) }), [20, 30, 0]);
  assert.deepEqual(writes(split(20, 30)), [20, 30, 0]);
});

test('rows without usage, synthetic rows, error rows and rows without tokens are no requests', () => {
  const rows = [
    answer({ message: { usage: null } }),
    answer({ message: { usage: undefined } }),
    answer({ message: { model: '<synthetic>' } }),
    answer({ row: { isApiErrorMessage: true } }),
    answer({ usage: { input_tokens: 0, output_tokens: 0 } }),
    answer({ usage: { input_tokens: null, output_tokens: null } }),
  ];
  const { revisions, problems } = readLog(claudeLog(rows));
  assert.deepEqual([revisions, problems], [[], []]);
});

test('usage that is nested or repeated in rows of other types does not count', () => {
  const inner = answer();
  const rows = [
    { type: 'progress', data: { type: 'agent_progress', message: inner }, timestamp: '2026-11-10T09:00:00Z' },
    { ...answer(), type: 'progress' },
    prompt([{ type: 'tool_result', content: 'x' }], {
      toolUseResult: { usage: { input_tokens: 1, output_tokens: 777 } },
    }),
    { ...answer(), type: 'user' },
  ];
  assert.deepEqual(requestsIn(claudeLog(rows)), []);
});

test('a response whose tool input holds any JSON still counts', () => {
  const input = { type: 'tool_result', role: 'user', usage: null, model: null, toolUseResult: { id: null } };
  const rows = [answer({ message: { content: [{ type: 'tool_use', name: 'mcp__x', input }] } })];
  assert.equal(requestsIn(claudeLog(rows)).length, 1);
});

test('a response counts without the type of its row', () => {
  assert.equal(requestsIn(claudeLog([answer({ row: { type: undefined } })])).length, 1);
});

test('a response counts however its writer spaced the JSON', () => {
  assert.equal(requestsIn(claudeLog([JSON.stringify(answer(), null, 1).replaceAll('\n', ' ')])).length, 1);
});

test('rows of one message and request are one request in all files, whatever their sessions', () => {
  const copy = answer({ row: { sessionId: 'B' } });
  assert.equal(requestsIn(claudeLog([answer(), answer()]), claudeLog([copy], 'p/B.jsonl')).length, 1);
});

test('another request id makes another request', () => {
  assert.equal(requestsIn(claudeLog([answer(), answer({ row: { requestId: 'req_2' } })])).length, 2);
});

test('without a request id, message ids are unique within their session only', () => {
  const row = (sessionId: string): unknown =>
    answer({ message: { id: 'chatcmpl-1' }, row: { requestId: undefined, sessionId } });
  assert.equal(requestsIn(claudeLog([row('A'), row('A')]), claudeLog([row('B')], 'p/B.jsonl')).length, 2);
});

test('without a request id, a copied row belongs to the session it was copied from', () => {
  const original = answer({ message: { id: 'chatcmpl-1' }, row: { requestId: undefined } });
  const copy = { ...original, sessionId: 'B', forkedFrom: { sessionId: 'A', messageUuid: 'u' } };
  const requests = requestsIn(claudeLog([copy], 'p/B.jsonl'), claudeLog([original]));
  assert.deepEqual(
    requests.map(({ session }) => session),
    ['A'],
  );
});

test('without a request id and a session id, the file stands for the session', () => {
  const row = answer({ message: { id: 'chatcmpl-1' }, row: { requestId: undefined, sessionId: undefined } });
  const requests = requestsIn(claudeLog([row, row], 'p/A.jsonl'), claudeLog([row], 'p/B.jsonl'));
  assert.deepEqual(requests.map(({ session }) => session).sort(), ['A', 'B']);
});

test('rows without any id are requests of their own, however often they are read', () => {
  const row = answer({ message: { id: undefined }, row: { requestId: undefined } });
  const log = claudeLog([row, row, { ...row, uuid: 'u1' }, { ...row, uuid: 'u1' }]);
  assert.equal(ledgerOf([readLog(log), readLog(log)]).length, 3);
});

test('within a request the whole row with the highest output counts, no maximum per field', () => {
  const first = answer({ usage: { cache_read_input_tokens: 100, output_tokens: 1 } });
  const fallback = answer({
    usage: { cache_read_input_tokens: 90, output_tokens: 200 },
    message: { model: 'claude-sonnet-4-5' },
  });
  for (const rows of [
    [first, fallback],
    [fallback, first],
  ]) {
    const record = onlyRecord(rows);
    assert.deepEqual([record.model, record.meters.cacheRead, record.meters.output], ['claude-sonnet-4-5', 90, 200]);
  }
});

test('on a tie the last row counts, and its time is the time of the request', () => {
  const record = onlyRecord([
    answer({ row: at('09:00:00') }),
    answer({ row: { ...at('09:00:09'), gitBranch: 'late' } }),
  ]);
  assert.deepEqual([record.at, record.branch], [Date.UTC(2026, 10, 10, 9, 0, 9), 'late']);
});

test('a later row of the same request and model never replaces a number by null', () => {
  const rows = [
    answer({ usage: { cache_read_input_tokens: 100, cache_creation_input_tokens: 50, output_tokens: 1 } }),
    answer({ usage: { cache_read_input_tokens: null, output_tokens: 20 } }),
  ];
  const { meters } = onlyRecord(rows);
  assert.deepEqual([meters.cacheRead, meters.cacheWrite5m, meters.output], [100, 50, 20]);
});

test('a split of cache writes is filled in as a whole or not at all', () => {
  const rows = [
    answer({
      usage: { cache_creation_input_tokens: 50, cache_creation: { ephemeral_1h_input_tokens: 50 }, output_tokens: 1 },
    }),
    answer({ usage: { cache_creation_input_tokens: 40, output_tokens: 20 } }),
  ];
  const { meters } = onlyRecord(rows);
  assert.deepEqual([meters.cacheWrite5m, meters.cacheWrite1h], [40, 0]);
});

test("numbers of another model's row of the same request fill nothing in", () => {
  const rows = [
    answer({ usage: { cache_read_input_tokens: 100, output_tokens: 1 } }),
    answer({ usage: { output_tokens: 20 }, message: { model: 'claude-sonnet-4-5' } }),
  ];
  assert.equal(onlyRecord(rows).meters.cacheRead, 0);
});

test('a sidechain row whose message stands in a main row is a replay, also when it is heavier and later', () => {
  const main = answer();
  const replay = answer({
    usage: { output_tokens: 900 },
    row: { ...at('10:00:00'), requestId: 'req_2', isSidechain: true },
  });
  const side = claudeLog([replay], 'p/A/subagents/agent-x.jsonl');
  for (const logs of [
    [claudeLog([main]), side],
    [side, claudeLog([main])],
  ]) {
    assert.deepEqual(
      requestsIn(...logs).map(({ record }) => record.meters.output),
      [20],
    );
  }
});

test('without request ids a replay is told inside its session only', () => {
  const row = (sessionId: string, isSidechain: boolean): unknown =>
    answer({ message: { id: 'chatcmpl-1' }, row: { requestId: undefined, sessionId, isSidechain } });
  assert.equal(requestsIn(claudeLog([row('A', false)]), claudeLog([row('B', true)], 'p/B.jsonl')).length, 2);
  assert.equal(requestsIn(claudeLog([row('A', false), row('A', true)])).length, 1);
});

test("a subagent's file is a sidechain when its rows do not say", () => {
  const replay = answer({ row: { requestId: 'req_2' } });
  assert.equal(requestsIn(claudeLog([answer()]), claudeLog([replay], 'p/agent-x.jsonl')).length, 1);
  const explicit = answer({ row: { requestId: 'req_2', isSidechain: false } });
  assert.equal(requestsIn(claudeLog([answer()]), claudeLog([explicit], 'p/agent-x.jsonl')).length, 2);
});

test("a subagent's requests belong to the session whose folder holds its file, under its label", () => {
  const row = answer({ row: { sessionId: undefined, isSidechain: true } });
  const [nested] = requestsIn(claudeLog([row], 'p/S1/subagents/agent-a1b2.jsonl'));
  assert.deepEqual([nested?.session, nested?.record.subagent, nested?.record.parentSession], ['S1', 'a1b2', null]);
  const [deeper] = requestsIn(claudeLog([row], 'p/S1/subagents/workflows/wf/agent-a1b2.jsonl'));
  assert.deepEqual([deeper?.session, deeper?.record.subagent], ['S1', 'a1b2']);
  const [flat] = requestsIn(claudeLog([answer({ row: { agentId: 'a1' } })], 'p/agent-b2.jsonl'));
  assert.deepEqual([flat?.session, flat?.record.subagent], ['A', 'a1']);
});

test('a subagent with a session id of its own keeps it and names its parent', () => {
  const [request] = requestsIn(claudeLog([answer({ row: { sessionId: 'own' } })], 'p/S1/subagents/agent-a.jsonl'));
  assert.deepEqual([request?.session, request?.record.parentSession], ['own', 'S1']);
});

test('copies of a request belong to the oldest session that they were copied from', () => {
  const fork = (session: string, from: string): unknown =>
    answer({ row: { sessionId: session, forkedFrom: { sessionId: from } } });
  const requests = requestsIn(
    claudeLog([fork('C', 'B')], 'p/C.jsonl'),
    claudeLog([{ ...prompt('x'), sessionId: 'B', forkedFrom: { sessionId: 'A' } }], 'p/B.jsonl'),
  );
  assert.deepEqual(
    requests.map(({ session }) => session),
    ['A'],
  );
});

test('copies without forkedFrom belong to the file with the earliest timestamped row', () => {
  const early = [
    { type: 'summary', summary: 'no time' },
    prompt('x', { ...at('08:00:00'), sessionId: 'B' }),
    answer({ row: { sessionId: 'B' } }),
  ];
  const late = [prompt('y', at('08:30:00')), answer()];
  for (const logs of [
    [claudeLog(late), claudeLog(early, 'p/B.jsonl')],
    [claudeLog(early, 'p/B.jsonl'), claudeLog(late)],
  ]) {
    assert.deepEqual(
      requestsIn(...logs).map(({ session }) => session),
      ['B'],
    );
  }
});

test("a file's first timestamped row is known whatever its type", () => {
  const firstAt = (row: unknown): number | undefined =>
    readLog(claudeLog([row, answer()])).revisions[0]?.claim.fileFirstAt;
  const eight = Date.UTC(2026, 10, 10, 8);
  assert.equal(firstAt({ parentUuid: null, type: 'system', ...at('08:00:00') }), eight);
  assert.equal(firstAt({ parentUuid: null, type: 'progress', ...at('08:00:00') }), eight);
  assert.equal(firstAt({ type: 'queue-operation', operation: 'enqueue', ...at('08:00:00') }), eight);
});

test("on a tie of times the session's own file has the claim", () => {
  const row = (sessionId: string): unknown => answer({ row: { sessionId } });
  const requests = requestsIn(claudeLog([row('X')], 'p/0.jsonl'), claudeLog([row('A')], 'p/A.jsonl'));
  assert.deepEqual(
    requests.map(({ session }) => session),
    ['A'],
  );
});

test("an advisor's answer is a request of its own, and the other iterations are in the top level already", () => {
  const iterations = [
    { type: 'message', model: null, input_tokens: 4, output_tokens: 20 },
    {
      type: 'advisor_message',
      model: 'claude-opus-4-5',
      input_tokens: 159,
      output_tokens: 78,
      cache_creation_input_tokens: 5,
    },
    { type: 'advisor_message', model: 'claude-opus-4-5', input_tokens: 0, output_tokens: 0 },
  ];
  const row = answer({
    usage: { iterations, speed: 'fast', inference_geo: 'us' },
    message: { model: 'claude-haiku-4-5' },
    row: { costUSD: 1 },
  });
  const requests = requestsIn(claudeLog([row, row]));
  assert.deepEqual(
    requests.map(({ record }) => [record.model, record.meters.input, record.meters.output, record.meters.cacheWrite5m]),
    [
      ['claude-haiku-4-5', 10, 20, 0],
      ['claude-opus-4-5', 159, 78, 5],
    ],
  );
  const advisor = requests[1]?.record;
  assert.deepEqual(
    [advisor?.tier.speed, advisor?.tier.geo, advisor?.reportedUsd, advisor?.label],
    [null, 'us', null, 'advisor'],
  );
});

test('an advisor whose model is not named is unknown, not the model that asked it', () => {
  const iterations = [{ type: 'advisor_message', model: null, input_tokens: 1, output_tokens: 2 }];
  assert.deepEqual(
    requestsIn(claudeLog([answer({ usage: { iterations } })])).map(({ record }) => record.model),
    ['claude-opus-4-5-20251101', 'unknown'],
  );
});

test('a response without a model is of an unknown model', () => {
  assert.equal(onlyRecord([answer({ message: { model: null } })]).model, 'unknown');
});

test('counts may be floats and beyond 32 bits', () => {
  const record = onlyRecord([
    JSON.stringify(answer({ usage: { input_tokens: 5e9 } })).replace('"output_tokens":20', '"output_tokens":1234.0'),
  ]);
  assert.deepEqual([record.meters.input, record.meters.output], [5_000_000_000, 1234]);
});

test('what cannot be a count is taken as absent and named once, and the rest of the row counts', () => {
  const log = claudeLog([
    answer({ usage: { input_tokens: -5, cache_read_input_tokens: '7', cache_creation_input_tokens: 1e300 } }),
  ]);
  const { revisions, problems } = readLog(log);
  const [record] = revisions[0]?.records ?? [];
  assert.deepEqual(
    [record?.meters.input, record?.meters.cacheRead, record?.meters.cacheWrite5m, record?.meters.output],
    [0, 0, 0, 20],
  );
  assert.deepEqual(
    problems.map(({ kind, offset }) => [kind, offset]),
    [['bad-shape', 0]],
  );
});

test('usage that is no object is named as a problem', () => {
  const { revisions, problems } = readLog(claudeLog([answer({ message: { usage: 'many' } })]));
  assert.deepEqual([revisions.length, problems.length], [0, 1]);
});

test('a response without a time takes that of the row before it, and is named', () => {
  const { revisions, problems } = readLog(
    claudeLog([prompt('x', at('08:00:00')), answer({ row: { timestamp: null } })]),
  );
  assert.deepEqual([revisions[0]?.at, problems.length], [Date.UTC(2026, 10, 10, 8), 1]);
});

test('requests are counted once per request', () => {
  assert.equal(readLog(claudeLog([answer(), answer(), answer({ row: { requestId: 'req_2' } })])).events, 2);
});
