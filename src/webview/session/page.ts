/** The Session panel: shows the view model that the editor sends, and sends intents back. */
import type { SessionPage } from '../../core/usage/sessionPageModel.ts';
import { element, refill } from '../dom.ts';
import { icon } from '../icons.ts';
import type { FromSessionPage, PageAction, SessionPageState, ToSessionPage } from '../messages.ts';
import { pageApi } from '../vscodeApi.ts';
import { createBookSwitch } from './bookSwitch.ts';
import { createChart } from './chart.ts';
import { createHeader } from './header.ts';
import { legendItems, patterns } from './legend.ts';
import { readOut } from './readOut.ts';
import { createRequestTable, firstRows } from './requestTable.ts';
import { findSelected, keyToKeep } from './selection.ts';
import { stateContent } from './stateView.ts';
import { whatIfContent } from './whatIf.ts';

const api = pageApi<FromSessionPage, SessionPageState>();
let kept: Omit<SessionPageState, 'agent' | 'session'> = {
  book: null,
  selected: null,
  open: [],
  shown: firstRows,
  scrollTop: 0,
  ...api.getState(),
};
let page: SessionPage | null = null;

const run = (action: PageAction): void => api.postMessage({ kind: 'run', action });
const header = createHeader(run);
const books = createBookSwitch((book) => {
  keep({ book });
  api.postMessage({ kind: 'showBook', book });
});
const chart = createChart((index) => select(page?.requests[index]?.key ?? null));
const table = createRequestTable({
  select,
  toggle(key, isOpen) {
    keep({ open: isOpen ? [...kept.open, key] : kept.open.filter((other) => other !== key) });
    showSelection();
  },
  showRows(shown) {
    keep({ shown });
    showSelection();
  },
});
const notice = element('p', { class: 'notice', role: 'status', hidden: true });
const chartTitle = element('h2', { id: 'chart-title' });
const legend = element('ul', { class: 'legend', 'aria-label': 'Cost by kind of token' });
const readOutLine = element('div', { class: 'read-out', 'aria-live': 'polite' });
const whatIf = element('section', { 'aria-labelledby': 'what-if-title' });
const state = element('div', { class: 'state', role: 'status', hidden: true });
const content = element(
  'main',
  { class: 'content', hidden: true },
  header.head,
  notice,
  header.figures,
  element(
    'section',
    { 'aria-labelledby': 'chart-title' },
    element('div', { class: 'section-head' }, chartTitle, books.host),
    legend,
    chart.plot,
    chart.events,
    readOutLine,
  ),
  element(
    'section',
    { 'aria-labelledby': 'requests-title' },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: 'requests-title' }, 'Requests'),
      element('span', { class: 'small wide-only' }, 'newest first'),
    ),
    table.host,
  ),
  whatIf,
);
document.body.append(patterns(), element('div', { class: 'page' }, state, content));

window.addEventListener('message', ({ data }: MessageEvent<ToSessionPage>) => receive(data));
window.addEventListener('scroll', () => keep({ scrollTop: document.documentElement.scrollTop }), { passive: true });
api.postMessage({ kind: 'ready' });

function receive(message: ToSessionPage): void {
  if (message.kind === 'page') {
    showPage(message);
    return;
  }
  content.hidden = true;
  state.hidden = false;
  refill(state, message, () => stateContent(message, run));
}

function showPage({ page: next, notice: words, hidesAmounts }: ToSessionPage & { readonly kind: 'page' }): void {
  const isFirst = page === null;
  const scrollTop = kept.scrollTop;
  page = next;
  state.hidden = true;
  content.hidden = false;
  notice.hidden = words === null;
  refill(notice, words, () => [icon('warning'), words]);
  header.show(page, hidesAmounts);
  books.show(page.book, page.hasTwoBooks);
  const count = page.requests.length;
  chartTitle.textContent = `${page.chart.hasMoney ? 'Cost' : 'Context'} over ${count} ${count === 1 ? 'request' : 'requests'}`;
  refill(legend, page.chart.legend, () => legendItems(next.chart.legend));
  showSelection();
  const { whatIf: other } = page;
  whatIf.hidden = other === null;
  refill(whatIf, other, () => (other === null ? [] : whatIfContent(other)));
  keep({});
  if (isFirst) {
    document.documentElement.scrollTop = scrollTop;
  }
}

function select(key: string | null): void {
  if (page && key !== null) {
    keep({ selected: keyToKeep(page, key) });
    showSelection();
  }
}

function showSelection(): void {
  const selected = page && findSelected(page, kept.selected);
  if (!page || !selected) {
    return;
  }
  chart.show(page, selected.index);
  refill(readOutLine, selected, () => readOut(selected));
  const { open, shown } = kept;
  table.show({ requests: page.requests, selected: selected.line.key, open: new Set(open), shown });
}

function keep(change: Partial<typeof kept>): void {
  kept = { ...kept, ...change };
  if (page) {
    api.setState({ ...kept, agent: page.agent, session: page.session });
  }
}
