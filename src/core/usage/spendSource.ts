/** What the surfaces ask of whoever keeps the ledger. The editor gets it as this interface and nothing more. */
import type { AgentId } from '../agents/agentId.ts';
import type { EpochMs, Tokens } from '../units.ts';
import type { Book } from './costParts.ts';
import type { SessionPage } from './sessionPageModel.ts';
import type { Spend } from './spend.ts';
import type { Priced, RequestUsage } from './usageRow.ts';
import type { WhatIf } from './whatIf.ts';

/** A place where logs were looked for. */
export interface SearchedPlace {
  readonly agent: AgentId;
  readonly folder: string;
  /** Why there: 'default', an environment variable, a setting. */
  readonly reason: string;
  readonly state: 'found' | 'absent' | 'unreadable';
  readonly detail: string | null;
}

/** What the reader of logs is doing. */
export type ReadingState =
  | { readonly phase: 'starting' }
  /** `share` is 0 to 1. No figure is shown from half a log. */
  | { readonly phase: 'reading'; readonly share: number; readonly doneFiles: number; readonly totalFiles: number }
  | { readonly phase: 'live' }
  /** The user stopped the first read; what was read so far is kept. */
  | { readonly phase: 'stopped'; readonly share: number }
  | { readonly phase: 'no-agents' }
  | { readonly phase: 'error'; readonly message: string };

/** A session with its sums. */
export interface SessionSummary {
  readonly agent: AgentId;
  readonly session: string;
  readonly parentSession: string | null;
  /** Hostile text, or null. */
  readonly title: string | null;
  /** Hostile text, or null. */
  readonly project: string | null;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** Models by spend, the dearest first. */
  readonly models: readonly string[];
  readonly spend: Spend;
  /** The prompt of the latest request on the main thread. */
  readonly contextTokens: Tokens;
  /** The context window of that request's model; null when it is not known. */
  readonly windowTokens: Tokens | null;
}

/** One request with its cost and the session's running total after it. */
export interface RequestCost {
  readonly usage: RequestUsage;
  readonly priced: Priced;
  readonly runningTotal: Spend;
}

/** What the meter and its hover show. */
export interface Overview {
  readonly asOf: EpochMs;
  /** The user's local day and month, as 'YYYY-MM-DD' and 'YYYY-MM'. */
  readonly day: string;
  readonly today: Spend;
  readonly month: Spend;
  /** The session of the latest request, else null. */
  readonly session: SessionSummary | null;
  readonly todayByAgent: readonly (readonly [AgentId, Spend])[];
  readonly todayByModel: readonly (readonly [string, Spend])[];
  /** The dearest three sessions of today. */
  readonly topSessions: readonly SessionSummary[];
  readonly lastRequest: { readonly at: EpochMs; readonly priced: Priced } | null;
}

/** What changes how usage is read or priced. Sent whole; takes effect at once. */
export interface SpendSettings {
  /** Agent → id of the pricing model that it is paid under; absent: API list. */
  readonly billing: Readonly<Record<string, string>>;
  /** The setting `pricing.custom` as the user wrote it. */
  readonly customPricing: unknown;
  /** IANA zone of the user's days. Empty, or one that nobody knows: that of this machine. */
  readonly timezone: string;
  readonly sources: Readonly<Record<string, { readonly isEnabled: boolean; readonly folder: string | null }>>;
}

/** How a session's page is asked for. */
export interface SessionShowing {
  readonly hideAmounts: boolean;
  readonly book: Book | null;
}

/** The keeper of the ledger, as seen from the editor. All promises reject with an Error that a user can read. */
export interface SpendSource {
  readonly state: ReadingState;
  /** Tells of a new state ('state') or of new numbers ('usage'). */
  onDidChange(listener: (what: 'state' | 'usage') => void): { dispose(): void };
  configure(settings: SpendSettings): void;
  overview(): Promise<Overview>;
  /** The latest sessions with requests, the latest first. */
  sessions(limit: number): Promise<readonly SessionSummary[]>;
  /** All requests of a session, oldest first. */
  requests(agent: AgentId, session: string): Promise<readonly RequestCost[]>;
  /** What a session would have cost on other models, at API list. */
  whatIf(agent: AgentId, session: string, models: readonly string[]): Promise<readonly WhatIf[]>;
  /** All that the Session panel shows; null when there is no request of the session. Without a book, one is chosen. */
  sessionPage(agent: AgentId, session: string, showing: SessionShowing): Promise<SessionPage | null>;
  places(): Promise<readonly SearchedPlace[]>;
  /** A report for people: what was looked for, found, read, skipped and why. Without any text of the logs. */
  diagnostics(): Promise<string>;
  /** Stops the first read; the rest is read by `readAgain`. */
  stopReading(): void;
  readAgain(): void;
  /** Gives the lease back and stops. */
  dispose(): Promise<void>;
}
