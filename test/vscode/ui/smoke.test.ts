import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openUiSession } from '../window/openUiSession.ts';
import type { Workbench } from '../window/workbench.ts';

let ui: Workbench;

before(async () => {
  ui = await openUiSession({ openFile: 'CLAUDE.md' });
});

after(() => ui.close());

test('the meter stands in the status bar and explains itself in its hover', async () => {
  const text = await ui.statusBarText(/today/);
  assert.match(text, /\$[\d.]+ today/);
  assert.match(await ui.hover(ui.statusBarItem(/today/)), /today/);
  await ui.screenshot('smoke');
});

test("Meterline's commands are in the palette under its name", async () => {
  await ui.typeInQuickInput('>Meterline:');
  const rows = await ui.quickPickRows();
  assert.match(rows[0] ?? '', /^Meterline: /);
  await ui.page.keyboard.press('Escape');
});
