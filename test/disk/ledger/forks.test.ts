/** Whose a request is when copies of it stand in several files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claudePath, claudeRow } from './claudeLog.ts';
import { lines, openRig, put, type Totals, temporaryFolder, totalsInEveryOrder } from './rig.ts';

const early = '2026-11-10T09:00:00.000Z';
const late = '2026-11-10T15:00:00.000Z';

/** Output by session. */
function outputs(totals: Totals): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(totals).map(([name, values]) => [name.split(' ')[1], values[6]]));
}

const own = (session: string, output: number, at = early) =>
  claudeRow({ session, id: `msg_${output}`, request: `req_${output}`, output, at });
const copy = (session: string, forkedFrom: string, output: number, at = early) =>
  claudeRow({ session, forkedFrom, id: `msg_${output}`, request: `req_${output}`, output, at });

test('what a fork copied belongs to its origin, whichever file is read first', async (t) => {
  const home = temporaryFolder(t);
  const files = [claudePath('A'), claudePath('B')];
  put(home, claudePath('A'), lines(own('A', 100)));
  put(home, claudePath('B'), lines(copy('B', 'A', 100), own('B', 7, late)));
  assert.deepEqual(outputs(await totalsInEveryOrder(home, files)), { A: 100, B: 7 });
});

test('what a fork copied belongs to its origin even when the origin has no file any more', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('B'), lines(copy('B', 'A', 100), own('B', 7, late)));
  assert.deepEqual(outputs(await totalsInEveryOrder(home, [claudePath('B')])), { A: 100, B: 7 });
});

test('a chain of forks leads to the oldest known session, learnt in any order', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('A'), lines(own('A', 100)));
  put(home, claudePath('B'), lines(copy('B', 'A', 100), own('B', 70, late)));
  put(home, claudePath('C'), lines(copy('C', 'B', 100), copy('C', 'B', 70, late), own('C', 5, late)));
  const all = [claudePath('A'), claudePath('B'), claudePath('C')];
  assert.deepEqual(outputs(await totalsInEveryOrder(home, all)), { A: 100, B: 70, C: 5 });
});

test('a request that only the youngest fork still holds follows the chain as far as it is known', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('C'), lines(copy('C', 'B', 100), own('C', 5, late)));
  assert.deepEqual(outputs(await totalsInEveryOrder(home, [claudePath('C')])), { B: 100, C: 5 });
  // Another file of B, without the request, tells where B came from.
  put(home, claudePath('B'), lines(copy('B', 'A', 30)));
  const files = [claudePath('B'), claudePath('C')];
  assert.deepEqual(outputs(await totalsInEveryOrder(home, files)), { A: 130, C: 5 });
});

test('forks that name each other in a circle are read without end or loss', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('A'), lines(copy('A', 'B', 10)));
  put(home, claudePath('B'), lines(copy('B', 'A', 20)));
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  const totals = outputs(rig.totals());
  assert.equal((totals.A ?? 0) + (totals.B ?? 0), 30);
});

test('a copy without forkedFrom belongs to the file that began first', async (t) => {
  const home = temporaryFolder(t);
  // A resumed session in a new file: its own first row is later, the copied row is the same.
  put(home, claudePath('A'), lines(own('A', 1, early), own('A', 100, '2026-11-10T09:30:00.000Z')));
  put(home, claudePath('R'), lines(own('R', 2, late), own('R', 100, '2026-11-10T09:30:00.000Z')));
  assert.deepEqual(outputs(await totalsInEveryOrder(home, [claudePath('A'), claudePath('R')])), { A: 101, R: 2 });
});

test('of files that began at the same moment the one that was not forked has the request, then the one named after it', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('A'), lines(own('Z', 100)));
  put(home, claudePath('Z'), lines(own('Z', 100), own('Z', 3)));
  put(home, claudePath('F'), lines(copy('F', 'Q', 100)));
  const files = [claudePath('A'), claudePath('Z'), claudePath('F')];
  assert.deepEqual(outputs(await totalsInEveryOrder(home, files)), { Z: 103 });
});

test('copies that nothing tells apart have one owner, whichever is read first', async (t) => {
  const home = temporaryFolder(t);
  // A resumed session that was rewritten under its new id from the first row on.
  const names = ['K', 'L', 'M'];
  for (const name of names) {
    put(home, claudePath(name), lines(own(name, 100)));
  }
  const totals = await totalsInEveryOrder(
    home,
    names.map((name) => claudePath(name)),
  );
  assert.deepEqual(outputs(totals), { K: 100 });
});
