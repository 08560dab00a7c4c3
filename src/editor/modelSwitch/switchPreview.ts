/** The diff of a switch that is not made yet, as VS Code shows diffs. */
import * as vscode from 'vscode';
import type { SwitchPlan } from '../../core/agents/switch/modelSwitcher.ts';
import { Owner } from '../disposable.ts';

const scheme = 'meterline-preview';

/** Shows one plan at a time. */
export class SwitchPreview extends Owner implements vscode.TextDocumentContentProvider {
  readonly #changed = this.own(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  #plan: SwitchPlan | null = null;

  constructor() {
    super();
    this.own(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (uri.query === 'before' ? this.#plan?.before : this.#plan?.after) ?? '';
  }

  /** Opens the diff. */
  async show(plan: SwitchPlan): Promise<void> {
    this.#plan = plan;
    const [before, after] = ['before', 'after'].map((side) => uriOf(plan, side));
    if (!before || !after) {
      return;
    }
    this.#changed.fire(before);
    this.#changed.fire(after);
    const title = vscode.l10n.t('Switch Model: {0}', plan.target);
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: true });
  }

  /** Closes the diff's tab. */
  async close(): Promise<void> {
    this.#plan = null;
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme);
    await vscode.window.tabGroups.close(tabs);
  }
}

function uriOf(plan: SwitchPlan, side: string): vscode.Uri {
  return vscode.Uri.file(plan.target).with({ scheme, query: side });
}
