import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { editClaudeModel, verifyOnlyModelChanged } from '../../../src/core/agents/switch/claudeModelSetting.ts';
import { planEdit } from '../../../src/disk/config/safeEdit.ts';
import { lastSwitch, undoLast } from '../../../src/disk/config/undoSwitch.ts';
import { apply, atMs, messageOf, planSwitch, temporaryFolder } from './folders.ts';

const posix = { skip: process.platform === 'win32' && 'permissions and links are POSIX here' };
const nobody = 65_534;

async function refusal(file: string): Promise<string> {
  const outcome = await planEdit(file, (text) => editClaudeModel(text, 'haiku'), verifyOnlyModelChanged);
  return outcome.status === 'refused' ? `${outcome.problem.kind}: ${outcome.problem.message}` : outcome.status;
}

/** Runs with no more rights than a plain user, also where the tests run as root: root may write everything. */
async function asPlainUser<T>(folder: string, run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) {
    return run();
  }
  await chown(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

test('a link stays a link and the file behind it is written', posix, async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'dotfiles'));
  await writeFile(join(folder, 'dotfiles', 'claude.json'), '{}');
  await symlink('dotfiles/claude.json', join(folder, 'settings.json'));
  const plan = await planSwitch(join(folder, 'settings.json'));
  assert.equal(plan.target, join(folder, 'dotfiles', 'claude.json'));
  assert.equal((await apply(plan, join(folder, 'b'))).status, 'applied');
  assert.equal(await readlink(join(folder, 'settings.json')), 'dotfiles/claude.json');
  assert.match(await readFile(join(folder, 'dotfiles', 'claude.json'), 'utf8'), /haiku/);
  assert.equal((await undoLast(join(folder, 'b'), atMs)).status, 'undone');
  assert.ok((await lstat(join(folder, 'settings.json'))).isSymbolicLink());
});

test('a link to a file that is not there yet makes that file', posix, async (t) => {
  const folder = await temporaryFolder(t);
  await symlink('dotfiles', join(folder, '.claude'));
  await symlink('real.json', join(folder, 'settings.json'));
  await mkdir(join(folder, 'dotfiles'));
  await apply(await planSwitch(join(folder, 'settings.json')), join(folder, 'b'));
  assert.ok((await lstat(join(folder, 'real.json'))).isFile());
  assert.equal((await planSwitch(join(folder, '.claude', 'new.json'))).target, join(folder, 'dotfiles', 'new.json'));
});

test('a link that now leads elsewhere is neither written nor undone', posix, async (t) => {
  const folder = await temporaryFolder(t);
  for (const name of ['one', 'two']) {
    await writeFile(join(folder, name), '{}');
  }
  const file = join(folder, 'settings.json');
  await symlink('one', file);
  const plan = await planSwitch(file);
  await rm(file);
  await symlink('two', file);
  assert.match(messageOf(await apply(plan, join(folder, 'b'))), /changed while you looked/);
  await apply(await planSwitch(file), join(folder, 'b'));
  await rm(file);
  await symlink('one', file);
  assert.match(messageOf(await undoLast(join(folder, 'b'), atMs)), /link to another file/);
  assert.match(await readFile(join(folder, 'two'), 'utf8'), /haiku/);
});

test('what is no fitting file is refused with a sentence', posix, async (t) => {
  const folder = await temporaryFolder(t);
  const at = (name: string) => join(folder, name);
  await mkdir(at('folder'));
  await writeFile(at('plain'), '{}');
  await writeFile(at('locked'), '{}');
  await chmod(at('locked'), 0o444);
  await writeFile(at('linked'), '{}');
  await link(at('linked'), at('second'));
  await writeFile(at('latin1'), Buffer.from([0x7b, 0xe4, 0x7d]));
  await writeFile(at('broken'), '{\n"a" 1}');
  await writeFile(at('huge'), Buffer.alloc(4 * 1024 * 1024 + 1, 0x20));
  await symlink('circle', at('circle'));
  assert.match(await refusal(at('folder')), /^notAFile: .* not a regular file/);
  assert.match(await refusal(join(at('plain'), 'settings.json')), /^notAFile: A part of the path .* is not a folder/);
  assert.match(await refusal('/dev/null'), /^notAFile/);
  assert.match(await refusal(at('locked')), /^readOnly: .* marked read-only/);
  assert.match(await refusal(at('linked')), /hard link/);
  assert.match(await refusal(at('latin1')), /not UTF-8/);
  assert.match(await refusal(at('broken')), /broken: The file is not valid JSON: line 2/);
  assert.match(await refusal(at('huge')), /over 4 MiB/);
  assert.match(await refusal(at('circle')), /leads back to itself/);
});

test('a file in a folder that may not be written or entered is refused and stays as it was', posix, async (t) => {
  const folder = await temporaryFolder(t);
  await asPlainUser(folder, async () => {
    const locked = join(folder, 'locked');
    await mkdir(locked);
    await writeFile(join(locked, 'settings.json'), '{}');
    await chmod(locked, 0o555);
    // access(2) asks for the real user, which is still root here: then the write itself is refused.
    const outcome = await refusal(join(locked, 'settings.json'));
    const message =
      outcome === 'planned'
        ? messageOf(await apply(await planSwitch(join(locked, 'settings.json')), join(folder, 'b')))
        : outcome;
    assert.match(message, /No permission to read and write .*settings\.json/);
    const plan = await planSwitch(join(locked, 'new.json'));
    assert.match(messageOf(await apply(plan, join(folder, 'b'))), /No permission/);
    await chmod(locked, 0o000);
    assert.match(await refusal(join(locked, 'settings.json')), /^noPermission/);
    await chmod(locked, 0o755);
    assert.deepEqual(await readdir(locked), ['settings.json']);
    assert.equal(await readFile(join(locked, 'settings.json'), 'utf8'), '{}');
    assert.equal(await lastSwitch(join(folder, 'b')), null);
  });
});

test("another user's file is refused", { skip: process.geteuid?.() !== 0 && 'needs root to make one' }, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await chmod(file, 0o666);
  assert.match(await asPlainUser(folder, () => refusal(file)), /^noPermission/);
});

test('a full disk is said to be full, and the file is as it was', {
  skip: process.platform !== 'linux' && 'needs /dev/full',
}, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await mkdir(join(folder, 'b'));
  await symlink('/dev/full', join(folder, 'b', 'switches.jsonl'));
  assert.match(
    messageOf(await apply(await planSwitch(file), join(folder, 'b'))),
    /^The disk is full\..*Free some space/,
  );
  assert.equal(await readFile(file, 'utf8'), '{}');
});

test('an error of the system at any later step is a sentence, and the file is as it was', posix, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'settings.json');
  await writeFile(file, '{}');
  await writeFile(join(folder, 'plain'), '');
  // Backups below a regular file: real ENOTDIR, for root as well.
  assert.match(messageOf(await apply(await planSwitch(file), join(folder, 'plain', 'b'))), /plain\/b is not a folder/);
  // The folder goes away between the log and the write: real ENOENT.
  const inner = join(folder, 'inner', 'settings.json');
  await mkdir(dirname(inner));
  const outcome = await apply(await planSwitch(inner), join(folder, 'b'), {
    onStep: (step) => (step === 'logged' ? renameSync(dirname(inner), join(folder, 'moved')) : undefined),
  });
  assert.match(messageOf(outcome), /is as it was: the system reports ENOENT/);
  assert.equal(await readFile(file, 'utf8'), '{}');
  assert.equal(await lastSwitch(join(folder, 'b')), null);
  await rename(join(folder, 'moved'), dirname(inner));
  assert.deepEqual(await readdir(dirname(inner)), []);
});
