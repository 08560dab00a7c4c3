/** Opens Session panels: one per session, restored with the window. */
import * as vscode from 'vscode';
import type { AgentId } from '../../core/agents/agentId.ts';
import { readSessionPlace } from '../../webview/messages.ts';
import { Owner } from '../disposable.ts';
import { commands, panels } from '../ids.ts';
import { registerCommand } from '../registerCommand.ts';
import { SessionPanel, type SessionPanelOptions, type SessionPlace } from './sessionPanel.ts';

/** Owns the command Open Session and the panels that it opened. */
export class SessionPanels extends Owner {
  readonly #options: SessionPanelOptions;
  readonly #open = new Map<string, SessionPanel>();

  constructor(options: SessionPanelOptions) {
    super();
    this.#options = options;
    this.own(registerCommand(commands.openSession, options.log, (...args) => this.#openSession(args)));
    this.own(
      vscode.window.registerWebviewPanelSerializer(panels.session, {
        deserializeWebviewPanel: async (panel, state) => this.#restore(panel, state),
      }),
    );
    this.own({
      dispose: () => {
        for (const panel of this.#open.values()) {
          panel.dispose();
        }
      },
    });
  }

  /** Opens a session's panel: of [agent, session], of a row of the Sessions view, or of the latest request. */
  async #openSession(args: readonly unknown[]): Promise<void> {
    const place = placeOf(args) ?? (await this.#latest());
    if (!place) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No session has used a model yet.'));
      return;
    }
    const known = this.#open.get(keyOf(place));
    if (known) {
      known.reveal();
      return;
    }
    const title = vscode.l10n.t('Session');
    this.#adopt(vscode.window.createWebviewPanel(panels.session, title, vscode.ViewColumn.Active), place);
  }

  async #latest(): Promise<SessionPlace | null> {
    const { session } = await this.#options.spend.overview();
    return session && { agent: session.agent, session: session.session, book: null };
  }

  #restore(panel: vscode.WebviewPanel, state: unknown): void {
    const place = readSessionPlace(state);
    if (place) {
      this.#adopt(panel, { ...place, agent: place.agent as AgentId });
    } else {
      panel.dispose();
    }
  }

  #adopt(panel: vscode.WebviewPanel, place: SessionPlace): void {
    const key = keyOf(place);
    const opened = new SessionPanel(panel, place, this.#options);
    this.#open.set(key, opened);
    panel.onDidDispose(() => {
      this.#open.delete(key);
      opened.dispose();
    });
  }
}

function keyOf({ agent, session }: SessionPlace): string {
  return JSON.stringify([agent, session]);
}

/** The session that a command's arguments name: two texts, or a row of the Sessions view, whichever kind it is of. */
function placeOf([first, second]: readonly unknown[]): SessionPlace | null {
  if (typeof first === 'string' && typeof second === 'string') {
    return { agent: first as AgentId, session: second, book: null };
  }
  const row =
    typeof first === 'object' && first !== null && 'session' in first ? readSessionPlace(first.session) : null;
  return row && { ...row, agent: row.agent as AgentId };
}
