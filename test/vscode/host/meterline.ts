/** What the suites inside the extension host share: Meterline when it is ready, its settings, and hints as VS Code gets them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MeterlineApi } from '../../../src/extension.ts';

/** The checkout; the suites are bundled, so their own place says nothing. */
export const root: string = process.env.METERLINE_ROOT ?? '';

/** The sample home whose logs are read. */
export const home: string = process.env.METERLINE_HOME ?? '';

/** Meterline with the sample logs read. */
export async function meterline(): Promise<MeterlineApi> {
  const extension = vscode.extensions.getExtension<MeterlineApi>('meterline.meterline');
  assert.ok(extension, 'VS Code does not know the extension');
  const api = await extension.activate();
  await until('the logs are read', () => api.spend.state.phase === 'live');
  return api;
}

/** Waits for something to hold. @throws AssertionError naming it when it does not within the time. */
export async function until(what: string, holds: () => unknown, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `not within ${timeoutMs} ms: ${what}`);
    await sleep(10);
  }
}

/** A measured figure, among the tests' lines. */
export function report(line: string): void {
  process.stdout.write(`      ${line}\n`);
}

/** Runs `work` with a setting of the user's, and takes it back. */
export async function withSetting<T>(key: string, value: unknown, work: () => Promise<T>): Promise<T> {
  await setSetting(key, value);
  try {
    return await work();
  } finally {
    await setSetting(key, undefined);
  }
}

function setSetting(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration('meterline').update(key, value, vscode.ConfigurationTarget.Global);
}

/** A place in the open workspace. */
export function inWorkspace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no workspace is open');
  return vscode.Uri.joinPath(folder.uri, ...name.split('/'));
}

/** Writes a file of the workspace and opens it. */
export async function openNew(name: string, text: string): Promise<vscode.TextDocument> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return vscode.workspace.openTextDocument(uri);
}

/** A hint as `line: label`, line from 0. */
export function hintTexts(hints: readonly vscode.InlayHint[]): string[] {
  return hints.map(({ label, position }) => `${position.line}: ${typeof label === 'string' ? label : ''}`);
}

/** The hints of a whole document, as VS Code gets them from all extensions. */
export async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  return hintTexts(await rawHints(document));
}

/** The same, as VS Code's objects. */
export function rawHints(document: vscode.TextDocument): Thenable<vscode.InlayHint[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  return vscode.commands.executeCommand('vscode.executeInlayHintProvider', document.uri, whole);
}

/** A file of the build. */
export function built(name: string): string {
  return path.join(root, 'dist', name);
}
