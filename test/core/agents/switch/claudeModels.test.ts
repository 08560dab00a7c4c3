import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  claudeModelChoices,
  isClaudeModelAllowed,
  looksLikeClaudeModel,
} from '../../../../src/core/agents/switch/claudeModelNames.ts';
import {
  type ClaudeModelSettings,
  claudeSettingsFiles,
  mergeClaudeModelSettings,
  readClaudeModelSettings,
} from '../../../../src/core/agents/switch/claudeSettings.ts';
import { checkClaudeSwitch } from '../../../../src/core/agents/switch/claudeSwitchCheck.ts';
import {
  type ClaudeModelInputs,
  effectiveClaudeModel,
} from '../../../../src/core/agents/switch/effectiveClaudeModel.ts';

const settings = (value: unknown): ClaudeModelSettings => readClaudeModelSettings(JSON.stringify(value));
const none: ClaudeModelInputs = { managed: null, local: null, project: null, user: null, env: {}, commandLine: null };

test('the settings files are named per platform, strongest first', () => {
  const linux = { platform: 'linux', home: '/home/ada', env: {} } as const;
  assert.deepEqual(
    claudeSettingsFiles(linux, { folder: '/work/shop', repositoryRoot: null }).map((file) => [file.scope, file.path]),
    [
      ['managed', '/etc/claude-code/managed-settings.json'],
      ['local', '/work/shop/.claude/settings.local.json'],
      ['project', '/work/shop/.claude/settings.json'],
      ['user', '/home/ada/.claude/settings.json'],
    ],
  );
  const mac = claudeSettingsFiles({ platform: 'darwin', home: '/Users/ada', env: {} }, null);
  assert.equal(mac[0]?.path, '/Library/Application Support/ClaudeCode/managed-settings.json');
  const windows = claudeSettingsFiles({ platform: 'win32', home: 'C:\\Users\\ada', env: {} }, null);
  assert.deepEqual(
    windows.map((file) => file.path),
    ['C:\\Program Files\\ClaudeCode\\managed-settings.json', 'C:\\Users\\ada\\.claude\\settings.json'],
  );
});

test('CLAUDE_CONFIG_DIR moves the user settings', () => {
  const files = claudeSettingsFiles({ platform: 'linux', home: '/h', env: { CLAUDE_CONFIG_DIR: '/cfg/' } }, null);
  assert.equal(files.at(-1)?.path, '/cfg/settings.json');
});

test('the local file is at the root of the repository, and one left in the sub-folder is read after it', () => {
  const project = { folder: '/repo/app', repositoryRoot: '/repo' };
  const locals = (machine: Parameters<typeof claudeSettingsFiles>[0]) =>
    claudeSettingsFiles(machine, project)
      .filter((file) => file.scope === 'local')
      .map((file) => file.path);
  assert.deepEqual(locals({ platform: 'linux', home: '/h', env: {} }), [
    '/repo/.claude/settings.local.json',
    '/repo/app/.claude/settings.local.json',
  ]);
  assert.deepEqual(locals({ platform: 'linux', home: '/repo', env: {} }), ['/repo/app/.claude/settings.local.json']);
  assert.deepEqual(locals({ platform: 'win32', home: 'C:\\h', env: {} }), ['/repo/app\\.claude\\settings.local.json']);
});

test('only the user file and the local file are ever writable', () => {
  const files = claudeSettingsFiles({ platform: 'linux', home: '/h', env: {} }, { folder: '/w', repositoryRoot: null });
  assert.deepEqual(
    files.filter((file) => file.writable).map((file) => file.scope),
    ['local', 'user'],
  );
});

test('the strongest level decides, and the others are named behind it', () => {
  const effective = effectiveClaudeModel({
    ...none,
    local: settings({ model: 'haiku' }),
    project: settings({ model: 'opus' }),
    user: settings({ model: 'fable' }),
  });
  assert.equal(effective.model, 'haiku');
  assert.deepEqual(
    effective.claims.map((claim) => claim.source),
    ['local', 'project', 'user'],
  );
});

test('--model and ANTHROPIC_MODEL win over every settings file, the managed one included', () => {
  const inputs = { ...none, managed: settings({ model: 'opus' }), env: { ANTHROPIC_MODEL: 'haiku' } };
  assert.equal(effectiveClaudeModel(inputs).model, 'haiku');
  assert.equal(effectiveClaudeModel({ ...inputs, commandLine: 'sonnet' }).model, 'sonnet');
});

test('an env block replaces the variable of the shell, and an empty one switches it off', () => {
  const shell = { ANTHROPIC_MODEL: 'haiku' };
  const named = effectiveClaudeModel({ ...none, env: shell, user: settings({ env: { ANTHROPIC_MODEL: 'opus' } }) });
  assert.equal(named.model, 'opus');
  assert.match(named.decidedBy?.where ?? '', /env block of your user settings/);
  const off = effectiveClaudeModel({
    ...none,
    env: shell,
    user: settings({ model: 'fable', env: { ANTHROPIC_MODEL: '' } }),
  });
  assert.equal(off.model, 'fable');
});

test('ANTHROPIC_DEFAULT_MODEL counts only where nobody else names a model', () => {
  const env = { ANTHROPIC_DEFAULT_MODEL: 'haiku' };
  assert.equal(effectiveClaudeModel({ ...none, env }).model, 'haiku');
  assert.equal(effectiveClaudeModel({ ...none, env, user: settings({ model: 'opus' }) }).model, 'opus');
});

test('nobody, or the word default, means the default of the account', () => {
  assert.equal(effectiveClaudeModel(none).decidedBy, null);
  const effective = effectiveClaudeModel({
    ...none,
    local: settings({ model: 'default' }),
    user: settings({ model: 'opus' }),
  });
  assert.equal(effective.model, null);
  assert.equal(effective.decidedBy?.source, 'local');
});

test("a managed list counts alone, the others' are joined, and a model outside it gives way to the default", () => {
  const user = settings({ model: 'opus', availableModels: ['opus'] });
  const blocked = effectiveClaudeModel({ ...none, managed: settings({ availableModels: ['sonnet'] }), user });
  assert.deepEqual(blocked.availableModels, ['sonnet']);
  assert.equal(blocked.blocked, true);
  assert.equal(blocked.model, null);
  const joined = effectiveClaudeModel({ ...none, project: settings({ availableModels: ['haiku'] }), user });
  assert.deepEqual(joined.availableModels, ['haiku', 'opus']);
  assert.equal(joined.model, 'opus');
});

test('the list takes families, versions with their dated ids, and full ids', () => {
  const allowed = (model: string, ...list: string[]) => isClaudeModelAllowed(model, list);
  assert.equal(isClaudeModelAllowed('anything', null), true);
  assert.equal(allowed('claude-opus-5-5', 'opus'), true);
  assert.equal(allowed('opus', 'claude-opus-4-6'), true);
  assert.equal(allowed('claude-sonnet-4-5-20250929', 'sonnet-4-5'), true);
  assert.equal(allowed('claude-sonnet-5', 'sonnet', 'claude-sonnet-4-5'), false);
  assert.equal(allowed('claude-opus-5-5', 'claude-opus-5'), false);
  assert.equal(allowed('opus[1m]', 'opus'), true);
  assert.equal(allowed('opusplan', 'opus'), false);
  assert.equal(allowed('best', 'opus'), true);
  assert.equal(allowed('haiku', 'sonnet', 'opus'), false);
  assert.equal(allowed('default'), true);
  assert.equal(allowed('opus'), false);
});

test('the choices are the default, the aliases and the given ids, marked by the list', () => {
  const choices = claudeModelChoices(['claude-opus-5-5', 'claude-haiku-5-5'], ['haiku']);
  assert.deepEqual(choices[0], { value: null, kind: 'default', meaning: "the account's default", allowed: true });
  assert.deepEqual(
    choices.filter((choice) => choice.allowed).map((choice) => choice.value),
    [null, 'haiku', 'claude-haiku-5-5'],
  );
});

test('names are told from typing errors', () => {
  for (const name of ['opus', 'claude-opus-5-5', 'us.anthropic.claude-opus-5-5', 'arn:aws:bedrock:x', 'opus[1m]']) {
    assert.equal(looksLikeClaudeModel(name), true, name);
  }
  assert.equal(looksLikeClaudeModel('gpt-6'), false);
});

test('a switch that ANTHROPIC_MODEL, the organization or its list would defeat is refused and says by what', () => {
  const check = (inputs: Partial<ClaudeModelInputs>, model: string | null = 'opus') => {
    const outcome = checkClaudeSwitch({ model, scope: 'user' }, effectiveClaudeModel({ ...none, ...inputs }));
    return outcome.status === 'refused' ? outcome.reason : '';
  };
  assert.match(check({ env: { ANTHROPIC_MODEL: 'haiku' } }), /environment variable ANTHROPIC_MODEL names haiku/);
  assert.match(check({ managed: settings({ model: 'haiku' }) }), /organization's settings name haiku/);
  assert.match(check({ managed: settings({ availableModels: ['haiku'] }) }), /opus is not among .* \(haiku\)/);
  assert.equal(check({ managed: settings({ availableModels: ['haiku'] }) }, null), '');
});

test('a user switch notes the project setting that wins over it, and a local one need not', () => {
  const effective = effectiveClaudeModel({ ...none, project: settings({ model: 'fable' }) });
  const user = checkClaudeSwitch({ model: 'opus', scope: 'user' }, effective);
  assert.match(user.status === 'allowed' ? user.notes.join() : '', /\.claude\/settings\.json names fable/);
  assert.deepEqual(checkClaudeSwitch({ model: 'opus', scope: 'local' }, effective), { status: 'allowed', notes: [] });
});

test('a file with comments is read and marked, a broken one is a problem, odd types count as absent', () => {
  const commented = readClaudeModelSettings('{\n// c\n"model": "opus"}');
  assert.equal(commented.model, 'opus');
  assert.equal(commented.notStrict, 'a comment in line 2');
  assert.equal(readClaudeModelSettings('{"model": "opus",}').notStrict, 'a trailing comma in line 1');
  assert.match(readClaudeModelSettings('{"model"').problem ?? '', /line 1: a colon is missing/);
  const odd = settings({ model: 5, env: null, availableModels: 'opus' });
  assert.deepEqual([odd.model, odd.envModel, odd.availableModels], [null, null, null]);
});

test('of several managed files a later one replaces values and joins lists', () => {
  const merged = mergeClaudeModelSettings([
    settings({ model: 'opus', availableModels: ['opus'] }),
    settings({ model: 'haiku', availableModels: ['haiku', 'opus'] }),
    settings({}),
  ]);
  assert.equal(merged.model, 'haiku');
  assert.deepEqual(merged.availableModels, ['opus', 'haiku']);
});
