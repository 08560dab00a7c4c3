/** The Sessions view: what each session and each request cost, live. */
import * as vscode from 'vscode';
import { groupSessions, nestRequests, sessionsGoodUntil } from '../../core/usage/sessionGroups.ts';
import { type RowShowing, sessionMarkdown } from '../../core/usage/sessionText.ts';
import type { RequestCost, SessionSummary, SpendSource } from '../../core/usage/spendSource.ts';
import { Owner } from '../disposable.ts';
import { commands, contextKeys, views } from '../ids.ts';
import { registerCommand } from '../registerCommand.ts';
import { amountsAreHidden, concerns, userTimezone } from '../settings.ts';
import { drawNode, nodeId, type SessionTreeNode } from './sessionNodes.ts';

/** The tree is drawn anew at most this often while agents write. */
const refreshMs = 250;
/** How often the clock is looked at: days end and running sessions stop without any news. */
const tickMs = 30_000;
/** Sessions at first, and how many more each time. */
const pageSize = 200;

/** Owns the tree, its title buttons' state and the commands on its rows. */
export class SessionsView extends Owner implements vscode.TreeDataProvider<SessionTreeNode> {
  readonly #spend: SpendSource;
  readonly #log: vscode.LogOutputChannel;
  readonly #extensionUri: vscode.Uri;
  readonly #view: vscode.TreeView<SessionTreeNode>;
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  #sessions: readonly SessionSummary[] = [];
  #limit = pageSize;
  #timer: NodeJS.Timeout | null = null;
  /** Whether rows changed while the view was hidden. VS Code asks for the first ones by itself. */
  #isStale = false;
  /** When time alone changes what the rows say. */
  #goodUntil = Number.POSITIVE_INFINITY;
  /** Settings are slow to read, and there is a row for every session. */
  #kept: RowShowing | null = null;
  readonly #requests = new Map<string, readonly RequestCost[]>();

  constructor(spend: SpendSource, extensionUri: vscode.Uri, log: vscode.LogOutputChannel) {
    super();
    this.#spend = spend;
    this.#log = log;
    this.#extensionUri = extensionUri;
    this.#view = this.own(
      vscode.window.createTreeView(views.sessions, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.own(spend.onDidChange((what) => (what === 'usage' ? this.#soon() : this.#showState())));
    this.own(this.#view.onDidChangeVisibility(() => this.#isStale && this.#soon()));
    this.own(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concerns(event, 'privacy.hideAmounts', 'timezone')) {
          this.#kept = null;
          this.#changed.fire(undefined);
        }
      }),
    );
    this.own(registerCommand(commands.showMoreSessions, log, () => this.#showMore()));
    this.own(registerCommand(commands.revealSession, log, (agent, session) => this.#reveal(agent, session)));
    this.own(registerCommand(commands.copySession, log, (node) => this.#copy(node as SessionTreeNode | undefined)));
    this.own({ dispose: () => this.#timer && clearTimeout(this.#timer) });
    const tick = setInterval(() => Date.now() >= this.#goodUntil && this.#soon(), tickMs);
    this.own({ dispose: () => clearInterval(tick) });
    this.#showState();
  }

  getTreeItem(node: SessionTreeNode): vscode.TreeItem {
    return drawNode(node, { ...this.#showing(), nowMs: Date.now(), extensionUri: this.#extensionUri });
  }

  async getChildren(node?: SessionTreeNode): Promise<SessionTreeNode[]> {
    if (!node) {
      await this.#load();
      const { timezone } = this.#showing();
      const groups = groupSessions(this.#sessions, Date.now(), timezone);
      this.#goodUntil = sessionsGoodUntil(this.#sessions, Date.now(), timezone);
      const more: SessionTreeNode[] =
        this.#sessions.length >= this.#limit ? [{ kind: 'more', shown: this.#limit }] : [];
      return [...groups.map((group) => ({ kind: 'group' as const, group })), ...more];
    }
    switch (node.kind) {
      case 'group':
        return node.group.sessions.map((session) => ({ kind: 'session', session }));
      case 'session': {
        const nested = nestRequests(await this.#requestsOf(node.session));
        return nested.toReversed().map((request) => ({ kind: 'request', session: node.session, request }));
      }
      case 'request':
        return node.request.subagents.map((subagent) => ({ kind: 'subagent', session: node.session, subagent }));
      case 'subagent':
        return node.subagent.requests
          .toReversed()
          .map((request) => ({ kind: 'subagentRequest', session: node.session, request }));
      case 'subagentRequest':
      case 'more':
        return [];
    }
  }

  getParent(node: SessionTreeNode): SessionTreeNode | null {
    switch (node.kind) {
      case 'session': {
        const group = groupSessions(this.#sessions, Date.now(), this.#showing().timezone).find(({ sessions }) =>
          sessions.some((session) => nodeId({ kind: 'session', session }) === nodeId(node)),
        );
        return group ? { kind: 'group', group } : null;
      }
      case 'request':
      case 'subagent':
      case 'subagentRequest':
        return { kind: 'session', session: node.session };
      case 'group':
      case 'more':
        return null;
    }
  }

  #showing(): RowShowing {
    this.#kept ??= { hideAmounts: amountsAreHidden(), timezone: userTimezone() };
    return this.#kept;
  }

  #soon(): void {
    this.#isStale = true;
    if (!this.#view.visible) {
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#changed.fire(undefined);
    }, refreshMs);
  }

  #showState(): void {
    const { state } = this.#spend;
    void vscode.commands.executeCommand(
      'setContext',
      contextKeys.phase,
      state.phase === 'starting' ? 'reading' : state.phase,
    );
    void vscode.commands.executeCommand('setContext', contextKeys.isReading, state.phase === 'reading');
    const percent = state.phase === 'reading' || state.phase === 'stopped' ? Math.floor(state.share * 100) : 0;
    this.#view.message =
      this.#sessions.length === 0
        ? ''
        : state.phase === 'reading'
          ? vscode.l10n.t('Reading the logs: {0} %', percent)
          : state.phase === 'stopped'
            ? vscode.l10n.t('Reading was stopped at {0} %. Figures are not complete.', percent)
            : state.phase === 'error'
              ? state.message
              : '';
  }

  async #load(): Promise<void> {
    try {
      this.#sessions = await this.#spend.sessions(this.#limit);
      this.#requests.clear();
      this.#isStale = false;
    } catch (error) {
      this.#log.warn(`Sessions could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#showState();
  }

  async #requestsOf({ agent, session }: SessionSummary): Promise<readonly RequestCost[]> {
    const key = `${agent} ${session}`;
    const known = this.#requests.get(key);
    if (known) {
      return known;
    }
    const requests = await this.#spend.requests(agent, session);
    this.#requests.set(key, requests);
    return requests;
  }

  #showMore(): void {
    this.#limit += pageSize;
    this.#changed.fire(undefined);
  }

  async #reveal(agent: unknown, session: unknown): Promise<void> {
    await vscode.commands.executeCommand(`${views.sessions}.focus`);
    const find = () => this.#sessions.find((summary) => summary.agent === agent && summary.session === session);
    if (!find()) {
      // The view was not drawn yet: focusing does not wait for its rows.
      await this.#load();
    }
    const found = find();
    if (found) {
      await this.#view.reveal({ kind: 'session', session: found }, { select: true, focus: true, expand: true });
    }
  }

  async #copy(node: SessionTreeNode | undefined): Promise<void> {
    if (node?.kind !== 'session') {
      return;
    }
    const requests = await this.#requestsOf(node.session);
    await vscode.env.clipboard.writeText(sessionMarkdown(node.session, requests, this.#showing()));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Session copied'), 2_000);
  }
}
