/** The chart as it lives on the page: drawn anew when its width or its page changes, moved through with keys and clicks. */
import type { SessionPage } from '../../core/usage/sessionPageModel.ts';
import { element } from '../dom.ts';
import { type Geometry, measureChart, slotAt, slotMiddle } from './geometry.ts';
import { type DrawnStrips, drawStrips, eventIcon } from './strips.ts';

/** The chart's elements and what can be done with them. */
export interface Chart {
  readonly plot: HTMLElement;
  /** The events' words, where they do not fit into the chart. */
  readonly events: HTMLElement;
  show(page: SessionPage, selected: number): void;
  select(selected: number): void;
}

/** Makes the chart; `onSelect` is told of the request that keys or a click chose. */
export function createChart(onSelect: (index: number) => void): Chart {
  const plot = element('div', {
    class: 'plot',
    tabindex: 0,
    role: 'group',
    'aria-label':
      'Cost per request, total, context and cache. Arrow keys move between requests; the table of requests holds all values.',
  });
  const events = element('ul', { class: 'legend', 'aria-label': 'Events' });
  let page: SessionPage | null = null;
  let selected = 0;
  let width = 0;
  let drawn: { readonly strips: DrawnStrips; readonly geometry: Geometry } | null = null;

  function draw(): void {
    if (!page || width === 0) {
      return;
    }
    const textWidth = textMeasure();
    const geometry = measureChart(page, width, textWidth);
    const strips = drawStrips(page, geometry, textWidth);
    drawn = { strips, geometry };
    plot.replaceChildren(strips.svg);
    showEvents(strips.hasEventWords);
    mark();
  }

  function showEvents(areInChart: boolean): void {
    const words = new Map(page?.requests.flatMap(({ event }) => (event ? [[event.text, event.kind] as const] : [])));
    events.hidden = areInChart || words.size === 0;
    events.replaceChildren(...[...words].map(([text, kind]) => element('li', {}, eventIcon(kind), text)));
  }

  function mark(): void {
    if (drawn) {
      const { slot } = drawn.geometry;
      // Where there is one request only, nothing is chosen among others.
      const markWidth = page?.requests.length === 1 ? 0 : Math.max(2, slot);
      drawn.strips.selection.setAttribute('x', String(slotMiddle(drawn.geometry, selected) - markWidth / 2));
      drawn.strips.selection.setAttribute('width', String(markWidth));
    }
  }

  function choose(index: number): void {
    const count = page?.requests.length ?? 0;
    onSelect(Math.max(0, Math.min(count - 1, index)));
  }

  new ResizeObserver(() => {
    const now = Math.floor(plot.clientWidth);
    if (now !== width) {
      width = now;
      draw();
    }
  }).observe(plot);
  plot.addEventListener('click', ({ clientX }) => {
    if (drawn && page) {
      const x = clientX - drawn.strips.svg.getBoundingClientRect().left;
      choose(slotAt(drawn.geometry, x, page.requests.length));
    }
  });
  plot.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: selected + 1,
      ArrowLeft: selected - 1,
      Home: 0,
      End: Number.MAX_SAFE_INTEGER,
    };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      choose(next);
    }
  });

  return {
    plot,
    events,
    show(next, index) {
      const isNew = next !== page && JSON.stringify(next) !== JSON.stringify(page);
      page = next;
      selected = index;
      if (isNew) {
        draw();
      } else {
        mark();
      }
    },
    select(index) {
      selected = index;
      mark();
    },
  };
}

/** Measures labels in the editor's own font: gutters follow the text. */
function textMeasure(): (text: string) => number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (!canvas) {
    return (text) => text.length * 7;
  }
  canvas.font = `600 11px ${getComputedStyle(document.body).fontFamily}`;
  return (text) => canvas.measureText(text).width;
}
