/** The ledger brought up to date for one command. */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adapters } from '../../core/agents/registry.ts';
import type { PriceData } from '../../core/pricing/pricer.ts';
import type { Discovery } from '../ingest/discover.ts';
import { createIngest } from '../ingest/ingest.ts';
import { leaseHolder, releaseLease, takeLease } from '../ledger/lease.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/openLedger.ts';
import { defaultLedgerFile, thisMachine } from '../machine.ts';
import { loadPrices } from '../prices/loadPrices.ts';
import type { CommandContext } from './command.ts';

/** What a command works on. */
export interface OpenSpend {
  readonly ledger: Ledger;
  readonly ledgerFile: string;
  readonly note: string | null;
  readonly discovery: Discovery;
  readonly home: string;
  readonly prices: PriceData;
  close(): void;
}

/** How long a command waits for an editor that is still reading. */
const waitForLeaderMs = 60_000;

/**
 * Opens the ledger and reads what is new in the logs. With `--home` and no `--ledger` the ledger is in memory, so that
 * another home's sessions never mix with the user's own. While an editor reads the same logs, its rows are waited for.
 * @throws Error when the ledger cannot be opened or written.
 */
export async function openSpend(context: CommandContext): Promise<OpenSpend> {
  const machine = thisMachine(context.home);
  const wanted = context.ledgerFile ?? (context.home === null ? defaultLedgerFile(machine) : ':memory:');
  const { db, note, file } = openLedger(wanted === ':memory:' ? wanted : path.resolve(wanted), Date.now());
  const ledger = createLedger(db);
  const ingest = createIngest({ ledger, adapters, machine, sources: {} });
  const holder = `cli ${process.pid}`;
  if (takeLease(db, holder, process.pid, Date.now())) {
    // A long first read outlasts the lease; it is renewed so that no window starts the same work beside it.
    const renewal = setInterval(() => takeLease(db, holder, process.pid, Date.now()), 1_000);
    try {
      await ingest.catchUp(new AbortController().signal, progressOn(context));
    } finally {
      clearInterval(renewal);
      releaseLease(db, holder);
    }
  } else {
    await waitForLeader();
  }
  return {
    ledger,
    ledgerFile: file,
    note,
    discovery: ingest.discovery,
    home: machine.home,
    prices: loadPrices(path.join(context.dist, 'prices.json')),
    close: () => db.close(),
  };

  async function waitForLeader(): Promise<void> {
    const until = Date.now() + waitForLeaderMs;
    const phase = db.prepare('SELECT phase FROM reading WHERE id = 1');
    while (phase.get()?.phase === 'reading' && leaseHolder(db, Date.now()) && Date.now() < until) {
      await wait(100);
    }
    if (phase.get()?.phase === 'reading') {
      context.err('meterline: an editor is still reading the logs; these figures are not complete yet\n');
    }
  }
}

/** Progress on a terminal's stderr, nothing in a pipe. */
function progressOn(context: CommandContext): (progress: { doneBytes: number; totalBytes: number }) => void {
  if (!process.stderr.isTTY || context.isJson) {
    return () => undefined;
  }
  let shown = '';
  return ({ doneBytes, totalBytes }) => {
    const percent = totalBytes === 0 ? 100 : Math.floor((doneBytes / totalBytes) * 100);
    const text = percent >= 100 ? '' : `Reading ${percent} %`;
    if (text !== shown) {
      context.err(`\r${text.padEnd(shown.length)}${text === '' ? '\r' : ''}`);
      shown = text;
    }
  };
}
