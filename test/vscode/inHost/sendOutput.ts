import { closeSync, openSync, writeSync } from 'node:fs';
import { format } from 'node:util';

/**
 * Sends console and stdout to a file; returns what undoes it. The extension host's own console goes to the window, where
 * lines can be cut, reordered, or still under way when it closes.
 */
export function sendOutputTo(file: string): () => void {
  const descriptor = openSync(file, 'a');
  const undo: (() => void)[] = [];
  // defineProperty: the extension host makes these properties ignore assignments.
  const replace = (target: object, name: string, value: unknown): void => {
    const original = Object.getOwnPropertyDescriptor(target, name);
    Object.defineProperty(target, name, { configurable: true, enumerable: true, get: () => value, set() {} });
    if (original !== undefined) {
      undo.unshift(() => Object.defineProperty(target, name, original));
    }
  };
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
    replace(console, name, (...args: unknown[]) => writeSync(descriptor, `${format(...args)}\n`));
  }
  // stdout.write itself cannot be redefined there, so the whole stream is stood in for.
  for (const name of ['stdout', 'stderr'] as const) {
    const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      writeSync(descriptor, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      const done = rest.at(-1);
      if (typeof done === 'function') {
        done();
      }
      return true;
    };
    replace(process, name, Object.create(process[name], { write: { value: write } }));
  }
  return () => {
    for (const restore of undo) {
      restore();
    }
    closeSync(descriptor);
  };
}
