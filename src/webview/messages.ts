/** What pages and the editor say to each other. The editor loads this file too: it knows neither the DOM nor VS Code. */
import type { Book } from '../core/usage/costParts.ts';
import type { SessionPage } from '../core/usage/sessionPageModel.ts';

/** Editor → Session panel. */
export type ToSessionPage =
  | {
      readonly kind: 'page';
      readonly page: SessionPage;
      /** What the reader should know about the figures, in a sentence; null for nothing. */
      readonly notice: string | null;
      readonly hidesAmounts: boolean;
    }
  | { readonly kind: 'reading'; readonly percent: number; readonly detail: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly message: string };

const actions = [
  'switchModel',
  'selectPricingModel',
  'toggleHideAmounts',
  'showDiagnostics',
  'openSessions',
  'readLogsAgain',
] as const;

/** What a page may ask the editor to do. */
export type PageAction = (typeof actions)[number];

/** Session panel → editor. `ready` asks for everything anew. */
export type FromSessionPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'showBook'; readonly book: Book }
  | { readonly kind: 'run'; readonly action: PageAction };

/** What a page keeps while it is hidden and over restarts. The editor reads the first three to open it again. */
export interface SessionPageState {
  readonly agent: string;
  readonly session: string;
  readonly book: Book | null;
  /** The request that is selected; null follows the latest. */
  readonly selected: string | null;
  /** Requests whose subagents are shown. */
  readonly open: readonly string[];
  /** Rows of the table. */
  readonly shown: number;
  readonly scrollTop: number;
}

/** A message of the Session panel, checked; null for anything else. */
export function readSessionIntent(message: unknown): FromSessionPage | null {
  const fields = fieldsOf(message);
  switch (fields.kind) {
    case 'ready':
      return { kind: 'ready' };
    case 'showBook':
      return isBook(fields.book) ? { kind: 'showBook', book: fields.book } : null;
    case 'run': {
      const action = actions.find((known) => known === fields.action);
      return action ? { kind: 'run', action } : null;
    }
    default:
      return null;
  }
}

/** What of a kept state opens the page again, checked; null when it is not one. */
export function readSessionPlace(state: unknown): Pick<SessionPageState, 'agent' | 'session' | 'book'> | null {
  const { agent, session, book } = fieldsOf(state);
  return typeof agent === 'string' && typeof session === 'string'
    ? { agent, session, book: isBook(book) ? book : null }
    : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isBook(value: unknown): value is Book {
  return value === 'spent' || value === 'list';
}
