import assert from 'node:assert/strict';
import { globSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root, runCommand } from '../steps/command.ts';
import { packVsix } from './packVsix.ts';

/** What ships, apart from media and pages, which are listed by folder. */
const shipped = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/THIRD_PARTY_NOTICES.txt',
  'dist/cl100k.bin',
  'dist/cli.js',
  'dist/cliMain.js',
  'dist/extension.cjs',
  'dist/ledgerWorker.cjs',
  'dist/o200k.bin',
  'dist/prices.json',
  'dist/tokenWorker.cjs',
  'package.json',
  'package.nls.json',
];

/** Every page's script and style sheet, and what the manifest, the walkthrough and the pages show. */
function openFolders(): string[] {
  const sources = globSync('src/webview/*/page.{ts,css}', { cwd: root });
  assert.ok(sources.length > 0, 'there is no page in src/webview');
  const pages = sources.map(
    (source) => `dist/webview/${path.basename(path.dirname(source))}${path.extname(source).replace('.ts', '.js')}`,
  );
  const media = globSync('media/**/*.{svg,png,woff}', { cwd: root });
  const steps = globSync('media/walkthrough/**/*.md', { cwd: root });
  return [...pages, ...media, ...steps];
}

test('the package holds what it needs and nothing else', async () => {
  const { code, stdout, output } = await runCommand('vsce', ['ls', '--no-dependencies']);
  assert.equal(code, 0, output);
  const listed = stdout.split('\n').filter((line) => line !== '');
  assert.deepEqual(listed.sort(), [...shipped, ...openFolders()].sort());
});

test('the packed extension is smaller than 3 MB', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'meterline-vsix-'));
  try {
    const file = await packVsix(folder);
    assert.ok(statSync(file).size < 3_000_000, `it has ${statSync(file).size} bytes`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
