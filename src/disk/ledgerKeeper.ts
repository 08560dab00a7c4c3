/** Ledger, reading and questions in one place: what the editor's worker serves. */
import path from 'node:path';
import type { AgentAdapter, Machine } from '../core/agents/adapter.ts';
import { isTimezone } from '../core/format/localDay.ts';
import { createPricer, type PriceData } from '../core/pricing/pricer.ts';
import type { ReadingState, SearchedPlace, SpendSettings, SpendSource } from '../core/usage/spendSource.ts';
import { describeDiagnostics, gatherDiagnostics } from './diagnostics.ts';
import { createIngest } from './ingest/ingest.ts';
import { type IngestLoop, startIngestLoop } from './ingest/ingestLoop.ts';
import { createLedger } from './ledger/ledger.ts';
import { describeLedgerError } from './ledger/ledgerErrors.ts';
import { openLedger } from './ledger/openLedger.ts';
import { querySessionPage } from './sessionPage.ts';
import { queryOverview, queryRequests, querySessions, queryWhatIf } from './spendQueries.ts';

/** What the keeper is started with. */
export interface LedgerKeeperOptions {
  readonly ledgerFile: string;
  readonly machine: Machine;
  readonly adapters: readonly AgentAdapter[];
  readonly prices: PriceData;
  readonly settings: SpendSettings;
}

/**
 * Opens the ledger and starts reading. When the ledger's file cannot be used, a ledger in memory takes its place and
 * Doctor says why: the figures are right, but are read anew the next time.
 */
export function startLedgerKeeper(options: LedgerKeeperOptions): SpendSource {
  const { machine, adapters, prices } = options;
  const listeners = new Set<(what: 'state' | 'usage') => void>();
  let settings = options.settings;
  let price = createPricer(prices, settings);
  let timezone = timezoneOf(settings);
  let state: ReadingState = { phase: 'starting' };
  let note: string | null = null;
  const { db, file } = openOrMemory();
  const ledger = createLedger(db);
  let ingest = createIngest({ ledger, adapters, machine, sources: settings.sources });
  let loop: IngestLoop | null = start();
  /** Changes of the loop, one after the other: there is never more than one. */
  let changing: Promise<void> = Promise.resolve();
  let isDisposed = false;

  function openOrMemory() {
    try {
      const opened = openLedger(options.ledgerFile, Date.now());
      note = opened.note;
      return opened;
    } catch (error) {
      note = `The ledger ${path.basename(options.ledgerFile)} cannot be used (${describeLedgerError(error)}); one in memory stands in for it.`;
      return openLedger(':memory:', Date.now());
    }
  }

  function tell(what: 'state' | 'usage'): void {
    for (const listener of listeners) {
      listener(what);
    }
  }

  function start(): IngestLoop {
    return startIngestLoop({
      ledger,
      ingest,
      onState(next) {
        const isNew = JSON.stringify(next) !== JSON.stringify(state);
        state = next;
        if (isNew) {
          tell('state');
        }
      },
      onUsage: () => tell('usage'),
    });
  }

  const asking = () => ({ nowMs: Date.now(), timezone, price });

  return {
    get state() {
      return state;
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    configure(next) {
      const needsReading = JSON.stringify(next.sources) !== JSON.stringify(settings.sources);
      settings = next;
      price = createPricer(prices, settings);
      timezone = timezoneOf(settings);
      if (needsReading) {
        changing = changing.then(async () => {
          await loop?.close();
          if (!isDisposed) {
            ingest = createIngest({ ledger, adapters, machine, sources: settings.sources });
            loop = start();
          }
        });
      }
      tell('usage');
    },
    overview: async () => queryOverview(db, asking()),
    sessions: async (limit) => querySessions(db, limit, asking()),
    requests: async (agent, session) => queryRequests(db, agent, session, asking()),
    whatIf: async (agent, session, models) => queryWhatIf(db, agent, session, models, asking()),
    sessionPage: async (agent, session, showing) => querySessionPage(db, agent, session, showing, asking()),
    places: async () =>
      ingest.discovery.roots.map(
        (searched): SearchedPlace => ({
          agent: searched.agent.id,
          folder: searched.root.folder,
          reason: searched.root.reason,
          state: searched.state,
          detail: searched.reason,
        }),
      ),
    diagnostics: async () =>
      describeDiagnostics(
        gatherDiagnostics({
          db,
          ledgerFile: file,
          note,
          discovery: ingest.discovery,
          home: machine.home,
          nowMs: Date.now(),
        }),
      ),
    stopReading: () => loop?.stopReading(),
    readAgain: () => loop?.readAgain(),
    async dispose() {
      isDisposed = true;
      await changing;
      await loop?.close();
      loop = null;
      if (db.isOpen) {
        db.close();
      }
    },
  };
}

/** The zone of the user's days. */
function timezoneOf({ timezone }: SpendSettings): string {
  return timezone !== '' && isTimezone(timezone) ? timezone : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
