import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { localDay } from '../../../src/core/format/localDay.ts';
import { formatMoney } from '../../../src/core/format/money.ts';
import { usdToAtto } from '../../../src/core/units.ts';
import { runCommand } from '../../steps/command.ts';
import { makeDemoHome, nextRequestLine } from '../demoHome.ts';
import { openUiSession } from '../window/openUiSession.ts';
import type { Workbench } from '../window/workbench.ts';

/*
 * The surfaces of the issue as a person meets them, in one window and in this order: each test leaves the window as the next one
 * needs it. Figures are compared with what the CLI says of the same home.
 */
let ui: Workbench;
let scratch: string;
let home: string;
const settingsFile = (): string => path.join(home, '.claude', 'settings.json');
const original = '{\n  // The house model.\n  "model": "claude-sonnet-5-5",\n  "theme": "dark"\n}\n';

before(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'meterline-surfaces-'));
  home = await makeDemoHome(scratch);
  mkdirSync(path.dirname(settingsFile()), { recursive: true });
  writeFileSync(settingsFile(), original);
  ui = await openUiSession({ home, openFile: 'CLAUDE.md', viewport: { width: 1600, height: 900 } });
});

after(async () => {
  await ui.close();
  await rm(scratch, { recursive: true, force: true });
});

/** Waits until what is looked at is as wanted, and returns it; fails with the last thing seen. */
async function eventually<T>(look: () => Promise<T>, isWanted: (seen: T) => boolean, what: string): Promise<T> {
  const until = performance.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) {
      return seen;
    }
    assert.ok(performance.now() < until, `${what}, but saw ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}

/** What the CLI says was spent today, as the meter writes it. */
async function spentToday(): Promise<string> {
  const { code, stdout, output } = await runCommand(process.execPath, [
    'dist/cli.js',
    'report',
    '--home',
    home,
    '--by',
    'day',
    '--json',
  ]);
  assert.equal(code, 0, output);
  const today = localDay(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  const row = JSON.parse(stdout).rows.find(({ day }: { day: string }) => day === today);
  return `${row.unpricedRequests > 0 ? '~' : ''}${formatMoney(usdToAtto(row.marginalUsd))}`;
}

const meter = (): Promise<string> => ui.statusBarText(/today|in plan/);
const hintTexts = async (): Promise<string[]> =>
  (await ui.page.locator('.monaco-editor .view-line [class*="dyn-rule"]').allInnerTexts())
    .map((text) => text.replaceAll('\u00a0', ' ').trim())
    .filter((text) => text !== '');

/** Pictures with words in them in the page's frames: a walkthrough's is in a frame of VS Code's own. */
async function picturesShown(): Promise<number> {
  const counts = ui.page.frames().map((frame) =>
    frame
      .locator('svg:has(text)')
      .count()
      .catch(() => 0),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

test('the meter says what the CLI says was spent today', async () => {
  const wanted = await spentToday();
  await eventually(meter, (text) => text.startsWith(`${wanted} today`), `the meter should say ${wanted} today`);
});

test('its hover has today, this session and the month, spent beside list value, and says how they are known', async () => {
  const hover = await ui.hover(ui.statusBarItem(/today/));
  for (const words of ['Today', 'This session', 'Spent', 'List value', 'From cache', 'Claude Code', 'Switch Model…']) {
    assert.ok(hover.includes(words), `${words} is missing in ${hover}`);
  }
  assert.match(hover, /All counts are exact\./);
  await ui.screenshot('meter-hover');
});

test('a click on the meter opens the sessions: by day, cost first, a subagent under the request that started it', async () => {
  await ui.statusBarItem(/today/).click();
  const rows = await eventually(
    () => ui.treeRows(),
    (seen) => seen.length > 3 && seen[0]?.startsWith('Today') === true,
    'sessions should be listed',
  );
  assert.match(rows[0] ?? '', /^Today, \d sessions?, ~?\$/);
  assert.match(
    rows[1] ?? '',
    /^Fix redirect loop after SSO login, Claude Code, \$0\.33, context \d+ % full, Opus 5\.5/,
  );
  assert.ok(
    rows.some((row) => /Try the new in-house model.*– no price/.test(row)),
    rows.join('\n'),
  );
  await ui.tree().filter({ hasText: 'Fix redirect' }).first().locator('.monaco-tl-twistie').click();
  const task = ui.tree().filter({ hasText: 'Task' }).first();
  await task.waitFor();
  await task.locator('.monaco-tl-twistie').click();
  await ui.tree().filter({ hasText: 'Subagent a1b2c3d' }).first().waitFor();
  const open = await ui.treeRows();
  assert.ok(
    open.some((row) => /^Subagent a1b2c3d, 2 requests, \$0\.0168, Haiku 4\.5/.test(row)),
    open.join('\n'),
  );
  assert.ok(
    open.some((row) => /^Task, \d\d:\d\d, Opus 5\.5, \$0\.04, .*running total \$/.test(row)),
    open.join('\n'),
  );
  await ui.screenshot('sessions');
});

test('a request that the agent logs shows in the meter and on top of its session, without a click', async () => {
  const next = nextRequestLine(Date.now(), 4_000);
  appendFileSync(path.join(home, next.file), next.line);
  const wanted = await spentToday();
  await eventually(meter, (text) => text.startsWith(`${wanted} today · +$`), `the meter should say ${wanted}`);
  await ui.tree().filter({ hasText: 'One more thing.' }).first().waitFor();
});

test('headings of a prompt file have hints, which follow what is typed', async () => {
  const before = await eventually(hintTexts, (texts) => texts.length >= 4, 'four hints should be shown');
  assert.ok(
    before.every((text) => /^≈ [\d.]+k? tok · \$0\.\d+$/.test(text)),
    before.join('\n'),
  );
  await ui.page.locator('.monaco-editor .view-line').filter({ hasText: 'Never log a customer' }).first().click();
  await ui.page.keyboard.press('End');
  await ui.page.keyboard.type(
    ' The quick brown fox jumps over the lazy dog, and then it does so once more for the count.',
  );
  await eventually(
    hintTexts,
    (texts) =>
      texts.length === before.length && texts[0] !== before[0] && texts[2] !== before[2] && texts[1] === before[1],
    'the file and its section should change, the section before it should not',
  );
});

test('the hover of a hint has the formula, five other models and how it is known', async () => {
  const hint = ui.page.locator('.monaco-editor .view-line [class*="dyn-rule"]').filter({ hasText: 'tok' }).nth(1);
  await hint.hover();
  const box = ui.page.locator('.monaco-hover:visible').filter({ hasText: 'Same text on' }).first();
  await box.waitFor();
  const text = (await box.innerText()).replaceAll('\u00a0', ' ');
  assert.match(text, /Commands: ≈ [\d,]+ tok \([\d,]+–[\d,]+\) × \$2 \/ M = \$0\.\d+/);
  assert.match(text, /Sonnet 5\.5 \(current\)/);
  assert.equal(await box.locator('tbody tr').count(), 6);
  assert.match(text, /Estimate for Sonnet 5\.5 by o200k × 1\.55/);
  await ui.screenshot('hint-hover');
  await ui.page.mouse.move(800, 880);
});

test('Select Pricing Model by keyboard: under a plan the meter, the sessions and the hints change at once', async () => {
  await ui.typeInQuickInput('>Meterline: Select Pricing Model…');
  await ui.page.keyboard.press('Enter');
  await ui.quickPick().filter({ hasText: 'All agents' }).waitFor();
  await ui.page.keyboard.type('Claude Code');
  await ui.page.keyboard.press('Enter');
  await ui.quickPick().filter({ hasText: 'Negotiated discount…' }).first().waitFor();
  await ui.screenshot('pricing-models');
  await ui.page.keyboard.type('Claude Max');
  await ui.quickPick().filter({ hasText: '$100 a month' }).first().waitFor();
  await ui.page.keyboard.press('Enter');
  await eventually(
    hintTexts,
    (texts) => texts.length > 0 && texts.every((text) => text.endsWith('in plan')),
    'hints should be in plan',
  );
  await eventually(
    () => ui.treeRows(),
    (rows) => rows.some((row) => /^Fix redirect.*in plan/.test(row)),
    'the session should be in plan',
  );
  assert.match(await meter(), /\$0\.\d+ today|in plan today/);
});

test('a discount that is no percentage is refused with words; a sound one lowers what was spent', async () => {
  await ui.runCommand('Meterline: Select Pricing Model…');
  await ui.chooseRow('All agents');
  await ui.chooseRow('Negotiated discount…');
  const input = ui.page.locator('.quick-input-widget:visible input').first();
  await input.fill('a lot');
  await ui.page.locator('.quick-input-widget:visible').getByText('Type a number from 0 to 100').waitFor();
  await input.fill('50');
  await ui.page.keyboard.press('Enter');
  await eventually(
    () => ui.treeRows(),
    (rows) => rows.some((row) => /^Add a retry policy.*\$0\.07/.test(row)),
    'half of $0.143 should be shown',
  );
  await ui.runCommand('Meterline: Select Pricing Model…');
  await ui.chooseRow('All agents');
  await ui.chooseRow('API list');
});

test('Switch Model compares models, shows the diff, and writes nothing that was not confirmed', async () => {
  await ui.page.locator('.monaco-editor .view-lines').first().click();
  await ui.runCommand('Meterline: Switch Model…');
  const rows = await ui.quickPickRows();
  assert.match(rows[0] ?? '', /Sonnet 5\.5.*current · this file ≈ \$0\.\d+ · this session \$0\.\d+/);
  assert.ok(
    rows.some((row) => /Opus 5\.5.*\$4 in · \$20 out per M/.test(row)),
    rows.join('\n'),
  );
  await ui.screenshot('switch-model');
  await ui.chooseRow('Opus 5.5');
  await ui.chooseRow('all projects');
  await ui.page.locator('.monaco-dialog-box').waitFor();
  await ui.page.locator('.monaco-diff-editor').first().waitFor();
  await ui.screenshot('switch-confirm');
  await ui.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Cancel' }).click();
  assert.equal(readFileSync(settingsFile(), 'utf8'), original);
});

test('a confirmed switch changes the model alone and keeps the comment; undo brings back every byte', async () => {
  await ui.runCommand('Meterline: Switch Model…');
  await ui.chooseRow('Opus 5.5');
  await ui.chooseRow('all projects');
  await ui.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Write' }).click();
  const switched = original.replace('claude-sonnet-5-5', 'claude-opus-5-5');
  await eventually(
    async () => readFileSync(settingsFile(), 'utf8'),
    (text) => text === switched,
    'the model should be written',
  );
  await eventually(hintTexts, (texts) => texts.length > 0, 'hints should be shown again');
  await ui.runCommand('Meterline: Undo Last Switch');
  await eventually(
    async () => readFileSync(settingsFile(), 'utf8'),
    (text) => text === original,
    'the file should be as it was',
  );
});

test('the walkthrough has four steps, each with a picture and something to do', async () => {
  await ui.runCommand('Meterline: Get Started');
  const steps = ui.page.locator('.getting-started-step');
  await steps.first().waitFor();
  const titles = ['See what you spent', 'Say how you pay', 'See what a prompt costs', 'Switch to another model'];
  assert.equal(await steps.count(), titles.length);
  for (const [index, title] of titles.entries()) {
    const step = steps.nth(index);
    assert.ok((await step.innerText()).includes(title), await step.innerText());
    await step.click();
    await eventually(picturesShown, (count) => count > 0, `${title} should have a picture`);
    assert.ok((await step.getByRole('button').count()) > 0, `${title} has nothing to do`);
  }
  await ui.screenshot('walkthrough');
});

test('diagnostics say what was read, without a word of the sessions', async () => {
  await ui.runCommand('Meterline: Show Diagnostics');
  const lines = ui.page.locator('.editor-group-container.active .view-lines');
  await eventually(
    async () => (await lines.innerText()).replaceAll('\u00a0', ' '),
    (text) => text.includes('Meterline Doctor') && text.includes('requests counted'),
    'the diagnostics should be shown',
  );
  const text = (await lines.innerText()).replaceAll('\u00a0', ' ');
  assert.ok(!text.includes('redirect loop'));
});
