import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ApplyStep } from '../../../src/disk/config/safeEdit.ts';
import { undoLast } from '../../../src/disk/config/undoSwitch.ts';
import { apply, atMs, messageOf, planSwitch, temporaryFolder } from './folders.ts';

const child = fileURLToPath(new URL('applyAndStop.ts', import.meta.url));
const before = `{\n  // ${'long '.repeat(5000)}\n  "model": "opus"\n}\n`;
const after = before.replace('"opus"', '"claude-haiku-5-5"');

/** Every step of a switch, and whether the file is the new one when the process dies there. */
const steps: readonly (readonly [ApplyStep, 'old' | 'new'])[] = [
  ['checked', 'old'],
  ['backedUp', 'old'],
  ['folderMade', 'old'],
  ['logged', 'old'],
  ['tempOpened', 'old'],
  ['tempWritten', 'old'],
  ['tempSynced', 'old'],
  ['renamed', 'new'],
  ['folderSynced', 'new'],
  ['verified', 'new'],
];

/** Runs a switch in a process of its own and kills it at a step. Gives the steps it got to. */
async function killAt(step: ApplyStep, file: string, backups: string): Promise<string[]> {
  const process_ = spawn(process.execPath, [child, file, backups, step], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  process_.stdout.setEncoding('utf8');
  for await (const chunk of process_.stdout) {
    output += chunk;
    if (output.includes(`${step}\n`)) {
      process_.kill('SIGKILL');
    }
  }
  if (process_.exitCode === null && process_.signalCode === null) {
    await once(process_, 'exit');
  }
  assert.equal(process_.signalCode, 'SIGKILL', output);
  return output.trim().split('\n');
}

for (const [step, version] of steps) {
  test(`killed at ${step}, the ${version} file is there whole, and the next switch and undo work`, async (t) => {
    const folder = await temporaryFolder(t);
    const file = join(folder, 'settings.json');
    const backups = join(folder, 'b');
    await writeFile(file, before);
    const reached = await killAt(step, file, backups);
    assert.deepEqual(
      reached,
      steps.slice(0, steps.findIndex(([name]) => name === step) + 1).map(([name]) => name),
    );
    assert.equal(await readFile(file, 'utf8'), version === 'old' ? before : after);
    if (version === 'new') {
      assert.equal((await undoLast(backups, atMs)).status, 'undone');
      assert.equal(await readFile(file, 'utf8'), before);
    } else {
      assert.match(messageOf(await undoLast(backups, atMs)), /no switch to take back/);
    }
    assert.equal((await apply(await planSwitch(file), backups)).status, 'applied');
    assert.deepEqual((await readdir(folder)).sort(), ['b', 'settings.json'], 'what the killed process left is gone');
    assert.equal((await undoLast(backups, atMs)).status, 'undone');
    assert.equal(await readFile(file, 'utf8'), before);
  });
}
