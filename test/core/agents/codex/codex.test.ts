import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerOf, logOf, readLog } from '../ledgerStandIn.ts';
import { codexLog, inOut, message, meta, oldTurn, parentId, recordsIn, row, tokens, turn, usage } from './codexRows.ts';

const head = [meta(0, parentId), turn(0.1, oldTurn)];

test('a token count becomes one record with all that the log stated', () => {
  const [record, ...rest] = recordsIn(
    codexLog([...head, tokens(5, [1200, 600, 120, 30, 400], [1200, 600, 120, 30, 400])]),
  );
  assert.equal(rest.length, 0);
  assert.deepEqual(record, {
    agent: 'codex',
    session: parentId,
    parentSession: null,
    subagent: null,
    model: 'gpt-5.4',
    requestedModel: null,
    provider: 'openai',
    at: Date.UTC(2026, 10, 11, 9, 0, 5),
    project: '/home/dev/shop',
    branch: 'main',
    label: null,
    meters: {
      input: 200,
      cacheRead: 600,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      cacheWriteOther: 400,
      output: 120,
      reasoning: 30,
      webSearches: 0,
      webFetches: 0,
    },
    tier: { serviceTier: null, speed: null, geo: null, region: null },
    reportedUsd: null,
    credits: null,
    quality: 'exact',
  });
});

test('parts never exceed their whole', () => {
  const [record] = recordsIn(codexLog([...head, tokens(5, null, [100, 80, 10, 50, 90])]));
  assert.deepEqual(
    [record?.meters.input, record?.meters.cacheRead, record?.meters.cacheWriteOther, record?.meters.reasoning],
    [0, 80, 20, 10],
  );
  const [other] = recordsIn(codexLog([...head, tokens(5, null, [100, 150, 10])]));
  assert.deepEqual([other?.meters.input, other?.meters.cacheRead], [0, 100]);
});

test('a token count without info refreshes the rate limits and counts nothing', () => {
  const { revisions, problems } = readLog(
    codexLog([...head, message(1, { type: 'token_count', info: null, rate_limits: {} })]),
  );
  assert.deepEqual([revisions, problems], [[], []]);
});

test('an event with the totals of the one before it is no request', () => {
  const records = recordsIn(
    codexLog([
      ...head,
      tokens(1, [100, 0, 10], [100, 0, 10]),
      tokens(9, [100, 0, 10, 0, 0], [100, 0, 10]),
      tokens(12, [200, 0, 20], [100, 0, 10]),
    ]),
  );
  assert.deepEqual(inOut(records), [
    [100, 10],
    [100, 10],
  ]);
});

test('the last response counts rather than the totals, which compaction rewrites', () => {
  const records = recordsIn(
    codexLog([...head, tokens(1, [100, 0, 10], [100, 0, 10]), tokens(2, [9000, 0, 900], [50, 0, 5])]),
  );
  assert.deepEqual(inOut(records), [
    [100, 10],
    [50, 5],
  ]);
});

test('without the last response the rise of the totals counts', () => {
  const records = recordsIn(codexLog([...head, tokens(1, [100, 0, 10], null), tokens(2, [160, 20, 30], null)]));
  assert.deepEqual(inOut(records), [
    [100, 10],
    [40, 20],
  ]);
});

test('without totals the last response counts and the totals go on', () => {
  const records = recordsIn(
    codexLog([...head, tokens(1, [100, 0, 10], null), tokens(2, null, [50, 0, 5]), tokens(3, [180, 0, 18], null)]),
  );
  assert.deepEqual(inOut(records), [
    [100, 10],
    [50, 5],
    [30, 3],
  ]);
});

test('totals that fall start anew, and count from zero without a last response', () => {
  const records = recordsIn(
    codexLog([...head, tokens(1, [5000, 0, 500], null), tokens(2, [300, 0, 30], null), tokens(3, [800, 0, 80], null)]),
  );
  assert.deepEqual(inOut(records), [
    [5000, 500],
    [300, 30],
    [500, 50],
  ]);
});

test('a response without tokens is no request', () => {
  assert.deepEqual(recordsIn(codexLog([...head, tokens(1, [0, 0, 0], [0, 0, 0])])), []);
});

test('the model is that of the last turn, which may be another than before', () => {
  const records = recordsIn(
    codexLog([
      ...head,
      tokens(1, null, [1, 0, 1]),
      turn(2, null, 'gpt-5.4-mini'),
      tokens(3, null, [2, 0, 2]),
      turn(4, null, null),
      tokens(5, null, [3, 0, 3]),
    ]),
  );
  assert.deepEqual(
    records.map(({ model }) => model),
    ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-mini'],
  );
});

test('requests before the first turn take its model, and are unknown while there is none', () => {
  const early = [meta(0, parentId), tokens(1, null, [1, 0, 1]), tokens(2, null, [2, 0, 2])];
  const models = (rows: readonly unknown[]): string[] => recordsIn(codexLog(rows)).map(({ model }) => model);
  assert.deepEqual(models(early), ['unknown', 'unknown']);
  assert.deepEqual(
    models([...early, turn(3, oldTurn, 'gpt-5'), turn(4, oldTurn, 'gpt-5.4'), tokens(5, null, [3, 0, 3])]),
    ['gpt-5', 'gpt-5', 'gpt-5.4'],
  );
});

test('a build that never names a model fills no memory', () => {
  const rows = Array.from({ length: 400 }, (_, index) => tokens(index + 1, null, [1, 0, index + 1]));
  const models = recordsIn(codexLog([meta(0, parentId), ...rows, turn(500, oldTurn)])).map(({ model }) => model);
  assert.deepEqual([models.lastIndexOf('gpt-5.4'), models.length], [255, 400]);
});

test('the tier is that of the thread’s settings, else of the configuration', () => {
  const settings = (thread_settings: unknown): unknown =>
    message(2, { type: 'thread_settings_applied', thread_settings });
  const tiers = (...rows: unknown[]): unknown[] =>
    recordsIn(
      codexLog([...head, tokens(1, null, [1, 0, 1]), ...rows, tokens(3, null, [2, 0, 2])], parentId, {
        service_tier: 'flex',
      }),
    ).map(({ tier }) => tier.serviceTier);
  assert.deepEqual(tiers(), ['flex', 'flex']);
  assert.deepEqual(tiers(settings({ service_tier: 'priority' })), ['flex', 'priority']);
  assert.deepEqual(tiers(settings({ service_tier: null })), ['flex', null]);
  assert.deepEqual(tiers(settings({ model: 'x' })), ['flex', 'flex']);
});

test('the provider is one of the price list or none', () => {
  const provider = (model_provider: unknown): unknown =>
    recordsIn(codexLog([meta(0, parentId, { model_provider }), tokens(1, null, [1, 0, 1])]))[0]?.provider;
  assert.deepEqual(['openai', 'azure', 'amazon-bedrock', 'my-proxy', null].map(provider), [
    'openai',
    'azure',
    'aws',
    null,
    null,
  ]);
});

test('any originator is read', () => {
  assert.equal(
    recordsIn(codexLog([meta(0, parentId, { originator: 'Some IDE' }), tokens(1, null, [1, 0, 1])])).length,
    1,
  );
});

test('a file without metadata is the session of its name', () => {
  assert.equal(recordsIn(codexLog([tokens(1, null, [1, 0, 1])]))[0]?.session, parentId);
});

test('of twins the one with more events counts, the plain one on a tie', () => {
  const events = [tokens(1, null, [1, 0, 1]), tokens(2, null, [2, 0, 2])];
  const shorter = readLog(codexLog([...head, tokens(9, null, [7, 0, 7])]));
  const longer = readLog(codexLog([...head, ...events], parentId, {}, 'jsonl.zst'));
  const later = readLog(codexLog([...head, tokens(9, null, [8, 0, 8])], parentId, {}, 'jsonl.zst'));
  const counted = (...read: ReturnType<typeof readLog>[]): unknown => inOut(ledgerOf(read).map(({ record }) => record));
  assert.deepEqual(counted(shorter, longer), [
    [1, 1],
    [2, 2],
  ]);
  assert.deepEqual(counted(later, shorter), [[7, 7]]);
  assert.deepEqual([shorter.events, longer.events], [1, 2]);
});

test('a request’s key is its session and its number among the counted ones', () => {
  const rows = [
    ...head,
    tokens(1, [1, 0, 1], [1, 0, 1]),
    tokens(2, [1, 0, 1], [1, 0, 1]),
    tokens(3, [2, 0, 2], [1, 0, 1]),
  ];
  assert.deepEqual(
    readLog(codexLog(rows)).revisions.map(({ key }) => key),
    [`${parentId} 0`, `${parentId} 1`],
  );
});

test('the first prompt titles the session, without what editors and Codex put before it', () => {
  const said = (...texts: string[]): unknown[] =>
    readLog(codexLog([...head, ...texts.map((text, index) => message(index, { type: 'user_message', message: text }))]))
      .sessions;
  const title = (text: string): unknown => [{ agent: 'codex', session: parentId, title: text, titleRank: 1 }];
  assert.deepEqual(said('Add tests', 'More'), title('Add tests'));
  assert.deepEqual(
    said('<environment_context>x</environment_context>', '# AGENTS.md instructions for /x', 'Go'),
    title('Go'),
  );
  assert.deepEqual(
    said('# Context from my IDE setup:\n## Open tabs\n\n## My request for Codex:\nFix it'),
    title('Fix it'),
  );
});

test('the first request after a prompt carries it, later ones the tools called', () => {
  const call = (type: string, name?: string): unknown => row(2, 'response_item', { type, name });
  const records = recordsIn(
    codexLog([
      ...head,
      message(1, { type: 'user_message', message: 'Add tests' }),
      call('function_call', 'shell'),
      tokens(2, null, [1, 0, 1]),
      call('function_call', 'shell'),
      call('function_call', 'shell'),
      call('custom_tool_call', 'apply_patch'),
      call('function_call_output', 'ignored'),
      call('local_shell_call'),
      tokens(3, null, [2, 0, 2]),
      tokens(4, null, [3, 0, 3]),
    ]),
  );
  assert.deepEqual(
    records.map(({ label }) => label),
    ['Add tests', 'shell, apply_patch, local_shell', null],
  );
});

test('what cannot be a count is taken as absent and named once', () => {
  const info = { last_token_usage: { ...usage([100, 0, 10]), cached_input_tokens: -1, reasoning_output_tokens: 'x' } };
  const { revisions, problems } = readLog(codexLog([...head, message(1, { type: 'token_count', info })]));
  assert.deepEqual(inOut(revisions.flatMap(({ records }) => records)), [[100, 10]]);
  assert.deepEqual(
    problems.map(({ kind }) => kind),
    ['bad-shape'],
  );
});

test('info that is no object is named as a problem and counts nothing', () => {
  const { revisions, problems } = readLog(codexLog([...head, message(1, { type: 'token_count', info: 7 })]));
  assert.deepEqual([revisions.length, problems.length], [0, 1]);
});

test('a row without a time takes that of the row before it', () => {
  const [record] = recordsIn(codexLog([...head, turn(7, null), { ...tokens(9, null, [1, 0, 1]), timestamp: null }]));
  assert.equal(record?.at, Date.UTC(2026, 10, 11, 9, 0, 7));
});

test('lines that count nothing are not parsed', () => {
  const { needles } = codexLog([]).adapter;
  const line = JSON.stringify(
    row(1, 'response_item', { type: 'function_call_output', output: JSON.stringify(tokens(1, null, [1, 0, 1])) }),
  );
  assert.deepEqual(
    needles.filter((needle) => line.includes(needle)),
    [],
  );
});

test('any file name of a rollout is a session', () => {
  const { adapter } = codexLog([]);
  assert.equal(
    ledgerOf([readLog(logOf(adapter, 'rollout-odd.jsonl', [tokens(1, null, [1, 0, 1])]))])[0]?.session,
    'rollout-odd',
  );
});
