import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findCard } from '../../../src/core/pricing/findCard.ts';
import { book, index } from './builtBook.ts';

const modelOf = (model: string, provider: string | null = null) => findCard(index, { provider, model })?.model ?? null;

test('exact ids, aliases and dated suffixes find their card', () => {
  const table: readonly [string, string | null, string][] = [
    ['claude-opus-4-5-20251101', 'anthropic', 'claude-opus-4-5'],
    ['claude-opus-4-5-20251101', null, 'claude-opus-4-5'],
    ['claude-opus-4-5@20251101', null, 'claude-opus-4-5'],
    ['claude-opus-4-6@default', null, 'claude-opus-4-6'],
    ['CLAUDE-Opus-5-5', null, 'claude-opus-5-5'],
    ['claude-opus-4-8[1m]', null, 'claude-opus-4-8'],
    ['claude-sonnet-4-20250514', 'anthropic', 'claude-sonnet-4-0'],
    ['claude-4-sonnet', null, 'claude-sonnet-4-0'],
    ['claude-sonnet-4.5', null, 'claude-sonnet-4-5'],
    ['claude-3-5-haiku-20241022', 'anthropic', 'claude-3-5-haiku'],
    ['anthropic/claude-sonnet-4.5', null, 'claude-sonnet-4-5'],
    ['managed-agents/claude-sonnet-5-5', 'anthropic', 'claude-sonnet-5-5'],
    ['gpt-5-2025-08-07', null, 'gpt-5'],
    ['gpt-5.4-2026-03-05', 'openai-codex', 'gpt-5.4'],
    ['gpt-4o-2024-05-13', 'openai', 'gpt-4o-2024-05-13'],
    ['grok-4.6', 'xai', 'grok-4.6'],
    ['moonshotai/kimi-k2', null, 'kimi-k2'],
    ['qwen3-coder-plus', 'dashscope', 'qwen3-coder-plus'],
    ['gemini-3-pro-preview', 'gemini', 'gemini-3-pro-preview'],
  ];
  for (const [model, provider, expected] of table) {
    assert.equal(modelOf(model, provider), expected, `${provider} ${model}`);
  }
});

test('an unknown model, a sibling, a cloud and a gateway have no card', () => {
  const table: readonly [string, string | null][] = [
    ['acme-coder-9000', null],
    ['unknown', null],
    ['', null],
    ['claude', null],
    ['claude-opus-5-6', null],
    ['claude-opus-4-5-thinking', null],
    ['claude-opus-4-5-20251399', null],
    ['gpt-5-turbo', null],
    ['gpt-5.4-mini-high', 'openai'],
    ['claude-opus-5-5', 'openai'],
    ['claude-opus-5-5', 'aws'],
    ['claude-opus-5-5', 'openrouter'],
    ['anthropic/claude-opus-5-5', 'openrouter'],
    ['openrouter/anthropic/claude-opus-5-5', null],
    ['constructor', null],
    ['claude-opus-5-5', 'constructor'],
    ['__proto__/x', null],
  ];
  for (const [model, provider] of table) {
    assert.equal(modelOf(model, provider), null, `${provider} ${model}`);
  }
});

test('claude-sonnet-5-5 is never priced as claude-sonnet-5', () => {
  assert.equal(modelOf('claude-sonnet-5-5'), 'claude-sonnet-5-5');
  assert.equal(modelOf('claude-sonnet-5-5-20260928'), 'claude-sonnet-5-5');
  const suffix = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => /[a-z0-9]/i.test(text));
  const undated = suffix.filter(
    (text) => !/^[-@]?\d[\d-]{7,9}$/.test(text.trim()) && !/^(\[1m\]|@default)$/i.test(text),
  );
  fc.assert(
    fc.property(undated, (text) => {
      assert.notEqual(modelOf(`claude-sonnet-5-${text}`), 'claude-sonnet-5');
      assert.notEqual(modelOf(`claude-sonnet-5.${text}`), 'claude-sonnet-5');
    }),
  );
});

test('every id of the book finds its own card, with its provider and without', () => {
  for (const card of book.cards) {
    for (const id of card.match.exact) {
      assert.equal(modelOf(id, card.provider), card.model, id);
      assert.equal(modelOf(id), card.model, id);
    }
  }
});
