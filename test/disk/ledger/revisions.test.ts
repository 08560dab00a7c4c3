/** Which revision of a request counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestRows } from '../../../src/disk/ledger/queries.ts';
import { advisor, claudePath, claudeRow } from './claudeLog.ts';
import { codexPath, codexSession, meta, tokens, turn } from './codexLog.ts';
import { add, always, lines, openRig, put, temporaryFolder, totalsInEveryOrder } from './rig.ts';

const opus = 'claude one claude-opus-4-5-20251101';
const one = claudePath('one');

/** What one log's rows come to: requests, input, output. */
async function sumOf(t: { after(done: () => void): void }, rows: readonly unknown[], batchBytes?: number) {
  const home = temporaryFolder(t);
  put(home, one, lines(...rows));
  const rig = openRig(home, batchBytes === undefined ? {} : { batchBytes });
  await rig.readAll();
  const [requests, input, , , , , output] = rig.totals()[opus] ?? [];
  rig.close();
  return { requests, input, output };
}

test('of a streamed response the row with the most output counts, whole, wherever it stands', async (t) => {
  const small = claudeRow({ output: 2, input: 900 });
  const middle = claudeRow({ output: 50, input: 5 });
  const large = claudeRow({ output: 310, input: 7 });
  for (const rows of [
    [small, middle, large],
    [large, small, middle],
    [small, large, middle],
  ]) {
    for (const batchBytes of [undefined, 10]) {
      assert.deepEqual(await sumOf(t, rows, batchBytes), { requests: 1, input: 7, output: 310 });
    }
  }
});

test('of rows with equal output the last counts', async (t) => {
  const rows = [claudeRow({ output: 80, input: 1 }), claudeRow({ output: 80, input: 2 })];
  for (const batchBytes of [undefined, 10]) {
    assert.deepEqual(await sumOf(t, rows, batchBytes), { requests: 1, input: 2, output: 80 });
  }
});

test('a row that comes later to the file than its revision is an upsert, not a sum', async (t) => {
  const home = temporaryFolder(t);
  const rig = openRig(home);
  t.after(rig.close);
  for (const output of [1, 40, 40, 300]) {
    add(home, one, lines(claudeRow({ output })));
    await rig.readAll();
    assert.deepEqual(rig.totals()[opus]?.slice(0, 7), [1, 10, 0, 0, 0, 0, output]);
  }
});

test('two requests with one message id but other request ids are two', async (t) => {
  assert.deepEqual(await sumOf(t, [claudeRow({ request: 'req_1' }), claudeRow({ request: 'req_2' })]), {
    requests: 2,
    input: 20,
    output: 200,
  });
});

test('without a request id, one message id is one request in a session and another in another session', async (t) => {
  const home = temporaryFolder(t);
  const row = { id: 'chatcmpl-1', request: null };
  const two = claudePath('two');
  put(home, one, lines(claudeRow({ ...row, output: 5 }), claudeRow({ ...row, output: 9 })));
  put(home, two, lines(claudeRow({ ...row, session: 'two', output: 7 })));
  const totals = await totalsInEveryOrder(home, [one, two]);
  assert.deepEqual(
    Object.entries(totals).map(([name, [requests, , , , , , output]]) => [name, requests, output]),
    [
      [opus, 1, 9],
      ['claude two claude-opus-4-5-20251101', 1, 7],
    ],
  );
});

test('an advisor is a request of its own, replaced or dropped together with the response that holds it', async (t) => {
  const home = temporaryFolder(t);
  const rig = openRig(home);
  t.after(rig.close);
  const haiku = 'claude one claude-haiku-4-5-20251001';
  const requestsAndOutput = (name: string) => {
    const [requests, , , , , , output] = rig.totals()[name] ?? [];
    return [requests, output];
  };
  add(home, one, lines(claudeRow({ output: 10, iterations: [advisor(1, 3), advisor(2, 4)] })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(haiku), [2, 7]);
  assert.deepEqual(requestsAndOutput(opus), [1, 10]);
  add(home, one, lines(claudeRow({ output: 20, iterations: [advisor(1, 30)] })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(haiku), [1, 30]);
  assert.deepEqual(requestsAndOutput(opus), [1, 20]);
  add(home, one, lines(claudeRow({ output: 21 })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(haiku), [undefined, undefined]);
  assert.deepEqual(requestsAndOutput(opus), [1, 21]);
});

test('a cost that some row reported is kept beside the counts, whichever row of the request counts', async (t) => {
  for (const rows of [
    [claudeRow({ output: 5, costUSD: 0.25 }), claudeRow({ output: 9 })],
    [claudeRow({ output: 9 }), claudeRow({ output: 5, costUSD: 0.25 })],
  ]) {
    for (const batchBytes of [undefined, 10]) {
      const home = temporaryFolder(t);
      put(home, one, lines(...rows));
      const rig = openRig(home, batchBytes === undefined ? {} : { batchBytes });
      await rig.readAll();
      const [request] = requestRows(rig.ledger.db, always);
      assert.equal(request?.reportedUsd, '0.25');
      assert.equal(request?.meters.output, 9);
      rig.close();
    }
  }
});

test('a request of which its reader learns more later in the same file is stored as it was told last', async (t) => {
  const home = temporaryFolder(t);
  const placeholder = claudeRow({ id: 'msg_0', request: 'req_0', output: 2 });
  put(
    home,
    one,
    lines({ ...placeholder, message: { ...Object(placeholder.message), stop_reason: null } }, claudeRow()),
  );
  const session = codexSession(0, 'a');
  put(home, codexPath(session), lines(meta(session), tokens(1, 10, 1), turn(2, null, 'gpt-5.4-mini')));
  for (const batchBytes of [undefined, 10]) {
    const rig = openRig(home, batchBytes === undefined ? {} : { batchBytes });
    await rig.readAll();
    const told = requestRows(rig.ledger.db, always).map(({ model, quality, meters }) => [
      model,
      quality,
      meters.output,
    ]);
    assert.deepEqual(told, [
      ['claude-opus-4-5-20251101', 'exact', 2],
      ['claude-opus-4-5-20251101', 'exact', 100],
      ['gpt-5.4-mini', 'exact', 1],
    ]);
    rig.close();
  }
});
