/** The ledger as seen from another thread: questions out, answers and news back. */
import { Worker } from 'node:worker_threads';
import type { AgentId } from '../core/agents/agentId.ts';
import type { SessionPage } from '../core/usage/sessionPageModel.ts';
import type {
  Overview,
  ReadingState,
  RequestCost,
  SearchedPlace,
  SessionSummary,
  SpendSource,
} from '../core/usage/spendSource.ts';
import type { WhatIf } from '../core/usage/whatIf.ts';
import type { FromLedger, LedgerWorkerData, Question, ToLedger } from './ledgerMessages.ts';

/** How soon a thread that died is started anew, and how often in a row. */
const restartMs = 1_000;
const maxRestarts = 3;
/** How long a thread may take to give its lease back. */
const closeMs = 2_000;

/** A spend source whose ledger can be moved to another file. */
export interface LedgerClient extends SpendSource {
  /** Goes on with another ledger file, made from the logs when it is new. */
  useLedger(file: string): Promise<void>;
}

/** Starts the worker thread in the next turn, or with the first question. A thread that dies is restarted a few times, then the state says so. */
export function createLedgerClient(workerFile: string, data: LedgerWorkerData): LedgerClient {
  const listeners = new Set<(what: 'state' | 'usage') => void>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let { settings, ledgerFile } = data;
  let state: ReadingState = { phase: 'starting' };
  let nextId = 1;
  let restarts = 0;
  let isClosed = false;
  /** False from a thread's end to the next one's start: nobody would answer. */
  let isRunning = true;
  let restart: NodeJS.Timeout | null = null;
  /** Changes of the ledger's file, one after the other: there is never more than one thread. */
  let moving: Promise<void> = Promise.resolve();
  let worker: Worker | null = null;
  // Making a thread takes milliseconds, for which activation must not wait.
  const firstStart = setImmediate(() => thread());

  /** The thread, made now if it was not yet. */
  function thread(): Worker {
    clearImmediate(firstStart);
    worker ??= start();
    return worker;
  }

  function start(): Worker {
    isRunning = true;
    const thread = new Worker(workerFile, { workerData: { ...data, settings, ledgerFile } satisfies LedgerWorkerData });
    let reason = 'it ended by itself';
    thread.on('message', onMessage);
    thread.on('error', (error: Error) => {
      reason = error.message;
    });
    thread.on('exit', () => onExit(reason));
    // The editor must be able to quit while the thread reads.
    thread.unref();
    return thread;
  }

  /** Ends the thread. The lease is given back before, so that another window can take over at once. */
  async function stop(): Promise<void> {
    isClosed = true;
    cancelRestart();
    clearImmediate(firstStart);
    if (!worker) {
      isRunning = false;
      return;
    }
    const closed = ask({ ask: 'close' }).catch(() => undefined);
    await Promise.race([closed, new Promise((done) => setTimeout(done, closeMs))]);
    await worker.terminate();
  }

  function cancelRestart(): void {
    if (restart) {
      clearTimeout(restart);
      restart = null;
    }
  }

  function tell(what: 'state' | 'usage'): void {
    for (const listener of listeners) {
      listener(what);
    }
  }

  function onMessage(message: FromLedger): void {
    switch (message.kind) {
      case 'answer':
        waiting.get(message.id)?.resolve(message.value);
        waiting.delete(message.id);
        return;
      case 'failure':
        waiting.get(message.id)?.reject(new Error(message.message));
        waiting.delete(message.id);
        return;
      case 'state':
        state = message.state;
        tell('state');
        return;
      case 'usage':
        tell('usage');
        return;
    }
  }

  function onExit(reason: string): void {
    isRunning = false;
    for (const { reject } of waiting.values()) {
      reject(new Error('The ledger was closed.'));
    }
    waiting.clear();
    if (isClosed) {
      return;
    }
    state = { phase: 'error', message: `Reading the logs stopped: ${reason}` };
    tell('state');
    if (restarts < maxRestarts) {
      restarts++;
      restart = setTimeout(() => {
        restart = null;
        worker = start();
      }, restartMs);
    }
  }

  function ask<T>(question: Question): Promise<T> {
    if (!isRunning) {
      return Promise.reject(new Error(state.phase === 'error' ? state.message : 'The ledger was closed.'));
    }
    const id = nextId++;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: (value) => resolve(value as T), reject });
      post({ kind: 'question', id, question });
    });
  }

  function post(message: ToLedger): void {
    thread().postMessage(message);
  }

  return {
    get state() {
      return state;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    configure(next) {
      settings = next;
      post({ kind: 'configure', settings });
    },
    overview: () => ask<Overview>({ ask: 'overview' }),
    sessions: (limit) => ask<readonly SessionSummary[]>({ ask: 'sessions', limit }),
    requests: (agent: AgentId, session) => ask<readonly RequestCost[]>({ ask: 'requests', agent, session }),
    whatIf: (agent, session, models) => ask<readonly WhatIf[]>({ ask: 'whatIf', agent, session, models }),
    sessionPage: (agent, session, showing) => ask<SessionPage | null>({ ask: 'sessionPage', agent, session, showing }),
    places: () => ask<readonly SearchedPlace[]>({ ask: 'places' }),
    diagnostics: () => ask<string>({ ask: 'diagnostics' }),
    stopReading: () => post({ kind: 'stopReading' }),
    readAgain() {
      if (isRunning || isClosed) {
        post({ kind: 'readAgain' });
        return;
      }
      cancelRestart();
      restarts = 0;
      worker = start();
    },
    useLedger(file) {
      ledgerFile = file;
      moving = moving.then(async () => {
        await stop();
        isClosed = false;
        restarts = 0;
        state = { phase: 'starting' };
        worker = start();
        tell('state');
      });
      return moving;
    },
    async dispose() {
      await moving;
      await stop();
    },
  };
}
