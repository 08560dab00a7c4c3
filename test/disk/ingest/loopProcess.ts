/** Loops in processes of their own, and what they told. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

/** One thing that a loop told. */
export interface Told {
  readonly phase?: string;
  readonly requests?: number;
  readonly isLeader?: boolean;
}

/** A running loop. */
export interface LoopProcess {
  readonly told: readonly Told[];
  /** Waits until something that was told, from now or before, is so; returns the moment in `performance.now()`. */
  until(isSo: (told: Told) => boolean, withinMs?: number): Promise<number>;
  /** Forgets what was told. */
  forget(): void;
  kill(): void;
  /** Ends it orderly; resolves when it is gone. */
  close(): Promise<void>;
}

/** Starts one; it is killed when the test ends. */
export function startLoop(t: Pick<TestContext, 'after'>, home: string, file: string): LoopProcess {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'loopChild.ts'), home, file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  t.after(() => child.kill('SIGKILL'));
  const told: Told[] = [];
  const times: number[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stdout).on('line', (line) => {
    told.push(JSON.parse(line));
    times.push(performance.now());
    for (const look of waiting) {
      look();
    }
  });
  return {
    told,
    until(isSo, withinMs = 10_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`not told within ${withinMs} ms; told were ${JSON.stringify(told)}`));
        }, withinMs);
        const look = (): void => {
          const index = told.findIndex(isSo);
          if (index >= 0) {
            clearTimeout(timer);
            waiting.delete(look);
            resolve(times[index] ?? 0);
          }
        };
        waiting.add(look);
        look();
      });
    },
    forget() {
      told.length = 0;
      times.length = 0;
    },
    kill: () => child.kill('SIGKILL'),
    close() {
      child.stdin.end();
      return exit;
    },
  };
}
