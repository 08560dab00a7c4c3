/** Sidechain rows that repeat a request of the main thread. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claudePath, claudeRow } from './claudeLog.ts';
import { add, lines, openRig, put, type Totals, temporaryFolder, totalsInEveryOrder } from './rig.ts';

const main = claudePath('one');
const aside = claudePath('one', 'aside');

function requestsAndOutput(totals: Totals): readonly (readonly [string, number | undefined, number | undefined])[] {
  return Object.entries(totals).map(([name, [requests, , , , , , output]]) => [name, requests, output] as const);
}

test('a sidechain row whose message stands in a main row is a replay, read before or after it and even when it is later', async (t) => {
  const home = temporaryFolder(t);
  put(home, main, lines(claudeRow({ output: 100 })));
  put(
    home,
    aside,
    lines(
      claudeRow({ request: 'req_other', output: 900, isSidechain: true, at: '2026-11-10T12:00:00.000Z' }),
      claudeRow({ id: 'msg_2', request: 'req_2', output: 7, isSidechain: true }),
    ),
  );
  assert.deepEqual(requestsAndOutput(await totalsInEveryOrder(home, [main, aside])), [
    ['claude one claude-opus-4-5-20251101', 2, 107],
  ]);
});

test('a sidechain row counts until its original comes, and not after', async (t) => {
  const home = temporaryFolder(t);
  const rig = openRig(home);
  t.after(rig.close);
  add(home, aside, lines(claudeRow({ request: 'req_other', output: 900, isSidechain: true })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(rig.totals()), [['claude one claude-opus-4-5-20251101', 1, 900]]);
  add(home, main, lines(claudeRow({ output: 100 })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(rig.totals()), [['claude one claude-opus-4-5-20251101', 1, 100]]);
  // More of the dropped stream changes nothing.
  add(home, aside, lines(claudeRow({ request: 'req_other', output: 950, isSidechain: true })));
  await rig.readAll();
  assert.deepEqual(requestsAndOutput(rig.totals()), [['claude one claude-opus-4-5-20251101', 1, 100]]);
});

test('without request ids only a main row of the same session makes a sidechain row a replay', async (t) => {
  const home = temporaryFolder(t);
  const other = claudePath('two');
  const row = { id: 'chatcmpl-1', request: null };
  put(home, aside, lines(claudeRow({ ...row, output: 40, isSidechain: true })));
  put(home, other, lines(claudeRow({ ...row, session: 'two', output: 60 })));
  assert.deepEqual(requestsAndOutput(await totalsInEveryOrder(home, [aside, other])), [
    ['claude one claude-opus-4-5-20251101', 1, 40],
    ['claude two claude-opus-4-5-20251101', 1, 60],
  ]);
  put(home, main, lines(claudeRow({ ...row, output: 30 })));
  assert.deepEqual(requestsAndOutput(await totalsInEveryOrder(home, [aside, other, main])), [
    ['claude one claude-opus-4-5-20251101', 1, 30],
    ['claude two claude-opus-4-5-20251101', 1, 60],
  ]);
});

test('of a main and a sidechain row of the very same request the main one counts, however much the other holds', async (t) => {
  const home = temporaryFolder(t);
  put(home, main, lines(claudeRow({ output: 5 })));
  put(home, aside, lines(claudeRow({ output: 80, isSidechain: true })));
  assert.deepEqual(requestsAndOutput(await totalsInEveryOrder(home, [main, aside])), [
    ['claude one claude-opus-4-5-20251101', 1, 5],
  ]);
});
