/** The throwaway files of one run of the host suite. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HostJob, HostResult } from './hostJob.ts';

export interface Scratch {
  readonly folder: string;
  readonly job: HostJob;
  hasStarted(): boolean;
  /** The suite's answer, or null while there is none. */
  result(): Promise<HostResult | null>;
  /** Prints what the suite printed since the last call. */
  printOutput(): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the files of a run of these specs. */
export async function makeScratch(specs: readonly string[], grep: string | null): Promise<Scratch> {
  const folder = await mkdtemp(path.join(tmpdir(), 'meterline-host-'));
  const job: HostJob = {
    specs,
    grep,
    startedFile: path.join(folder, 'started'),
    outputFile: path.join(folder, 'output.txt'),
    resultFile: path.join(folder, 'result.json'),
  };
  await writeFile(job.outputFile, '');
  await mkdir(path.join(folder, 'workspace'));
  const output = await open(job.outputFile, 'r');
  const buffer = Buffer.alloc(64 * 1024);
  return {
    folder,
    job,
    hasStarted: () => existsSync(job.startedFile),
    result: async () => {
      const text = await readFile(job.resultFile, 'utf8').catch(() => null);
      return text === null ? null : JSON.parse(text);
    },
    printOutput: async () => {
      let { bytesRead } = await output.read(buffer, 0, buffer.length, null);
      while (bytesRead > 0) {
        process.stdout.write(Buffer.from(buffer.subarray(0, bytesRead)));
        ({ bytesRead } = await output.read(buffer, 0, buffer.length, null));
      }
    },
    remove: async () => {
      await output.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
