import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build, type Metafile } from 'esbuild';
import { hostBundle } from '../../esbuild.config.ts';
import { root } from '../steps/command.ts';
import { findBreaches } from './breaches.ts';
import { type Plants, withOverlay } from './overlay.ts';

test('no bundle breaks a wall or its size', () => {
  const built: Metafile = JSON.parse(readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
  assert.deepEqual(findBreaches(built), []);
});

/** Bundles planted files as the extension is bundled, and returns the breaches that the account shows. */
async function breachesOf(plants: Plants): Promise<string[]> {
  const entry = {
    'src/extension.ts': Object.keys(plants)
      .map((name) => `import '../${name}';`)
      .join('\n'),
  };
  return withOverlay([], { ...plants, ...entry }, async (folder) => {
    const { metafile } = await build({
      ...hostBundle,
      metafile: true,
      preserveSymlinks: true,
      absWorkingDir: folder,
      entryPoints: ['src/extension.ts'],
      outfile: 'dist/extension.cjs',
    });
    // A planted tree has neither all layers nor all bundles, which is not what is planted here.
    return findBreaches(metafile).filter((breach) => !/^no bundle|was not built$/.test(breach));
  });
}

test('each planted import through a wall is found, whatever its form, and those that are allowed are not', async () => {
  const found = await breachesOf({
    'src/core/plantedNode.ts': "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync);\n",
    'src/core/plantedBare.ts': "console.log(require('os'));\n",
    'src/core/plantedEditor.ts': "import * as vscode from 'vscode';\nconsole.log(vscode);\n",
    'src/core/plantedOut.ts': "import { x } from '../disk/plantedFine.ts';\nconsole.log(x);\n",
    'src/disk/plantedFine.ts': "import fs from 'node:fs';\nexport const x = fs;\n",
    'src/disk/plantedEditor.ts': "import('vscode');\n",
    'src/editor/plantedDisk.ts': "import { x } from '../disk/plantedFine.ts';\nconsole.log(x);\n",
    'src/editor/plantedNode.ts': "import fs from 'node:fs';\nconsole.log(fs);\n",
    'src/editor/plantedFine.ts':
      "import * as vscode from 'vscode';\nimport type { x } from '../disk/plantedFine.ts';\nconsole.log(vscode as unknown as typeof x);\n",
    'src/webview/plantedCore.ts': "import { y } from '../core/plantedY.ts';\nconsole.log(y);\n",
    'src/core/plantedY.ts': 'export const y = 1;\n',
  });
  assert.deepEqual(found.sort(), [
    'src/core/plantedBare.ts reaches os',
    'src/core/plantedEditor.ts reaches vscode',
    'src/core/plantedNode.ts reaches node:fs',
    'src/core/plantedOut.ts loads src/disk/plantedFine.ts',
    'src/disk/plantedEditor.ts reaches vscode',
    'src/editor/plantedDisk.ts loads src/disk/plantedFine.ts',
    'src/editor/plantedNode.ts reaches node:fs',
    'src/webview/plantedCore.ts loads src/core/plantedY.ts',
  ]);
});

test('a worker or a vocabulary inside the activation bundle is found', async () => {
  const found = await breachesOf({
    'src/disk/plantedWorker.ts': "console.log('planted');\n",
    'src/core/plantedRanks.ts': "import ranks from 'js-tiktoken/ranks/p50k_edit';\nconsole.log(ranks);\n",
  });
  assert.deepEqual(found.slice(0, 2), [
    'dist/extension.cjs holds src/disk/plantedWorker.ts',
    'dist/extension.cjs holds node_modules/js-tiktoken/dist/ranks/p50k_edit.js',
  ]);
  // The vocabulary also bursts the budget.
  assert.match(found[2] ?? '', /^dist\/extension.cjs has \d+ bytes, more than 204800$/);
});

test('an activation bundle over its budget is found', () => {
  const output = { bytes: 200 * 1024 + 1, inputs: {}, imports: [], exports: [] };
  const breaches = findBreaches({ inputs: {}, outputs: { 'dist/extension.cjs': output } });
  assert.ok(breaches.includes('dist/extension.cjs has 204801 bytes, more than 204800'));
});

test('an account without bundles or layers is a breach, not a success', () => {
  const breaches = findBreaches({ inputs: {}, outputs: {} });
  assert.deepEqual(breaches, [
    'no bundle holds a file of src/core/',
    'no bundle holds a file of src/disk/',
    'no bundle holds a file of src/editor/',
    'no bundle holds a file of src/webview/',
    'dist/extension.cjs was not built',
    'dist/tokenWorker.cjs was not built',
    'dist/ledgerWorker.cjs was not built',
    'dist/cli.js was not built',
    'dist/cliMain.js was not built',
  ]);
});
