/** The diagnostics as a read-only document: nothing to save, and brought up to date each time it is asked for. */
import * as vscode from 'vscode';
import { Owner } from './disposable.ts';

const uri = vscode.Uri.from({ scheme: 'meterline-diagnostics', path: 'Meterline Diagnostics' });

/** Owns the document. */
export class DiagnosticsDocument extends Owner implements vscode.TextDocumentContentProvider {
  readonly #changed = this.own(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  #text = '';

  constructor() {
    super();
    this.own(vscode.workspace.registerTextDocumentContentProvider(uri.scheme, this));
  }

  provideTextDocumentContent(): string {
    return this.#text;
  }

  /** Shows a text in it. */
  async show(text: string): Promise<void> {
    this.#text = text;
    this.#changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}
