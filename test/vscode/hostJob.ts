/** What a suite inside the extension host is told, and what it answers. Both are JSON: one in the environment, one in a file. */

/** The environment variable with the job. */
export const jobVariable = 'METERLINE_HOST_JOB';

export interface HostJob {
  /** Built test files. */
  readonly specs: readonly string[];
  /** Made when the suite starts: tells a slow start from a slow suite. */
  readonly startedFile: string;
  /** Everything that the tests and mocha print. */
  readonly outputFile: string;
  /** Written last, with a HostResult. */
  readonly resultFile: string;
  /** Only tests whose full title matches; null for all. */
  readonly grep: string | null;
}

export interface HostResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the suite could not run at all, else null. */
  readonly error: string | null;
}
