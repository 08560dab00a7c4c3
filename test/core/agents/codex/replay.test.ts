import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readLog } from '../ledgerStandIn.ts';
import {
  childId,
  codexLog,
  inOut,
  message,
  meta,
  oldTurn,
  ownTurn,
  parentId,
  recordsIn,
  tokens,
  turn,
} from './codexRows.ts';

/** The fork was made 1800 s after its parent. */
const fork = 1800;
const child = (rows: readonly unknown[]): ReturnType<typeof codexLog> => codexLog(rows, childId);
const forked = meta(fork, childId, { forked_from_id: parentId });
const copied = (seconds = fork): unknown[] => [
  tokens(seconds, [100, 0, 10], [100, 0, 10]),
  tokens(seconds + 0.001, [100, 0, 10], [100, 0, 10]),
  tokens(seconds + 0.002, [300, 0, 30], [200, 0, 20]),
];
const own = (seconds: number): unknown => tokens(seconds, [350, 0, 35], [50, 0, 5]);
const parentLog = codexLog([
  meta(0, parentId),
  tokens(1, [100, 0, 10], [100, 0, 10]),
  tokens(3, [300, 0, 30], [200, 0, 20]),
  tokens(4, [300, 0, 30], [200, 0, 20]),
  tokens(9, [900, 0, 90], [600, 0, 60]),
]);
const onlyOwn = [[50, 5]];
const everything = [
  [100, 10],
  [200, 20],
  [50, 5],
];

test('a turn older than the session was copied, and the first that is not ends the copy', () => {
  const rows = [forked, meta(fork, parentId), turn(fork, oldTurn), ...copied(), turn(fork + 8, ownTurn), own(fork + 9)];
  assert.deepEqual(inOut(recordsIn(child(rows))), onlyOwn);
});

test('the start of a task tells a turn as well', () => {
  for (const type of ['task_started', 'turn_started']) {
    const start = (seconds: number, turn_id: string): unknown => message(seconds, { type, turn_id });
    const rows = [forked, start(fork, oldTurn), ...copied(), start(fork + 0.5, ownTurn), own(fork + 0.6)];
    assert.deepEqual(inOut(recordsIn(child(rows))), onlyOwn);
  }
});

test('turn ids tell a copy however slowly it was written', () => {
  const rows = [
    forked,
    turn(fork, oldTurn),
    ...copied(fork + 10),
    ...copied(fork + 60),
    turn(fork + 90, ownTurn),
    own(fork + 91),
  ];
  assert.deepEqual(inOut(recordsIn(child(rows))), onlyOwn);
});

test('behind its ancestors’ metadata all before the first own turn was copied', () => {
  const rows = [
    forked,
    meta(fork, parentId),
    ...copied(fork + 5),
    ...copied(fork + 10),
    turn(fork + 20, ownTurn),
    own(fork + 21),
  ];
  assert.deepEqual(inOut(recordsIn(child(rows))), onlyOwn);
});

test('an ancestor’s metadata inside the copy change nothing', () => {
  const rows = [
    forked,
    meta(fork, parentId),
    turn(fork, oldTurn),
    ...copied(),
    meta(fork, '019a6000-0000-7000-8000-00000000000f'),
    tokens(fork + 5, [900, 0, 90], [600, 0, 60]),
    turn(fork + 8, ownTurn),
    own(fork + 9),
  ];
  const { revisions } = readLog(child(rows), [parentLog], () => 1);
  assert.deepEqual(inOut(revisions.flatMap(({ records }) => records)), onlyOwn);
});

test('the totals of the copy go on in the child', () => {
  const rows = [
    forked,
    turn(fork, oldTurn),
    ...copied(),
    turn(fork + 8, ownTurn),
    copied()[2],
    tokens(fork + 9, [350, 0, 35], null),
  ];
  assert.deepEqual(inOut(recordsIn(child(rows))), onlyOwn);
});

test('the first metadata name the session, and the parent is whom it was forked from or started by', () => {
  const spawn = { subagent: { thread_spawn: { parent_thread_id: parentId, depth: 1 } } };
  const child = (more: Record<string, unknown>, ...ancestors: unknown[]): ReturnType<typeof readLog> =>
    readLog(codexLog([meta(fork, childId, more), ...ancestors, turn(fork, ownTurn), own(fork + 9)], childId));
  const cases = [
    child({ forked_from_id: parentId }),
    child({ parent_thread_id: parentId }),
    child({ source: spawn }),
    child({}, meta(fork, parentId)),
    child({ forked_from_id: parentId }, meta(fork, parentId), meta(fork, oldTurn)),
  ];
  for (const { revisions, sessions } of cases) {
    const [record] = revisions[0]?.records ?? [];
    assert.deepEqual([record?.session, record?.parentSession], [childId, parentId]);
    assert.deepEqual(sessions, [{ agent: 'codex', session: childId, parentSession: parentId }]);
  }
});

test('metadata of the same session that stand again are no ancestor', () => {
  const rows = [meta(0, parentId), meta(1, parentId), turn(2, '019a0000-0000-7000-8000-000000000000'), own(3)];
  const records = recordsIn(codexLog(rows));
  assert.deepEqual([inOut(records), records[0]?.parentSession], [onlyOwn, null]);
});

test('a session that was never forked is not cut, whatever its turn ids', () => {
  const rows = [meta(0, childId), turn(1, oldTurn), ...copied(2), own(9)];
  assert.deepEqual(inOut(recordsIn(child(rows))), everything);
});

test('a paginated fork is never cut', () => {
  const paginated = meta(fork, childId, { forked_from_id: parentId, history_mode: 'paginated' });
  const rows = [paginated, meta(fork, parentId), turn(fork, oldTurn), ...copied(), own(fork + 9)];
  assert.deepEqual(inOut(recordsIn(child(rows), parentLog)), everything);
});

test('without turn ids the events that begin as the parent’s were copied', () => {
  for (const id of [null, 'turn-1', '550e8400-e29b-41d4-a716-446655440000']) {
    const rows = [
      forked,
      turn(fork, id),
      ...copied(fork + 5),
      own(fork + 30),
      tokens(fork + 40, [950, 0, 95], [600, 0, 60]),
    ];
    assert.deepEqual(inOut(recordsIn(child(rows), parentLog)), [
      [50, 5],
      [600, 60],
    ]);
  }
});

test('events compare equal whether zeros are written or absent', () => {
  const sparse = { input_tokens: 100, output_tokens: 10, cached_input_tokens: null };
  const info = { total_token_usage: sparse, last_token_usage: sparse };
  const rows = [forked, message(fork, { type: 'token_count', info }), own(fork + 30)];
  assert.deepEqual(inOut(recordsIn(child(rows), parentLog)), onlyOwn);
});

test('a child that shares nothing with its readable parent is not cut, however fast it begins', () => {
  const rows = [forked, tokens(fork + 0.1, [7, 0, 7], [7, 0, 7]), own(fork + 0.2)];
  assert.deepEqual(inOut(recordsIn(child(rows), parentLog)), [
    [7, 7],
    [50, 5],
  ]);
});

test('a parent’s empty responses do not break the comparison', () => {
  const parent = codexLog([
    meta(0, parentId),
    tokens(0.5, [0, 0, 0], null),
    tokens(0.6, [0, 0, 0], [0, 0, 0]),
    ...copied(1),
  ]);
  const rows = [forked, tokens(fork, [0, 0, 0], null), tokens(fork, [0, 0, 0], [0, 0, 0]), ...copied(), own(fork + 30)];
  assert.deepEqual(inOut(recordsIn(child(rows), parent)), onlyOwn);
});

test('without turn ids and parent the leading burst was copied', () => {
  const rows = [forked, ...copied(fork + 0.5), own(fork + 1.6), tokens(fork + 1.7, [360, 0, 36], [10, 0, 1])];
  assert.deepEqual(inOut(recordsIn(child(rows))), [
    [50, 5],
    [10, 1],
  ]);
});

test('without turn ids, parent and burst nothing is cut', () => {
  const rows = [forked, ...copied(fork + 5), own(fork + 30)];
  assert.deepEqual(inOut(recordsIn(child(rows))), everything);
});

test('own events from before the first own turn id are kept when no ancestor stands in the file', () => {
  const rows = [forked, tokens(fork + 60, [7, 0, 7], [7, 0, 7]), turn(fork + 70, ownTurn), own(fork + 80)];
  for (const others of [[], [parentLog]]) {
    assert.deepEqual(inOut(recordsIn(child(rows), ...others)), [
      [7, 7],
      [50, 5],
    ]);
  }
});

test('an own event after an own turn is own though it repeats the parent’s next', () => {
  const rows = [
    forked,
    tokens(fork, [100, 0, 10], [100, 0, 10]),
    turn(fork + 5, ownTurn),
    tokens(fork + 9, [300, 0, 30], [200, 0, 20]),
  ];
  for (const size of [1, 2, 3, 4]) {
    const { revisions } = readLog(child(rows), [parentLog], () => size);
    assert.deepEqual(inOut(revisions.flatMap(({ records }) => records)), [[200, 20]]);
  }
});

test('nothing is held once the copy is over', () => {
  const { adapter, file } = child([]);
  const state = adapter.start(file);
  const findings = { revisions: [], sessions: [], problems: [] };
  adapter.row(state, forked, 0, findings);
  adapter.row(state, own(fork + 9), 1, findings);
  assert.equal(adapter.fork?.wanted(state), parentId);
  assert.equal(adapter.eventCount(state), 1);
  adapter.fork?.supply(state, null, findings);
  adapter.row(state, tokens(fork + 20, null, [1, 0, 1]), 2, findings);
  assert.equal(adapter.fork?.wanted(state), null);
  assert.equal(findings.revisions.length, 2);
});

test('what an old turn shows to be copied is not held on', () => {
  const held = readLog(child([forked, ...copied(fork + 5)]));
  assert.equal(held.events, 2);
  const { adapter, file } = child([]);
  const state = adapter.start(file);
  for (const [offset, row] of [forked, ...copied(fork + 5), turn(fork + 6, oldTurn)].entries()) {
    adapter.row(state, row, offset, { revisions: [], sessions: [], problems: [] });
  }
  assert.equal(adapter.eventCount(state), 0);
});

test('metadata of another session behind counted requests are no sign of a copy', () => {
  const rows = [meta(0, childId), own(5), meta(6, parentId), tokens(7, [360, 0, 36], [10, 0, 1]), turn(8, ownTurn)];
  assert.deepEqual(inOut(recordsIn(child(rows))), [
    [50, 5],
    [10, 1],
  ]);
});

test('a slow copy is told by the parent, read by read', () => {
  const rows = [
    forked,
    ...copied(fork + 5),
    tokens(fork + 15, [900, 0, 90], [600, 0, 60]),
    tokens(fork + 30, [950, 0, 95], [50, 0, 5]),
  ];
  for (const size of [1, 2, 3]) {
    const { revisions } = readLog(child(rows), [parentLog], () => size);
    assert.deepEqual(inOut(revisions.flatMap(({ records }) => records)), onlyOwn);
  }
});

test('a burst is over when a pause was seen, in this read or the one before', () => {
  const rows = [forked, ...copied(), turn(fork + 5, null), own(fork + 5.5)];
  for (const size of [1, 2, 3, 4, 5, 6]) {
    const { revisions } = readLog(child(rows), [], () => size);
    assert.deepEqual(inOut(revisions.flatMap(({ records }) => records)), onlyOwn);
  }
});

test('titles and labels of a fork come from its own prompts', () => {
  const said = (seconds: number, text: string): unknown => message(seconds, { type: 'user_message', message: text });
  const turns = [
    forked,
    turn(fork, oldTurn),
    said(fork, 'Copied'),
    ...copied(),
    said(fork, 'Copied too'),
    turn(fork + 8, ownTurn),
  ];
  const titled = readLog(child([...turns, own(fork + 9)]));
  assert.deepEqual([titled.sessions.length, titled.revisions[0]?.records[0]?.label], [1, null]);
  const pace = [forked, said(fork, 'Copied'), ...copied(), said(fork + 5, 'Own'), own(fork + 9)];
  const read = readLog(child(pace));
  assert.deepEqual(
    read.sessions.map(({ title }) => title),
    [undefined, 'Own'],
  );
});

test('a held request takes the model of the first turn that names one', () => {
  const rows = [
    forked,
    tokens(fork + 5, null, [1, 0, 1]),
    turn(fork + 6, null, 'gpt-5'),
    turn(fork + 7, null, 'gpt-5.4'),
    own(fork + 9),
  ];
  assert.deepEqual(
    recordsIn(child(rows)).map(({ model }) => model),
    ['gpt-5', 'gpt-5.4'],
  );
});

test('a copy is cut alike in any split of the file into reads', () => {
  const rows = [
    forked,
    ...copied(fork),
    ...copied(fork + 0.1),
    own(fork + 9),
    tokens(fork + 20, [360, 0, 36], [10, 0, 1]),
  ];
  const withTurns = [
    forked,
    meta(fork, parentId),
    turn(fork, oldTurn),
    ...copied(),
    turn(fork + 8, ownTurn),
    own(fork + 9),
  ];
  const logs = fc.constantFrom(child(rows), child(withTurns));
  const others = fc.constantFrom([], [parentLog]);
  fc.assert(
    fc.property(logs, others, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }), (log, parents, sizes) => {
      let index = 0;
      const read = readLog(log, parents, () => sizes[index++ % sizes.length] ?? 1);
      assert.deepEqual(read, readLog(log, parents));
    }),
  );
});
