/** Switch Model: compare, choose where, see the diff, confirm. Nothing is written before that, and it can be taken back. */
import * as vscode from 'vscode';
import type { ModelSwitcher, SwitchPlan, SwitchRecord, SwitchScope } from '../../core/agents/switch/modelSwitcher.ts';
import { formatClock } from '../../core/format/time.ts';
import { findModel, modelName } from '../../core/models/catalogue.ts';
import type { PriceData } from '../../core/pricing/pricer.ts';
import type { TextCounts } from '../../core/tokens/bpeCounter.ts';
import type { TokenClient } from '../../core/tokens/tokenClient.ts';
import type { SpendSource } from '../../core/usage/spendSource.ts';
import type { WhatIf } from '../../core/usage/whatIf.ts';
import { Owner } from '../disposable.ts';
import { maxCountedLength } from '../hints/countedDocuments.ts';
import { commands } from '../ids.ts';
import { plainNotice, plainRow } from '../plainNotice.ts';
import { registerCommand } from '../registerCommand.ts';
import { amountsAreHidden, estimateModel, setEstimateModel, userTimezone } from '../settings.ts';
import { modelRows, offeredModels } from './modelRows.ts';
import { SwitchPreview } from './switchPreview.ts';

/** What switching needs. */
export interface SwitchModelOptions {
  readonly spend: SpendSource;
  readonly tokens: TokenClient;
  readonly prices: () => Promise<PriceData>;
  readonly switcher: ModelSwitcher;
  readonly log: vscode.LogOutputChannel;
}

/** Owns the commands Switch Model and Undo Last Switch. */
export class ModelSwitchCommands extends Owner {
  readonly #options: SwitchModelOptions;
  readonly #preview = this.own(new SwitchPreview());
  /** By switch: the model that hints counted for before it. Claude Code's own setting can be an alias, which has no price. */
  readonly #estimateBefore = new Map<string, string>();

  constructor(options: SwitchModelOptions) {
    super();
    this.#options = options;
    this.own(registerCommand(commands.switchModel, options.log, () => this.switchModel()));
    this.own(registerCommand(commands.undoLastSwitch, options.log, () => this.undo()));
  }

  /** The whole dialogue. Escape at any step changes nothing. */
  async switchModel(): Promise<void> {
    const picked = await this.#pickModel();
    if (picked === 'undo') {
      await this.undo();
      return;
    }
    if (picked === null) {
      return;
    }
    const where = findModel(picked)?.vendor === 'anthropic' ? await this.#pickScope(picked) : 'estimates';
    if (where === null) {
      return;
    }
    if (where === 'estimates') {
      await setEstimateModel(picked);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Hints now count for {0}', modelName(picked)), 4_000);
      return;
    }
    await this.#write(picked, where);
  }

  /** Takes the last switch back, byte for byte. */
  async undo(): Promise<void> {
    const { switcher, log } = this.#options;
    const last = await switcher.lastSwitch();
    if (!last) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no switch to take back.'));
      return;
    }
    const outcome = await switcher.undoLast(Date.now());
    if (outcome.status === 'failed') {
      log.warn(outcome.problem.message);
      void vscode.window.showErrorMessage(plainNotice(outcome.problem.message));
      return;
    }
    await this.#takeEstimateBack(last);
    const back = last.from === null ? vscode.l10n.t('the default') : modelName(last.from);
    const done = vscode.l10n.t('Taken back: new Claude Code sessions start on {0}.', back);
    void vscode.window.showInformationMessage(plainNotice(done));
  }

  /** Hints count again for the model of before, unless the user chose another since. */
  async #takeEstimateBack({ id, from, to }: SwitchRecord): Promise<void> {
    const before = this.#estimateBefore.get(id) ?? (from !== null && findModel(from) ? from : null);
    if (before !== null && to !== null && findModel(estimateModel()) === findModel(to)) {
      await setEstimateModel(before);
    }
  }

  async #pickModel(): Promise<string | 'undo' | null> {
    const { switcher, prices } = this.#options;
    const nowMs = Date.now();
    const current = estimateModel();
    const book = await prices();
    const offered = offeredModels(book, current, nowMs);
    const [prompt, session, last] = await Promise.all([
      this.#countOpenFile(),
      this.#sessionOn(offered.map(({ id }) => id)),
      switcher.lastSwitch(),
    ]);
    const name = (model: string | null): string => (model === null ? vscode.l10n.t('default') : modelName(model));
    const rows = modelRows(offered, {
      prices: book,
      current,
      prompt,
      session,
      nowMs,
      hideAmounts: amountsAreHidden(),
      undo: last ? plainRow(`${name(last.from)} → ${name(last.to)}, ${formatClock(last.atMs, userTimezone())}`) : null,
    });
    const picked = await vscode.window.showQuickPick(rows, {
      title: vscode.l10n.t('Switch Model'),
      placeHolder: vscode.l10n.t('Pick a model; nothing is written before you confirm the diff'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!picked?.action) {
      return null;
    }
    return picked.action.kind === 'undo' ? 'undo' : picked.action.model;
  }

  async #pickScope(model: string): Promise<SwitchScope | 'estimates' | null> {
    const folder = projectFolder();
    const state = await this.#options.switcher.effective(folder);
    for (const problem of state.problems) {
      this.#options.log.warn(problem);
    }
    const now = state.model === null ? vscode.l10n.t('the default model') : modelName(state.model);
    const rows: (vscode.QuickPickItem & { readonly scope: SwitchScope | 'estimates' })[] = [
      {
        label: vscode.l10n.t('Claude Code, all projects'),
        iconPath: new vscode.ThemeIcon('account'),
        detail: vscode.l10n.t('Writes "model" in your user settings; takes effect in new sessions.'),
        scope: 'user',
      },
      ...(folder !== null && vscode.workspace.isTrusted
        ? [
            {
              label: vscode.l10n.t('Claude Code, this project'),
              iconPath: new vscode.ThemeIcon('root-folder'),
              detail: vscode.l10n.t('Writes "model" in .claude/settings.local.json, which is not committed.'),
              scope: 'local' as const,
            },
          ]
        : []),
      {
        label: vscode.l10n.t('Estimates only'),
        iconPath: new vscode.ThemeIcon('eye'),
        detail: vscode.l10n.t('Hints count for {0}; no file is written.', modelName(model)),
        scope: 'estimates',
      },
    ];
    const picked = await vscode.window.showQuickPick(rows, {
      title: vscode.l10n.t('Use {0} where?', modelName(model)),
      placeHolder:
        state.decidedBy === null
          ? vscode.l10n.t('New Claude Code sessions now start on {0}', now)
          : vscode.l10n.t('New Claude Code sessions now start on {0}, by {1}', now, state.decidedBy),
    });
    return picked?.scope ?? null;
  }

  async #write(model: string, scope: SwitchScope): Promise<void> {
    const { switcher, log } = this.#options;
    const outcome = await switcher.plan({
      model,
      scope,
      workspaceFolder: projectFolder(),
      workspaceTrusted: vscode.workspace.isTrusted,
    });
    switch (outcome.status) {
      case 'refused':
        log.warn(outcome.problem.message);
        void vscode.window.showErrorMessage(plainNotice(outcome.problem.message));
        return;
      case 'unchanged':
        await setEstimateModel(model);
        void vscode.window.showInformationMessage(vscode.l10n.t('{0} is already set there.', modelName(model)));
        return;
      case 'planned':
        await this.#confirmAndApply(model, outcome.plan);
        return;
    }
  }

  async #confirmAndApply(model: string, plan: SwitchPlan): Promise<void> {
    const { switcher, log } = this.#options;
    await this.#preview.show(plan);
    const write = vscode.l10n.t('Write');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('Write this change to {0}?', plan.target),
      { modal: true, detail: [...plan.notes, switcher.takesEffect].join('\n\n') },
      write,
    );
    await this.#preview.close();
    if (answer !== write) {
      return;
    }
    const applied = await switcher.apply(plan, Date.now());
    if (applied.status === 'failed') {
      log.error(applied.problem.message);
      void vscode.window.showErrorMessage(plainNotice(applied.problem.message));
      return;
    }
    this.#estimateBefore.set(applied.record.id, estimateModel());
    await setEstimateModel(model);
    const undo = vscode.l10n.t('Undo');
    const done = vscode.l10n.t('New Claude Code sessions start on {0}.', modelName(model));
    void vscode.window.showInformationMessage(done, undo).then((choice) => {
      if (choice === undo) {
        void this.undo();
      }
    });
  }

  async #countOpenFile(): Promise<TextCounts | null> {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || document.lineCount === 0) {
      return null;
    }
    const text = document.getText();
    return text === '' || text.length > maxCountedLength ? null : this.#options.tokens.count(text);
  }

  async #sessionOn(models: readonly string[]): Promise<ReadonlyMap<string, WhatIf>> {
    const { spend, log } = this.#options;
    try {
      const { session } = await spend.overview();
      const costs = session ? await spend.whatIf(session.agent, session.session, models) : [];
      return new Map(costs.map((cost) => [cost.model, cost]));
    } catch (error) {
      log.warn(`The session could not be priced: ${error instanceof Error ? error.message : String(error)}`);
      return new Map();
    }
  }
}

/** The folder of the open file, or the first one; null without a folder on a disk. */
function projectFolder(): string | null {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : null;
}
