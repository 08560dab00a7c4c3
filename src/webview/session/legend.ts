/** The legend, which is the breakdown of the session's cost, and the patterns that stand for colours in high contrast. */
import type { CostPart } from '../../core/usage/costParts.ts';
import type { SessionChart } from '../../core/usage/sessionPageModel.ts';
import { type Child, drawing, element } from '../dom.ts';

const fillClasses: Readonly<Record<CostPart, string>> = {
  input: 'fill-input',
  cacheWrite: 'fill-write',
  cacheRead: 'fill-read',
  output: 'fill-output',
  webSearch: 'fill-search',
};

/** One item for each part, with its money. */
export function legendItems(legend: SessionChart['legend']): Child[] {
  return legend.map(({ part, name, cost }) =>
    element(
      'li',
      {},
      drawing(
        'svg',
        { class: 'swatch', viewBox: '0 0 12 10', 'aria-hidden': 'true' },
        drawing('rect', { class: fillClasses[part], x: 0.5, y: 0.5, width: 11, height: 9 }),
      ),
      name,
      element('b', {}, cost),
    ),
  );
}

/** Hatching and dots, which fills in page.css refer to by id. */
export function patterns(): SVGSVGElement {
  const tile = (id: string, size: number, ...shapes: readonly SVGElement[]): SVGPatternElement =>
    drawing('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse' }, ...shapes);
  return drawing(
    'svg',
    { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    drawing(
      'defs',
      {},
      tile('pattern-write', 5, drawing('path', { class: 'hatch', d: 'M-1 1L1 -1M0 5L5 0M4 6L6 4' })),
      tile('pattern-read', 4, drawing('circle', { class: 'dots', cx: 2, cy: 2, r: 1.1 })),
    ),
  );
}
