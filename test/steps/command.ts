/** Child processes of the project's own scripts. */
import { spawn } from 'node:child_process';
import path from 'node:path';

/** The checkout: the folder with package.json. */
export const root: string = path.resolve(import.meta.dirname, '../..');

const binFolder = path.join(root, 'node_modules', '.bin');

/** A log is read as text, whatever the machine asks of terminals. */
export const withoutColour: Readonly<Record<string, string>> = { NO_COLOR: '1', FORCE_COLOR: '0' };

export interface CommandResult {
  readonly code: number;
  /** stdout alone. */
  readonly stdout: string;
  /** stdout and stderr as they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Pass the output on to the terminal as it comes. */
  readonly echo?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Runs a program without a shell and without stdin. The project's tools and its Node come first on PATH. Never rejects: a
 * program that cannot be started is code 127, one that took too long 124.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const env = {
    ...process.env,
    ...(process.stdout.isTTY ? {} : withoutColour),
    PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}`,
    ...options.env,
  };
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: options.cwd ?? root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, options.timeoutMs ?? 600_000);
    const take = (chunk: string): void => {
      output += chunk;
      if (options.echo) {
        process.stdout.write(chunk);
      }
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, output: `${output}${program}: ${error.message}\n` });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (isLate) {
        resolve({ code: 124, stdout, output: `${output}${program} was stopped: it took too long\n` });
        return;
      }
      resolve({ code: code ?? 1, stdout, output: signal ? `${output}${program} ended by ${signal}\n` : output });
    });
  });
}
