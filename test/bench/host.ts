/**
 * How Meterline weighs on a real VS Code: `npx node test/bench/host.ts HOME`. HOME holds agents' logs (.claude, .codex), such as a
 * generated tree of 500 MB. Someone types in CLAUDE.md as VS Code starts and reads the logs for the first time, then with nothing
 * to read, then during another first read, into a new ledger. Reports only; a slow machine is no failure. dist/ must be built.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { hostBundle } from '../../esbuild.config.ts';
import { root } from '../steps/command.ts';
import { launchChromium } from '../vscode/chromium.ts';
import { extensionFolder, sandbox, workspaceFixture } from '../vscode/paths.ts';
import { startVscodeServer } from '../vscode/server/vscodeServer.ts';
import { remoteUri, workbenchUrl } from '../vscode/server/workbenchUrl.ts';
import type { BenchJob, BenchResult, Span } from './hostScript.ts';

const timeoutMs = 300_000;

async function buildScript(): Promise<string> {
  const outfile = path.join(root, 'test-artifacts', 'bench', 'hostScript.cjs');
  const { metafile: _, ...options } = hostBundle;
  await build({ ...options, sourcemap: 'inline', entryPoints: ['test/bench/hostScript.ts'], outfile });
  return outfile;
}

async function measure(script: string, home: string): Promise<BenchResult> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'meterline-bench-'));
  const workspace = path.join(scratch, 'workspace');
  await cp(workspaceFixture, workspace, { recursive: true });
  const job: BenchJob = {
    resultFile: path.join(scratch, 'result.json'),
    secondLedger: path.join(scratch, 'second.db'),
  };
  const env = { ...sandbox(scratch, home), METERLINE_BENCH: JSON.stringify(job) };
  const server = await startVscodeServer({ developmentMode: true, env });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const payload = [
      ['extensionDevelopmentPath', remoteUri(server, extensionFolder)],
      ['extensionTestsPath', remoteUri(server, script)],
    ] as const;
    await page.goto(workbenchUrl(server, workspace, payload), { timeout: 60_000 });
    const deadline = performance.now() + timeoutMs;
    while (!existsSync(job.resultFile)) {
      if (performance.now() > deadline) {
        throw new Error(`no result within ${timeoutMs / 1000} s\n${server.output().slice(-2000)}`);
      }
      await sleep(100);
    }
    return JSON.parse(await readFile(job.resultFile, 'utf8')) as BenchResult;
  } finally {
    await browser.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function row(name: string, ...cells: string[]): void {
  process.stdout.write(`${name.padEnd(34)}${cells.map((cell) => cell.padStart(20)).join('')}\n`);
}

const home = path.resolve(process.argv[2] ?? 'HOME');
if (!existsSync(home)) {
  process.stderr.write(`There is no ${home}. Name a home folder with agents' logs.\n`);
  process.exit(2);
}
const { activation, spans, error } = await measure(await buildScript(), home);
if (error !== null) {
  process.stderr.write(`${error}\n`);
  process.exit(1);
}
const milliseconds = (time: number): string => `${time.toFixed(time < 10 ? 2 : 0)} ms`;
const each = (name: string, cell: (span: Span) => string): void => row(name, ...spans.map(cell));
row('activate(), synchronous', milliseconds(activation));
each('', ({ name }) => name);
each('figure after', ({ figureAfter }) => (figureAfter === null ? '–' : milliseconds(figureAfter)));
each('host held by Meterline, longest', ({ ownLongest }) => milliseconds(ownLongest));
each('host held by Meterline, in all', ({ ownTotal }) => milliseconds(ownTotal));
each('event loop late, worst', ({ stallMax }) => milliseconds(stallMax));
each('event loop late, p99', ({ stallP99 }) => milliseconds(stallP99));
each('stalls over 50 ms, whoever', ({ stallsOver50 }) => String(stallsOver50));
each('keystroke to hints, median', ({ hints }) => milliseconds(quantile(hints, 0.5)));
each('keystroke to hints, p95', ({ hints }) => milliseconds(quantile(hints, 0.95)));
each('keystrokes', ({ keystrokes }) => String(keystrokes));
