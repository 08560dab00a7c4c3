import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { runCommand } from '../steps/command.ts';
import { type Plants, withOverlay } from './overlay.ts';

const restricted = 'lint/style/noRestrictedImports';

/** Every wall with an import that breaks it, and the rule that must say so. Each stands in a file of its own. */
const breaches: readonly (readonly [folder: string, statement: string, rule: string])[] = [
  ['core/usage', "import fs from 'node:fs';\nexport const planted = fs;", restricted],
  ['core/usage', "import type { Uri } from 'vscode';\nexport type Planted = Uri;", restricted],
  ['core/usage', "export const planted = () => import('node:timers/promises');", restricted],
  ['core/usage', "import type { X } from '../../disk/x.ts';\nexport type Planted = X;", restricted],
  ['core/usage', "export { x } from '../../editor/x.ts';", restricted],
  ['core/usage', "export { x } from '../../webview/messages.ts';", restricted],
  ['core/usage', "export { activate } from '../../extension.ts';", restricted],
  ['core/usage', 'export const planted = Date.now();', 'plugin'],
  ['core/usage', 'export const planted = new Date();', 'plugin'],
  ['core/usage', 'export const planted = Math.random();', 'plugin'],
  ['core/usage', "console.log('planted');", 'lint/suspicious/noConsole'],
  ['disk/ledger', "import * as vscode from 'vscode';\nexport const planted = vscode;", restricted],
  ['disk/ledger', "import type { X } from '../../editor/x.ts';\nexport type Planted = X;", restricted],
  ['disk/ledger', "export { x } from '../../webview/messages.ts';", restricted],
  ['editor/meter', "import { readFile } from 'node:fs/promises';\nexport const planted = readFile;", restricted],
  ['editor/meter', "import { x } from '../../disk/x.ts';\nexport const planted = x;", 'plugin'],
  ['editor/meter', "import { type X, x } from '../../disk/x.ts';\nexport const planted: X = x;", 'plugin'],
  ['editor/meter', "export * from '../../disk/x.ts';", 'plugin'],
  ['editor/meter', "export const planted = () => import('../../disk/x.ts');", 'plugin'],
  ['editor/meter', "import { x } from '../../webview/session/page.ts';\nexport const planted = x;", restricted],
  ['webview/session', "import type { Uri } from 'vscode';\nexport type Planted = Uri;", restricted],
  ['webview/session', "import fs from 'node:fs';\nexport const planted = fs;", restricted],
  ['webview/session', "import type { X } from '../../disk/x.ts';\nexport type Planted = X;", restricted],
  ['webview/session', "import { x } from '../../core/pricing/x.ts';\nexport const planted = x;", 'plugin'],
];

/** What the walls let through: no rule may speak up here. */
const passages: readonly (readonly [folder: string, statement: string])[] = [
  ['core/usage', "import type { Tokens } from '../units.ts';\nexport type Planted = Tokens;"],
  ['core/usage', 'export const planted = (atMs: number) => new Date(atMs).toISOString();'],
  ['disk/ledger', "import fs from 'node:fs';\nexport const planted = fs;"],
  ['editor/meter', "import type { X } from '../../disk/x.ts';\nexport type Planted = X;"],
  ['editor/meter', "import type { X } from '../../webview/messages.ts';\nexport type Planted = X;"],
  ['editor/meter', "import { Uri } from 'vscode';\nexport const planted = Uri;"],
  ['webview/session', "import { x } from '../../core/format/x.ts';\nexport const planted = x;"],
  ['webview/session', "import type { X } from '../../core/pricing/x.ts';\nexport type Planted = X;"],
];

const cycle: Plants = {
  'src/core/usage/plantedRing.ts': "import { b } from './plantedRong.ts';\nexport const a = (): unknown => b;\n",
  'src/core/usage/plantedRong.ts': "import { a } from './plantedRing.ts';\nexport const b = (): unknown => a;\n",
};

function plants(): Plants {
  const files = [...breaches, ...passages].map(
    ([folder, statement], number) => [`src/${folder}/planted${number}.ts`, `${statement}\n`] as const,
  );
  return { ...Object.fromEntries(files), ...cycle };
}

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

/** What Biome says about planted files, as 'path rule'. Faults of the sources themselves are for the run over the checkout. */
async function lint(folder: string): Promise<string[]> {
  const { stdout } = await runCommand('biome', ['lint', '--reporter=json', '--max-diagnostics=none'], { cwd: folder });
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  return diagnostics
    .filter(({ location }) => path.basename(location.path).startsWith('planted'))
    .map(({ category, location }) => `${location.path} ${category}`)
    .sort();
}

test('Biome reports every planted breach of a wall, and nothing else in the planted files', async () => {
  const expected = [
    ...breaches.map(([folder, , rule], number) => `src/${folder}/planted${number}.ts ${rule}`),
    ...Object.keys(cycle).map((name) => `${name} lint/suspicious/noImportCycles`),
  ];
  assert.deepEqual(await withOverlay(['src'], plants(), lint), expected.sort());
});

test('Biome fails when it sees no file', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'meterline-walls-'));
  try {
    await mkdir(path.join(folder, 'src'));
    const { code } = await runCommand('biome', ['ci'], { cwd: folder });
    assert.notEqual(code, 0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
