/** The extension's composition root: constructs, connects, subscribes. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PriceBook } from './core/pricing/priceBook.ts';
import { type PriceData, preparePrices } from './core/pricing/pricer.ts';
import type { SpendSource } from './core/usage/spendSource.ts';
import { createModelSwitcher } from './disk/config/claudeModelSwitcher.ts';
import { createLedgerClient } from './disk/ledgerClient.ts';
import { defaultLedgerFile, thisMachine } from './disk/machine.ts';
import { createTokenClient } from './disk/tokens/tokenClient.ts';
import { registerCommands } from './editor/commands.ts';
import { CountedDocuments } from './editor/hints/countedDocuments.ts';
import { HintsProvider } from './editor/hints/hintsProvider.ts';
import { Meter } from './editor/meter/meter.ts';
import { ModelSwitchCommands } from './editor/modelSwitch/switchModel.ts';
import { SessionPanels } from './editor/sessions/sessionPanels.ts';
import { SessionsView } from './editor/sessions/sessionsView.ts';
import { createProblemTeller } from './editor/settingProblems.ts';
import { concerns, ledgerFile, settingProblems, spendSettings } from './editor/settings.ts';

/** What the host's own tests may look at. */
export interface MeterlineApi {
  /** Milliseconds that activate() held the extension host. */
  readonly activationMs: number;
  readonly spend: SpendSource;
}

let closing: (() => Promise<void>) | null = null;

/** Starts Meterline: everything slow happens in worker threads or at first use. */
export function activate(context: vscode.ExtensionContext): MeterlineApi {
  const startedAt = performance.now();
  const log = vscode.window.createOutputChannel('Meterline', { log: true });
  const dist = path.join(context.extensionPath, 'dist');
  // METERLINE_HOME and METERLINE_LEDGER are for the demo and for tests: samples must never mix with the user's own sessions.
  const home = process.env.METERLINE_HOME || null;
  const machine = thisMachine(home);
  const ownLedger = process.env.METERLINE_LEDGER ?? defaultLedgerFile(machine);
  const spend = createLedgerClient(path.join(dist, 'ledgerWorker.cjs'), {
    ledgerFile: ledgerFile() ?? ownLedger,
    home,
    pricesFile: path.join(dist, 'prices.json'),
    settings: spendSettings(),
  });
  const tellProblems = createProblemTeller(log);
  const atFirstNews = spend.onDidChange(() => {
    atFirstNews.dispose();
    tellProblems(settingProblems());
  });
  const tokens = createTokenClient({ workerFile: path.join(dist, 'tokenWorker.cjs'), vocabularyFolder: dist });
  const prices = once(() => loadPriceData(path.join(dist, 'prices.json')));
  const switcher = createModelSwitcher({ ...machine, backupFolder: path.join(path.dirname(ownLedger), 'backups') });
  const documents = new CountedDocuments(tokens);
  context.subscriptions.push(
    log,
    { dispose: () => tokens.dispose() },
    documents,
    new HintsProvider(documents, prices, log),
    new Meter(spend, log),
    new SessionsView(spend, context.extensionUri, log),
    new SessionPanels({ spend, extensionUri: context.extensionUri, log }),
    new ModelSwitchCommands({ spend, tokens, prices, switcher, log }),
    registerCommands(spend, log),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (concerns(event, 'ledger.path')) {
        void spend.useLedger(ledgerFile() ?? ownLedger);
      }
      if (concerns(event, 'billing', 'pricing.custom', 'timezone', 'sources')) {
        spend.configure(spendSettings());
        tellProblems(settingProblems());
      }
    }),
  );
  closing = () => spend.dispose();
  const activationMs = performance.now() - startedAt;
  log.info(`Activated in ${activationMs.toFixed(1)} ms.`);
  return { activationMs, spend };
}

/** Gives the lease back, so that another window reads on at once. */
export async function deactivate(): Promise<void> {
  await closing?.();
}

async function loadPriceData(file: string): Promise<PriceData> {
  return preparePrices(JSON.parse(await readFile(file, 'utf8')) as PriceBook);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
