/** The built program, run as a user runs it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../steps/command.ts';

/** What a run printed and how it ended. */
export interface CliRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface CliOptions {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that runs it; the one of the tests by default. */
  readonly node?: string;
}

/** The folder of the fixture homes. */
export const fixtures = path.join(root, 'test/fixtures');

/** Runs dist/cli.js; the environment holds nothing that changes where it looks. @throws Error when it was not built. */
export function meterline(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const program = path.join(root, 'dist/cli.js');
  if (!existsSync(program)) {
    throw new Error('dist/cli.js is missing: run npm run build first');
  }
  return new Promise((resolve, reject) => {
    const child = spawn(options.node ?? process.execPath, [program, ...args], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: '/nonexistent', TZ: 'UTC', ...options.env },
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      printed.stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...printed }));
    child.stdin.end(options.stdin ?? '');
  });
}

/** Runs it with --json and reads what it printed. @throws Error when it failed. */
export async function meterlineJson(args: readonly string[], options: CliOptions = {}): Promise<unknown> {
  const { status, stdout, stderr } = await meterline([...args, '--json'], options);
  if (status !== 0) {
    throw new Error(`status ${status}: ${stderr}`);
  }
  return JSON.parse(stdout);
}
