/** A page of ours as built, in Chromium without VS Code: the same document and policy, with messages sent and read by the test. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../steps/command.ts';
import { launchChromium } from '../vscode/chromium.ts';

/** A page under test. */
export interface OpenPage {
  readonly page: Page;
  /** What the page sent, oldest first. */
  sent(): Promise<readonly unknown[]>;
  /** Sends what the editor would. */
  send(message: unknown): Promise<void>;
  /** What the page kept with setState. */
  kept(): Promise<unknown>;
  /** What went wrong in the page, breaches of its policy included. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

const origin = 'https://page.test';
const nonce = 'testnonce';
const policy = `default-src 'none'; style-src ${origin}; script-src 'nonce-${nonce}'`;

/** The theme's variables that a page cannot do without here, and no others: fallbacks are seen too. */
const theme = {
  '--vscode-foreground': '#cccccc',
  '--vscode-editor-background': '#1f1f1f',
  '--vscode-font-family': 'sans-serif',
  '--vscode-focusBorder': '#0078d4',
};

/** Opens dist/webview/<name>.js. `bodyClass` is what VS Code sets for the kind of theme; `state` is what an earlier life kept. */
export async function openPage(
  name: string,
  { width = 1000, bodyClass = 'vscode-dark', state = null as unknown } = {},
): Promise<OpenPage> {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(message.text());
    }
  });
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Page</title>
<link rel="stylesheet" href="/${name}.css"></head><body class="${bodyClass}">
<script nonce="${nonce}" src="/${name}.js"></script></body></html>`;
  await page.route(`${origin}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    await (file === ''
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.fulfill({
          contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript',
          body: await readFile(path.join(root, 'dist', 'webview', file), 'utf8'),
        }));
  });
  // As text: this file is checked without the DOM's types.
  await page.addInitScript(`
    globalThis.sentMessages = [];
    globalThis.keptState = ${JSON.stringify(state)} ?? undefined;
    globalThis.acquireVsCodeApi = () => ({
      postMessage: (message) => { sentMessages.push(message); },
      getState: () => keptState,
      setState: (state) => { keptState = state; },
    });
    addEventListener('DOMContentLoaded', () => {
      for (const [name, value] of Object.entries(${JSON.stringify(theme)})) {
        document.documentElement.style.setProperty(name, value);
      }
    });`);
  await page.goto(`${origin}/`);
  return {
    page,
    errors,
    sent: () => page.evaluate<readonly unknown[]>('sentMessages'),
    send: (message) => page.evaluate(`postMessage(${JSON.stringify(message)}, '*')`),
    kept: () => page.evaluate<unknown>('keptState'),
    close: () => browser.close(),
  };
}
