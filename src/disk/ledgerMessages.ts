/** What the thread of the ledger and its client say to each other. */
import type { AgentId } from '../core/agents/agentId.ts';
import type { ReadingState, SessionShowing, SpendSettings } from '../core/usage/spendSource.ts';

/** The questions that have an answer. */
export type Question =
  | { readonly ask: 'overview' }
  | { readonly ask: 'sessions'; readonly limit: number }
  | { readonly ask: 'requests'; readonly agent: AgentId; readonly session: string }
  | { readonly ask: 'whatIf'; readonly agent: AgentId; readonly session: string; readonly models: readonly string[] }
  | { readonly ask: 'sessionPage'; readonly agent: AgentId; readonly session: string; readonly showing: SessionShowing }
  | { readonly ask: 'places' }
  | { readonly ask: 'diagnostics' }
  | { readonly ask: 'close' };

/** Client → worker. */
export type ToLedger =
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  | { readonly kind: 'configure'; readonly settings: SpendSettings }
  | { readonly kind: 'stopReading' }
  | { readonly kind: 'readAgain' };

/** Worker → client. */
export type FromLedger =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'state'; readonly state: ReadingState }
  | { readonly kind: 'usage' };

/** What the worker is started with. */
export interface LedgerWorkerData {
  readonly ledgerFile: string;
  /** Another home than the user's, for which the environment does not hold; else null. */
  readonly home: string | null;
  readonly pricesFile: string;
  readonly settings: SpendSettings;
}
