import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../../../../src/core/agents/adapter.ts';
import { claudeRoots, isClaudeLog } from '../../../../src/core/agents/claude/roots.ts';

const linux: Machine = { platform: 'linux', home: '/home/dev', env: {} };
const folders = (machine: Machine): string[] => claudeRoots(machine).map(({ folder }) => folder);

test('both default folders and Desktop are looked at', () => {
  assert.deepEqual(folders(linux), [
    '/home/dev/.claude/projects',
    '/home/dev/.config/claude/projects',
    '/home/dev/.config/Claude/local-agent-mode-sessions',
  ]);
});

test('XDG_CONFIG_HOME moves the newer default folder', () => {
  assert.deepEqual(folders({ ...linux, env: { XDG_CONFIG_HOME: '~/cfg' } }).slice(0, 2), [
    '/home/dev/.claude/projects',
    '/home/dev/cfg/claude/projects',
  ]);
});

test('CLAUDE_CONFIG_DIR is a comma list in place of both default folders, with or without projects at its end', () => {
  const env = { CLAUDE_CONFIG_DIR: ' ~/one , /two/projects/,,/two/projects, ~' };
  assert.deepEqual(folders({ ...linux, env }), [
    '/home/dev/one/projects',
    '/two/projects',
    '/home/dev/projects',
    '/home/dev/.config/Claude/local-agent-mode-sessions',
  ]);
  assert.equal(claudeRoots({ ...linux, env })[0]?.reason, 'CLAUDE_CONFIG_DIR');
});

test('a blank CLAUDE_CONFIG_DIR is none', () => {
  assert.equal(folders({ ...linux, env: { CLAUDE_CONFIG_DIR: ' , ' } })[0], '/home/dev/.claude/projects');
});

test('Desktop’s folder is where each system keeps it', () => {
  assert.equal(
    folders({ platform: 'darwin', home: '/Users/dev', env: {} }).at(-1),
    '/Users/dev/Library/Application Support/Claude/local-agent-mode-sessions',
  );
  const home = 'C:\\Users\\dev';
  assert.deepEqual(folders({ platform: 'win32', home, env: { APPDATA: 'D:\\Roaming' } }), [
    'C:\\Users\\dev\\.claude\\projects',
    'C:\\Users\\dev\\.config\\claude\\projects',
    'D:\\Roaming\\Claude\\local-agent-mode-sessions',
    'C:\\Users\\dev\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\local-agent-mode-sessions',
  ]);
});

test('.jsonl files at any depth are logs, other files are not', () => {
  assert.ok(isClaudeLog('-home-dev-shop/a.jsonl'));
  assert.ok(isClaudeLog('-home-dev-shop/a/subagents/agent-b.jsonl'));
  assert.ok(!isClaudeLog('-home-dev-shop/a/subagents/agent-b.meta.json'));
  assert.ok(!isClaudeLog('-home-dev-shop/a.jsonl.bak'));
});

test('in Desktop’s tree only what lies below projects is a log', () => {
  assert.ok(isClaudeLog('acc/org/local_1/.claude/projects/-x/a.jsonl'));
  assert.ok(!isClaudeLog('acc/org/local_1/audit.jsonl'));
});
