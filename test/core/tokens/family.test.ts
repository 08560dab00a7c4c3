import assert from 'node:assert/strict';
import { it } from 'node:test';
import { familyOfModel, type TokenizerFamily } from '../../../src/core/tokens/family.ts';

const known: Readonly<Record<TokenizerFamily, readonly string[]>> = {
  o200k: [
    ...[
      'gpt-4o',
      'gpt-4o-mini-2024-07-18',
      'chatgpt-4o-latest',
      'gpt-4.1',
      'gpt-4.1-nano',
      'gpt-4.5-preview',
      'gpt-5',
      'gpt-5-codex',
    ],
    ...[
      'gpt-5.1-codex-max',
      'gpt-5.6-sol',
      'gpt-6-astra',
      'gpt-6.2-sol',
      'o1',
      'o1-preview',
      'o3-mini',
      'o4-mini-2025-04-16',
      'gpt-oss-120b',
    ],
    ...[
      'openai/gpt-5',
      'azure/gpt-4o',
      'openai.gpt-oss-20b-1:0',
      'ft:gpt-4o-mini:acme::x1',
      'openrouter/openai/o3',
      'GPT-5',
      'codex-mini-latest',
    ],
  ],
  cl100k: [
    'gpt-4',
    'gpt-4-turbo-2024-04-09',
    'gpt-4-0613',
    'gpt-4-32k',
    'gpt-3.5-turbo',
    'gpt-35-turbo-16k',
    'text-embedding-3-large',
  ],
  'claude-v3': [
    ...[
      'claude-3-5-sonnet-20241022',
      'claude-3-opus@20240229',
      'claude-3-7-sonnet-latest',
      'claude-opus-4',
      'claude-opus-4-20250514',
    ],
    ...[
      'claude-opus-4-1-20250805',
      'claude-opus-4-6',
      'claude-opus-4-6[1m]',
      'claude-sonnet-4-5-20250929',
      'claude-sonnet-4.6',
      'claude-haiku-4-5',
    ],
    ...[
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'anthropic.claude-opus-4-v1:0',
      'anthropic/claude-haiku-4.5',
      'vertex_ai/claude-opus-4@20250514',
    ],
    ...[
      'claude-4.5-sonnet',
      'claude-4-sonnet-thinking',
      'claude-instant-1.2',
      'anthropic.claude-v2:1',
      'Claude Sonnet 4.5',
      'CLAUDE_SONNET_4_20250514_V1_0',
    ],
    ...['opus-4.6', 'sonnet-4-5', 'global.anthropic.claude-opus-4-6-v1'],
  ],
  'claude-v4.7': [
    ...[
      'claude-opus-4-7',
      'claude-opus-4.8',
      'claude-4.7-opus',
      'claude-opus-5',
      'claude-opus-5-5-20261001',
      'claude-sonnet-5',
      'claude-haiku-5-5',
    ],
    ...[
      'claude-fable-5',
      'claude-mythos-5-1',
      'us.anthropic.claude-opus-4-7-v1:0',
      'anthropic/claude-sonnet-5:beta',
      'claude-latest',
      'opus',
      'sonnet[1m]',
    ],
  ],
  gemma: [
    'gemini-2.5-pro',
    'models/gemini-3-flash-preview',
    'google/gemini-4-argon',
    'gemma-3-27b-it',
    'publishers/google/models/gemini-2.5-flash',
  ],
  qwen: [
    'qwen3-coder-plus',
    'Qwen/Qwen3-32B',
    'qwen3.8-max-0902',
    'ollama/qwen3:8b',
    'qwq-32b',
    'deepseek-r1-distill-qwen-32b',
  ],
  deepseek: [
    'deepseek-v3.2',
    'deepseek/deepseek-chat',
    'accounts/fireworks/models/deepseek-v4-pro',
    'us.deepseek.r1-v1:0',
  ],
  llama3: [
    'llama-3.3-70b-instruct',
    'meta.llama3-70b-instruct-v1:0',
    'meta-llama/Meta-Llama-3.1-8B',
    'ollama/llama3.2',
    'deepseek-r1-distill-llama-70b',
  ],
  'mistral-tekken': ['mistral-large-2512', 'codestral-2508', 'devstral-2512', 'mistral/ministral-8b-latest'],
  unknown: [
    ...[
      '',
      'auto',
      'grok-4.3',
      'kimi-k3',
      'glm-5.3',
      'minimax-m3',
      'amazon.nova-pro-v1:0',
      'llama-4-scout-17b-instruct',
      'llama-2-70b',
    ],
    ...['codellama-34b', 'ollama/phi-4', 'anthropic/auto', 'deepseek/other-model', 'gpt', 'demo3', 'turbo1'],
  ],
};

for (const [family, ids] of Object.entries(known)) {
  it(`${family} is told by the model's id`, () => {
    assert.deepEqual(
      ids.filter((id) => familyOfModel(id) !== family).map((id) => [id, familyOfModel(id)]),
      [],
    );
  });
}
