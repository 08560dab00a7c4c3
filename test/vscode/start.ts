/**
 * `npm start [-- --demo] [-- --no-editor] [-- --server]`: builds, prints the spend report in the terminal, and opens a VS Code
 * with Meterline in it on the sample workspace. The logs are the user's own; with --demo those of a sample home (demoHome.ts).
 * The editor is one from PATH where there is a screen, else (or with --server) VS Code from npm, seen in a browser.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from '../../esbuild.config.ts';
import { packVsix } from '../package/packVsix.ts';
import { root, runCommand } from '../steps/command.ts';
import { say } from '../steps/say.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { makeDemoHome } from './demoHome.ts';
import { findDesktopEditor } from './desktopEditor.ts';
import { sandbox, workspaceFixture } from './paths.ts';
import { startVscodeServer } from './server/vscodeServer.ts';

const { values } = parseArgs({
  options: { demo: { type: 'boolean' }, 'no-editor': { type: 'boolean' }, server: { type: 'boolean' } },
});
const isDemo = values.demo ?? false;
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);

say('Building …');
await buildAll();
await withScratch(async (scratch) => {
  const home = isDemo ? await makeDemoHome(scratch) : null;
  await printReport(home);
  if (!values['no-editor']) {
    await openEditor(scratch, home);
  }
});

async function printReport(home: string | null): Promise<void> {
  const source = home === null ? [] : ['--home', home, '--ledger', ':memory:'];
  say(`\nSpend, from ${home ? 'the sample sessions' : "your agents' logs"} (dist/cli.js report):\n`);
  const { code } = await runCommand(process.execPath, ['dist/cli.js', 'report', ...source], { echo: true });
  if (code !== 0) {
    say(`The report ended with ${code}.`);
    process.exitCode = 1;
  }
}

async function withScratch(work: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'meterline-start-'));
  try {
    await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function openEditor(scratch: string, home: string | null): Promise<void> {
  // A copy: what is tried out in the sample must not change the checkout.
  const workspace = path.join(scratch, 'workspace');
  await cp(workspaceFixture, workspace, { recursive: true });
  const env = home === null ? {} : sandbox(scratch, home);
  const editor = values.server || !hasScreen ? null : findDesktopEditor();
  if (editor === null) {
    await openInBrowser(scratch, workspace, env);
    return;
  }
  say(`\nOpening ${editor} with Meterline; this command ends when its window is closed.`);
  const profile = isDemo
    ? [`--user-data-dir=${path.join(scratch, 'profile')}`, `--extensions-dir=${path.join(scratch, 'extensions')}`]
    : [];
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', ...profile, workspace];
  const { code, output } = await runCommand(editor, args, { env, timeoutMs: 2 ** 31 - 1 });
  if (code !== 0) {
    say(`${editor} ended with ${code}:\n${output}`);
    process.exitCode = 1;
  }
}

async function openInBrowser(scratch: string, workspace: string, env: Readonly<Record<string, string>>): Promise<void> {
  say('\nStarting VS Code from npm with Meterline installed …');
  const server = await startVscodeServer({ vsix: [await packVsix(scratch)], folder: workspace, env });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
  });
  say(`\nOpen ${server.url} in a browser. Ctrl+C ends VS Code.`);
  const browser = hasScreen && findChromium() !== null ? await launchChromium({ headless: false }) : null;
  const page = await browser?.newPage({ viewport: null });
  await page?.goto(server.url);
  await stopped;
  say('\nStopping VS Code …');
  await browser?.close();
  await server.stop();
}
