/** Runs inside the extension host: VS Code loads this as its test module and calls `run`. Built as CommonJS. */
import { renameSync, writeFileSync } from 'node:fs';
import { type HostJob, type HostResult, jobVariable } from '../hostJob.ts';
import { sendOutputTo } from './sendOutput.ts';

/** Runs the job's specs and writes the result. Rejects when a test failed, so that VS Code exits with an error too. */
export async function run(): Promise<void> {
  const job: HostJob = JSON.parse(process.env[jobVariable] ?? '');
  writeFileSync(job.startedFile, '');
  const restoreOutput = sendOutputTo(job.outputFile);
  let result: HostResult;
  try {
    result = await runSpecs(job);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { passed: 0, failed: 0, skipped: 0, error: text };
  } finally {
    restoreOutput();
  }
  // Renamed into place, so that nobody reads half a file.
  writeFileSync(`${job.resultFile}.part`, JSON.stringify(result));
  renameSync(`${job.resultFile}.part`, job.resultFile);
  if (result.error !== null || result.failed > 0) {
    throw new Error(result.error ?? `${result.failed} tests failed`);
  }
}

async function runSpecs(job: HostJob): Promise<HostResult> {
  // Only now: mocha's reporters keep the console.log that they find when they are loaded.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: 30_000,
    color: false,
    ...(job.grep === null ? {} : { grep: job.grep }),
  });
  for (const spec of job.specs) {
    mocha.addFile(spec);
  }
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    let passed = 0;
    let skipped = 0;
    const runner = mocha.run((failed) => resolve({ passed, failed, skipped, error: null }));
    runner.on('pass', () => {
      passed += 1;
    });
    runner.on('pending', () => {
      skipped += 1;
    });
  });
}
