/**
 * A real VS Code in Chromium, for UI tests and screenshots.
 *
 *   const ui = await openUiSession({ openFile: 'CLAUDE.md', theme: 'Default Light Modern' });
 *   await ui.runCommand('Meterline: Switch Model…');
 *   assert.deepEqual(await ui.quickPickRows(), [...]);
 *   await ui.screenshot('switch-model');
 *   await ui.close();            // in `after`; also ends the server and removes the profile and the copied workspace
 *
 * A start takes 10 to 25 s, so let the tests of one file share a session. What can be asked of it: workbench.ts.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchChromium } from '../chromium.ts';
import { makeDemoHome } from '../demoHome.ts';
import { extensionFolder, sandbox, workspaceFixture } from '../paths.ts';
import type { Settings } from '../server/quietSettings.ts';
import { startVscodeServer } from '../server/vscodeServer.ts';
import { type Payload, remoteUri, workbenchUrl } from '../server/workbenchUrl.ts';
import { Workbench } from './workbench.ts';

/** The four themes in which every surface must be readable. */
export type Theme =
  | 'Default Dark Modern'
  | 'Default Light Modern'
  | 'Default High Contrast'
  | 'Default High Contrast Light';

/** How a session is opened; everything has a default. */
export interface UiSessionOptions {
  /**
   * Packaged extensions to install instead of loading the checkout in development mode: what users get. Only then does VS Code
   * show notifications as toasts.
   */
  readonly vsix?: readonly string[];
  /** Folder whose copy is opened; test/fixtures/workspace by default. */
  readonly workspace?: string;
  /** File to open in an editor, relative to the workspace. */
  readonly openFile?: string;
  readonly settings?: Settings;
  readonly theme?: Theme;
  /** Home that Meterline reads logs from; a sample home with sessions of today by default (demoHome.ts). */
  readonly home?: string;
  /** Further environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** 2 gives sharper screenshots. */
  readonly deviceScaleFactor?: number;
  /** How long each step may take; 60 s by default. */
  readonly timeoutMs?: number;
}

/** Starts VS Code on a copy of the workspace and waits until it is drawn and extensions have started. */
export async function openUiSession(options: UiSessionOptions = {}): Promise<Workbench> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const scratch = await mkdtemp(path.join(tmpdir(), 'meterline-ui-'));
  const workspace = path.join(scratch, 'workspace');
  await cp(options.workspace ?? workspaceFixture, workspace, { recursive: true });
  const server = await startVscodeServer({
    developmentMode: options.vsix === undefined,
    vsix: options.vsix ?? [],
    env: { ...sandbox(scratch, options.home ?? (await makeDemoHome(scratch))), ...options.env },
    settings: { 'workbench.colorTheme': options.theme ?? 'Default Dark Modern', ...options.settings },
  });
  const closing: (() => Promise<void>)[] = [server.stop, () => rm(scratch, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of closing) {
      await step();
    }
  };
  try {
    const browser = await launchChromium();
    closing.unshift(() => browser.close());
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1400, height: 900 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(timeoutMs);
    const workbench = new Workbench({ page, server, workspace, timeoutMs, close });
    const payload: Payload = [
      ...(options.vsix === undefined
        ? [['extensionDevelopmentPath', remoteUri(server, extensionFolder)] as const]
        : []),
      ...(options.openFile === undefined
        ? []
        : [['openFile', remoteUri(server, path.join(workspace, options.openFile))] as const]),
    ];
    await page.goto(workbenchUrl(server, workspace, payload), { timeout: timeoutMs });
    await workbench.waitUntilReady();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}
