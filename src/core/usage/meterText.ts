/** What the status bar says: one glyph, at most two numbers, and the same in words. Seven states, each with its own glyph or words. */
import { formatMoney, formatMoneyDelta, moneyInWords } from '../format/money.ts';
import { isEstimate, isPartial, isUnpriced, type Spend } from './spend.ts';
import type { Overview, ReadingState } from './spendSource.ts';

/** The item's content. `tone` chooses the background; only an error has one so far. */
export interface MeterText {
  /** A codicon's name. */
  readonly icon: string;
  readonly text: string;
  /** For screen readers, in words. */
  readonly words: string;
  readonly tone: 'plain' | 'error';
  /** When the text will change without news: the last request's cost fades. Null: not by itself. */
  readonly changesInMs: number | null;
}

/** How amounts are shown. */
export interface Showing {
  readonly hideAmounts: boolean;
}

/** How long the last request's cost stays beside today's. */
const lastRequestMs = 60_000;

/** The meter for a state and the figures known in it; `overview` is null before the first figures. */
export function meterText(state: ReadingState, overview: Overview | null, nowMs: number, showing: Showing): MeterText {
  const quiet = { tone: 'plain', changesInMs: null } as const;
  switch (state.phase) {
    case 'starting':
      return { icon: 'sync~spin', text: 'Meterline', words: 'Meterline is starting.', ...quiet };
    case 'reading': {
      const percent = Math.floor(state.share * 100);
      const words = `Meterline: reading logs, ${percent} percent. The figure appears when every log is read.`;
      return { icon: 'sync~spin', text: `Reading ${percent} %`, words, ...quiet };
    }
    case 'stopped': {
      const percent = Math.floor(state.share * 100);
      const words = `Meterline: reading was stopped at ${percent} percent. Read Logs Again goes on.`;
      return { icon: 'debug-pause', text: `Stopped at ${percent} %`, words, ...quiet };
    }
    case 'no-agents':
      return {
        icon: 'pulse',
        text: 'No agents',
        words: 'Meterline: no agent logs found. Opens the list of places searched.',
        ...quiet,
      };
    case 'error':
      return {
        icon: 'error',
        text: 'Cannot read logs',
        words: `Meterline cannot read the session logs: ${state.message}`,
        tone: 'error',
        changesInMs: null,
      };
    case 'live':
      return overview
        ? liveText(overview, nowMs, showing)
        : { icon: 'sync~spin', text: 'Meterline', words: 'Meterline is starting.', ...quiet };
  }
}

function liveText(overview: Overview, nowMs: number, showing: Showing): MeterText {
  const { today, lastRequest } = overview;
  const ageMs = lastRequest ? nowMs - lastRequest.at : Number.POSITIVE_INFINITY;
  const delta =
    lastRequest && ageMs < lastRequestMs && !lastRequest.priced.isCovered ? lastRequest.priced.marginalUsd : null;
  const amount = spentText(today, showing);
  const text = delta === null ? `${amount} today` : `${amount} today · ${formatMoneyDelta(delta, hideOf(showing))}`;
  const spoken = isCoveredOnly(today)
    ? 'Today is covered by your plan.'
    : `Spent today: ${showing.hideAmounts ? 'hidden' : moneyInWords(today.marginalUsd)}.`;
  const lastSpoken = delta === null || showing.hideAmounts ? '' : ` Last request: ${moneyInWords(delta)}.`;
  const unpriced =
    today.unpricedRequests > 0
      ? ` ${today.unpricedRequests} ${today.unpricedRequests === 1 ? 'request has' : 'requests have'} no price.`
      : '';
  return {
    icon: 'pulse',
    text,
    words: `${spoken}${lastSpoken}${unpriced}`,
    tone: 'plain',
    changesInMs: delta === null ? null : Math.max(1_000, lastRequestMs - ageMs),
  };
}

/** Whether everything in a sum was covered by a flat plan. */
export function isCoveredOnly(spend: Spend): boolean {
  return spend.requests > 0 && spend.coveredRequests === spend.requests;
}

/** What a sum adds to the bill: '$4.12', '~$4.12' without the unpriced, '≈ $4.12' estimated, 'in plan', or '–'. */
export function spentText(spend: Spend, showing: Showing): string {
  if (isCoveredOnly(spend)) {
    return 'in plan';
  }
  return markedMoney(spend, spend.marginalUsd, showing);
}

/** The list value of a sum, marked in the same way. */
export function listText(spend: Spend, showing: Showing): string {
  return markedMoney(spend, spend.listUsd, showing);
}

function markedMoney(spend: Spend, amount: bigint, showing: Showing): string {
  if (isUnpriced(spend)) {
    return '–';
  }
  const mark = isPartial(spend) ? '~' : isEstimate(spend) ? '≈ ' : '';
  return `${mark}${formatMoney(amount, hideOf(showing))}`;
}

function hideOf({ hideAmounts }: Showing): { hide: boolean } {
  return { hide: hideAmounts };
}
