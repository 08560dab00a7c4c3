/** Keeps the token worker's copies of open prompt files equal to the editor's, edit by edit, off the typing path. */
import * as vscode from 'vscode';
import { type PromptKind, type PromptKindId, promptKind } from '../../core/prompts/promptFile.ts';
import type { SectionCounts, TokenClient } from '../../core/tokens/tokenClient.ts';
import { Owner } from '../disposable.ts';
import { hintsAreOn } from '../settings.ts';

/** Longer documents are not counted as they are typed. */
export const maxCountedLength = 5_000_000;

/** The setting's word for each kind. */
const settingWords: Readonly<Record<PromptKindId, string>> = {
  'claude-memory': 'claude',
  'agents-md': 'agents',
  'copilot-instructions': 'instructions',
  instructions: 'instructions',
  prompt: 'prompt',
  'kiro-steering': 'steering',
};

/** The kind of a document that gets hints, else null. */
export function hintedKind(document: vscode.TextDocument): PromptKind | null {
  const kind = promptKind(document.uri.path);
  return kind && hintsAreOn(settingWords[kind.id], document.uri) ? kind : null;
}

/** The open prompt files, counted. */
export class CountedDocuments extends Owner {
  readonly #tokens: TokenClient;
  readonly #open = new Set<string>();

  constructor(tokens: TokenClient) {
    super();
    this.#tokens = tokens;
    this.own(vscode.workspace.onDidChangeTextDocument((event) => this.#edit(event)));
    this.own(vscode.workspace.onDidCloseTextDocument((document) => this.#close(document)));
  }

  /**
   * The counts of a prompt file's sections as of its present version or later. Null when it is too long.
   * @throws Error when tokens cannot be counted at all.
   */
  async sections(document: vscode.TextDocument, kind: PromptKind): Promise<SectionCounts | null> {
    const id = document.uri.toString();
    for (let attempt = 0; attempt < 3; attempt++) {
      if (!this.#open.has(id)) {
        const text = document.getText();
        if (text.length > maxCountedLength) {
          return null;
        }
        this.#tokens.open(id, text);
        this.#open.add(id);
      }
      const counts = await this.#tokens.sections(id, document.version, kind);
      if (counts !== 'stale') {
        return counts;
      }
      this.#open.delete(id);
    }
    return null;
  }

  #edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const id = document.uri.toString();
    if (!this.#open.has(id)) {
      return;
    }
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      deleted: rangeLength,
      inserted: text,
    }));
    this.#tokens.edit(id, document.version, edits, lengthOf(document));
  }

  #close(document: vscode.TextDocument): void {
    const id = document.uri.toString();
    if (this.#open.delete(id)) {
      this.#tokens.close(id);
    }
  }
}

/** The document's length without building its text: the offset of its end. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
