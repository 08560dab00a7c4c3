import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import {
  capabilityOrder,
  catalogueAsOf,
  catalogueModels,
  findModel,
  modelName,
  suggestableModels,
} from '../../../src/core/models/catalogue.ts';

test('a model is found by any of its ids, in any case and by any route', () => {
  const table: readonly [string, string][] = [
    ['claude-opus-5-5', 'claude-opus-5-5'],
    ['Claude-Opus-5-5', 'claude-opus-5-5'],
    ['claude-opus-4-5-20251101', 'claude-opus-4-5'],
    ['claude-opus-4-5@20251101', 'claude-opus-4-5'],
    ['anthropic/claude-opus-5.5', 'claude-opus-5-5'],
    ['us.anthropic.claude-opus-5-5', 'claude-opus-5-5'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['managed-agents/claude-sonnet-5-5', 'claude-sonnet-5-5'],
    ['claude-opus-4-8[1m]', 'claude-opus-4-8'],
    ['claude-opus-4-8-fast', 'claude-opus-4-8'],
    ['claude-sonnet-5:batch', 'claude-sonnet-5'],
    ['claude-3-5-sonnet-20240620', 'claude-3-5-sonnet-20241022'],
    ['gpt-5.4-2026-03-05', 'gpt-5.4'],
    ['gpt-5.6', 'gpt-5.6-sol'],
    ['MiniMax-M2.5', 'minimax-m2.5'],
    ['gemini-flash-latest', 'gemini-3.8-flash'],
    ['grok-code-fast-1', 'grok-code-fast-1'],
  ];
  for (const [id, expected] of table) {
    assert.equal(findModel(id)?.id, expected, id);
  }
});

test('a longer id never matches a shorter one', () => {
  for (const id of [
    '',
    'claude',
    'claude-sonnet-5-6',
    'claude-sonnet-55',
    'gpt-5-turbo',
    'gpt',
    'constructor',
    'opus',
  ]) {
    assert.equal(findModel(id), null, id);
  }
  assert.equal(findModel('claude-sonnet-5-5')?.id, 'claude-sonnet-5-5');
});

test('every id and alias leads to its own model, and no two models share one', () => {
  const seen = new Set<string>();
  for (const model of catalogueModels) {
    for (const id of [model.id, ...(model.aliases ?? [])]) {
      assert.equal(findModel(id)?.id, model.id, id);
      assert.equal(seen.has(id.toLowerCase()), false, id);
      seen.add(id.toLowerCase());
    }
  }
});

test('a short name drops the maker where the family says it', () => {
  const table: readonly [string, string][] = [
    ['claude-opus-5-5', 'Opus 5.5'],
    ['claude-sonnet-4-5-20250929', 'Sonnet 4.5'],
    ['gpt-6.2-sol', 'GPT-6.2 Sol'],
    ['amazon.nova-pro-v1:0', 'Nova Pro'],
    ['acme-coder-9000', 'acme-coder-9000'],
    ['evil\u202Ename', 'evilname'],
  ];
  for (const [id, name] of table) {
    assert.equal(modelName(id), name);
  }
});

test('limits are positive or unknown, and successors exist', () => {
  for (const { id, contextWindow, maxInput, maxOutput, successor, capability } of catalogueModels) {
    for (const limit of [contextWindow, maxInput, maxOutput]) {
      assert.ok(limit === null || limit > 0, id);
    }
    assert.ok(maxInput === null || contextWindow === null || maxInput <= contextWindow, id);
    assert.ok(successor === null || findModel(successor) !== null, id);
    assert.ok(capabilityOrder.includes(capability), id);
  }
  assert.equal(findModel('gpt-5')?.maxInput, 272_000);
});

test('only current models are suggested', () => {
  const ids = suggestableModels().map(({ id }) => id);
  assert.ok(ids.includes('claude-opus-5-5') && ids.includes('gpt-6.2-sol'));
  for (const gone of ['claude-opus-4-1', 'claude-opus-5', 'claude-mythos-5-2', 'gpt-5', 'kimi-k3']) {
    assert.equal(ids.includes(gone), false, gone);
  }
});

test('the catalogue is dated and small', () => {
  assert.match(catalogueAsOf, /^2026-/);
  const file = new URL('../../../src/core/models/data/models.json', import.meta.url);
  assert.ok(statSync(file).size < 60_000);
});
