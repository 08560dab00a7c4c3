import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openUiSession } from '../window/openUiSession.ts';

test('without any agent the meter says so, and the view names the places, which Diagnostics shows', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'meterline-empty-'));
  const ui = await openUiSession({ home });
  try {
    assert.equal(await ui.statusBarText(/No agents/), 'No agents');
    await ui.openActivity('Meterline');
    const welcome = ui.page.locator('.part.sidebar .welcome-view-content');
    await welcome.filter({ hasText: 'No agent logs were found on this machine.' }).waitFor();
    assert.match(await welcome.innerText(), /~\/\.claude, ~\/\.config\/claude and ~\/\.codex/);
    await ui.screenshot('state-no-agents');
    await welcome.getByText('see where it looked').click();
    const lines = ui.page.locator('.editor-group-container.active .view-lines');
    await lines.filter({ hasText: 'absent' }).waitFor();
    // An agent that begins to work now is found without a reload.
    const folder = path.join(home, '.claude', 'projects', '-home-dev-new');
    await mkdir(folder, { recursive: true });
    const row = {
      type: 'assistant',
      sessionId: 'new',
      cwd: '/home/dev/new',
      requestId: 'req_1',
      timestamp: new Date().toISOString(),
      message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1_000, output_tokens: 10_000 } },
    };
    await writeFile(path.join(folder, 'new.jsonl'), `${JSON.stringify(row)}\n`);
    assert.match(await ui.statusBarText(/0\.204 today/), /^\$0\.204 today/);
  } finally {
    await ui.close();
    await rm(home, { recursive: true, force: true });
  }
});

test('a hostile title is shown as the text it is, in the tree and in the hovers', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'meterline-hostile-'));
  const folder = path.join(home, '.claude', 'projects', '-home-dev-x');
  const title = '[click](command:workbench.action.quit) $(flame) <img src=x> | **b** \u202Egnp';
  const row = {
    type: 'assistant',
    sessionId: 'x',
    cwd: '/home/dev/[x](command:y)',
    requestId: 'req_1',
    timestamp: new Date().toISOString(),
    message: { id: 'msg_1', model: 'claude-opus-5-5', usage: { input_tokens: 1_000, output_tokens: 10_000 } },
  };
  await mkdir(folder, { recursive: true });
  const rows = [{ type: 'ai-title', aiTitle: title, sessionId: 'x' }, row];
  await writeFile(path.join(folder, 'x.jsonl'), rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const ui = await openUiSession({ home });
  try {
    const hover = await ui.hover(ui.statusBarItem(/today/));
    assert.ok(hover.includes('[click](command:workbench.action.quit)'), hover);
    assert.ok(hover.includes('$(flame) <img src=x> | **b** gnp'), hover);
    const links = await ui.page
      .locator('.workbench-hover:visible a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('data-href') ?? ''));
    assert.ok(
      links.every((link) => link.startsWith('command:meterline.')),
      links.join('\n'),
    );
    await ui.openActivity('Meterline');
    const [, session = ''] = await ui.treeRows();
    assert.ok(session.startsWith('[click](command:workbench.action.quit)'), session);
  } finally {
    await ui.close();
    await rm(home, { recursive: true, force: true });
  }
});
