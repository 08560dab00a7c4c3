import assert from 'node:assert/strict';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { runCommand } from '../steps/command.ts';
import { type Plants, withOverlay } from './overlay.ts';

/** Each needs something that core must not know; the compiler knows it neither when core's ambient types are empty. */
const plants: Plants = {
  'src/core/plantedModule.ts': "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  'src/core/plantedProcess.ts': 'export const planted = process.env;\n',
  'src/core/plantedBuffer.ts': "export const planted = Buffer.from('');\n",
  'src/core/plantedConsole.ts': "console.log('planted');\nexport const planted = 1;\n",
  'src/core/plantedTimer.ts': 'export const planted = setTimeout;\n',
  'src/core/plantedDom.ts': 'export const planted = document.body;\n',
  'src/core/plantedNetwork.ts': 'export const planted = fetch;\n',
  'src/core/plantedTest.ts': "suite('planted', () => {});\nexport const planted = 1;\n",
  // No fault: what every engine of the language has.
  'src/core/plantedFine.ts': "export const planted = new Map([['a', 1n]]);\n",
};

const tsc = (cwd: string): ReturnType<typeof runCommand> =>
  runCommand('tsc', ['-p', 'src/core/tsconfig.json', '--pretty', 'false'], { cwd });

test("the compiler reports every planted use of the outside in core, on the planted files' lines only", async () => {
  const { code, output } = await withOverlay(['src/core'], plants, tsc);
  const found = [...output.matchAll(/^src\/core\/(planted\w+)\.ts\(1,\d+\): error/gm)].map((match) => match[1]);
  assert.notEqual(code, 0);
  assert.deepEqual([...new Set(found)].sort(), [
    'plantedBuffer',
    'plantedConsole',
    'plantedDom',
    'plantedModule',
    'plantedNetwork',
    'plantedProcess',
    'plantedTest',
    'plantedTimer',
  ]);
});

test('the compiler fails when core has no file', async () => {
  const { code, output } = await withOverlay(['src/core'], {}, async (folder) => {
    const core = path.join(folder, 'src', 'core');
    await cp(path.join(core, 'tsconfig.json'), path.join(folder, 'kept.json'));
    await rm(core, { recursive: true });
    await mkdir(core);
    await cp(path.join(folder, 'kept.json'), path.join(core, 'tsconfig.json'));
    return tsc(folder);
  });
  assert.notEqual(code, 0);
  assert.match(output, /TS18003/);
});
