/** A ledger that is full, locked or damaged while logs are read: said in words, nothing half-written, and on as soon as it can. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import type { ReadingState } from '../../../src/core/usage/spendSource.ts';
import { type IngestLoop, startIngestLoop } from '../../../src/disk/ingest/ingestLoop.ts';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { add, lines, openRig, type Rig, temporaryFolder } from '../ledger/rig.ts';
import { writeTree } from './sessionTree.ts';

/** A loop in this process and its latest state. */
interface Watched {
  readonly loop: IngestLoop;
  readonly states: readonly ReadingState[];
  until(phase: ReadingState['phase'], withinMs?: number): Promise<ReadingState>;
}

function watchLoop(t: TestContext, rig: Rig): Watched {
  const states: ReadingState[] = [];
  const loop = startIngestLoop({
    ledger: rig.ledger,
    ingest: rig.ingest,
    onState: (state) => states.push(state),
    onUsage: () => undefined,
  });
  t.after(async () => {
    await loop.close();
    rig.close();
  });
  return {
    loop,
    states,
    async until(phase, withinMs = 15_000) {
      for (const begun = Date.now(); Date.now() - begun < withinMs; ) {
        const state = states.at(-1);
        if (state?.phase === phase) {
          return state;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`never ${phase}: ${JSON.stringify(states)}`);
    },
  };
}

test('a full disk is said, leaves every batch whole or absent, and ends by itself when there is room', async (t) => {
  const home = temporaryFolder(t);
  const truth = writeTree(home, { seed: 3, sessions: 8, requests: 60, bulkBytes: 200 });
  const rig = openRig(home, { file: path.join(home, 'ledger.db'), batchBytes: 20_000 });
  const { db } = rig.ledger;
  const limit = Number(db.prepare('PRAGMA page_count').get()?.page_count) + 40;
  db.exec(`PRAGMA max_page_count = ${limit}`);
  const watched = watchLoop(t, rig);
  const state = await watched.until('error');
  assert.deepEqual(state, {
    phase: 'error',
    message: 'The disk is full: the ledger cannot grow. Free some space; reading goes on by itself.',
  });
  const partial = rig.totals();
  assert.ok(Object.keys(partial).length < Object.keys(truth).length, 'it stopped in the middle');
  assert.equal(db.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
  db.exec('PRAGMA max_page_count = 1000000');
  await watched.until('live');
  assert.deepEqual(rig.totals(), truth);
});

test('a ledger that another program locks is said, and read on from when it is free', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  const log = claudePath('one');
  add(home, log, lines(claudeRow()));
  const rig = openRig(home, { file, busyTimeoutMs: 100 });
  const watched = watchLoop(t, rig);
  await watched.until('live');
  const other = new DatabaseSync(file);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  add(home, log, lines(claudeRow({ id: 'msg_2', request: 'req_2' })));
  assert.deepEqual(await watched.until('error'), {
    phase: 'error',
    message: 'The ledger is locked by another program. Reading goes on when it is free.',
  });
  assert.equal(Object.values(rig.totals())[0]?.[0], 1, 'what is there can be read meanwhile');
  other.exec('ROLLBACK');
  const freedAt = Date.now();
  await watched.until('live');
  t.diagnostic(`live ${Date.now() - freedAt} ms after the lock was gone`);
  assert.ok(Date.now() - freedAt < 3_000);
  assert.equal(Object.values(rig.totals())[0]?.[0], 2);
});

test('a process that finds the ledger locked for longer than it waits fails to open it, and the next one does not', (t) => {
  const file = path.join(temporaryFolder(t), 'ledger.db');
  const holder = new DatabaseSync(file);
  holder.exec('BEGIN EXCLUSIVE; CREATE TABLE x (y)');
  assert.throws(() => openLedger(file, 0, { busyTimeoutMs: 50 }), /locked/);
  holder.exec('ROLLBACK');
  holder.close();
  openLedger(file, 0, { busyTimeoutMs: 50 }).db.close();
});

test('a ledger that turns out damaged while it is written is said; opened again, it is put aside and read anew', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  writeTree(home, { seed: 4, sessions: 6, requests: 60, bulkBytes: 50 });
  const before = openRig(home, { file });
  await before.readAll();
  before.close();
  damageRequests(file);
  add(home, claudePath('one'), lines(claudeRow()));
  const rig = openRig(home, { file, isThorough: false });
  const watched = watchLoop(t, rig);
  const state = await watched.until('error');
  assert.match(JSON.stringify(state), /The ledger is damaged. Restart Meterline/);
  const after = openRig(home, { file });
  t.after(after.close);
  await after.readAll();
  const fresh = openRig(home);
  t.after(fresh.close);
  await fresh.readAll();
  assert.deepEqual(after.totals(), fresh.totals());
});

/** Destroys the first page of the requests. */
function damageRequests(file: string): void {
  const db = new DatabaseSync(file);
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'request'").get()?.rootpage);
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  db.close();
  const bytes = readFileSync(file);
  bytes.fill(0xee, (page - 1) * pageSize, page * pageSize);
  writeFileSync(file, bytes);
}
