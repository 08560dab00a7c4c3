/** Draws the strips: aligned charts with one x, the request, and one scale each. */
import type { RequestLine, SessionPage } from '../../core/usage/sessionPageModel.ts';
import { type Child, drawing } from '../dom.ts';
import { type IconName, icon } from '../icons.ts';
import { type Geometry, heightOf, type Strip, slotMiddle } from './geometry.ts';

/** The classes of the parts' fills, in the order in which they are stacked. */
const partClasses = ['fill-input', 'fill-write', 'fill-read', 'fill-output', 'fill-search'] as const;

const eventIcons: Readonly<Record<'model' | 'context' | 'cache', IconName>> = {
  model: 'swap',
  context: 'fold',
  cache: 'clock',
};

/** A drawn chart. */
export interface DrawnStrips {
  readonly svg: SVGSVGElement;
  /** The mark of the selected request, moved without drawing anew. */
  readonly selection: SVGRectElement;
  /** Whether the events' words stand in the chart; if not, they belong in a legend below it. */
  readonly hasEventWords: boolean;
}

/** Draws the chart of a page. It is hidden from screen readers: the table of requests holds every value. */
export function drawStrips(page: SessionPage, geometry: Geometry, textWidth: (text: string) => number): DrawnStrips {
  const { width, height, slot, top, foot } = geometry;
  const hasEventWords = eventWordsFit(page, geometry, textWidth);
  const selection = drawing('rect', { class: 'selection', y: top, width: slot, height: foot - top });
  const svg = drawing(
    'svg',
    { class: 'chart', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    selection,
    ...geometry.strips.flatMap((strip) => [...grid(strip, geometry), ...content(strip, page, geometry)]),
    ...events(page, geometry, hasEventWords),
    ...geometry.strips.map((strip) => title(strip, geometry)),
    ...times(page, geometry, textWidth),
  );
  return { svg, selection, hasEventWords };
}

function grid(strip: Strip, { left, width, right }: Geometry): Child[] {
  return strip.ticks.flatMap(({ share, text }) => {
    const y = Math.round(heightOf(strip, share)) + 0.5;
    return [
      drawing('line', { class: share === 0 ? 'axis' : 'grid', x1: left, x2: width - right, y1: y, y2: y }),
      drawing('text', { x: left - 6, y: y + 4, 'text-anchor': 'end' }, text),
    ];
  });
}

function title(strip: Strip, { left, isNarrow }: Geometry): Child {
  return drawing(
    'text',
    { class: 'halo', x: left, y: strip.top - 6 },
    drawing('tspan', { class: 'name' }, strip.title),
    isNarrow || strip.note === '' ? null : drawing('tspan', { dx: 8 }, strip.note),
  );
}

function content(strip: Strip, page: SessionPage, geometry: Geometry): Child[] {
  switch (strip.id) {
    case 'total':
      return totalLine(strip, page, geometry);
    case 'cost':
      return bars(strip, page, geometry);
    case 'context':
      return contextSteps(strip, page, geometry);
    case 'cache':
      return cacheLine(strip, page, geometry);
  }
}

function totalLine(strip: Strip, { requests }: SessionPage, geometry: Geometry): Child[] {
  const points = requests.map(({ drawn }, index) => point(slotMiddle(geometry, index), heightOf(strip, drawn.total)));
  const path = `M${point(geometry.left, strip.foot)}L${points.join('L')}`;
  return [
    drawing('path', { class: 'area', d: `${path}V${strip.foot}Z` }),
    drawing('path', { class: 'line', d: path }),
    ...endLabel(
      strip,
      requests,
      geometry,
      ({ drawn }) => drawn.total,
      ({ total }) => total,
    ),
  ];
}

function bars(strip: Strip, { requests }: SessionPage, geometry: Geometry): Child[] {
  const { barWidth, isNarrow } = geometry;
  const paths = partClasses.map(() => '');
  const labels: Child[] = [];
  const unpriced: string[] = [];
  requests.forEach(({ drawn, cost }, index) => {
    const x = slotMiddle(geometry, index) - barWidth / 2;
    if (drawn.parts === null) {
      unpriced.push(`M${point(x, strip.foot - 3)}h${round(barWidth)}`);
      return;
    }
    let sum = 0;
    drawn.parts.forEach((share, part) => {
      const foot = heightOf(strip, sum);
      sum += share;
      const height = foot - heightOf(strip, sum);
      if (height >= 0.3) {
        // Between parts of some height a pixel stays free, so that they can be told apart without colour.
        const inner = Math.max(0.8, height - (height > 4 ? 1 : 0));
        paths[part] += `M${point(x, foot - inner)}h${round(barWidth)}v${round(inner)}h${round(-barWidth)}z`;
      }
    });
    if (drawn.isPeak && !isNarrow) {
      const attributes = { class: 'halo strong', y: heightOf(strip, sum) - 4 };
      labels.push(
        index === 0
          ? drawing('text', { ...attributes, x }, cost)
          : drawing('text', { ...attributes, x: x + barWidth / 2, 'text-anchor': 'middle' }, cost),
      );
    }
  });
  return [
    ...partClasses.map((name, part) =>
      paths[part] === '' ? null : drawing('path', { class: name, d: paths[part] ?? '' }),
    ),
    unpriced.length === 0 ? null : drawing('path', { class: 'unpriced', d: unpriced.join('') }),
    ...labels,
  ];
}

function contextSteps(strip: Strip, { requests }: SessionPage, geometry: Geometry): Child[] {
  const { slot, left } = geometry;
  const steps = requests.map(
    ({ drawn }, index) => `${point(left + slot * index, heightOf(strip, drawn.context))}h${round(slot)}`,
  );
  const path = `M${steps.join('L')}`;
  return [
    drawing('path', { class: 'area', d: `${path}V${strip.foot}H${left}Z` }),
    drawing('path', { class: 'line', d: path }),
    ...endLabel(
      strip,
      requests,
      geometry,
      ({ drawn }) => drawn.context,
      ({ contextTokens }) => contextTokens,
    ),
  ];
}

function cacheLine(strip: Strip, { requests }: SessionPage, geometry: Geometry): Child[] {
  const points = requests.flatMap(({ drawn }, index) =>
    drawn.cacheHit === null ? [] : [point(slotMiddle(geometry, index), heightOf(strip, drawn.cacheHit))],
  );
  const alone = requests.length === 1 ? requests[0]?.drawn.cacheHit : null;
  return [
    points.length === 0 ? null : drawing('path', { class: 'line', d: `M${points.join('L')}` }),
    typeof alone === 'number'
      ? drawing('circle', { class: 'dot', cx: slotMiddle(geometry, 0), cy: heightOf(strip, alone), r: 2.5 })
      : null,
    ...endLabel(
      strip,
      requests,
      geometry,
      ({ drawn }) => drawn.cacheHit,
      ({ cacheHit }) => cacheHit,
    ),
  ];
}

function endLabel(
  strip: Strip,
  requests: readonly RequestLine[],
  geometry: Geometry,
  shareOf: (request: RequestLine) => number | null,
  textOf: (request: RequestLine) => string | null,
): Child[] {
  const last = requests.at(-1);
  const share = last ? shareOf(last) : null;
  const text = last ? textOf(last) : null;
  if (share === null || text === null) {
    return [];
  }
  const { width, right, isNarrow } = geometry;
  const y = heightOf(strip, share);
  if (!isNarrow) {
    return [drawing('text', { class: 'strong', x: width - right + 8, y: y + 4 }, text)];
  }
  return strip.id === 'total'
    ? [drawing('text', { class: 'halo strong', x: width - right, y: strip.top - 6, 'text-anchor': 'end' }, text)]
    : [];
}

function eventWordsFit({ requests }: SessionPage, geometry: Geometry, textWidth: (text: string) => number): boolean {
  let free = 0;
  return requests.every(({ event }, index) => {
    if (event === null) {
      return true;
    }
    const x = eventX(geometry, index);
    const isFree = x >= free;
    free = x + textWidth(event.text) + 28;
    return isFree && free <= geometry.width;
  });
}

function events({ requests }: SessionPage, geometry: Geometry, hasWords: boolean): Child[] {
  return requests.flatMap(({ event }, index) => {
    if (event === null) {
      return [];
    }
    const x = eventX(geometry, index);
    const line = Math.round(x) + 0.5;
    return [
      drawing('line', { class: 'event', x1: line, x2: line, y1: 18, y2: geometry.foot }),
      icon(eventIcons[event.kind], { x: hasWords ? x : x - 6, y: 2, width: 12, height: 12 }),
      hasWords ? drawing('text', { class: 'plain', x: x + 16, y: 12 }, event.text) : null,
    ];
  });
}

function eventX({ left, slot }: Geometry, index: number): number {
  return left + slot * index;
}

function times({ requests }: SessionPage, geometry: Geometry, textWidth: (text: string) => number): Child[] {
  let free = 0;
  return requests.map(({ time, number }, index) => {
    const text = geometry.isNarrow ? `#${number}` : time;
    const width = textWidth(text);
    const x = slotMiddle(geometry, index);
    if (x - width / 2 < free || x + width / 2 > geometry.width) {
      return null;
    }
    free = x + width / 2 + Math.max(24, width);
    return drawing('text', { x, y: geometry.height - 4, 'text-anchor': 'middle' }, text);
  });
}

function point(x: number, y: number): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The events' icons, for the legend that takes their words. */
export function eventIcon(kind: 'model' | 'context' | 'cache'): SVGSVGElement {
  return icon(eventIcons[kind]);
}
