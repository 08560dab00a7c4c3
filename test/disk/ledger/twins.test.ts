/** Codex moves, compresses and copies a session's file: of all its copies one counts, and a fork's copied history never. */
import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { codexPath, codexSession, meta, tokens, turn, turnId } from './codexLog.ts';
import { add, lines, openRig, put, type Totals, temporaryFolder, totalsInEveryOrder } from './rig.ts';

const id = codexSession(0, 'a');
const live = codexPath(id);
const archived = codexPath(id, 'archived_sessions');
const packed = `${live}.zst`;

const start = [meta(id), turn(1)];
/** A session with so many requests of 10 in and 1 out. */
const sessionOf = (requests: number): string =>
  lines(...start, ...Array.from({ length: requests }, (_, index) => tokens(2 + index, 10, 1, index + 1)));

/** Requests by session. */
function requestsOf(totals: Totals): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(totals).map(([name, values]) => [name.split(' ')[1]?.slice(-1), values[0]]));
}

test('an archived copy counts once with its original, in any order', async (t) => {
  const home = temporaryFolder(t);
  put(home, live, sessionOf(3));
  put(home, archived, sessionOf(3));
  put(home, packed, zstdCompressSync(sessionOf(3)));
  assert.deepEqual(requestsOf(await totalsInEveryOrder(home, [live, archived, packed])), { a: 3 });
});

test('of copies that differ the longest counts, whole, also when it is compressed', async (t) => {
  const home = temporaryFolder(t);
  put(home, live, sessionOf(2));
  put(home, archived, sessionOf(3));
  put(home, packed, zstdCompressSync(sessionOf(5)));
  assert.deepEqual(requestsOf(await totalsInEveryOrder(home, [live, archived, packed])), { a: 5 });
});

test('a plain copy counts rather than a compressed one that holds as much', async (t) => {
  const home = temporaryFolder(t);
  put(home, packed, zstdCompressSync(sessionOf(2)));
  put(home, live, lines(...start, tokens(2, 10, 1, 1), tokens(3, 90, 1, 9)));
  const totals = await totalsInEveryOrder(home, [live, packed]);
  assert.deepEqual(Object.values(totals)[0]?.slice(0, 2), [2, 100]);
});

test('a copy that grows past the one that counts takes its place, and so back again', async (t) => {
  const home = temporaryFolder(t);
  put(home, live, sessionOf(2));
  put(home, archived, sessionOf(2));
  const rig = openRig(home, { batchBytes: 100 });
  t.after(rig.close);
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 2 });
  add(home, archived, lines(tokens(9, 10, 1, 3)));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 3 });
  add(home, live, lines(tokens(10, 10, 1, 3), tokens(11, 10, 1, 4)));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 4 });
});

test('a session that is archived, packed and taken up again keeps its requests and gains the new ones', async (t) => {
  const home = temporaryFolder(t);
  const liveFile = put(home, live, sessionOf(2));
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  put(home, archived, '');
  renameSync(liveFile, path.join(home, archived));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 2 });
  rmSync(path.join(home, archived));
  put(home, packed, zstdCompressSync(sessionOf(2)));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 2 });
  put(home, live, sessionOf(3));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 3 });
});

test('a change of the copy that counts, cut off in its middle, is made up for by the next read', async (t) => {
  const home = temporaryFolder(t);
  put(home, live, sessionOf(2));
  put(home, archived, sessionOf(2));
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  const [mine, other] = [live, archived].map((name) => rig.ledger.file('codex', path.join(home, name), null));
  assert.ok(mine && other);
  assert.notEqual(mine.holds, other.holds);
  // What a kill leaves: the change of hands is stored, the reading after it is not.
  rig.ledger.passTwin(...(mine.holds ? ([other, mine] as const) : ([mine, other] as const)));
  assert.deepEqual(requestsOf(rig.totals()), {});
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 2 });
});

test('a compressed copy that is cut off is a problem of its own and loses nothing', async (t) => {
  const home = temporaryFolder(t);
  const whole = zstdCompressSync(sessionOf(400));
  const other = codexSession(3, 'b');
  put(home, packed, whole.subarray(0, whole.length - 20));
  put(home, codexPath(other), lines(meta(other), turn(1), tokens(2, 10, 1)));
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  const { error } = rig.ledger.db.prepare('SELECT error FROM file WHERE path = ?').get(path.join(home, packed)) ?? {};
  assert.equal(error, 'its compressed content is damaged or cut off');
  assert.equal(requestsOf(rig.totals()).b, 1);
  rig.ingest.search();
  await rig.ingest.readUnread(new AbortController().signal, ({ totalFiles }) => {
    assert.equal(totalFiles, 0, 'broken bytes are not read again until the file changes');
  });
  put(home, packed, whole);
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 400, b: 1 });
  assert.equal(
    rig.ledger.db.prepare('SELECT error FROM file WHERE path = ?').get(path.join(home, packed))?.error,
    null,
  );
});

const parent = codexSession(0, 'a');
const fork = codexSession(20, 'c');
const parentRows = [meta(parent), turn(1, turnId(1)), tokens(2, 10, 1, 1), tokens(60, 20, 2, 1), tokens(120, 30, 3, 1)];
/** The same without turn ids, as older builds wrote them, all copied at the moment of the fork. */
const copied = [meta(parent, 1200), turn(1200), tokens(1200, 10, 1, 1), tokens(1200, 20, 2, 1), tokens(1200, 30, 3, 1)];

test('a fork whose turns have ids counts only its own', async (t) => {
  const home = temporaryFolder(t);
  put(home, codexPath(parent), lines(...parentRows));
  put(
    home,
    codexPath(fork),
    lines(
      meta(fork, 1200, parent),
      meta(parent, 1200),
      turn(1200, turnId(1)),
      tokens(1200, 10, 1),
      tokens(1200, 20, 2),
      turn(1300, turnId(21)),
      tokens(1310, 5, 5),
    ),
  );
  const totals = await totalsInEveryOrder(home, [codexPath(parent), codexPath(fork)]);
  assert.deepEqual(requestsOf(totals), { a: 3, c: 1 });
});

test('a fork without turn ids is told from its parent by the parent’s events, whichever is read first', async (t) => {
  const home = temporaryFolder(t);
  put(home, codexPath(parent), lines(...parentRows));
  // Its first own request follows the copied ones without a pause: only the parent can tell.
  put(home, codexPath(fork), lines(meta(fork, 1200, parent), ...copied, tokens(1200, 7, 7, 1), tokens(1300, 8, 8, 1)));
  const totals = await totalsInEveryOrder(home, [codexPath(parent), codexPath(fork)]);
  assert.deepEqual(requestsOf(totals), { a: 3, c: 2 });
});

test('a fork without turn ids whose parent is gone loses the burst with which it was written, and no more', async (t) => {
  const home = temporaryFolder(t);
  put(home, codexPath(fork), lines(meta(fork, 1200, parent), ...copied, tokens(1300, 8, 8, 1)));
  assert.deepEqual(requestsOf(await totalsInEveryOrder(home, [codexPath(fork)])), { c: 1 });
  // The parent comes later, say from a backup: its requests are its own, and the fork's stay.
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  put(home, codexPath(parent), lines(...parentRows));
  await rig.readAll();
  assert.deepEqual(requestsOf(rig.totals()), { a: 3, c: 1 });
});
