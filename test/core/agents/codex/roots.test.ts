import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codexRoots, isCodexLog, parseCodexConfig } from '../../../../src/core/agents/codex/roots.ts';

test('sessions and archived sessions of the default home are looked at, with its configuration', () => {
  assert.deepEqual(codexRoots({ platform: 'linux', home: '/home/dev', env: {} }), [
    { folder: '/home/dev/.codex/sessions', reason: 'default', configFile: '/home/dev/.codex/config.toml' },
    { folder: '/home/dev/.codex/archived_sessions', reason: 'default', configFile: '/home/dev/.codex/config.toml' },
  ]);
});

test('CODEX_HOME stands in place of the default home', () => {
  const roots = codexRoots({ platform: 'win32', home: 'C:\\Users\\dev', env: { CODEX_HOME: ' ~\\cx\\ ' } });
  assert.deepEqual(roots[1], {
    folder: 'C:\\Users\\dev\\cx\\archived_sessions',
    reason: 'CODEX_HOME',
    configFile: 'C:\\Users\\dev\\cx\\config.toml',
  });
});

test('a blank CODEX_HOME is none', () => {
  assert.equal(codexRoots({ platform: 'linux', home: '/home/dev', env: { CODEX_HOME: ' ' } })[0]?.reason, 'default');
});

test('rollouts are logs at any depth, plain and compressed, and nothing else is', () => {
  assert.ok(isCodexLog('2026/11/11/rollout-2026-11-11T09-00-00-x.jsonl'));
  assert.ok(isCodexLog('rollout-2026-11-11T09-00-00-x.jsonl.zst'));
  assert.ok(!isCodexLog('session_index.jsonl'));
  assert.ok(!isCodexLog('2026/rollout-x.jsonl.tmp'));
});

test('only the top-level service tier is read from the configuration', () => {
  assert.deepEqual(parseCodexConfig('model = "gpt-5.4"\nservice_tier = "fast"\n[profiles.x]\nservice_tier = "flex"'), {
    service_tier: 'fast',
  });
  assert.deepEqual(parseCodexConfig('[profiles.x]\nservice_tier = "flex"'), {});
});

test('a broken configuration is an empty one', () => {
  for (const text of ['', 'service_tier = ', 'service_tier = 3', '\0', `a = ${'['.repeat(100_000)}`]) {
    assert.deepEqual(parseCodexConfig(text), {});
  }
});
