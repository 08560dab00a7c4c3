import assert from 'node:assert/strict';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { eventually, type MeterlineWindow, openMeterline } from './meterlineWindow.ts';

let window: MeterlineWindow;

before(async () => {
  // Narrower windows leave no room for the walkthrough's pictures.
  window = await openMeterline({ openFile: 'CLAUDE.md', viewport: { width: 1600, height: 900 } });
  await meterSays(/today/);
});

after(() => window.close());

const meterText = async (): Promise<string> => (await window.meter.innerText()).replaceAll('\u00a0', ' ').trim();

const meterSays = (pattern: RegExp): Promise<void> => eventually(async () => assert.match(await meterText(), pattern));

/** A button in the title of the Sessions view. */
const titleButton = (name: string): Locator =>
  window.ui.page.locator(`.part.sidebar .title .action-label[aria-label^="${name}"]`);

/** Runs in the window: notes what the meter shows. */
const watchMeter = `{
  const meter = document.getElementById('meterline.meterline.meterline.meter');
  globalThis.seenByMeter = [];
  new MutationObserver(() => seenByMeter.push(meter.textContent.replaceAll('\\u00a0', ' ').trim()))
    .observe(meter, { childList: true, subtree: true, characterData: true });
}`;

/** Logs that take some seconds to read: many lines of no cost. */
async function writeLargeLogs(): Promise<void> {
  const folder = path.join(window.home, '.claude', 'projects', '-home-dev-large');
  await mkdir(folder, { recursive: true });
  const content = 'word '.repeat(180);
  for (let file = 0; file < 40; file++) {
    const rows = Array.from({ length: 4_000 }, (_, line) =>
      JSON.stringify({ type: 'user', message: { role: 'user', content: `${file} ${line} ${content}` } }),
    );
    await writeFile(path.join(folder, `large${file}.jsonl`), `${rows.join('\n')}\n`);
  }
}

test('each button of the walkthrough does what it says, and the hints’ step is done once hints were seen', async () => {
  const { page } = window.ui;
  const step = async (title: string): Promise<Locator> => {
    const found = page.locator('.getting-started-step').filter({ hasText: title });
    await eventually(async () => {
      if ((await found.getAttribute('aria-expanded')) !== 'true') {
        await found.locator('.step-title').click();
      }
      assert.equal(await found.getAttribute('aria-expanded'), 'true');
    });
    return found;
  };
  const picks = page.locator('.quick-input-widget:visible .quick-input-title');
  await window.ui.inlayHints();
  await window.ui.runCommand('Meterline: Get Started');
  await (await step('See what you spent')).getByText('Show Sessions').click();
  await window.ui.tree().filter({ hasText: 'Fix redirect' }).first().waitFor();
  await (await step('Say how you pay')).getByText('Select Pricing Model…').click();
  await picks.filter({ hasText: 'whose?' }).waitFor();
  await page.keyboard.press('Escape');
  await (await step('Switch to another model')).getByText('Switch Model…').click();
  await picks.filter({ hasText: 'Switch Model' }).waitFor();
  await page.keyboard.press('Escape');
  const hints = await step('See what a prompt costs');
  await eventually(async () => assert.equal(await hints.getAttribute('aria-checked'), 'true'));
  await hints.getByText('Change Hint Settings').click();
  await page.locator('.settings-editor').getByText('Show tokens and cost at the headings').first().waitFor();
  await window.ui.screenshot('hint-settings');
});

test('a first read counts up without a figure; it can be stopped, which the meter says, and taken up again', async () => {
  await writeLargeLogs();
  await meterSays(/today/);
  await window.ui.runCommand('Meterline: Show Sessions');
  await window.ui.page.evaluate(watchMeter);
  await window.set({ 'meterline.ledger.path': path.join(window.scratch, 'first-read.db') });
  await meterSays(/^Reading \d+ %$/);
  await titleButton('Stop Reading Logs').click();
  await meterSays(/^Stopped at \d+ %$/);
  await window.ui.screenshot('state-stopped');
  assert.match((await window.meter.getAttribute('aria-label')) ?? '', /reading was stopped at \d+ percent/);
  const seen = await window.ui.page.evaluate<string[]>('seenByMeter');
  const whileReading = seen.slice(seen.findIndex((text) => text.startsWith('Reading')));
  assert.deepEqual(
    whileReading.filter((text) => text.includes('$')),
    [],
  );
  await titleButton('Read Logs Again').click();
  await meterSays(/^~\$0\.\d+ today/);
});

test('when the ledger’s thread cannot start, the meter is an error that its click explains, and Try Again mends it', async () => {
  const extensions = path.join(window.ui.server.userDataFolder, '..', 'extensions');
  const [folder = ''] = (await readdir(extensions)).filter((name) => name.startsWith('meterline.meterline'));
  const prices = path.join(extensions, folder, 'dist', 'prices.json');
  await rename(prices, `${prices}.away`);
  try {
    await window.set({ 'meterline.ledger.path': path.join(window.scratch, 'error.db') });
    await meterSays(/^Cannot read logs$/);
    await window.inEveryTheme('state-error');
    // It was started anew by itself as often as it will be.
    await sleep(4_500);
    await window.meter.click();
    await eventually(async () => assert.match((await window.ui.notifications()).join(), /prices\.json/));
  } finally {
    await rename(`${prices}.away`, prices);
  }
  await eventually(async () => {
    await window.ui.page.mouse.move(800, 400);
    assert.match(await window.ui.hover(window.meter), /Try Again/);
  });
  await window.ui.page.locator('.workbench-hover:visible a').filter({ hasText: 'Try Again' }).click();
  await meterSays(/^~\$0\.\d+ today/);
});

test('a ledger that cannot be written is stood in for by one in memory, and the diagnostics say so', async () => {
  await writeFile(path.join(window.scratch, 'a-file'), '');
  await window.set({ 'meterline.ledger.path': path.join(window.scratch, 'a-file', 'ledger.db') });
  await meterSays(/^~\$0\.\d+ today/);
  await window.ui.runCommand('Meterline: Show Diagnostics');
  await eventually(async () => {
    const lines = window.ui.page.locator('.editor-group-container.active .view-lines');
    assert.match((await lines.innerText()).replaceAll('\u00a0', ' '), /cannot be used/);
  });
});
