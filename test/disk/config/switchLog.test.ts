import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { SwitchRecord } from '../../../src/core/agents/switch/modelSwitcher.ts';
import { problemOf } from '../../../src/disk/config/editProblem.ts';
import { appendSwitchLog, readSwitchLog, switchLogFile } from '../../../src/disk/config/switchLog.ts';
import { temporaryFolder } from './folders.ts';

const record = (id: string): SwitchRecord => ({
  id,
  atMs: 1,
  agent: 'claude',
  from: null,
  to: 'haiku',
  file: '/f',
  target: '/f',
  backup: null,
  beforeHash: null,
  afterHash: 'aa',
  madeFolder: false,
});

test('switches that were taken back are not listed', async (t) => {
  const folder = await temporaryFolder(t);
  assert.deepEqual(await readSwitchLog(folder), []);
  for (const id of ['1', '2', '3']) {
    await appendSwitchLog(folder, { event: 'switch', record: record(id) });
  }
  await appendSwitchLog(folder, { event: 'undo', id: '2', atMs: 2 });
  assert.deepEqual(await readSwitchLog(folder), [record('1'), record('3')]);
});

test('half a line, and a line that is no whole record, neither count nor swallow the next', async (t) => {
  const folder = await temporaryFolder(t);
  await appendSwitchLog(folder, { event: 'switch', record: record('1') });
  await appendFile(switchLogFile(folder), 'null\n[]\n{"event":"switch","record":{"id":"x"}}\n{"event":"sw');
  await appendSwitchLog(folder, { event: 'switch', record: record('2') });
  assert.deepEqual(await readSwitchLog(folder), [record('1'), record('2')]);
  assert.match(await readFile(switchLogFile(folder), 'utf8'), /\{"event":"sw\n\{/);
});

test('each error of the system that a user can do something about has its own sentence', () => {
  const message = (code: string) => problemOf(Object.assign(new Error(code), { code, syscall: 'write' }), '/f').message;
  assert.match(message('ENOSPC'), /disk is full\. \/f is as it was\. Free some space/);
  assert.match(message('EACCES'), /No permission/);
  assert.match(message('EROFS'), /read-only disk/);
  assert.match(message('ELOOP'), /leads back to itself/);
  assert.match(message('EIO'), /the system reports EIO/);
});

test('an error that is not the system’s is thrown on', () => {
  assert.throws(() => problemOf(new TypeError('ours'), '/f'), /ours/);
});
