import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { makeDemoHome, nextRequestLine } from '../demoHome.ts';
import { openUiSession } from '../window/openUiSession.ts';
import type { Workbench } from '../window/workbench.ts';

let ui: Workbench;
let scratch: string;
let home: string;

before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'meterline-panel-'));
  home = await makeDemoHome(scratch);
  ui = await openUiSession({ home });
});

after(async () => {
  await ui?.close();
  await rm(scratch, { recursive: true, force: true });
});

/** The frame of the panel with a title; each panel has one of its own. */
async function panel(title: string): Promise<Frame> {
  const frame = await ui.webview({ selector: `h1:text-is("${title}")` });
  await frame.locator('tbody tr').first().waitFor();
  return frame;
}

/** Presses the button on a session's row. The tree is drawn anew shortly after it appears, and a press just then is lost. */
async function openFromRow(words: string): Promise<void> {
  const row = ui.tree().filter({ hasText: words }).first();
  const tabs = ui.page.locator('.tabs-container .tab');
  const before = await tabs.count();
  for (let attempt = 0; attempt < 5 && (await tabs.count()) === before; attempt++) {
    await row.hover();
    await row.locator('.action-label.codicon-graph').click();
    await tabs
      .nth(before)
      .waitFor({ timeout: 3_000 })
      .catch(() => undefined);
  }
}

const spent = (frame: Frame): Promise<string> => frame.locator('.figure.spent .value').innerText();

test('Open Session shows the session of the latest request, with its cost in the header and as the last total', async () => {
  await ui.statusBarText(/today/);
  await ui.runCommand('Meterline: Open Session');
  const frame = await panel('Fix redirect loop after SSO login');
  const cost = await spent(frame);
  assert.match(cost, /^\$0\.\d+$/);
  assert.match(await frame.locator('.read-out').innerText(), new RegExp(`total \\${cost}`));
  await frame.locator('.chart path.fill-write').waitFor();
  await ui.screenshot('session-panel');
});

test('the page is styled and runs under its policy, which nothing breaches', async () => {
  const frame = await panel('Fix redirect loop after SSO login');
  assert.equal(await frame.evaluate("getComputedStyle(document.querySelector('.figures')).display"), 'grid');
  assert.deepEqual(
    ui.consoleErrors.filter((error) => /Content Security Policy/.test(error)),
    [],
  );
});

test('a request that the agent writes now appears by itself, and a selection elsewhere stays', async () => {
  const frame = await panel('Fix redirect loop after SSO login');
  const before = await spent(frame);
  await frame.locator('.plot').focus();
  await ui.page.keyboard.press('Home');
  const { file, line } = nextRequestLine(Date.now(), 4_000);
  await appendFile(path.join(home, file), line);
  await frame.getByText('Cost over 7 requests').waitFor();
  assert.notEqual(await spent(frame), before);
  assert.match(await frame.locator('.read-out').innerText(), /request 1\b/);
});

test('hiding amounts hides every one on the page at once', async () => {
  const frame = await panel('Fix redirect loop after SSO login');
  await frame.getByRole('button', { name: 'Hide amounts' }).click();
  await frame.getByText('•••').first().waitFor();
  assert.doesNotMatch(await frame.locator('main').innerText(), /\$\d/);
  await frame.getByRole('button', { name: 'Hide amounts', pressed: true }).click();
  await frame.locator('.figure.spent .value').filter({ hasText: '$' }).waitFor();
});

test('the button on a row of the Sessions view opens that session beside the others', async () => {
  await ui.openActivity('Meterline');
  await openFromRow('Rename the order states');
  const frame = await panel('Rename the order states');
  assert.match(await frame.locator('.facts').innerText(), /Sonnet 5\.5/);
});

test('a session without a price says so, and draws no money', async () => {
  await openFromRow('Try the new');
  const frame = await panel('Try the new in-house model on the release notes');
  assert.match(await spent(frame), /no price/);
  assert.equal(await frame.locator('.chart path.fill-write').count(), 0);
  await ui.screenshot('session-panel-unpriced');
});
