import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { eventually, type MeterlineWindow, openMeterline } from './meterlineWindow.ts';

/** Settings of Claude Code with all that a careless writer would lose. */
const settings = `{
\t// what new sessions start on
\t"model": "sonnet", // keep me
\t"permissions": { "allow": [ "Bash(npm test)" ], },
}\r\n`;

let window: MeterlineWindow;

before(async () => {
  window = await openMeterline({
    openFile: 'CLAUDE.md',
    prepare: (home) => writeFile(path.join(home, '.claude', 'settings.json'), settings),
  });
  await eventually(async () => assert.match(await meterText(), /today/));
});

after(() => window.close());

// One failure must not stand in the next test's way.
afterEach(() => press('Escape', 'Escape'));

async function meterText(): Promise<string> {
  return (await window.meter.innerText()).replaceAll('\u00a0', ' ').trim();
}

const userSettings = (): Promise<string> => readFile(path.join(window.home, '.claude', 'settings.json'), 'utf8');

const press = (...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => window.ui.page.keyboard.press(key)), Promise.resolve());

/** Runs a command by the keyboard alone. */
async function runByKeyboard(title: string): Promise<void> {
  await window.ui.typeInQuickInput(`>${title}`);
  await window.ui.quickPick().filter({ hasText: title }).first().waitFor();
  await press('Enter');
}

/** Waits for the quick pick with a title, and returns its rows. */
async function quickPick(title: string): Promise<string[]> {
  await window.ui.page.locator('.quick-input-widget:visible .quick-input-title').filter({ hasText: title }).waitFor();
  return window.ui.quickPickRows();
}

const quickPickIsClosed = (): Promise<void> =>
  window.ui.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });

/** Types into the open quick pick and waits until its first row begins with the words. */
async function filterBy(words: string, first: RegExp): Promise<void> {
  await window.ui.page.keyboard.type(words);
  await eventually(async () => assert.match((await window.ui.quickPickRows())[0] ?? '', first));
}

const notified = (text: string): Promise<void> =>
  eventually(async () =>
    assert.ok(
      (await window.ui.notifications()).some((shown) => shown.startsWith(text)),
      text,
    ),
  );

const clearNotifications = (): Promise<void> => window.ui.runCommand('Notifications: Clear All Notifications');

/** What a user could have changed: the file that an agent reads and Meterline's own settings. */
async function everything(): Promise<unknown> {
  return [
    await userSettings(),
    await window.setting('meterline.billing'),
    await window.setting('meterline.model.estimateFor'),
  ];
}

test('a hint follows the typing in its section, and the undoing of it', async () => {
  const commands = async (): Promise<string> => (await window.ui.inlayHints())[1] ?? '';
  const before = await commands();
  await window.ui.page.locator('.monaco-editor .view-line').filter({ hasText: '## Commands' }).click();
  await press('End', 'Enter');
  await window.ui.page.keyboard.type('Please run the linter before anything else, and say what it said.', { delay: 5 });
  const after = await eventually(async () => {
    const now = await commands();
    assert.notEqual(now, before);
    return now;
  });
  assert.ok(Number(/[\d.]+/.exec(after)?.[0]) > Number(/[\d.]+/.exec(before)?.[0]), `${before} → ${after}`);
  await eventually(async () => {
    await press('Control+z');
    assert.equal(await commands(), before);
  });
});

test('the Switch Model link in a hint’s hover opens it', async () => {
  const hint = window.ui.page
    .locator('.monaco-editor .view-line')
    .filter({ hasText: '## Commands' })
    .locator('[class*="dyn-rule"]')
    .filter({ hasText: /tok/ });
  await eventually(async () => {
    await window.ui.page.mouse.move(900, 800);
    await hint.hover();
    await window.ui.page.locator('.monaco-hover:visible table').first().waitFor({ timeout: 3_000 });
  });
  await window.inEveryTheme('hint-hover');
  await hint.hover();
  await window.ui.page.locator('.monaco-hover:visible a').filter({ hasText: 'Switch Model…' }).click();
  assert.ok((await quickPick('Switch Model')).length > 5);
  await press('Escape');
  await quickPickIsClosed();
});

test('Escape at either step of Select Pricing Model changes nothing', async () => {
  const before = await everything();
  await runByKeyboard('Meterline: Select Pricing Model…');
  assert.deepEqual(await quickPick('whose?'), ['All agents', 'Claude Code, API list', 'Codex, API list']);
  await press('Escape');
  await quickPickIsClosed();
  await runByKeyboard('Meterline: Select Pricing Model…');
  await quickPick('whose?');
  await press('ArrowDown', 'Enter');
  await quickPick('Select Pricing Model: Claude Code');
  await press('Escape');
  await quickPickIsClosed();
  assert.deepEqual(await everything(), before);
});

test('Claude Max is chosen by keyboard alone; the meter’s hover has nothing spent beside the list value', async () => {
  await window.ui.openActivity('Meterline');
  await runByKeyboard('Meterline: Select Pricing Model…');
  await quickPick('whose?');
  await press('ArrowDown', 'Enter');
  assert.match((await quickPick('Select Pricing Model: Claude Code'))[0] ?? '', /^API list, current, /);
  await window.inEveryTheme('pricing-models');
  await filterBy('claude max', /^Claude Max/);
  await press('Enter');
  await quickPickIsClosed();
  await eventually(async () => assert.equal(await meterText(), '~$0.143 today'));
  await eventually(async () => assert.match((await window.ui.treeRows())[1] ?? '', /, Claude Code, in plan,/));
  await eventually(async () => assert.match((await window.ui.inlayHints())[0] ?? '', / · in plan$/));
  assert.deepEqual(await window.setting('meterline.billing'), { claude: 'claude-max' });
  assert.match(
    await window.ui.hover(window.meter),
    /Spent\t~\$0\.143\tin plan\t[^\n]+\nList value\t~\$0\.563\t\$0\.33\t/,
  );
});

test('what is no percentage keeps the box open with a sentence; 12.5 takes an eighth off', async () => {
  await runByKeyboard('Meterline: Select Pricing Model…');
  await quickPick('whose?');
  await press('ArrowDown', 'Enter');
  await quickPick('Select Pricing Model: Claude Code');
  await filterBy('negotiated', /^Negotiated/);
  await press('Enter');
  const box = window.ui.page.locator('.quick-input-widget:visible');
  await box.locator('.quick-input-title').filter({ hasText: 'Negotiated discount' }).waitFor();
  for (const wrong of ['a lot', '101', '-3', '12,5']) {
    await box.locator('input').fill(wrong);
    await box
      .locator('.quick-input-message')
      .filter({ hasText: 'Type a number from 0 to 100, such as 12.5.' })
      .waitFor();
    await press('Enter');
    assert.ok(await box.isVisible(), wrong);
  }
  await box.locator('input').fill('12.5');
  await press('Enter');
  await quickPickIsClosed();
  // 0.3297 less an eighth.
  await eventually(async () =>
    assert.match(
      (await window.ui.treeRows())[1] ?? '',
      /^Fix redirect loop after SSO login, Claude Code, \$0\.28[89],/,
    ),
  );
  await runByKeyboard('Meterline: Select Pricing Model…');
  await quickPick('whose?');
  await press('Enter');
  await quickPick('Select Pricing Model: Claude Code, Codex');
  await press('Enter');
  await eventually(async () => assert.match(await meterText(), /^~\$0\.563 today/));
  assert.deepEqual((await window.setting('meterline.billing')) ?? {}, {});
});

/** Opens Switch Model, types, and takes the first answer. */
async function switchTo(model: string): Promise<void> {
  await window.ui.page.locator('.tab').filter({ hasText: 'CLAUDE.md' }).click();
  await runByKeyboard('Meterline: Switch Model…');
  await quickPick('Switch Model');
  await filterBy(model, new RegExp(`^${model},`));
  await press('Enter');
}

const dialog = (): Locator => window.ui.page.locator('.monaco-dialog-box');

test('Escape at the scope and Cancel at the diff write nothing', async () => {
  const before = await everything();
  await switchTo('Opus 5.5');
  assert.equal((await quickPick('Use Opus 5.5 where?')).length, 3);
  await press('Escape');
  await quickPickIsClosed();
  await switchTo('Opus 5.5');
  await quickPick('Use Opus 5.5 where?');
  await press('Enter');
  await dialog().waitFor();
  const changed = window.ui.page.locator('.monaco-diff-editor .modified-in-monaco-diff-editor .view-lines');
  assert.match((await changed.innerText()).replaceAll('\u00a0', ' '), /"model": "claude-opus-5-5", \/\/ keep me/);
  await window.inEveryTheme('switch-diff');
  await dialog().getByRole('button', { name: 'Cancel' }).click();
  await dialog().waitFor({ state: 'detached' });
  await eventually(async () =>
    assert.equal(await window.ui.page.locator('.tab').filter({ hasText: 'Switch Model:' }).count(), 0),
  );
  assert.deepEqual(await everything(), before);
});

test('Write changes the one value and shows a notification, whose Undo gives back every byte and the hints’ model', async () => {
  await switchTo('Opus 5.5');
  await quickPick('Use Opus 5.5 where?');
  await press('Enter');
  await dialog().waitFor();
  // The dialog's first button has the focus.
  await press('Enter');
  await notified('New Claude Code sessions start on Opus 5.5.');
  assert.equal(await userSettings(), settings.replace('"sonnet"', '"claude-opus-5-5"'));
  await eventually(async () => assert.equal(await window.setting('meterline.model.estimateFor'), 'claude-opus-5-5'));
  await window.ui.screenshot('switch-done');
  await window.ui.page.locator('.notification-toast').getByRole('button', { name: 'Undo' }).click();
  await notified('Taken back: new Claude Code sessions start on sonnet.');
  assert.equal(await userSettings(), settings);
  await eventually(async () => assert.equal(await window.setting('meterline.model.estimateFor'), 'claude-sonnet-5-5'));
  await clearNotifications();
});

test('a switch for this project alone makes its file, and the undo row of the list removes it', async () => {
  const local = path.join(window.ui.workspace, '.claude', 'settings.local.json');
  await switchTo('Haiku 5.5');
  await quickPick('Use Haiku 5.5 where?');
  await press('ArrowDown', 'Enter');
  await dialog().waitFor();
  await press('Enter');
  await notified('New Claude Code sessions start on Haiku 5.5.');
  assert.match(await readFile(local, 'utf8'), /^\{\s*"model": "claude-haiku-5-5"\s*\}\s*$/);
  assert.equal(await userSettings(), settings);
  await runByKeyboard('Meterline: Switch Model…');
  await quickPick('Switch Model');
  await filterBy('undo', /^Undo Last Switch, default → Haiku 5\.5, \d\d:\d\d/);
  await press('Enter');
  await notified('Taken back: new Claude Code sessions start on the default.');
  assert.equal(existsSync(local), false);
  await clearNotifications();
});

test('a project’s settings cannot put a link or an icon into what is said about them', async () => {
  const local = path.join(window.ui.workspace, '.claude', 'settings.local.json');
  const hostile = '[press](command:workbench.action.reloadWindow) $(flame)';
  await mkdir(path.dirname(local), { recursive: true });
  await writeFile(local, JSON.stringify({ model: hostile }));
  await switchTo('Haiku 5.5');
  await quickPick('Use Haiku 5.5 where?');
  await press('ArrowDown', 'Enter');
  await dialog().waitFor();
  await press('Enter');
  await notified('New Claude Code sessions start on Haiku 5.5.');
  await runByKeyboard('Meterline: Switch Model…');
  await quickPick('Switch Model');
  await window.ui.page.keyboard.type('undo');
  await window.ui
    .quickPick()
    .filter({ hasText: `${hostile} → Haiku 5.5` })
    .waitFor();
  assert.equal(await window.ui.quickPick().first().locator('.label-description .codicon-flame').count(), 0);
  await press('Enter');
  await notified('Taken back: new Claude Code sessions start on [press] (');
  assert.equal(await window.ui.page.locator('.notification-toast a').filter({ hasText: 'press' }).count(), 0);
  await rm(local);
  await clearNotifications();
});

test('for estimates only, and for other vendors’ models, no file is written', async () => {
  await switchTo('Fable 5.2');
  await quickPick('Use Fable 5.2 where?');
  await press('ArrowUp', 'Enter');
  await eventually(async () => assert.match(String(await window.setting('meterline.model.estimateFor')), /fable-5-2/));
  await switchTo('GPT-6.2 Sol');
  await eventually(async () => assert.equal(await window.setting('meterline.model.estimateFor'), 'gpt-6.2-sol'));
  // Its vocabulary is public: no mark of an estimate.
  await eventually(async () => assert.match((await window.ui.inlayHints())[0] ?? '', /^\d/));
  assert.equal(await userSettings(), settings);
  await window.set({ 'meterline.model.estimateFor': undefined });
});

test('Undo Last Switch without a switch says that there is none', async () => {
  await window.ui.runCommand('Meterline: Undo Last Switch');
  await notified('There is no switch to take back.');
  await clearNotifications();
});

test('a setting that cannot be used is named with its value', async () => {
  await window.set({ 'meterline.billing': { claude: 'no-such-plan' } });
  await notified('meterline.billing: claude names the pricing model "no-such-plan", which does not exist');
  await window.set({ 'meterline.billing': undefined });
});
