import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../steps/command.ts';
import { runNodeTests } from '../steps/nodeTests.ts';
import { withOverlay } from './overlay.ts';

const runInner = (pattern: string, cwd: string): ReturnType<typeof runNodeTests> =>
  runNodeTests([pattern], { cwd, concurrency: 1, quiet: true });

test('every file of core and disk loads in plain Node, where there is no vscode module', async () => {
  const files = ['core', 'disk'].map((folder) => globSync(`src/${folder}/**/*.ts`, { cwd: root }));
  assert.ok(files.every((names) => names.length > 0));
  // A worker's entry refuses to run outside a worker; what it imports is loaded here all the same.
  const modules = files.flat().filter((name) => !name.endsWith('Worker.ts'));
  for (const name of modules) {
    await assert.doesNotReject(import(pathToFileURL(path.join(root, name)).href), name);
  }
});

test('a test whose code reaches vscode fails in plain Node', async () => {
  const plants = {
    'src/core/planted.ts': "import { window } from 'vscode';\nexport const planted = window;\n",
    'test/planted.test.ts':
      "import { test } from 'node:test';\nimport { planted } from '../src/core/planted.ts';\ntest('planted', () => planted);\n",
  };
  const tally = await withOverlay([], plants, (cwd) => runInner('test/**/*.test.ts', cwd));
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
});

test('tests are counted one by one; a file without a test and a pattern without a file count as failed', async () => {
  const plants = {
    'test/mixed.test.ts': `import { suite, test } from 'node:test';
      test('passes', () => {});
      test('is skipped', { skip: 'for the count' }, () => {});
      suite('holds two', () => { test('passes too', () => {}); test('fails', () => { throw new Error('planted'); }); });`,
    'test/empty.test.ts': 'export {};\n',
  };
  const tally = await withOverlay([], plants, (cwd) => runInner('test/**/*.test.ts', cwd));
  assert.deepEqual(tally, { passed: 2, failed: 2, skipped: 1 });
  assert.deepEqual(await runInner('test/none/*.test.ts', root), { passed: 0, failed: 1, skipped: 0 });
});
