/** A running loop over real files: how soon what an agent writes is in the ledger. */
import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReadingState } from '../../../src/core/usage/spendSource.ts';
import { startIngestLoop } from '../../../src/disk/ingest/ingestLoop.ts';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { codexPath, codexSession, meta, tokens } from '../ledger/codexLog.ts';
import { add, lines, openRig, put, type Rig, temporaryFolder } from '../ledger/rig.ts';

const request = (nth: number, session = 'one'): string =>
  lines(claudeRow({ session, id: `msg_${session}_${nth}`, request: `req_${session}_${nth}` }));

/** A loop that is live, and a way to wait for so many requests; it tells how long that took. */
async function startLive(
  t: TestContext,
  home: string,
): Promise<{ rig: Rig; until(requests: number): Promise<number> }> {
  const rig = openRig(home);
  const waiting = new Set<() => void>();
  let phase: ReadingState['phase'] = 'starting';
  const told = (): void => {
    for (const look of waiting) {
      look();
    }
  };
  const loop = startIngestLoop({
    ledger: rig.ledger,
    ingest: rig.ingest,
    onState(state) {
      phase = state.phase;
      told();
    },
    onUsage: told,
  });
  t.after(async () => {
    await loop.close();
    rig.close();
  });
  const untilSo = async (isSo: () => boolean): Promise<number> => {
    const begun = performance.now();
    if (!isSo()) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('not told within 10 s')), 10_000);
        const look = (): void => {
          if (isSo()) {
            clearTimeout(timer);
            waiting.delete(look);
            resolve();
          }
        };
        waiting.add(look);
      });
    }
    return performance.now() - begun;
  };
  await untilSo(() => phase !== 'starting' && phase !== 'reading');
  const count = rig.ledger.db.prepare('SELECT count(*) AS n FROM request');
  return { rig, until: (requests) => untilSo(() => Number(count.get()?.n) === requests) };
}

test('what is appended to a log is in the ledger within 300 ms', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), request(0));
  const { until } = await startLive(t, home);
  const delays: number[] = [];
  for (let nth = 1; nth <= 40; nth++) {
    add(home, claudePath('one'), request(nth));
    delays.push(await until(nth + 1));
    await wait(nth % 7);
  }
  delays.sort((a, b) => a - b);
  const [median = 0, p95 = 0] = [delays[19], delays[37]];
  t.diagnostic(`median ${median.toFixed(0)} ms, 95th percentile ${p95.toFixed(0)} ms of ${delays.length} appends`);
  assert.ok(p95 < 300);
});

test('a log in a new folder, a new agent’s first log and a subagent’s are noticed', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), request(0));
  const { until } = await startLive(t, home);
  put(home, '.claude/projects/-home-dev-other/two.jsonl', request(0, 'two'));
  t.diagnostic(`a log in a new folder after ${(await until(2)).toFixed(0)} ms`);
  put(home, claudePath('one', 'abc'), lines(claudeRow({ id: 'msg_s', request: 'req_s', isSidechain: true })));
  t.diagnostic(`a subagent's log after ${(await until(3)).toFixed(0)} ms`);
  const id = codexSession(0, 'a');
  put(home, codexPath(id), lines(meta(id), tokens(1, 10, 1)));
  t.diagnostic(`another agent's first log after ${(await until(4)).toFixed(0)} ms`);
  add(home, codexPath(id), lines(tokens(2, 10, 1, 2)));
  t.diagnostic(`its next request after ${(await until(5)).toFixed(0)} ms`);
});

test('a log that appears in the first moment of a machine without agents is noticed, and the state says so', async (t) => {
  const home = temporaryFolder(t);
  const { until } = await startLive(t, home);
  put(home, claudePath('one'), request(0));
  await until(1);
});

test('a log that is replaced, and a folder that is removed and made again, are followed on', async (t) => {
  const home = temporaryFolder(t);
  const log = put(home, claudePath('one'), request(0));
  const { until } = await startLive(t, home);
  const fresh = put(home, `${claudePath('one')}.tmp`, request(0) + request(1));
  renameSync(fresh, log);
  await until(2);
  add(home, claudePath('one'), request(2));
  await until(3);
  rmSync(path.dirname(log), { recursive: true });
  await wait(100);
  put(home, claudePath('one'), request(0) + request(1) + request(2) + request(3));
  await until(4);
  add(home, claudePath('one'), request(4));
  const took = await until(5);
  t.diagnostic(`the first append in the folder made again after ${took.toFixed(0)} ms`);
  assert.ok(took < 500);
});

test('many logs that are written at once all arrive', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), request(0));
  const { rig, until } = await startLive(t, home);
  for (let nth = 0; nth < 50; nth++) {
    put(home, `.claude/projects/-p${nth % 9}/s${nth}.jsonl`, request(0, `s${nth}`));
    add(home, `.claude/projects/-p${nth % 9}/s${nth}.jsonl`, request(1, `s${nth}`));
  }
  await until(101);
  assert.equal(Object.keys(rig.totals()).length, 51);
});
