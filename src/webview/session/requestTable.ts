/** The table of requests: newest first, subagents nested, rows kept while the session grows. */
import type { RequestLine } from '../../core/usage/sessionPageModel.ts';
import { button, element, refill, setAttribute } from '../dom.ts';
import { cellsOf, type Decimals, decimalsOf, headRow, type Row, visibleRows } from './requestRows.ts';

/** What the table shows. */
export interface TableState {
  readonly requests: readonly RequestLine[];
  readonly selected: string;
  readonly open: ReadonlySet<string>;
  readonly shown: number;
}

/** What happens in the table. */
export interface TableEvents {
  select(key: string): void;
  toggle(key: string, isOpen: boolean): void;
  showRows(count: number): void;
}

/** Rows at first, and at most how many more with one press. */
export const firstRows = 10;
const moreRows = 500;

/** Makes the table; the function that comes with it brings it up to date. */
export function createRequestTable(events: TableEvents): {
  readonly host: HTMLElement;
  show(state: TableState): void;
} {
  const body = element('tbody');
  const table = element(
    'table',
    { class: 'table requests', role: 'treegrid', 'aria-labelledby': 'requests-title' },
    element('thead', {}, headRow()),
    body,
  );
  const more = button({ class: 'link' }, () => events.showRows(nextCount()), '');
  const host = element('div', {}, table, element('p', { class: 'more' }, more));
  const made = new Map<string, HTMLTableRowElement>();
  let state: TableState = { requests: [], selected: '', open: new Set(), shown: firstRows };
  let rows: Row[] = [];

  function nextCount(): number {
    const { requests, shown } = state;
    return shown >= requests.length ? firstRows : Math.min(requests.length, shown + moreRows);
  }

  function rowFor(row: Row, decimals: Decimals): HTMLTableRowElement {
    const { key } = row.line;
    let tr = made.get(key);
    if (!tr) {
      tr = element('tr', { 'data-key': key });
      made.set(key, tr);
    }
    const isSelected = key === state.selected;
    tr.className = `${row.level === 2 ? 'child' : ''}${isSelected ? ' selected' : ''}`;
    tr.tabIndex = isSelected ? 0 : -1;
    setAttribute(tr, 'aria-level', row.level);
    setAttribute(tr, 'aria-selected', String(isSelected));
    setAttribute(tr, 'aria-expanded', row.line.subagents.length > 0 ? String(row.isOpen) : null);
    refill(tr, [row, decimals], () => cellsOf(row, decimals));
    return tr;
  }

  function focusRow(index: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row) {
      events.select(row.line.key);
      made.get(row.line.key)?.focus();
    }
  }

  function onKey(event: KeyboardEvent): void {
    const key = keyAt(event.target);
    const index = rows.findIndex(({ line }) => line.key === key);
    const row = rows[index];
    if (!row) {
      return;
    }
    const isParent = row.line.subagents.length > 0;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focusRow(index + 1),
      ArrowUp: () => focusRow(index - 1),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      ArrowRight: () => (isParent && !row.isOpen ? events.toggle(row.line.key, true) : undefined),
      ArrowLeft: () => (row.level === 2 ? focusRow(parentOf(index)) : events.toggle(row.line.key, false)),
      Enter: () => (isParent ? events.toggle(row.line.key, !row.isOpen) : undefined),
      ' ': () => events.select(row.line.key),
    };
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  }

  function parentOf(index: number): number {
    return rows.findLastIndex(({ level }, at) => at < index && level === 1);
  }

  body.addEventListener('keydown', onKey);
  body.addEventListener('click', ({ target }) => {
    const key = keyAt(target);
    const row = rows.find(({ line }) => line.key === key);
    if (!row) {
      return;
    }
    events.select(row.line.key);
    if (target instanceof Element && target.closest('.twisty')) {
      events.toggle(row.line.key, !row.isOpen);
    }
  });

  return {
    host,
    show(next) {
      state = next;
      rows = visibleRows(state.requests, state.shown, state.open);
      const decimals = decimalsOf(rows);
      const elements = rows.map((row) => rowFor(row, decimals));
      arrange(body, elements);
      const keys = new Set(rows.map(({ line }) => line.key));
      for (const key of made.keys()) {
        if (!keys.has(key)) {
          made.delete(key);
        }
      }
      if (!keys.has(state.selected) && elements[0]) {
        // The selected request is not on show; the table must still be reachable.
        elements[0].tabIndex = 0;
      }
      const count = state.requests.length;
      more.hidden = count <= firstRows;
      more.textContent = moreText(count, state.shown, nextCount());
    },
  };
}

function moreText(count: number, shown: number, next: number): string {
  if (shown >= count) {
    return `Show the last ${firstRows}`;
  }
  return next >= count ? `Show all ${count} requests` : `Show ${next - shown} more of ${count} requests`;
}

/** Brings rows into order without taking any out that stay: one with the focus keeps it. */
function arrange(body: HTMLElement, rows: readonly HTMLElement[]): void {
  const wanted = new Set<Element>(rows);
  for (const old of [...body.children]) {
    if (!wanted.has(old)) {
      old.remove();
    }
  }
  rows.forEach((row, index) => {
    if (body.children[index] !== row) {
      body.insertBefore(row, body.children[index] ?? null);
    }
  });
}

function keyAt(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest('tr')?.getAttribute('data-key') ?? null) : null;
}
