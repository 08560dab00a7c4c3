import assert from 'node:assert/strict';
import * as vscode from 'vscode';

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

  test('the sample workspace is open', () => {
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });
});
