/** Folders and files that cannot be read: each is named once with its reason, and hides none of its neighbours. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { gatherProblems } from '../../../src/disk/diagnostics.ts';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { codexPath, codexSession, meta, tokens } from '../ledger/codexLog.ts';
import { lines, openRig, put, type Rig, temporaryFolder } from '../ledger/rig.ts';

const one = claudePath('one');
const folder = path.dirname(one);

async function readHome(t: TestContext, home: string): Promise<Rig> {
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  return rig;
}

const requests = (rig: Rig): number => Object.values(rig.totals()).reduce((sum, [n = 0]) => sum + n, 0);

function unreadable(rig: Rig, home: string) {
  return gatherProblems(rig.ledger.db, rig.ingest.discovery, home).unreadable;
}

test('links that lead in a circle or nowhere do not hide the logs beside them', async (t) => {
  const home = temporaryFolder(t);
  put(home, `${folder}/a.jsonl`, lines(claudeRow({ session: 'a', id: 'm1' })));
  symlinkSync('loop.jsonl', path.join(home, folder, 'loop.jsonl'));
  symlinkSync('nowhere', path.join(home, folder, 'dangling.jsonl'));
  symlinkSync('..', path.join(home, folder, 'up'));
  put(home, `${folder}/z.jsonl`, lines(claudeRow({ session: 'z', id: 'm2' })));
  const rig = await readHome(t, home);
  assert.equal(requests(rig), 2);
  assert.deepEqual(unreadable(rig, home), [{ path: `~/${folder}/loop.jsonl`, reason: 'links that lead in a circle' }]);
});

test('a file where a folder should be is named, and the other agent is read', async (t) => {
  const home = temporaryFolder(t);
  put(home, '.claude', 'not a folder');
  const id = codexSession(0, 'a');
  put(home, codexPath(id), lines(meta(id), tokens(2, 10, 1)));
  const rig = await readHome(t, home);
  assert.equal(requests(rig), 1);
  assert.deepEqual(unreadable(rig, home), [{ path: '~/.claude/projects', reason: 'not a folder' }]);
});

test('a folder that is named like a log is a folder', async (t) => {
  const home = temporaryFolder(t);
  put(home, `${folder}/x.jsonl/inside.jsonl`, lines(claudeRow()));
  const rig = await readHome(t, home);
  assert.equal(requests(rig), 1);
  assert.deepEqual(unreadable(rig, home), []);
});

test('a log that is reached by two paths counts once', async (t) => {
  const home = temporaryFolder(t);
  put(home, one, lines(claudeRow()));
  symlinkSync(path.join(home, folder), path.join(home, '.claude/projects/-again'));
  symlinkSync(path.join(home, one), path.join(home, folder, 'linked.jsonl'));
  assert.equal(requests(await readHome(t, home)), 1);
});

test('a root that is a link to another root is searched once', async (t) => {
  const home = temporaryFolder(t);
  put(home, one, lines(claudeRow()));
  mkdirSync(path.join(home, '.config'));
  symlinkSync(path.join(home, '.claude'), path.join(home, '.config/claude'));
  const rig = await readHome(t, home);
  assert.equal(rig.ingest.discovery.logs.length, 1);
  assert.equal(rig.ingest.discovery.roots.filter(({ state }) => state === 'found').length, 2);
});

test('a log that vanishes between the search and the reading is no problem', async (t) => {
  const home = temporaryFolder(t);
  put(home, one, lines(claudeRow()));
  const gone = put(home, claudePath('gone'), lines(claudeRow({ session: 'gone', id: 'm2' })));
  const rig = openRig(home);
  t.after(rig.close);
  rig.ingest.search();
  rmSync(gone);
  await rig.ingest.readUnread(new AbortController().signal, () => undefined);
  assert.equal(requests(rig), 1);
  assert.deepEqual(unreadable(rig, home), []);
});

test('a log that becomes a folder, or a link in a circle, is named, then read when it is a log again', async (t) => {
  const home = temporaryFolder(t);
  const log = put(home, one, lines(claudeRow()));
  const rig = openRig(home);
  t.after(rig.close);
  rig.ingest.search();
  rmSync(log);
  mkdirSync(log);
  await rig.ingest.readUnread(new AbortController().signal, () => undefined);
  assert.deepEqual(unreadable(rig, home), [{ path: `~/${one}`, reason: 'a folder where a file is expected' }]);
  assert.deepEqual(rig.ingest.unread(), [], 'what cannot be read keeps nobody waiting');
  rmSync(log, { recursive: true });
  put(home, one, lines(claudeRow()));
  await rig.readAll();
  assert.equal(requests(rig), 1);
  assert.deepEqual(unreadable(rig, home), []);
});

test('a home that is moved away takes no request out of the ledger', async (t) => {
  const home = temporaryFolder(t);
  put(home, one, lines(claudeRow()));
  const rig = await readHome(t, home);
  renameSync(path.join(home, '.claude'), path.join(home, 'elsewhere'));
  await rig.readAll();
  assert.equal(requests(rig), 1);
  assert.ok(rig.ingest.discovery.roots.every(({ state }) => state === 'absent'));
});
