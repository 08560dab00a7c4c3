/** What stands in place of the page when there are no figures: reading, empty, error. */
import { button, type Child, element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { PageAction, ToSessionPage } from '../messages.ts';

/** The content for a state. */
export function stateContent(
  state: Exclude<ToSessionPage, { readonly kind: 'page' }>,
  run: (action: PageAction) => void,
): Child[] {
  const action = (name: PageAction, text: string): HTMLElement => button({ class: 'button' }, () => run(name), text);
  switch (state.kind) {
    case 'reading': {
      const done = element('i');
      done.style.width = `${state.percent}%`;
      const progress = element(
        'div',
        {
          class: 'progress',
          role: 'progressbar',
          'aria-label': 'Reading the logs',
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': state.percent,
        },
        done,
      );
      return [element('h1', {}, 'Reading the agent logs'), element('p', {}, state.detail), progress];
    }
    case 'empty':
      return [
        element('h1', {}, 'No request of this session'),
        element('p', {}, 'The session has used no model yet, or its log is no longer among the logs that are read.'),
        action('openSessions', 'Show Sessions'),
        action('showDiagnostics', 'Show Diagnostics'),
      ];
    case 'error':
      return [
        element('h1', {}, element('span', { class: 'bad' }, icon('error')), ' The session cannot be shown'),
        element('p', {}, state.message),
        action('readLogsAgain', 'Try Again'),
        action('showDiagnostics', 'Show Diagnostics'),
      ];
  }
}
