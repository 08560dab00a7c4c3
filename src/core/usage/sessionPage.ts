/** Builds the Session panel's view model from what the ledger says. */
import { formatDuration } from '../format/duration.ts';
import { localDay } from '../format/localDay.ts';
import { formatPercent } from '../format/percent.ts';
import { plainText } from '../format/plainText.ts';
import { formatClock } from '../format/time.ts';
import { formatCount, formatTokens, withUnit } from '../format/tokens.ts';
import { findModel, modelName } from '../models/catalogue.ts';
import type { EpochMs } from '../units.ts';
import { isCoveredOnly } from './meterText.ts';
import { amountText, type PageShowing } from './sessionAmounts.ts';
import { spendOf } from './sessionGroups.ts';
import type { Figure, SessionPage } from './sessionPageModel.ts';
import { sessionRequests } from './sessionRequests.ts';
import type { RowShowing } from './sessionText.ts';
import { whatIfTable } from './sessionWhatIf.ts';
import { cacheShare, isPartial } from './spend.ts';
import type { RequestCost, SessionShowing, SessionSummary } from './spendSource.ts';
import { promptTokens } from './usageRecord.ts';
import type { Pricer } from './usageRow.ts';
import type { WhatIf } from './whatIf.ts';

/** A session counts as running for this long after its last request. */
const liveMs = 120_000;

/** What the page is made from. */
export interface SessionPageInput {
  readonly summary: SessionSummary;
  /** Oldest first. */
  readonly requests: readonly RequestCost[];
  readonly whatIf: readonly WhatIf[];
  /** 'Claude Code'. */
  readonly agentLabel: string;
  readonly nowMs: EpochMs;
}

/** The page of a session with at least one request. Without a book the bill is shown, or list value when a plan covers all. */
export function buildSessionPage(
  input: SessionPageInput,
  price: Pricer,
  asked: RowShowing & SessionShowing,
): SessionPage {
  const { summary, requests, nowMs } = input;
  const { spend } = summary;
  const hasTwoBooks = spend.listUsd !== spend.marginalUsd || spend.coveredRequests > 0;
  const wanted = asked.book ?? (isCoveredOnly(spend) ? 'list' : 'spent');
  const showing: PageShowing = { ...asked, book: hasTwoBooks ? wanted : 'spent' };
  const { lines, chart } = sessionRequests(requests, price, showing);
  const age = nowMs - summary.lastAt;
  const isLive = age < liveMs;
  return {
    agent: summary.agent,
    session: summary.session,
    title: plainText(summary.title ?? 'Untitled', 200),
    isLive,
    liveForMs: isLive ? liveMs - Math.max(0, age) : null,
    state: isLive ? 'Live' : `Ended ${momentText(summary.lastAt, nowMs, asked.timezone)}`,
    facts: facts(input, asked.timezone),
    figures: figures(input, asked),
    book: showing.book,
    hasTwoBooks,
    chart,
    requests: lines,
    whatIf: whatIfTable({
      model: summary.models[0] ?? 'unknown',
      outcomes: input.whatIf,
      nowUsd: isPartial(spend) ? null : spend.listUsd,
      peakTokens: requests.reduce(
        (max, { usage }) => Math.max(max, promptTokens(usage.meters) + usage.meters.output),
        0,
      ),
      hideAmounts: asked.hideAmounts,
    }),
  };
}

function facts({ summary, requests, agentLabel, nowMs }: SessionPageInput, timezone: string): string[] {
  const { project, models, firstAt, lastAt } = summary;
  const branch = requests.findLast(({ usage }) => usage.branch !== null)?.usage.branch ?? null;
  const [first = 'unknown', ...others] = models.map(modelName);
  return [
    agentLabel,
    project === null ? null : lastFolder(plainText(project, 120)),
    branch === null ? null : plainText(branch, 80),
    others.length === 0 ? first : `${first}, ${others.join(', ')}`,
    [momentText(firstAt, nowMs, timezone), lastAt > firstAt ? formatDuration(lastAt - firstAt) : null]
      .filter((part) => part !== null)
      .join(', '),
  ].filter((fact) => fact !== null);
}

function figures({ summary, requests }: SessionPageInput, asked: RowShowing): Figure[] {
  const { spend, contextTokens, windowTokens } = summary;
  const spent: PageShowing = { ...asked, book: 'spent' };
  const list: PageShowing = { ...asked, book: 'list' };
  const last = requests.findLast(({ usage }) => usage.subagent === null) ?? requests.at(-1);
  const lastSpend = last && spendOf(last);
  const window = windowTokens ?? (last ? (findModel(last.usage.model)?.contextWindow ?? null) : null);
  const hits = cacheShare(spend);
  return [
    {
      id: 'spent',
      label: 'Cost so far',
      value: amountText(spend, spent),
      detail: requestsText(requests),
      share: null,
    },
    { id: 'list', label: 'List value', value: amountText(spend, list), detail: 'At API list, not added', share: null },
    {
      id: 'last',
      label: 'Last request',
      value: lastSpend ? amountText(lastSpend, spent) : '–',
      detail: last ? `${formatClock(last.usage.at, asked.timezone)}, ${modelName(last.usage.model)}` : '',
      share: null,
    },
    {
      id: 'context',
      label: 'Context',
      value: window === null ? withUnit(formatTokens(contextTokens)) : formatPercent(contextTokens / window),
      detail:
        window === null
          ? 'The window is not known'
          : `${formatTokens(contextTokens)} of ${withUnit(formatTokens(window))}`,
      share: window === null ? null : Math.min(1, contextTokens / window),
    },
    {
      id: 'cache',
      label: 'Cache hits',
      value: hits === null ? '–' : formatPercent(hits),
      detail: `${withUnit(formatTokens(spend.meters.cacheRead))} read from cache`,
      share: null,
    },
  ];
}

function requestsText(requests: readonly RequestCost[]): string {
  const inSubagents = requests.filter(({ usage }) => usage.subagent !== null).length;
  const unpriced = requests.filter(({ priced }) => priced.listUsd === null).length;
  return [
    `${formatCount(requests.length)} ${requests.length === 1 ? 'request' : 'requests'}`,
    inSubagents === 0 ? null : `${formatCount(inSubagents)} in subagents`,
    unpriced === 0 ? null : `${formatCount(unpriced)} without a price`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** '14:52' today, '2026-11-20 14:52' on another day. */
function momentText(at: EpochMs, nowMs: EpochMs, timezone: string): string {
  const day = localDay(at, timezone);
  const clock = formatClock(at, timezone);
  return day === localDay(nowMs, timezone) ? clock : `${day} ${clock}`;
}

/** The folder's own name: the path before it is the same on all of a user's sessions. */
function lastFolder(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
