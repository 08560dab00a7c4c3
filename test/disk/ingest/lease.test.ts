/** One process reads, the others follow: as real processes on one ledger. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { add, lines, openRig, temporaryFolder } from '../ledger/rig.ts';
import { startLoop } from './loopProcess.ts';

const log = claudePath('one');
const request = (nth: number): string => lines(claudeRow({ id: `msg_${nth}`, request: `req_${nth}`, output: nth }));
const holds = (requests: number) => (told: { requests?: number }) => told.requests === requests;

test('one of two processes leads and the other sees its rows within half a second', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  add(home, log, request(1));
  const leader = startLoop(t, home, file);
  await leader.until(({ phase }) => phase === 'live');
  const follower = startLoop(t, home, file);
  await follower.until(holds(1));
  await follower.until(({ isLeader }) => isLeader === false);
  const delays: number[] = [];
  for (let nth = 2; nth <= 11; nth++) {
    follower.forget();
    leader.forget();
    add(home, log, request(nth));
    const [read, seen] = await Promise.all([leader.until(holds(nth)), follower.until(holds(nth))]);
    delays.push(seen - read);
  }
  delays.sort((a, b) => a - b);
  t.diagnostic(
    `the follower sees a row ${delays[5]?.toFixed(0)} ms after the leader (median), at most ${delays[9]?.toFixed(0)} ms`,
  );
  assert.ok((delays[9] ?? 0) < 500);
  follower.forget();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  assert.deepEqual(follower.told, [], 'renewing the lease is no news');
});

test('a leader that is killed is replaced within five seconds, and nothing that was written meanwhile is lost', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  add(home, log, request(1));
  const leader = startLoop(t, home, file);
  await leader.until(({ phase }) => phase === 'live');
  const follower = startLoop(t, home, file);
  await follower.until(holds(1));
  const killedAt = performance.now();
  leader.kill();
  add(home, log, request(2));
  const took = (await follower.until(({ isLeader }) => isLeader === true)) - killedAt;
  t.diagnostic(`took over after ${took.toFixed(0)} ms`);
  assert.ok(took < 5_000);
  await follower.until(holds(2));
  add(home, log, request(3));
  await follower.until(holds(3));
  await follower.close();
  const rig = openRig(home, { file });
  t.after(rig.close);
  assert.deepEqual(rig.totals()['claude one claude-opus-4-5-20251101']?.slice(0, 2), [3, 30]);
});

test('a leader that closes gives the lease back at once', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  add(home, log, request(1));
  const leader = startLoop(t, home, file);
  await leader.until(({ phase }) => phase === 'live');
  const follower = startLoop(t, home, file);
  await follower.until(holds(1));
  const begun = performance.now();
  await leader.close();
  const took = (await follower.until(({ isLeader }) => isLeader === true)) - begun;
  t.diagnostic(`took over after ${took.toFixed(0)} ms`);
  assert.ok(took < 1_000);
});

test('eight processes that create one ledger at once all come to work, and one of them leads', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'deep', 'down', 'ledger.db');
  add(home, log, request(1));
  const loops = Array.from({ length: 8 }, () => startLoop(t, home, file));
  await Promise.all(loops.map((loop) => loop.until(holds(1), 20_000)));
  await Promise.all(loops.map((loop) => loop.until(({ isLeader }) => isLeader !== undefined)));
  const leaders = loops.filter(({ told }) => told.some(({ isLeader }) => isLeader === true));
  assert.equal(leaders.length, 1);
  assert.ok(loops.every(({ told }) => told.every(({ phase }) => phase !== 'error')));
});
