/** Inline cost hints at the first line and the headings of prompt files. */
import * as vscode from 'vscode';
import type { PriceData } from '../../core/pricing/pricer.ts';
import { hintHover, hintLabel, hintWords } from '../../core/prompts/hintText.ts';
import { otherTextCosts, textCost } from '../../core/prompts/promptCost.ts';
import { createTextBiller } from '../../core/prompts/textBill.ts';
import type { CountedSection } from '../../core/tokens/tokenClient.ts';
import type { Showing } from '../../core/usage/meterText.ts';
import { Owner } from '../disposable.ts';
import { commands, contextKeys } from '../ids.ts';
import { commandLink, trustedMarkdown } from '../markdown.ts';
import { amountsAreHidden, concerns, estimateModel, spendSettings } from '../settings.ts';
import { type CountedDocuments, hintedKind } from './countedDocuments.ts';

/** An inlay hint with what its hover is made from when it is asked for. */
class CostHint extends vscode.InlayHint {
  readonly counted: CountedSection;

  constructor(position: vscode.Position, label: string, counted: CountedSection) {
    super(position, label);
    this.counted = counted;
    this.paddingLeft = true;
  }
}

/** How long VS Code may take to read a walkthrough's steps once its page is open. */
const walkthroughReadsMs = 500;

/** What hints depend on besides the text. */
interface Terms {
  readonly model: string;
  readonly showing: Showing;
  readonly billOf: ReturnType<typeof createTextBiller>;
}

/** Gives VS Code the hints of visible lines; hovers are worked out only when someone points. */
export class HintsProvider extends Owner implements vscode.InlayHintsProvider<CostHint> {
  readonly #documents: CountedDocuments;
  readonly #prices: () => Promise<PriceData>;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = this.own(new vscode.EventEmitter<void>());
  #isSeen = false;
  /** Set once: the step stays done. */
  #telling: NodeJS.Timeout | null = null;
  /** Settings are slow to read, and hints are asked for at every keystroke. */
  #kept: Terms | null = null;
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(documents: CountedDocuments, prices: () => Promise<PriceData>, log: vscode.LogOutputChannel) {
    super();
    this.#documents = documents;
    this.#prices = prices;
    this.#log = log;
    this.own(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (concerns(event, 'hints', 'model.estimateFor', 'privacy.hideAmounts', 'billing', 'pricing')) {
          this.#kept = null;
          this.#changed.fire();
        }
      }),
    );
    this.own(vscode.window.tabGroups.onDidChangeTabs(() => this.#tellSeen()));
    this.own({ dispose: () => this.#telling && clearTimeout(this.#telling) });
    const files = ['**/*.md'].map((pattern) => ({ pattern }));
    this.own(vscode.languages.registerInlayHintsProvider(files, this));
  }

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range): Promise<CostHint[]> {
    const kind = hintedKind(document);
    if (!kind) {
      return [];
    }
    try {
      const [counts, prices] = await Promise.all([this.#documents.sections(document, kind), this.#prices()]);
      // An older count would put hints on wrong lines; VS Code asks again for the newer version.
      if (!counts || counts.version !== document.version) {
        return [];
      }
      this.#isSeen = true;
      this.#tellSeen();
      const { model, showing, billOf } = this.#terms(prices);
      const now = Date.now();
      return atLines(counts.sections, document)
        .filter(({ line }) => line >= range.start.line && line <= range.end.line)
        .map(({ line, counted }) => {
          const cost = textCost(prices, model, counted.counts, now);
          const bill = billOf(cost, now);
          const hint = new CostHint(document.lineAt(line).range.end, hintLabel(cost, bill, showing), counted);
          hint.tooltip = hintWords(counted.section.title, cost, bill, showing);
          return hint;
        });
    } catch (error) {
      this.#log.error(`Hints cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  }

  #terms(prices: PriceData): Terms {
    this.#kept ??= {
      model: estimateModel(),
      showing: { hideAmounts: amountsAreHidden() },
      billOf: createTextBiller(prices, spendSettings()),
    };
    return this.#kept;
  }

  /**
   * Completes the walkthrough's step. VS Code passes over a key that is set already when it first reads a walkthrough, which it
   * does as it opens the page: so the key waits for a page of VS Code's own, which is a tab without an input.
   */
  #tellSeen(): void {
    if (!this.#isSeen || this.#telling) {
      return;
    }
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    if (tabs.some(({ input }) => input === undefined)) {
      this.#telling = setTimeout(() => {
        void vscode.commands.executeCommand('setContext', contextKeys.hintsSeen, true);
      }, walkthroughReadsMs);
    }
  }

  async resolveInlayHint(hint: CostHint): Promise<CostHint> {
    const prices = await this.#prices();
    const { counts, section } = hint.counted;
    const now = Date.now();
    const { model, showing, billOf } = this.#terms(prices);
    const actions = [
      commandLink(vscode.l10n.t('Switch Model…'), commands.switchModel),
      commandLink(vscode.l10n.t('Sessions'), commands.openSessions),
    ].join(' · ');
    const cost = textCost(prices, model, counts, now);
    const hover = {
      title: section.title,
      cost,
      bill: billOf(cost, now),
      others: otherTextCosts(prices, model, counts, now),
      actions,
    };
    hint.tooltip = trustedMarkdown(hintHover(hover, showing));
    return hint;
  }
}

/**
 * One hint per line: when the file begins with a heading, the whole file has the line, as design/product.md §2 says. A file
 * without text has none.
 */
function atLines(
  sections: readonly CountedSection[],
  document: vscode.TextDocument,
): { line: number; counted: CountedSection }[] {
  const taken = new Set<number>();
  return sections.flatMap((counted) => {
    const { line } = counted.section;
    if (taken.has(line) || line >= document.lineCount || counted.counts.o200k === 0) {
      return [];
    }
    taken.add(line);
    return [{ line, counted }];
  });
}
