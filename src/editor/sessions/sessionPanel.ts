/** One Session panel: keeps its page up to date while it is visible, and does what the page asks for. */
import * as vscode from 'vscode';
import type { AgentId } from '../../core/agents/agentId.ts';
import { plainText } from '../../core/format/plainText.ts';
import type { Book } from '../../core/usage/costParts.ts';
import type { SpendSource } from '../../core/usage/spendSource.ts';
import { readSessionIntent, type ToSessionPage } from '../../webview/messages.ts';
import { Owner } from '../disposable.ts';
import { commands } from '../ids.ts';
import { amountsAreHidden, concerns } from '../settings.ts';
import { webviewHtml, webviewRoots } from '../webviewHtml.ts';

/** The page is brought up to date at most this often while agents write, and for long sessions only this share of the time. */
const refreshMs = 250;
const workShare = 0.2;
/** Titles of tabs are cut by VS Code where there is no room; this keeps the tooltip short too. */
const maxTitle = 60;

/** Which session a panel shows. */
export interface SessionPlace {
  readonly agent: AgentId;
  readonly session: string;
  /** The number that chart and table show; null lets the page's model choose. */
  readonly book: Book | null;
}

/** What a panel needs. */
export interface SessionPanelOptions {
  readonly spend: SpendSource;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/** Owns one webview panel, new or restored. Disposed with it. */
export class SessionPanel extends Owner {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: SessionPanelOptions;
  #place: SessionPlace;
  #refresh: NodeJS.Timeout | null = null;
  #ending: NodeJS.Timeout | null = null;
  #lastTookMs = 0;
  #isReady = false;
  #hasPage = false;
  /** Counts what was asked, so that a late answer never replaces a newer one. */
  #asked = 0;

  constructor(panel: vscode.WebviewPanel, place: SessionPlace, options: SessionPanelOptions) {
    super();
    this.#panel = panel;
    this.#place = place;
    this.#options = options;
    const { spend, extensionUri } = options;
    panel.webview.options = { enableScripts: true, localResourceRoots: webviewRoots(extensionUri) };
    this.own(panel.webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.own(panel.onDidChangeViewState(() => this.#soon()));
    this.own(spend.onDidChange(() => this.#soon()));
    this.own(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concerns(event, 'privacy.hideAmounts')) {
          this.#soon();
        }
      }),
    );
    this.own({ dispose: () => this.#clearTimers() });
    panel.webview.html = webviewHtml(panel.webview, extensionUri, 'session', 'Session');
  }

  /** Brings the panel to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  #receive(message: unknown): void {
    const intent = readSessionIntent(message);
    switch (intent?.kind) {
      case 'ready':
        this.#isReady = true;
        void this.#show();
        return;
      case 'showBook':
        this.#place = { ...this.#place, book: intent.book };
        void this.#show();
        return;
      case 'run':
        void vscode.commands.executeCommand(commands[intent.action]);
        return;
      case undefined:
        this.#options.log.warn('The Session panel sent a message that is not one of its own.');
    }
  }

  #soon(): void {
    if (!this.#isReady || !this.#panel.visible) {
      return;
    }
    this.#refresh ??= setTimeout(
      () => {
        this.#refresh = null;
        void this.#show();
      },
      Math.max(refreshMs, this.#lastTookMs / workShare),
    );
  }

  async #show(): Promise<void> {
    this.#asked++;
    const asked = this.#asked;
    const startedAt = performance.now();
    const message = await this.#message();
    this.#lastTookMs = performance.now() - startedAt;
    if (asked !== this.#asked) {
      return;
    }
    if (message.kind === 'page') {
      this.#hasPage = true;
      this.#panel.title = plainText(message.page.title, maxTitle);
      this.#endLater(message.page.liveForMs);
    }
    await this.#panel.webview.postMessage(message);
  }

  async #message(): Promise<ToSessionPage> {
    const { state } = this.#options.spend;
    if ((state.phase === 'starting' || state.phase === 'reading') && !this.#hasPage) {
      return readingMessage(state);
    }
    const { agent, session, book } = this.#place;
    const hideAmounts = amountsAreHidden();
    try {
      const page = await this.#options.spend.sessionPage(agent, session, { hideAmounts, book });
      return page ? { kind: 'page', page, notice: noticeOf(state), hidesAmounts: hideAmounts } : { kind: 'empty' };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#options.log.warn(`The session could not be read: ${message}`);
      return { kind: 'error', message };
    }
  }

  /** A live session has ended when nothing more comes: no news tells of that. */
  #endLater(inMs: number | null): void {
    if (this.#ending) {
      clearTimeout(this.#ending);
    }
    this.#ending = inMs === null ? null : setTimeout(() => this.#soon(), inMs + 1_000);
  }

  #clearTimers(): void {
    for (const timer of [this.#refresh, this.#ending]) {
      if (timer) {
        clearTimeout(timer);
      }
    }
  }
}

function readingMessage(state: SpendSource['state']): ToSessionPage {
  const isReading = state.phase === 'reading';
  return {
    kind: 'reading',
    percent: isReading ? Math.floor(state.share * 100) : 0,
    detail: isReading
      ? vscode.l10n.t(
          '{0} of {1} files. Figures appear when every file is read; nothing is shown from half a log.',
          state.doneFiles,
          state.totalFiles,
        )
      : vscode.l10n.t('Starting.'),
  };
}

function noticeOf(state: SpendSource['state']): string | null {
  switch (state.phase) {
    case 'stopped':
      return vscode.l10n.t('Reading was stopped at {0} %. Figures are not complete.', Math.floor(state.share * 100));
    case 'error':
      return state.message;
    case 'starting':
    case 'reading':
    case 'live':
    case 'no-agents':
      return null;
  }
}
