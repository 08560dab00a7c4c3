/** Entry of the ledger's worker thread: serves questions from the extension host, so that the host never waits for SQLite. */
import { parentPort, workerData } from 'node:worker_threads';
import { adapters } from '../core/agents/registry.ts';
import type { SpendSource } from '../core/usage/spendSource.ts';
import { startLedgerKeeper } from './ledgerKeeper.ts';
import type { FromLedger, LedgerWorkerData, Question, ToLedger } from './ledgerMessages.ts';
import { thisMachine } from './machine.ts';
import { loadPrices } from './prices/loadPrices.ts';

if (!parentPort) {
  throw new Error('ledgerWorker runs as a worker thread only');
}
const port = parentPort;
const { ledgerFile, home, pricesFile, settings } = workerData as LedgerWorkerData;

const service = startLedgerKeeper({
  ledgerFile,
  machine: thisMachine(home),
  adapters,
  prices: loadPrices(pricesFile),
  settings,
});

const send = (message: FromLedger): void => port.postMessage(message);
service.onDidChange((what) => send(what === 'state' ? { kind: 'state', state: service.state } : { kind: 'usage' }));
send({ kind: 'state', state: service.state });

port.on('message', (message: ToLedger) => {
  switch (message.kind) {
    case 'question':
      answer(service, message.question).then(
        (value) => {
          send({ kind: 'answer', id: message.id, value });
          if (message.question.ask === 'close') {
            port.close();
          }
        },
        (error: unknown) =>
          send({ kind: 'failure', id: message.id, message: error instanceof Error ? error.message : String(error) }),
      );
      return;
    case 'configure':
      service.configure(message.settings);
      return;
    case 'stopReading':
      service.stopReading();
      return;
    case 'readAgain':
      service.readAgain();
      return;
  }
});

async function answer(from: SpendSource, question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'overview':
      return from.overview();
    case 'sessions':
      return from.sessions(question.limit);
    case 'requests':
      return from.requests(question.agent, question.session);
    case 'whatIf':
      return from.whatIf(question.agent, question.session, question.models);
    case 'sessionPage':
      return from.sessionPage(question.agent, question.session, question.showing);
    case 'places':
      return from.places();
    case 'diagnostics':
      return from.diagnostics();
    case 'close':
      await from.dispose();
      return null;
  }
}
