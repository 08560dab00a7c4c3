import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { SwitchPlan, SwitchRequest } from '../../../src/core/agents/switch/modelSwitcher.ts';
import { createModelSwitcher } from '../../../src/disk/config/claudeModelSwitcher.ts';
import { repositoryRoot } from '../../../src/disk/config/repositoryRoot.ts';
import { atMs, temporaryFolder } from './folders.ts';

async function machine(t: TestContext, env: Record<string, string> = {}) {
  const root = await temporaryFolder(t);
  const [home, workspace, managedFolder] = ['home', 'work', 'etc'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [join(home, '.claude'), join(workspace, '.claude'), join(managedFolder, 'managed-settings.d')]) {
    await mkdir(folder, { recursive: true });
  }
  const backupFolder = join(root, 'backups');
  const platform = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  const switcher = createModelSwitcher({ platform, home, env, backupFolder, managedFolder });
  const request = (model: string | null, scope: 'user' | 'local' = 'user'): SwitchRequest => ({
    model,
    scope,
    workspaceFolder: workspace,
    workspaceTrusted: true,
  });
  const planned = async (model: string | null, scope: 'user' | 'local' = 'user'): Promise<SwitchPlan> => {
    const outcome = await switcher.plan(request(model, scope));
    assert.equal(outcome.status, 'planned', JSON.stringify(outcome));
    return outcome.status === 'planned' ? outcome.plan : assert.fail();
  };
  const refused = async (change: Partial<SwitchRequest> = {}): Promise<string> => {
    const outcome = await switcher.plan({ ...request('haiku'), ...change });
    return outcome.status === 'refused' ? outcome.problem.message : outcome.status;
  };
  return { root, home, workspace, managedFolder, backupFolder, switcher, planned, refused };
}

test('the user model is planned, switched, in force and taken back', async (t) => {
  const { home, switcher, planned, workspace } = await machine(t);
  const file = join(home, '.claude', 'settings.json');
  await writeFile(file, '{ "model": "opus" }\n');
  const plan = await planned('claude-haiku-5-5');
  assert.deepEqual([plan.file, plan.from, plan.to, plan.notes], [file, 'opus', 'claude-haiku-5-5', []]);
  assert.equal((await switcher.apply(plan, atMs)).status, 'applied');
  assert.equal(await readFile(file, 'utf8'), '{ "model": "claude-haiku-5-5" }\n');
  const state = await switcher.effective(workspace);
  assert.deepEqual([state.model, state.decidedBy, state.problems], ['claude-haiku-5-5', 'your user settings', []]);
  const last = await switcher.lastSwitch();
  assert.deepEqual([last?.from, last?.to, last?.atMs], ['opus', 'claude-haiku-5-5', atMs]);
  assert.equal((await switcher.undoLast(atMs)).status, 'undone');
  assert.equal(await readFile(file, 'utf8'), '{ "model": "opus" }\n');
  assert.equal(await switcher.lastSwitch(), null);
});

test('a local switch writes the uncommitted file at the root of the repository, and nothing else of the project', async (t) => {
  const { workspace, switcher, planned, home } = await machine(t);
  await mkdir(join(workspace, '.git'));
  await mkdir(join(workspace, 'app'));
  await writeFile(join(workspace, '.claude', 'settings.json'), '{"model":"fable"}');
  const outcome = await switcher.plan({
    model: 'haiku',
    scope: 'local',
    workspaceFolder: join(workspace, 'app'),
    workspaceTrusted: true,
  });
  assert.equal(outcome.status === 'planned' && outcome.plan.file, join(workspace, '.claude', 'settings.local.json'));
  const plan = await planned('haiku', 'local');
  assert.match(plan.notes.join(), /Keep it out of git/);
  await switcher.apply(plan, atMs);
  assert.equal((await switcher.effective(workspace)).model, 'haiku');
  assert.deepEqual((await readdir(join(workspace, '.claude'))).sort(), ['settings.json', 'settings.local.json']);
  assert.equal(await readFile(join(workspace, '.claude', 'settings.json'), 'utf8'), '{"model":"fable"}');
  assert.deepEqual(await readdir(join(home, '.claude')), []);
});

test('null removes the key, and a file that already says so is unchanged', async (t) => {
  const { home, switcher, planned } = await machine(t);
  const file = join(home, '.claude', 'settings.json');
  await writeFile(file, '{\n  "a": 1,\n  "model": "opus"\n}\n');
  await switcher.apply(await planned(null), atMs);
  assert.equal(await readFile(file, 'utf8'), '{\n  "a": 1\n}\n');
  const again = await switcher.plan({ model: null, scope: 'user', workspaceFolder: null, workspaceTrusted: false });
  assert.deepEqual(again, { status: 'unchanged', file });
});

test('what an organization manages is honoured, drop-in files included', async (t) => {
  const { managedFolder, refused, switcher, workspace } = await machine(t);
  await writeFile(join(managedFolder, 'managed-settings.json'), '{"availableModels":["sonnet"]}');
  await writeFile(join(managedFolder, 'managed-settings.d', '10-models.json'), '{"availableModels":["opus"]}');
  await writeFile(join(managedFolder, 'managed-settings.d', '.hidden.json'), '{"availableModels":["haiku"]}');
  assert.match(await refused(), /haiku is not among .* \(sonnet, opus\)/);
  assert.deepEqual((await switcher.effective(workspace)).availableModels, ['sonnet', 'opus']);
  await writeFile(join(managedFolder, 'managed-settings.json'), '{"model":"opus"}');
  assert.match(await refused({ model: 'opus' }), /organization's settings name opus/);
});

test('ANTHROPIC_MODEL in the shell refuses a switch that it would hide', async (t) => {
  const { refused, switcher } = await machine(t, { ANTHROPIC_MODEL: 'opus' });
  assert.match(await refused(), /ANTHROPIC_MODEL names opus and wins/);
  assert.equal((await switcher.effective(null)).model, 'opus');
});

test('project files of a folder that is not trusted or not open are never written', async (t) => {
  const { refused } = await machine(t);
  assert.match(await refused({ scope: 'local', workspaceTrusted: false }), /not trusted/);
  assert.match(await refused({ scope: 'local', workspaceFolder: null }), /No folder is open/);
});

test('a folder for backups inside the workspace is refused, unless the workspace is the whole home', async (t) => {
  const { root, refused, home } = await machine(t);
  const inside = createModelSwitcher({
    platform: 'linux',
    home,
    env: {},
    backupFolder: join(root, 'work', '.backups'),
  });
  const request = { model: 'haiku', scope: 'user', workspaceTrusted: true } as const;
  const outcome = await inside.plan({ ...request, workspaceFolder: join(root, 'work') });
  assert.match(outcome.status === 'refused' ? outcome.problem.message : '', /backups is inside this workspace/);
  assert.equal((await inside.plan({ ...request, workspaceFolder: root })).status, 'planned');
  assert.equal(await refused(), 'planned');
});

test('a file that is broken, or that Claude Code would not accept, is named', async (t) => {
  const { home, workspace, planned, refused, switcher } = await machine(t);
  await writeFile(join(workspace, '.claude', 'settings.json'), '{"model":');
  await writeFile(join(home, '.claude', 'settings.json'), '{\n  // mine\n  "model": "opus"\n}');
  const { problems, model } = await switcher.effective(workspace);
  assert.equal(model, 'opus');
  assert.match(problems.join('\n'), /settings\.json is not valid JSON: line 1: a value is missing/);
  assert.match(problems.join('\n'), /a comment in line 2: Claude Code reads strict JSON/);
  assert.match((await planned('haiku')).notes.join(), /a comment in line 2/);
  await writeFile(join(home, '.claude', 'settings.json'), '{');
  assert.match(await refused(), /settings\.json: The file is not valid JSON: line 1/);
});

test('the root of a linked worktree is the main checkout, that of a submodule its own folder', async (t) => {
  const root = await temporaryFolder(t);
  for (const folder of ['main/.git/worktrees/x', 'tree/src', 'main/sub', 'plain']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  await writeFile(join(root, 'tree', '.git'), `gitdir: ${join(root, 'main', '.git', 'worktrees', 'x')}\n`);
  await writeFile(join(root, 'main', 'sub', '.git'), 'gitdir: ../.git/modules/sub\n');
  assert.equal(await repositoryRoot(join(root, 'tree', 'src')), join(root, 'main'));
  assert.equal(await repositoryRoot(join(root, 'main', 'sub')), join(root, 'main', 'sub'));
  assert.equal(await repositoryRoot(join(root, 'main')), join(root, 'main'));
  assert.equal(await repositoryRoot(join(root, 'plain')), null);
});
