/** The spend meter: one status bar item. */
import * as vscode from 'vscode';
import { localDay } from '../../core/format/localDay.ts';
import { escapeMarkdown } from '../../core/format/plainText.ts';
import { meterHover } from '../../core/usage/meterHover.ts';
import { meterText } from '../../core/usage/meterText.ts';
import type { Overview, SpendSource } from '../../core/usage/spendSource.ts';
import { agentLabel } from '../agentLabels.ts';
import { Owner } from '../disposable.ts';
import { commands } from '../ids.ts';
import { commandLink, commandTarget, trustedMarkdown } from '../markdown.ts';
import { amountsAreHidden, concerns, meterIsShown, userTimezone } from '../settings.ts';

/** Figures are asked for at most this often while an agent writes. */
const refreshMs = 120;
/** How often the clock is looked at: a day ends without any news. */
const tickMs = 30_000;

/** Shows what today cost, live. */
export class Meter extends Owner {
  readonly #item: vscode.StatusBarItem;
  readonly #spend: SpendSource;
  readonly #log: vscode.LogOutputChannel;
  #overview: Overview | null = null;
  #refreshTimer: NodeJS.Timeout | null = null;
  #fadeTimer: NodeJS.Timeout | null = null;
  #isAsking = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(spend: SpendSource, log: vscode.LogOutputChannel) {
    super();
    this.#spend = spend;
    this.#log = log;
    this.#item = this.own(vscode.window.createStatusBarItem('meterline.meter', vscode.StatusBarAlignment.Right, 100));
    this.#item.name = vscode.l10n.t('Meterline Spend');
    this.own(spend.onDidChange((what) => (what === 'usage' ? this.#refreshSoon() : this.#render())));
    this.own(vscode.workspace.onDidChangeConfiguration((event) => this.#configure(event)));
    this.own({ dispose: () => this.#stopTimers() });
    const tick = setInterval(() => this.#followDay(), tickMs);
    this.own({ dispose: () => clearInterval(tick) });
    this.#configure();
  }

  #configure(event?: vscode.ConfigurationChangeEvent): void {
    if (!concerns(event, 'meter.show', 'privacy.hideAmounts', 'timezone')) {
      return;
    }
    this.#render();
    if (meterIsShown()) {
      this.#item.show();
    } else {
      this.#item.hide();
    }
  }

  /** At once when nothing was asked for a while: the first line of a request should show without a pause. */
  #refreshSoon(): void {
    const waitMs = Math.max(0, this.#askedAt + refreshMs - performance.now());
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = null;
      void this.#refresh();
    }, waitMs);
  }

  #followDay(): void {
    if (this.#overview && localDay(Date.now(), userTimezone()) !== this.#overview.day) {
      this.#refreshSoon();
    }
  }

  #stopTimers(): void {
    for (const timer of [this.#refreshTimer, this.#fadeTimer]) {
      if (timer) {
        clearTimeout(timer);
      }
    }
  }

  async #refresh(): Promise<void> {
    if (this.#isAsking) {
      this.#refreshSoon();
      return;
    }
    this.#isAsking = true;
    this.#askedAt = performance.now();
    try {
      this.#overview = await this.#spend.overview();
    } catch (error) {
      this.#log.warn(`The spend of today could not be read: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#isAsking = false;
    }
    this.#render();
  }

  #render(): void {
    const { state } = this.#spend;
    const showing = { hideAmounts: amountsAreHidden() };
    const now = Date.now();
    const { icon, text, words, tone, changesInMs } = meterText(state, this.#overview, now, showing);
    this.#item.text = `$(${icon}) ${text}`;
    this.#item.accessibilityInformation = { label: words, role: 'button' };
    this.#item.command =
      state.phase === 'no-agents' || state.phase === 'error' ? commands.showDiagnostics : commands.openSessions;
    this.#item.backgroundColor = tone === 'error' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.#item.tooltip =
      state.phase === 'live' && this.#overview
        ? this.#hover(this.#overview)
        : trustedMarkdown(hoverOfState(words, state.phase));
    if (this.#fadeTimer) {
      clearTimeout(this.#fadeTimer);
    }
    this.#fadeTimer = changesInMs === null ? null : setTimeout(() => this.#render(), changesInMs);
  }

  #hover(overview: Overview): vscode.MarkdownString {
    const monthName = new Intl.DateTimeFormat(vscode.env.language, { month: 'long', timeZone: 'UTC' });
    return trustedMarkdown(
      meterHover(
        overview,
        { hideAmounts: amountsAreHidden(), timezone: userTimezone() },
        {
          agentLabel,
          sessionLink: ({ agent, session }) => commandTarget(commands.revealSession, agent, session),
          monthName: monthName.format(new Date(`${overview.day}T00:00:00Z`)),
          actions: [
            commandLink(vscode.l10n.t('Sessions'), commands.openSessions),
            commandLink(vscode.l10n.t('Pricing Model'), commands.selectPricingModel),
            commandLink(vscode.l10n.t('Switch Model…'), commands.switchModel),
          ].join(' · '),
        },
      ),
    );
  }
}

function hoverOfState(words: string, phase: string): string {
  const actions =
    phase === 'reading'
      ? [commandLink(vscode.l10n.t('Stop Reading'), commands.stopReading)]
      : phase === 'stopped'
        ? [commandLink(vscode.l10n.t('Read Logs Again'), commands.readLogsAgain)]
        : phase === 'starting'
          ? []
          : [
              commandLink(vscode.l10n.t('Show Diagnostics'), commands.showDiagnostics),
              commandLink(vscode.l10n.t('Try Again'), commands.readLogsAgain),
            ];
  return [escapeMarkdown(words), ...actions].join('\n\n');
}
