/** The head of the page: what the session is, what can be done, and its figures. */
import type { Figure, SessionPage } from '../../core/usage/sessionPageModel.ts';
import { button, type Child, element, refill, setAttribute } from '../dom.ts';
import { icon } from '../icons.ts';
import type { PageAction } from '../messages.ts';

/** The head's elements and how they are brought up to date. */
export interface Header {
  readonly head: HTMLElement;
  readonly figures: HTMLElement;
  show(page: SessionPage, hidesAmounts: boolean): void;
}

/** Makes the head; its buttons ask for actions. */
export function createHeader(run: (action: PageAction) => void): Header {
  const text = element('div', { class: 'text' });
  const hide = button(
    { class: 'icon-button', 'aria-label': 'Hide amounts', title: 'Hide Amounts' },
    () => run('toggleHideAmounts'),
    icon('eye'),
  );
  const head = element(
    'header',
    { class: 'head' },
    text,
    element(
      'div',
      { class: 'actions' },
      button({ class: 'button primary' }, () => run('switchModel'), icon('swap'), 'Switch Model…'),
      button(
        { class: 'button', 'aria-label': 'Select Pricing Model…', title: 'Select Pricing Model…' },
        () => run('selectPricingModel'),
        icon('card'),
        element('span', { class: 'optional' }, 'Select Pricing Model…'),
      ),
      hide,
    ),
  );
  const figures = element('dl', { class: 'figures' });
  return {
    head,
    figures,
    show(page, hidesAmounts) {
      setAttribute(hide, 'aria-pressed', hidesAmounts ? 'true' : 'false');
      refill(text, [page.title, page.state, page.isLive, page.facts], () => titleOf(page));
      if (figures.childElementCount !== page.figures.length) {
        figures.replaceChildren(...page.figures.map(({ id }) => element('div', { class: `figure ${id}` })));
      }
      page.figures.forEach((figure, index) => {
        const host = figures.children[index];
        if (host instanceof HTMLElement) {
          refill(host, figure, () => figureOf(figure));
        }
      });
    },
  };
}

function titleOf({ title, state, isLive, facts }: SessionPage): Child[] {
  return [
    element('h1', { title }, title),
    element(
      'div',
      { class: 'facts' },
      element('span', { class: isLive ? 'state live' : 'state' }, element('i'), state),
      ...facts.map((fact) => element('span', {}, fact)),
    ),
  ];
}

function figureOf({ label, value, detail, share }: Figure): Child[] {
  return [
    element('dt', {}, label),
    element('dd', { class: 'value' }, value),
    share === null ? null : element('dd', { class: 'meter', 'aria-hidden': 'true' }, bar(share)),
    element('dd', { class: 'detail' }, detail),
  ];
}

function bar(share: number): HTMLElement {
  const filled = element('i');
  filled.style.width = `${share * 100}%`;
  return element('span', { class: 'bar' }, filled);
}
