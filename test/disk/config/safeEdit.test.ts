import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { chmod, chown, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { verifyOnlyModelChanged } from '../../../src/core/agents/switch/claudeModelSetting.ts';
import type { ApplyStep } from '../../../src/disk/config/safeEdit.ts';
import { lastSwitch, undoLast } from '../../../src/disk/config/undoSwitch.ts';
import { settingsTexts } from '../../core/agents/switch/jsoncTexts.ts';
import { apply, atMs, messageOf, planSwitch, temporaryFolder } from './folders.ts';

const posix = { skip: process.platform === 'win32' && 'permissions and links are POSIX here' };

test('a switch writes the planned text and undo gives the same bytes back', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  const before = Buffer.from('\uFEFF{\r\n\t// mine\r\n\t"model": "opus", // ü\r\n}\r\n');
  await writeFile(file, before);
  const plan = await planSwitch(file);
  assert.equal(plan.before, before.toString());
  assert.deepEqual(await readFile(file), before, 'a plan writes nothing');
  assert.equal((await apply(plan, join(folder, 'backups'))).status, 'applied');
  assert.equal(await readFile(file, 'utf8'), before.toString().replace('"opus"', '"haiku"'));
  assert.equal((await undoLast(join(folder, 'backups'), atMs)).status, 'undone');
  assert.deepEqual(await readFile(file), before);
  assert.deepEqual(await readdir(folder), ['backups', 'settings.json']);
});

test('any settings file comes back byte for byte', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await fc.assert(
    fc.asyncProperty(settingsTexts, async (text) => {
      await writeFile(file, text);
      assert.equal((await apply(await planSwitch(file), join(folder, 'b'))).status, 'applied');
      assert.equal(verifyOnlyModelChanged(text, await readFile(file, 'utf8')), null);
      assert.equal((await undoLast(join(folder, 'b'), atMs)).status, 'undone');
      assert.deepEqual(await readFile(file), Buffer.from(text));
    }),
    { numRuns: 40 },
  );
});

test('a missing file and its folder are made, and undo takes both away', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, '.claude', 'settings.local.json');
  const plan = await planSwitch(file);
  assert.equal(plan.existed, false);
  assert.equal((await apply(plan, join(folder, 'b'))).status, 'applied');
  assert.equal(await readFile(file, 'utf8'), '{\n  "model": "haiku"\n}\n');
  assert.equal((await undoLast(join(folder, 'b'), atMs)).status, 'undone');
  assert.deepEqual(await readdir(folder), ['b']);
});

test('undo leaves a folder that someone has put something into', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, '.claude', 'settings.local.json');
  await apply(await planSwitch(file), join(folder, 'b'));
  await writeFile(join(folder, '.claude', 'other'), '');
  assert.equal((await undoLast(join(folder, 'b'), atMs)).status, 'undone');
  assert.deepEqual(await readdir(join(folder, '.claude')), ['other']);
});

test('switches are taken back one after the other', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  for (const model of ['haiku', 'opus', 'haiku']) {
    await apply(await planSwitch(file, model), join(folder, 'b'), {
      about: { agent: 'claude', from: null, to: model },
    });
  }
  const seen: (string | null | undefined)[] = [];
  for (let count = 0; count < 3; count += 1) {
    seen.push((await lastSwitch(join(folder, 'b')))?.to);
    assert.equal((await undoLast(join(folder, 'b'), atMs)).status, 'undone');
  }
  assert.deepEqual(seen, ['haiku', 'opus', 'haiku']);
  assert.equal(await readFile(file, 'utf8'), '{}');
  assert.match(messageOf(await undoLast(join(folder, 'b'), atMs)), /no switch to take back/);
});

test('permissions are kept, and the backup is for the user alone', posix, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{"env":{"KEY":"secret"}}');
  await chmod(file, 0o664);
  const outcome = await apply(await planSwitch(file), join(folder, 'b'));
  assert.equal((await stat(file)).mode & 0o777, 0o664);
  const backup = outcome.status === 'applied' ? (outcome.record.backup ?? '') : '';
  assert.equal((await stat(backup)).mode & 0o777, 0o600);
  assert.equal((await stat(dirname(backup))).mode & 0o777, 0o700);
  assert.equal((await stat(join(folder, 'b', 'switches.jsonl'))).mode & 0o777, 0o600);
  await undoLast(join(folder, 'b'), atMs);
  assert.equal((await stat(file)).mode & 0o777, 0o664);
});

test('the owner is kept when root switches for a user', {
  skip: process.geteuid?.() !== 0 && 'needs root',
}, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await chown(file, 1234, 2345);
  assert.equal((await apply(await planSwitch(file), join(folder, 'b'))).status, 'applied');
  const { uid, gid } = await stat(file);
  assert.deepEqual([uid, gid], [1234, 2345]);
});

test('a file that changed after the preview is not written', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  const plan = await planSwitch(file);
  await writeFile(file, '{"theirs":1}');
  assert.match(messageOf(await apply(plan, join(folder, 'b'))), /changed while you looked at the preview/);
  assert.equal(await readFile(file, 'utf8'), '{"theirs":1}');
  assert.deepEqual(await readdir(folder), ['settings.json']);
});

test('a file that changes between the backup and the rename is not written, and nothing is left over', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  const steps: ApplyStep[] = ['backedUp', 'logged', 'tempSynced'];
  for (const at of steps) {
    await writeFile(file, '{}');
    const plan = await planSwitch(file);
    const outcome = await apply(plan, join(folder, 'b'), {
      onStep: (step) => (step === at ? writeFileSync(file, '{"theirs":1}') : undefined),
    });
    assert.match(messageOf(outcome), /changed while you looked/);
    assert.equal(await readFile(file, 'utf8'), '{"theirs":1}');
    assert.deepEqual(await readdir(folder), ['b', 'settings.json']);
  }
});

test('a file that appeared after the preview is not overwritten', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  const plan = await planSwitch(file);
  await writeFile(file, '{"theirs":1}');
  assert.match(messageOf(await apply(plan, join(folder, 'b'))), /changed while you looked/);
  assert.equal(await readFile(file, 'utf8'), '{"theirs":1}');
});

test('undo refuses when the file changed after the switch, and names the backup', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await apply(await planSwitch(file), join(folder, 'b'));
  await writeFile(file, '{"model":"opus"}');
  assert.match(messageOf(await undoLast(join(folder, 'b'), atMs)), /changed after the switch.*\.bak/);
  assert.equal(await readFile(file, 'utf8'), '{"model":"opus"}');
});

test('undo refuses a backup that is gone or damaged', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  const outcome = await apply(await planSwitch(file), join(folder, 'b'));
  const backup = outcome.status === 'applied' ? (outcome.record.backup ?? '') : '';
  await writeFile(backup, '{"model":"evil"}');
  assert.match(messageOf(await undoLast(join(folder, 'b'), atMs)), /gone or damaged/);
  await rm(backup);
  assert.match(messageOf(await undoLast(join(folder, 'b'), atMs)), /gone or damaged/);
  assert.match(await readFile(file, 'utf8'), /haiku/);
});

test('what does not pass the check after the write is put back, and a copy of it kept', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{ "a": 1 }');
  const plan = await planSwitch(file);
  const outcome = await apply(plan, join(folder, 'b'), {
    onStep: (step) => (step === 'folderSynced' ? writeFileSync(file, '{ "a": 2, "model": "haiku" }') : undefined),
  });
  assert.match(messageOf(outcome), /A setting other than "model" changed\..*was put back as it was/);
  assert.equal(await readFile(file, 'utf8'), '{ "a": 1 }');
  assert.equal(
    await readFile(/is in (.+)\.$/.exec(messageOf(outcome))?.[1] ?? '', 'utf8'),
    '{ "a": 2, "model": "haiku" }',
  );
  assert.equal(await lastSwitch(join(folder, 'b')), null);
});

test('a new file that does not pass the check is removed again', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  const outcome = await apply(await planSwitch(file), join(folder, 'b'), { verify: () => 'No.' });
  assert.match(messageOf(outcome), /^No\. .* put back/);
  assert.deepEqual(await readdir(folder), ['b']);
});

test('a file that another program put in its place right after is theirs and stays', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await writeFile(join(folder, 'theirs'), '{"theirs":1}');
  const outcome = await apply(await planSwitch(file), join(folder, 'b'), {
    onStep: (step) => (step === 'folderSynced' ? renameSync(join(folder, 'theirs'), file) : undefined),
  });
  assert.match(messageOf(outcome), /Another program replaced/);
  assert.equal(await readFile(file, 'utf8'), '{"theirs":1}');
});
