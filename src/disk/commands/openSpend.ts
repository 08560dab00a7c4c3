/** The ledger brought up to date for one command. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { adapters } from '../../core/agents/registry.ts';
import type { PriceData } from '../../core/pricing/pricer.ts';
import { describeFileError } from '../fileErrors.ts';
import type { Discovery } from '../ingest/discover.ts';
import { createIngest, type Ingest } from '../ingest/ingest.ts';
import { releaseLease, renewEveryMs, takeLease } from '../ledger/lease.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { describeLedgerError, isDamage, sqliteCode } from '../ledger/ledgerErrors.ts';
import { type OpenedLedger, openLedger } from '../ledger/openLedger.ts';
import { type Progress, writeProgress } from '../ledger/readingStatus.ts';
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
/** How often it looks, and how often progress is written for others. */
const lookEveryMs = 100;

/**
 * Opens the ledger and reads what is new in the logs. With `--home` and no `--ledger` the ledger is in memory, so that
 * another home's sessions never mix with the user's own. While an editor reads the same logs, its rows are waited for.
 * @throws Error naming the file when the ledger cannot be opened or written, or the home is no folder.
 */
export async function openSpend(context: CommandContext): Promise<OpenSpend> {
  const machine = thisMachine(context.home);
  if (context.home !== null) {
    requireFolder(context.home);
  }
  const wanted = context.ledgerFile ?? (context.home === null ? defaultLedgerFile(machine) : ':memory:');
  const file = wanted === ':memory:' ? wanted : path.resolve(wanted);
  let opened = open(file, false);
  for (;;) {
    const { db, note } = opened;
    try {
      const ledger = createLedger(db);
      const ingest = createIngest({ ledger, adapters, machine, sources: {} });
      await bringUpToDate(ledger, ingest, context);
      const prices = loadPrices(path.join(context.dist, 'prices.json'));
      const { discovery } = ingest;
      return { ledger, ledgerFile: file, note, discovery, home: machine.home, prices, close: () => db.close() };
    } catch (error) {
      db.close();
      if (!isDamage(error) || note !== null) {
        throw sqliteCode(error) === null ? error : new Error(`${file}: ${describeLedgerError(error)}`);
      }
      // Damage that opening did not meet: the whole file is checked now, and put aside.
      opened = open(file, true);
      if (opened.note === null) {
        opened.db.close();
        throw new Error(`${file}: ${describeLedgerError(error)}`);
      }
    }
  }
}

function open(file: string, isThorough: boolean): OpenedLedger {
  try {
    return openLedger(file, Date.now(), { isThorough });
  } catch (error) {
    throw new Error(`${file}: ${describeLedgerError(error)}`);
  }
}

function requireFolder(home: string): void {
  try {
    readdirSync(home);
  } catch (error) {
    throw new Error(`--home ${home}: ${describeFileError(error)}`);
  }
}

/** Reads what is unread, or waits for the process that does: its lease may also be that of one that was killed, and run out. */
async function bringUpToDate(ledger: Ledger, ingest: Ingest, context: CommandContext): Promise<void> {
  const { db } = ledger;
  const holder = `cli ${process.pid}`;
  const until = Date.now() + waitForLeaderMs;
  ingest.search();
  while (ingest.unread().length > 0) {
    if (takeLease(db, holder, process.pid, Date.now())) {
      await readAsLeader(ledger, ingest, holder, context);
      return;
    }
    if (Date.now() >= until) {
      context.err('meterline: another program is still reading the logs; these figures are not complete yet\n');
      return;
    }
    await wait(lookEveryMs);
  }
}

async function readAsLeader(ledger: Ledger, ingest: Ingest, holder: string, context: CommandContext): Promise<void> {
  const { db } = ledger;
  const show = progressOn(context);
  let toldAt = Date.now();
  let renewedAt = toldAt;
  try {
    await ingest.readUnread(new AbortController().signal, (progress) => {
      const now = Date.now();
      show(progress);
      if (now - toldAt >= lookEveryMs) {
        toldAt = now;
        writeProgress(db, progress);
      }
      // A long first read outlasts the lease; it is renewed so that no window starts the same work beside it.
      if (now - renewedAt >= renewEveryMs) {
        renewedAt = now;
        takeLease(db, holder, process.pid, now);
      }
    });
  } finally {
    show({ doneFiles: 0, totalFiles: 0, doneBytes: 0, totalBytes: 0 });
    endReading(db, holder);
  }
}

function endReading(db: Ledger['db'], holder: string): void {
  try {
    writeProgress(db, null);
    releaseLease(db, holder);
  } catch {
    // The error that ended reading is the one to tell; the lease runs out by itself.
  }
}

/** Progress on a terminal's stderr, nothing in a pipe. */
function progressOn(context: CommandContext): (progress: Progress) => void {
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
