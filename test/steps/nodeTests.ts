/** Runs test files with node:test, each in a process of its own, and counts what they report. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from './command.ts';
import { say, seconds } from './say.ts';
import { oneFailed, type Tally } from './tally.ts';

export interface NodeTestOptions {
  /** Folder that the patterns and the printed names are relative to; the checkout by default. */
  readonly cwd?: string;
  /** Files that run at the same time. */
  readonly concurrency: number;
  /** Print only what failed. */
  readonly quiet?: boolean;
  readonly timeoutMs?: number;
}

/**
 * Runs all files that match. A pattern without a file, a file without a test and a file that cannot be loaded each count as
 * one failure. A test marked `todo` counts as skipped, whatever it does. Suites are not counted, their tests are.
 */
export async function runNodeTests(patterns: readonly string[], options: NodeTestOptions): Promise<Tally> {
  const cwd = options.cwd ?? root;
  const files: string[] = [];
  let missing = 0;
  for (const pattern of patterns) {
    const matches = globSync(pattern, { cwd })
      .map((name) => path.join(cwd, name))
      .sort();
    if (matches.length === 0) {
      say(`✖ no test file matches ${pattern}`);
      missing += 1;
    }
    files.push(...matches);
  }
  if (files.length === 0) {
    return { ...oneFailed, failed: Math.max(missing, 1) };
  }
  const counted = await runFiles(files, cwd, options);
  return { ...counted, failed: counted.failed + missing };
}

function runFiles(files: string[], cwd: string, options: NodeTestOptions): Promise<Tally> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const fail = (line: string): void => {
    failed += 1;
    say(`  ✖ ${line}`);
  };
  // Without this, test files would take over what an outer `node --test` told its own children.
  delete process.env.NODE_TEST_CONTEXT;
  const stream = run({ files, cwd, concurrency: options.concurrency, timeout: options.timeoutMs ?? 300_000 });
  stream.on('test:pass', (data) => {
    if (data.details.type === 'suite') {
      return;
    }
    // A file whose process ended well without one test is reported as a passed test named after the file.
    if (data.nesting === 0 && files.includes(path.resolve(cwd, data.name))) {
      fail(`${data.name} has no test`);
      return;
    }
    if (data.skip !== undefined || data.todo !== undefined) {
      skipped += 1;
      say(`  ○ skipped: ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}`);
      return;
    }
    passed += 1;
  });
  stream.on('test:fail', (data) => {
    if (data.todo !== undefined) {
      skipped += 1;
      return;
    }
    const cause = data.details.error.cause ?? data.details.error;
    // A suite fails with its tests, which are counted already, unless its own hooks or body threw.
    if (data.details.type === 'suite' && /subtests? failed/.test(data.details.error.message)) {
      return;
    }
    const where = data.file === undefined ? '' : ` (${path.relative(cwd, data.file)}:${data.line ?? 1})`;
    fail(`${data.name}${where}\n${indent(inspect(cause))}`);
  });
  stream.on('test:stderr', ({ message }) => process.stdout.write(message));
  stream.on('test:summary', ({ file, counts, duration_ms }) => {
    if (file !== undefined && !options.quiet) {
      const mark = counts.passed + counts.skipped + counts.todo === counts.tests ? '✔' : '✖';
      say(`  ${mark} ${path.relative(cwd, file)}  ${counts.passed} of ${counts.tests}  ${seconds(duration_ms)}`);
    }
  });
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('end', () => resolve({ passed, failed, skipped }));
    stream.resume();
  });
}

function indent(text: string): string {
  return text
    .split('\n')
    .slice(0, 30)
    .map((line) => `      ${line}`)
    .join('\n');
}
