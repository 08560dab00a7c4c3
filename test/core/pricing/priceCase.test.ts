import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceCase } from '../../../src/core/pricing/priceCase.ts';
import { index } from './builtBook.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const usdOf = (value: object): string | undefined => {
  const { usd, reason } = priceCase(index, value, now);
  return usd ?? reason;
};

test('worked examples of the billing rules come out to the last digit', () => {
  const table: readonly [string, object, string][] = [
    [
      'anthropic',
      { model: 'claude-haiku-5-5', usage: { uncachedInputTokens: 100_001, outputTokens: 1000 } },
      '0.052501',
    ],
    [
      'anthropic',
      {
        model: 'claude-opus-5-5',
        usage: { uncachedInputTokens: 10_000, outputTokens: 2000 },
        options: { batch: true },
      },
      '0.040000',
    ],
    [
      'openai',
      {
        model: 'gpt-6-astra',
        usage: { uncachedInputTokens: 10_000, outputTokens: 2000 },
        options: { serviceTier: 'ultrafast' },
      },
      '1.200000',
    ],
    [
      'openai',
      { model: 'gpt-5.6-sol', usage: { uncachedInputTokens: 10_000 }, options: { timestamp: '2026-08-20T23:59:59Z' } },
      '0.050000',
    ],
    [
      'google',
      {
        model: 'gemini-3.8-flash',
        usage: { uncachedInputTokens: 100_000, cacheReadTokens: 50_000, outputTokens: 8000 },
        options: { timestamp: '2027-01-01T00:00:00Z' },
      },
      '0.217500',
    ],
    [
      'deepseek',
      {
        model: 'deepseek-v4-pro',
        usage: { uncachedInputTokens: 50_000, cacheReadTokens: 200_000, outputTokens: 5000 },
        options: { timestamp: '2026-11-21T02:00:00Z' },
      },
      '0.047300',
    ],
    [
      'google',
      {
        model: 'gemini-2.5-pro',
        usage: { uncachedInputTokens: 1_000_000 },
        options: { timestamp: '2026-12-01T00:00:00Z' },
      },
      '0.750000',
    ],
  ];
  for (const [provider, stated, expected] of table) {
    assert.equal(usdOf({ provider, pricingModel: 'token', ...stated }), expected, JSON.stringify(stated));
  }
});

test('Google counts thoughts beside the candidates, and OpenAI counts them inside the output', () => {
  const google = {
    promptTokenCount: 10_000,
    cachedContentTokenCount: 4000,
    candidatesTokenCount: 500,
    thoughtsTokenCount: 1500,
  };
  assert.equal(usdOf({ provider: 'google', model: 'gemini-3.1-pro-preview', usage: { raw: google } }), '0.036800');
  const openai = {
    prompt_tokens: 10_000,
    prompt_tokens_details: { cached_tokens: 4000 },
    completion_tokens: 2000,
    completion_tokens_details: { reasoning_tokens: 1500 },
  };
  assert.equal(usdOf({ provider: 'openai', model: 'gpt-6.2-sol', usage: { raw: openai } }), '0.032400');
});

test("a raw Anthropic payload's own tier is used unless the case states another", () => {
  const raw = { input_tokens: 1000, cache_read_input_tokens: 0, output_tokens: 0, speed: 'fast' };
  const stated = { provider: 'anthropic', model: 'claude-opus-5-5', usage: { raw } };
  assert.equal(usdOf(stated), '0.008000');
  assert.equal(usdOf({ ...stated, options: { speed: 'standard' } }), '0.004000');
});

test('what cannot be priced says why instead of guessing', () => {
  const claude = { provider: 'anthropic', model: 'claude-opus-5-5', usage: { uncachedInputTokens: 1 } };
  const table: readonly [object, RegExp][] = [
    [{}, /must have a model/],
    [{ ...claude, model: 'claude-opus-9' }, /No price is known for claude-opus-9 from anthropic/],
    [{ ...claude, usage: { glowTokens: 5 } }, /glowTokens has no price/],
    [{ ...claude, usage: { uncachedInputTokens: -5 } }, /not negative/],
    [{ ...claude, usage: { uncachedInputTokens: 1.5 } }, /not negative/],
    [{ ...claude, usage: { uncachedInputTokens: 5, requests: 0.5 } }, /whole/],
    [{ ...claude, usage: { fileSearchCalls: 1 } }, /No rate for file search/],
    [{ ...claude, options: { serviceTier: 'priority' } }, /service tier priority/],
    [{ ...claude, options: { inferenceGeo: 'eu' } }, /inference geography eu/],
    [{ ...claude, options: { timestamp: 'yesterday' } }, /ISO instant/],
    [{ ...claude, pricingModel: 'capacity' }, /kind capacity/],
    [{ ...claude, pricingModel: 'credit-token' }, /No credits are known/],
    [
      {
        provider: 'openai-codex',
        model: 'gpt-5.5',
        usage: {},
        pricingModel: 'credit-token',
        options: { serviceTier: 'fast' },
      },
      /not seen/,
    ],
    [
      {
        provider: 'openai-codex',
        model: 'gpt-5.4',
        usage: {},
        pricingModel: 'credit-token',
        options: { payment: 'included' },
      },
      /not published/,
    ],
    [
      {
        provider: 'github-copilot',
        model: 'gpt-6-luna',
        usage: { uncachedInputTokens: 200_001 },
        pricingModel: 'credit-token',
      },
      /Luna/,
    ],
    [{ provider: 'openai', model: 'web-crawl', usage: {}, pricingModel: 'metered-tool' }, /tool web-crawl/],
  ];
  for (const [stated, reason] of table) {
    const got = priceCase(index, stated, now);
    assert.equal(got.status, 'unpriced', JSON.stringify(stated));
    assert.match(got.reason ?? '', reason);
  }
});

test('25 Codex credits are a dollar, and the rounded output rate of gpt-5.4-mini is kept', () => {
  const codex = { pricingModel: 'credit-token', provider: 'openai-codex', model: 'gpt-5.4-mini' };
  const got = priceCase(index, { ...codex, usage: { uncachedInputTokens: 1_000_000, outputTokens: 1_000_000 } }, now);
  assert.equal(got.credits, '131.75');
  assert.equal(got.exactUsd, '5.27');
});

test('code execution is free with web tools and within the free hours', () => {
  const tool = { pricingModel: 'metered-tool', provider: 'anthropic', model: 'code-execution' };
  assert.equal(usdOf({ ...tool, usage: { containerHoursThisMonth: 1550 } }), '0.000000');
  assert.equal(usdOf({ ...tool, usage: { containerHoursThisMonth: '1550.5' } }), '0.025000');
  assert.equal(
    usdOf({ ...tool, usage: { containerHoursThisMonth: 9000 }, options: { withWebTools: true } }),
    '0.000000',
  );
});
