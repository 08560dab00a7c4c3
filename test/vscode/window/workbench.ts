/** What a UI test can do with a VS Code window, in the words of the user. Open one with openUiSession. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { root } from '../../steps/command.ts';
import type { VscodeServer } from '../server/vscodeServer.ts';
import { findWebviewFrame, type WebviewQuery } from './webviewFrame.ts';

interface WorkbenchParts {
  readonly page: Page;
  readonly server: VscodeServer;
  readonly workspace: string;
  readonly timeoutMs: number;
  readonly close: () => Promise<void>;
}

export class Workbench {
  /** For what has no method here. */
  readonly page: Page;
  readonly server: VscodeServer;
  /** The opened copy of the workspace. */
  readonly workspace: string;
  /** Errors that the window's console showed. */
  readonly consoleErrors: string[] = [];
  /** Ends VS Code and Chromium, and removes profile and workspace. */
  readonly close: () => Promise<void>;
  readonly #timeoutMs: number;

  constructor(parts: WorkbenchParts) {
    this.page = parts.page;
    this.server = parts.server;
    this.workspace = parts.workspace;
    this.close = parts.close;
    this.#timeoutMs = parts.timeoutMs;
    this.page.on('pageerror', (error) => this.consoleErrors.push(error.message));
    this.page.on('console', (message) => {
      if (message.type() === 'error') {
        this.consoleErrors.push(message.text());
      }
    });
  }

  /** Waits until the window is drawn and the extension host has activated what starts by itself. */
  async waitUntilReady(): Promise<void> {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    await items.first().waitFor();
    await this.page.locator('#status\\.host').waitFor();
    await items.filter({ hasText: /Activating Extensions/ }).waitFor({ state: 'detached' });
  }

  /** Runs a command by the title that the command palette shows. */
  async runCommand(title: string): Promise<void> {
    await this.#throughPalette(`>${title}`, title);
  }

  /** Opens a file of the workspace by its path or name. */
  async openFile(name: string): Promise<void> {
    await this.#throughPalette(name, path.basename(name));
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().waitFor();
  }

  /** Opens the command palette and replaces what stands in it: '>' starts a command, a name finds a file. */
  async typeInQuickInput(text: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('F1');
    await this.page.locator('.quick-input-widget:visible .quick-input-filter input').fill(text, { timeout: 5_000 });
  }

  /** VS Code closes the palette when a part of the window that is still loading takes the focus: then it is opened again. */
  async #throughPalette(text: string, row: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.typeInQuickInput(text);
        await this.quickPick().filter({ hasText: row }).first().click({ timeout: 5_000 });
        return;
      } catch (error) {
        if (attempt === 4) {
          throw error;
        }
      }
    }
  }

  /** The rows of the open quick pick; filter them by text, or click one. Only rows on the screen exist. */
  quickPick(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** The rows' texts, as a screen reader says them: label, description and detail. Waits for the first row. */
  async quickPickRows(): Promise<string[]> {
    await this.quickPick().first().waitFor();
    return this.quickPick().evaluateAll((rows) =>
      rows.map((row) => row.getAttribute('aria-label') ?? row.textContent ?? ''),
    );
  }

  /** Clicks the first row of the open quick pick that contains the text. */
  async chooseRow(text: string | RegExp): Promise<void> {
    await this.quickPick().filter({ hasText: text }).first().click();
  }

  /** The first status bar item whose text matches. */
  statusBarItem(pattern: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item').filter({ hasText: pattern }).first();
  }

  /** The text of that item, without icons; waits for it. */
  async statusBarText(pattern: string | RegExp): Promise<string> {
    return plain(await this.statusBarItem(pattern).innerText());
  }

  /** Moves the pointer onto something and returns the text of the hover that appears. */
  async hover(target: Locator): Promise<string> {
    await target.hover();
    const hovers = this.page.locator('.workbench-hover:visible, .monaco-hover:visible .monaco-hover-content');
    await hovers.first().waitFor();
    return plain(await hovers.first().innerText());
  }

  /** Opens a view container from the activity bar by its title. */
  async openActivity(title: string): Promise<void> {
    const action = this.page.locator('.part.activitybar .action-label').and(this.page.getByLabel(title)).first();
    await action.click();
    await this.page
      .locator('.part.sidebar .composite.title')
      .filter({ hasText: new RegExp(title, 'i') })
      .waitFor();
  }

  /** The rows of the trees in the side bar; click one, or its `.monaco-tl-twistie` to open it. */
  tree(): Locator {
    return this.page.locator('.part.sidebar .pane-body .monaco-list-row');
  }

  /** The rows' accessible labels, top to bottom; waits for the first. */
  async treeRows(): Promise<string[]> {
    await this.tree().first().waitFor();
    return this.tree().evaluateAll((rows) =>
      rows.map((row) => row.getAttribute('aria-label') ?? row.textContent ?? ''),
    );
  }

  /** The texts of the inlay hints on the screen, top to bottom; waits for the first. */
  async inlayHints(): Promise<string[]> {
    // VS Code draws hints as injected text whose class starts with dyn-rule; no text of the file has one.
    const hints = this.page.locator('.monaco-editor .view-line [class*="dyn-rule"]').filter({ hasText: /\S/ });
    await hints.first().waitFor();
    // Lines stand in the order in which they were drawn.
    const found = await hints.evaluateAll((all) =>
      all.map((hint) => ({ text: hint.textContent ?? '', top: hint.getBoundingClientRect().top })),
    );
    return found.sort((a, b) => a.top - b.top).map(({ text }) => plain(text));
  }

  /** The code lenses on the screen. */
  codeLenses(): Locator {
    return this.page.locator('.monaco-editor .codelens-decoration a, .monaco-editor .codelens-decoration span');
  }

  /** The frame with the extension's own HTML, which VS Code nests two deep; waits for it. */
  webview(query: WebviewQuery = {}): Promise<Frame> {
    return findWebviewFrame(this.page, query, this.#timeoutMs);
  }

  /** The texts of the notifications now shown. */
  async notifications(): Promise<string[]> {
    const toasts = this.page.locator('.notification-toast .notification-list-item-message');
    return (await toasts.allInnerTexts()).map(plain);
  }

  /** Saves test-artifacts/ui/<name>.png of the window, or of a part of it; returns the file's path. */
  async screenshot(name: string, part: Page | Locator = this.page): Promise<string> {
    const file = path.join(root, 'test-artifacts', 'ui', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await part.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}

/** Text as a test compares it: VS Code draws spaces as no-break spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}
