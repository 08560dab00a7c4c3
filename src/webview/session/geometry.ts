/** Where things stand in the strips: numbers only, so that they can be tested without a page. */
import type { SessionPage } from '../../core/usage/sessionPageModel.ts';

/** One strip of the chart. */
export interface Strip {
  readonly id: 'total' | 'cost' | 'context' | 'cache';
  readonly title: string;
  readonly note: string;
  readonly ticks: readonly { readonly share: number; readonly text: string }[];
  /** Pixels from the top of the chart to the strip's own top and foot. */
  readonly top: number;
  readonly foot: number;
}

/** The chart's measures, in pixels. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** One request's share of the width. */
  readonly slot: number;
  readonly barWidth: number;
  readonly strips: readonly Strip[];
  /** The top and the foot of the selection and of the events' lines. */
  readonly top: number;
  readonly foot: number;
  readonly isNarrow: boolean;
}

/** Below this width labels leave the chart. */
const narrowBelow = 520;
const eventRow = 22;
const titleRow = 18;
const stripGap = 10;
const timeRow = 18;
const cacheTicks = [
  { share: 0, text: '0 %' },
  { share: 1, text: '100 %' },
];

/** Measures a chart of `width` pixels; `textWidth` gives the width of a label in the page's font. */
export function measureChart(page: SessionPage, width: number, textWidth: (text: string) => number): Geometry {
  const { chart, requests } = page;
  const isNarrow = width < narrowBelow;
  const money = [
    { id: 'total', title: 'Total so far', note: '', ticks: chart.totalTicks, height: 84 },
    { id: 'cost', title: 'Cost of each request', note: '', ticks: chart.costTicks, height: 148 },
  ] as const;
  const wanted = [
    ...(chart.hasMoney ? money : []),
    { id: 'context', title: 'Context window', note: chart.contextNote, ticks: chart.contextTicks, height: 64 },
    { id: 'cache', title: 'Read from cache', note: 'share of the prompt', ticks: cacheTicks, height: 40 },
  ] as const;
  let y = requests.some(({ event }) => event !== null) ? eventRow : 0;
  const top = y + titleRow - 4;
  const strips = wanted.map(({ height, ...strip }): Strip => {
    const stripTop = y + titleRow;
    y = stripTop + height + stripGap;
    return { ...strip, top: stripTop, foot: stripTop + height };
  });
  const foot = y - stripGap;
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(textWidth));
  const left = Math.ceil(widest(strips.flatMap(({ ticks }) => ticks.map(({ text }) => text)))) + 10;
  const last = requests.at(-1);
  const ends = [last?.total ?? '', last?.contextTokens ?? '', last?.cacheHit ?? ''];
  const right = isNarrow ? 8 : Math.ceil(widest(ends)) + 16;
  const slot = Math.max(0, width - left - right) / Math.max(1, requests.length);
  return {
    width,
    height: foot + timeRow,
    left,
    right,
    slot,
    barWidth: Math.max(1, Math.min(22, slot > 10 ? slot - 4 : slot * 0.8)),
    strips,
    top,
    foot,
    isNarrow,
  };
}

/** The middle of a request's slot. */
export function slotMiddle({ left, slot }: Geometry, index: number): number {
  return left + slot * (index + 0.5);
}

/** The request whose slot a point is in; the nearest one for a point outside. */
export function slotAt({ left, slot }: Geometry, x: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((x - left) / slot)));
}

/** The height at which a share of a strip stands. */
export function heightOf({ top, foot }: Strip, share: number): number {
  return foot - share * (foot - top);
}
