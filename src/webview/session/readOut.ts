/** The line under the chart with all values of the selected request. It covers nothing, and screen readers follow it. */
import { type Child, element } from '../dom.ts';
import type { Selected } from './selection.ts';

const tokenNames = [
  ['input', 'input'],
  ['cacheWrite', 'cache write'],
  ['cacheRead', 'cache read'],
  ['output', 'output'],
] as const;

/** The parts of the line. */
export function readOut({ line }: Selected): Child[] {
  const costs = new Map(line.parts.map(({ part, cost }) => [part, cost]));
  const search = costs.get('webSearch');
  return [
    item('', line.time, `request ${line.number}`),
    element('span', {}, line.model),
    ...tokenNames.map(([part, name]) => item(name, line.tokens[part], costs.get(part) ?? '')),
    search === undefined ? null : item('web search', search),
    item('cost', line.cost),
    line.total === null ? null : item('total', line.total),
    line.context === null
      ? null
      : item('context', line.context, line.context.endsWith('%') ? (line.contextTokens ?? '') : ''),
    line.subagentsText === null ? null : element('span', {}, line.subagentsText),
    line.event === null ? null : element('span', {}, line.event.text),
    line.reason === null ? null : element('span', {}, line.reason),
  ];
}

function item(name: string, value: string, after = ''): HTMLElement {
  return element(
    'span',
    {},
    name === '' ? null : `${name} `,
    element('b', {}, value),
    after === '' ? null : ` ${after}`,
  );
}
