/** Counts tokens in a worker thread, so that the caller's thread only ever sends messages. */
import { Worker } from 'node:worker_threads';
import type { TextCounts } from '../../core/tokens/bpeCounter.ts';
import type { SectionCounts, Stale, TokenClient } from '../../core/tokens/tokenClient.ts';
import type { Answer, Notice, Question, Request, WorkerSetup } from './messages.ts';

/** Where the worker and its vocabularies are. */
export interface TokenClientSetup {
  /** The bundled tokenWorker.ts: a path or a file URL. */
  readonly workerFile: string | URL;
  /** Holds o200k.bin and cl100k.bin. */
  readonly vocabularyFolder: string;
}

interface Waiting {
  readonly request: Request;
  readonly resolve: (result: SectionCounts | Stale | TextCounts) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A client whose worker starts at the first call. A worker that dies is started anew once: requests that it owed are asked again, and
 * documents it had are 'stale'. When it dies again, every request is rejected with the reason.
 */
export function createTokenClient({ workerFile, vocabularyFolder }: TokenClientSetup): TokenClient {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastNumber = 0;
  let deaths = 0;
  let ended: Error | null = null;

  const start = (): Worker => {
    const workerData: WorkerSetup = { vocabularyFolder };
    const started = new Worker(workerFile, { workerData });
    let reason: unknown = null;
    started.on('message', settle);
    started.on('error', (error) => {
      reason = error;
    });
    started.on('exit', (code) => onDeath(reason instanceof Error ? reason.message : `exit code ${code}`));
    worker = started;
    return started;
  };

  const settle = (answer: Answer): void => {
    const owed = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ('error' in answer) {
      owed?.reject(new Error(answer.error));
    } else {
      owed?.resolve(answer.result);
    }
  };

  const onDeath = (reason: string): void => {
    worker = null;
    deaths++;
    if (ended !== null) {
      return;
    }
    if (deaths > 1) {
      end(new Error(`token counting stopped twice, last: ${reason}`));
      return;
    }
    for (const { request } of waiting.values()) {
      send(request);
    }
  };

  const end = (why: Error): void => {
    ended = why;
    for (const { reject } of waiting.values()) {
      reject(why);
    }
    waiting.clear();
  };

  const send = (message: Notice | Request): void => {
    if (ended === null) {
      (worker ?? start()).postMessage(message);
    }
  };

  const ask = (question: Question): Promise<SectionCounts | Stale | TextCounts> =>
    new Promise((resolve, reject) => {
      if (ended !== null) {
        reject(ended);
        return;
      }
      const request: Request = { type: 'request', number: ++lastNumber, question };
      waiting.set(request.number, { request, resolve, reject });
      send(request);
    });

  return {
    open: (id, text) => send({ type: 'open', id, text }),
    edit: (id, version, edits, lengthAfter) => send({ type: 'edit', id, version, edits, lengthAfter }),
    close: (id) => send({ type: 'close', id }),
    // The worker answers each kind of question with its own kind of result.
    sections: (id, version, kind) => ask({ type: 'sections', id, version, kind }) as Promise<SectionCounts | Stale>,
    count: (text) => ask({ type: 'count', text }) as Promise<TextCounts>,
    dispose: () => {
      end(new Error('token counting was ended'));
      void worker?.terminate();
    },
  };
}
