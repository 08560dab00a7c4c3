/** The finished view model of the Session panel: texts as they are shown, and shares of an axis to draw. No money, no clock. */
import type { AgentId } from '../agents/agentId.ts';
import type { Tick } from '../format/axis.ts';
import type { Book, CostPart } from './costParts.ts';
import type { SessionEvent } from './sessionEvents.ts';
import type { Quality } from './usageRecord.ts';

/** The whole page. It travels as JSON. All texts of logs are made harmless, and are still only ever shown as text. */
export interface SessionPage {
  readonly agent: AgentId;
  readonly session: string;
  readonly title: string;
  readonly isLive: boolean;
  /** For how long it stays live without another request; null when it has ended. */
  readonly liveForMs: number | null;
  /** 'Live' or 'Ended 14:52'. */
  readonly state: string;
  /** Agent, project, branch, models, start and length. */
  readonly facts: readonly string[];
  readonly figures: readonly Figure[];
  /** Which number chart and table show, and whether the other one differs. */
  readonly book: Book;
  readonly hasTwoBooks: boolean;
  readonly chart: SessionChart;
  /** Of the main thread, oldest first. */
  readonly requests: readonly RequestLine[];
  readonly whatIf: WhatIfTable | null;
}

/** One figure of the header. */
export interface Figure {
  readonly id: 'spent' | 'list' | 'last' | 'context' | 'cache';
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** To be drawn as a bar, 0 to 1; null for none. */
  readonly share: number | null;
}

/** Axes and legend of the strips. */
export interface SessionChart {
  /** False when no request has a price: the strips of money are left out. */
  readonly hasMoney: boolean;
  readonly totalTicks: readonly Tick[];
  readonly costTicks: readonly Tick[];
  readonly contextTicks: readonly Tick[];
  /** 'peak 141k of 200k tok'. */
  readonly contextNote: string;
  /** Money by part over the whole session; parts without any are left out. */
  readonly legend: readonly { readonly part: CostPart; readonly name: string; readonly cost: string }[];
}

/** A request with what its subagents used: its figures include them, and so does its bar. */
export interface RequestLine {
  readonly key: string;
  /** '29', or '29.1' for a subagent's. */
  readonly number: string;
  readonly time: string;
  readonly label: string;
  readonly model: string;
  readonly tokens: Readonly<Record<'input' | 'cacheWrite' | 'cacheRead' | 'output', string>>;
  /** Money of each part that has any. */
  readonly parts: readonly { readonly part: CostPart; readonly cost: string }[];
  /** How full the context was after it: '29 %', or tokens where the window is not known; null for a subagent. */
  readonly context: string | null;
  /** The same in tokens: '57.1k'; null for a subagent. */
  readonly contextTokens: string | null;
  readonly cacheHit: string | null;
  readonly cost: string;
  /** The session's total after it; null for a subagent's, which is inside its parent's. */
  readonly total: string | null;
  readonly quality: Quality;
  /** Why there is no price, else null. */
  readonly reason: string | null;
  readonly event: SessionEvent | null;
  /** 'with 3 subagent requests, $0.0049', else null. */
  readonly subagentsText: string | null;
  readonly subagents: readonly RequestLine[];
  readonly drawn: DrawnRequest;
}

/** Shares of the axes, 0 to 1; null where there is nothing to draw. */
export interface DrawnRequest {
  /** In the order of `costPartNames`; null without a price. */
  readonly parts: readonly number[] | null;
  readonly total: number;
  readonly context: number;
  readonly cacheHit: number | null;
  /** Whether the bar stands out so far that its cost is written above it. */
  readonly isPeak: boolean;
}

/** The session on other models, at API list. */
export interface WhatIfTable {
  /** The session as it was; null when it is not wholly priced. */
  readonly now: { readonly text: string; readonly share: number } | null;
  /** '$0 to $6.01'. */
  readonly scale: string;
  readonly groups: readonly { readonly name: string; readonly lines: readonly WhatIfLine[] }[];
}

/** One model. */
export interface WhatIfLine {
  readonly model: string;
  readonly vendor: string;
  readonly isCurrent: boolean;
  /** What it lacks: 'strong class', '128k context'; else null. */
  readonly lack: string | null;
  /** '≈ $1.11'. */
  readonly cost: string;
  readonly share: number;
  /** '−58 %' and '−$1.53' against the session as it was; null when that has no price, or for the current model. */
  readonly change: string | null;
  readonly difference: string | null;
}
