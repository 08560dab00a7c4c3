/**
 * `npm run test:desktop`: the suites of test/vscode/host in a desktop VS Code, which @vscode/test-electron downloads. For
 * machines that reach the download; `npm test` runs the same suites in VS Code from npm.
 * METERLINE_DESKTOP_VSCODE names the version: 'stable' by default, '1.105.0' for the oldest supported.
 */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root } from '../steps/command.ts';
import { say } from '../steps/say.ts';
import { succeeded, tallyLine } from '../steps/tally.ts';
import { buildHostSuite } from './buildHostSuite.ts';
import { makeDemoHome } from './demoHome.ts';
import { jobVariable } from './hostJob.ts';
import { extensionFolder, sandbox, workspaceFixture } from './paths.ts';
import { judge } from './runHostSuite.ts';
import { makeScratch, type Scratch } from './scratch.ts';

const version = process.env.METERLINE_DESKTOP_VSCODE ?? 'stable';

async function download(): Promise<string | null> {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: path.join(root, 'test-artifacts', 'desktop') });
  } catch (error) {
    say(`✖ VS Code ${version} cannot be downloaded here: ${error instanceof Error ? error.message : String(error)}`);
    say('  `npm test` runs the same suites in a VS Code that comes from npm.');
    return null;
  }
}

async function runIn(vscodeExecutablePath: string, scratch: Scratch, extensionTestsPath: string): Promise<void> {
  const workspace = path.join(scratch.folder, 'workspace');
  await cp(workspaceFixture, workspace, { recursive: true });
  const profile = [`--user-data-dir=${path.join(scratch.folder, 'profile')}`];
  const screenless = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: extensionFolder,
    extensionTestsPath,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', ...profile, ...screenless],
    extensionTestsEnv: {
      ...sandbox(scratch.folder, await makeDemoHome(scratch.folder)),
      METERLINE_ROOT: root,
      [jobVariable]: JSON.stringify(scratch.job),
    },
  });
}

const executable = await download();
if (executable === null) {
  process.exitCode = 1;
} else {
  const suite = await buildHostSuite();
  const scratch = await makeScratch(suite.specs, null);
  try {
    // It rejects when a test failed; the result file says which, and that there was any.
    await runIn(executable, scratch, suite.entry).catch((error: unknown) => say(String(error)));
    await scratch.printOutput();
    const missing = { passed: 0, failed: 0, skipped: 0, error: 'VS Code ended before the tests reported' };
    const tally = judge((await scratch.result()) ?? missing);
    say(`\n${tallyLine(tally)}`);
    process.exitCode = succeeded(tally) ? 0 : 1;
  } finally {
    await scratch.remove();
  }
}
