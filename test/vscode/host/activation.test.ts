import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/editor/ids.ts';
import { underLoad } from '../../steps/underLoad.ts';
import { meterline, report, root } from './meterline.ts';

/*
 * Suites in this folder run inside the extension host, in mocha's tdd style: suite, test, setup, teardown. They are bundled,
 * so import any source file; import.meta.dirname is the bundle's folder, the checkout is process.env.METERLINE_ROOT. A copy of
 * test/fixtures/workspace is open; METERLINE_HOME is a sample home (demoHome.ts). Run one: node test/vscode/runHostSuite.ts --grep TITLE
 */
suite('Activation', () => {
  test('Meterline activates by itself in a real VS Code', async () => {
    const extension = vscode.extensions.getExtension('meterline.meterline');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('activate() holds the extension host for less than 20 ms', async () => {
    const { activationMs } = await meterline();
    report(`activate(): ${activationMs.toFixed(1)} ms`);
    assert.ok(activationMs < underLoad(20), `${activationMs} ms`);
  });

  test('every command that the code names is registered, and no other', async () => {
    await meterline();
    const registered = (await vscode.commands.getCommands(true)).filter(
      // VS Code makes commands of its own for each view.
      (id) => id.startsWith('meterline.') && !id.startsWith('meterline.sessions.'),
    );
    assert.deepEqual(registered.sort(), Object.values(commands).sort());
  });

  test('every command of package.json is one that the code names', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const contributed: string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    const named = new Set<string>(Object.values(commands));
    assert.deepEqual(
      contributed.filter((id) => !named.has(id)),
      [],
    );
    // These are for rows and links alone: the palette has nothing to give them.
    const internal = ['meterline.revealSession', 'meterline.showMoreSessions'];
    assert.deepEqual([...named].filter((id) => !contributed.includes(id)).sort(), internal);
  });
});
