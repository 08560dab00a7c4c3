/** "What would this session have cost on…": a row per model, on one scale. */
import { alignDecimals } from '../../core/format/alignDecimals.ts';
import type { WhatIfLine, WhatIfTable } from '../../core/usage/sessionPageModel.ts';
import { type Child, drawing, element } from '../dom.ts';

const columns = 4;

/** The section's content. */
export function whatIfContent({ now, scale, groups }: WhatIfTable): Child[] {
  return [
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: 'what-if-title' }, 'What would this session have cost on…'),
      now === null
        ? null
        : element('span', { class: 'small wide-only' }, `dashed line: this session at API list, ${now.text}`),
    ),
    element(
      'table',
      { class: 'table what-if', 'aria-labelledby': 'what-if-title' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Model'),
          element('th', { scope: 'col', class: 'right' }, 'This session'),
          element('th', { scope: 'col', class: 'plot-cell drawn' }, scale),
          element('th', { scope: 'col', class: 'right' }, 'Difference'),
        ),
      ),
      ...groups.map(({ name, lines }) =>
        element(
          'tbody',
          {},
          element('tr', { class: 'group' }, element('th', { scope: 'rowgroup', colspan: columns }, name)),
          ...lines.map((line) => rowOf(line, now?.share ?? null)),
        ),
      ),
    ),
    element(
      'p',
      { class: 'small note-line' },
      'At API list. The session’s main model is replaced; what subagents used on other models stays. ≈: counted in the other model’s tokens by a ratio.',
    ),
  ];
}

function rowOf(
  { model, vendor, lack, isCurrent, cost, share, change, difference }: WhatIfLine,
  now: number | null,
): HTMLElement {
  return element(
    'tr',
    { class: isCurrent ? 'current' : null },
    element(
      'td',
      {},
      model,
      isCurrent ? element('span', { class: 'tag' }, 'main model') : null,
      element('span', { class: 'small' }, lack === null ? vendor : `${vendor}, ${lack}`),
    ),
    element('td', { class: 'right' }, alignDecimals(cost, 4)),
    element('td', { class: 'plot-cell drawn' }, scaleOf(share, now)),
    element(
      'td',
      { class: 'right' },
      change ?? '–',
      difference === null ? null : element('span', { class: 'small' }, difference),
    ),
  );
}

/** A dot on the common scale, with the session as it was as a dashed line. The cells beside it say the same in figures. */
function scaleOf(share: number, now: number | null): SVGSVGElement {
  const at = (value: number): string => `${Math.round(value * 1000) / 10}%`;
  return drawing(
    'svg',
    { class: 'scale', height: 18, 'aria-hidden': 'true' },
    drawing('line', { class: 'grid', x1: 0, x2: '100%', y1: 9.5, y2: 9.5 }),
    drawing('line', { class: 'amount', x1: 0, x2: at(share), y1: 9.5, y2: 9.5 }),
    now === null ? null : drawing('line', { class: 'now', x1: at(now), x2: at(now), y1: -4, y2: 22 }),
    drawing('circle', { class: 'dot', cx: at(share), cy: 9.5, r: 3.5 }),
  );
}
