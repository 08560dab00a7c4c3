/** The rows of the table of requests: the chart's twin. */
import { alignDecimals } from '../../core/format/alignDecimals.ts';
import type { RequestLine } from '../../core/usage/sessionPageModel.ts';
import { type Child, element } from '../dom.ts';
import { icon } from '../icons.ts';
import { qualityMark } from './quality.ts';

/** A row and where it stands in the tree of requests and subagents. */
export interface Row {
  readonly line: RequestLine;
  readonly level: 1 | 2;
  readonly isOpen: boolean;
}

/** The column heads. */
export function headRow(): HTMLElement {
  const heads: readonly (readonly [text: string, classes: string])[] = [
    ['No.', 'second'],
    ['Time', ''],
    ['Request', ''],
    ['Model', 'second'],
    ['Input', 'right third'],
    ['Cache write', 'right third'],
    ['Cache read', 'right third'],
    ['Output', 'right third'],
    ['Context', 'right second'],
    ['Cost', 'right'],
    ['Total', 'right'],
    ['Known', 'second known'],
  ];
  return element('tr', {}, ...heads.map(([text, name]) => element('th', { scope: 'col', class: name }, text)));
}

/** The rows on show, newest first, each open one followed by its subagents' requests. */
export function visibleRows(requests: readonly RequestLine[], shown: number, open: ReadonlySet<string>): Row[] {
  return requests
    .slice(Math.max(0, requests.length - shown))
    .reverse()
    .flatMap((line): Row[] => {
      const isOpen = open.has(line.key) && line.subagents.length > 0;
      const children = isOpen ? line.subagents : [];
      return [{ line, level: 1, isOpen }, ...children.map((child): Row => ({ line: child, level: 2, isOpen: false }))];
    });
}

/** Decimals of the columns of money. */
export interface Decimals {
  readonly cost: number;
  readonly total: number;
}

/** The cells of a row. */
export function cellsOf({ line, level, isOpen }: Row, decimals: Decimals): Child[] {
  const isParent = line.subagents.length > 0;
  return [
    cell('second muted', line.number),
    cell('', line.time),
    element(
      'td',
      { class: 'request' },
      element(
        'span',
        { class: 'cut' },
        isParent ? element('span', { class: 'twisty' }, icon(isOpen ? 'down' : 'right')) : null,
        element('span', { title: line.label }, line.label),
        line.subagentsText === null ? null : element('span', { class: 'small' }, ` ${line.subagentsText}`),
      ),
      line.event === null ? null : note(line.event.text),
      line.reason === null ? null : note(line.reason),
    ),
    cell('second', line.model),
    cell('right third', line.tokens.input),
    cell('right third', line.tokens.cacheWrite),
    cell('right third', line.tokens.cacheRead),
    cell('right third', line.tokens.output),
    cell('right second muted', level === 1 ? (line.context ?? '') : ''),
    cell('right', alignDecimals(line.cost, decimals.cost)),
    cell('right muted', alignDecimals(line.total ?? '', decimals.total)),
    element('td', { class: 'second known' }, qualityMark(line.quality)),
  ];
}

/** The most decimals of each column of money, so that their points line up. */
export function decimalsOf(rows: readonly Row[]): Decimals {
  const decimals = (text: string | null): number => /\.(\d+)/.exec(text ?? '')?.[1]?.length ?? 0;
  return {
    cost: Math.max(0, ...rows.map(({ line }) => decimals(line.cost))),
    total: Math.max(0, ...rows.map(({ line }) => decimals(line.total))),
  };
}

function cell(classes: string, text: string): HTMLElement {
  return element('td', { class: classes }, text);
}

function note(text: string): HTMLElement {
  return element('span', { class: 'note' }, icon('warning'), text);
}
