/** A reader that is killed, at any moment and again and again, loses nothing and counts nothing twice. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRig, type Totals, temporaryFolder } from '../ledger/rig.ts';
import { writeTree } from './sessionTree.ts';

const rounds = 24;

/** Reads in another process that is killed so long after it began; how it ended. */
function readAndKill(home: string, file: string, afterMs: number): Promise<'killed' | 'done'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'readChild.ts'), home, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
      if (said.startsWith('reading\n')) {
        setTimeout(() => child.kill('SIGKILL'), afterMs);
      }
    });
    child.on('error', reject);
    child.on('exit', () => resolve(said.endsWith('done\n') ? 'done' : 'killed'));
  });
}

/** Fails when a sum is larger than it may be: something was counted twice. */
function assertWithin(totals: Totals, truth: Totals): void {
  for (const [name, values] of Object.entries(totals)) {
    assert.ok(
      // A stream's first rows may stand for the whole for a while, so only counts of requests and input are bounds.
      values.slice(0, 2).every((value, index) => value <= (truth[name]?.[index] ?? 0)),
      `${name} holds ${values} of ${truth[name]}`,
    );
  }
}

test(`${rounds} kills at random moments of reading: every state between is sound and the end is the truth`, async (t) => {
  const home = temporaryFolder(t);
  const truth = writeTree(home, { seed: 7, sessions: 12, requests: 60, bulkBytes: 4000 });
  const file = path.join(home, 'ledger.db');
  const ends = { killed: 0, done: 0 };
  for (let round = 0; round < rounds; round++) {
    const end = await readAndKill(home, file, Math.random() * 250);
    ends[end]++;
    const rig = openRig(home, { file });
    assert.deepEqual(rig.ledger.db.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
    if (end === 'done') {
      assert.deepEqual(rig.totals(), truth);
    } else {
      assertWithin(withoutReplays(rig.totals()), truth);
    }
    rig.close();
    if (end === 'done' || round % 6 === 5) {
      // Begin anew, so that kills meet every part of the reading; otherwise go on where the last one fell.
      for (const suffix of ['', '-wal', '-shm']) {
        rmSync(file + suffix, { force: true });
      }
    }
  }
  t.diagnostic(`${ends.killed} killed while reading, ${ends.done} were done before`);
  assert.ok(ends.killed >= rounds / 2, 'most kills met a reader at work');
  const rig = openRig(home, { file });
  t.after(rig.close);
  await rig.readAll();
  assert.deepEqual(rig.totals(), truth);
});

/** A sidechain's replays count until their originals are read, so while reading they are no fault. */
function withoutReplays(totals: Totals): Totals {
  return Object.fromEntries(Object.entries(totals).filter(([name]) => name.startsWith('codex')));
}
