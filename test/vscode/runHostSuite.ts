/**
 * Runs test/vscode/host/*.test.ts inside the extension host of a real VS Code: a server from npm, Chromium as its window.
 * `node test/vscode/runHostSuite.ts [--grep TITLE]` runs it alone; dist/ must be built.
 */
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { root } from '../steps/command.ts';
import { say } from '../steps/say.ts';
import { succeeded, type Tally } from '../steps/tally.ts';
import { buildHostSuite } from './buildHostSuite.ts';
import { launchChromium } from './chromium.ts';
import { makeDemoHome } from './demoHome.ts';
import { type HostResult, jobVariable } from './hostJob.ts';
import { extensionFolder, sandbox, workspaceFixture } from './paths.ts';
import { makeScratch, type Scratch } from './scratch.ts';
import { startVscodeServer, type VscodeServer } from './server/vscodeServer.ts';
import { remoteUri, workbenchUrl } from './server/workbenchUrl.ts';

const startTimeoutMs = 120_000;
const runTimeoutMs = 600_000;

export interface HostSuiteOptions {
  /** Folder for a screenshot and logs when something failed. */
  readonly artifacts?: string;
  readonly grep?: string;
}

/** Runs the suite and counts its tests. Silence is a failure: no report, no test or a host that died counts as one failed. */
export async function runHostSuite(options: HostSuiteOptions = {}): Promise<Tally> {
  const suite = await buildHostSuite();
  const scratch = await makeScratch(suite.specs, options.grep ?? null);
  // A copy: tests may change the workspace.
  const workspace = path.join(scratch.folder, 'workspace');
  await cp(workspaceFixture, workspace, { recursive: true });
  const env = {
    ...sandbox(scratch.folder, await makeDemoHome(scratch.folder)),
    METERLINE_ROOT: root,
    [jobVariable]: JSON.stringify(scratch.job),
  };
  const server = await startVscodeServer({ developmentMode: true, env });
  try {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const exit = await watchExit(page);
      const payload = [
        ['extensionDevelopmentPath', remoteUri(server, extensionFolder)],
        ['extensionTestsPath', remoteUri(server, suite.entry)],
      ] as const;
      await page.goto(workbenchUrl(server, workspace, payload), { timeout: 60_000 });
      const result = await waitForResult(scratch, exit);
      const tally = judge(result);
      if (tally.failed > 0 && options.artifacts !== undefined) {
        await saveArtifacts(path.join(root, options.artifacts), page, server);
      }
      return tally;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
    await scratch.remove();
  }
}

/** VS Code calls this function, when the window has it, as the extension host of a test run ends. */
async function watchExit(page: Page): Promise<() => number | null> {
  let code: number | null = null;
  await page.exposeFunction('codeAutomationExit', (given: number) => {
    code = given;
  });
  await page.exposeFunction('codeAutomationLog', () => {});
  return () => code;
}

async function waitForResult(scratch: Scratch, exit: () => number | null): Promise<HostResult> {
  const begun = performance.now();
  let exitedAtMs: number | null = null;
  for (;;) {
    await scratch.printOutput();
    const result = await scratch.result();
    if (result !== null) {
      await scratch.printOutput();
      return result;
    }
    const now = performance.now();
    exitedAtMs ??= exit() === null ? null : now;
    // The result is written before the host exits: without one by now, the suite never reported.
    if (exitedAtMs !== null && now - exitedAtMs > 2000) {
      return failure(`the extension host exited with ${exit()} before the tests reported`);
    }
    if (!scratch.hasStarted() && now - begun > startTimeoutMs) {
      return failure(`VS Code did not start the tests within ${startTimeoutMs / 1000} s`);
    }
    if (now - begun > runTimeoutMs) {
      return failure(`the tests did not end within ${runTimeoutMs / 1000} s`);
    }
    await sleep(50);
  }
}

function failure(error: string): HostResult {
  return { passed: 0, failed: 0, skipped: 0, error };
}

/** Counts a result: one that ran nothing, or could not run, is one failure and says why. */
export function judge(result: HostResult): Tally {
  const { passed, failed, skipped, error } = result;
  if (error !== null) {
    say(`✖ ${error}`);
    return { passed, failed: failed + 1, skipped };
  }
  if (passed + failed === 0) {
    say('✖ no test ran inside VS Code');
    return { passed, failed: 1, skipped };
  }
  return { passed, failed, skipped };
}

async function saveArtifacts(folder: string, page: Page, server: VscodeServer): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, 'window.png') }).catch(() => undefined);
  await writeFile(path.join(folder, 'server.log'), server.output());
  for (const file of await server.logFiles()) {
    const name = path.relative(path.join(server.userDataFolder, 'logs'), file).replaceAll(path.sep, '__');
    await copyFile(file, path.join(folder, name)).catch(() => undefined);
  }
  say(`  saved a screenshot and logs in ${path.relative(root, folder)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { grep: { type: 'string' } } });
  const tally = await runHostSuite({
    artifacts: 'test-artifacts/host',
    ...(values.grep === undefined ? {} : { grep: values.grep }),
  });
  process.exitCode = succeeded(tally) ? 0 : 1;
}
