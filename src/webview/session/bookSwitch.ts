/** Your bill | API list: a radio group that changes which of the two numbers chart and table show. */
import type { Book } from '../../core/usage/costParts.ts';
import { button, element, setAttribute } from '../dom.ts';

const books: readonly (readonly [book: Book, name: string])[] = [
  ['spent', 'Your bill'],
  ['list', 'API list'],
];

/** Makes the switch; it is hidden where the two numbers are the same. */
export function createBookSwitch(onPick: (book: Book) => void): {
  readonly host: HTMLElement;
  show(book: Book, isOffered: boolean): void;
} {
  const choices = books.map(([book, name]) => ({
    book,
    radio: button({ role: 'radio' }, () => onPick(book), name),
  }));
  const host = element(
    'div',
    { class: 'segments', role: 'radiogroup', 'aria-label': 'Which amount', hidden: true },
    ...choices.map(({ radio }) => radio),
  );
  host.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const now = choices.findIndex(({ radio }) => radio === event.target);
    const next = choices[(now + step + choices.length) % choices.length];
    if (step !== 0 && next) {
      event.preventDefault();
      next.radio.focus();
      onPick(next.book);
    }
  });
  return {
    host,
    show(shown, isOffered) {
      host.hidden = !isOffered;
      for (const { book, radio } of choices) {
        setAttribute(radio, 'aria-checked', String(book === shown));
        radio.tabIndex = book === shown ? 0 : -1;
      }
    },
  };
}
