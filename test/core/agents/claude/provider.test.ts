import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claudeProvider } from '../../../../src/core/agents/claude/provider.ts';

test('the provider is told by the model’s or the message’s id', () => {
  const cases: readonly (readonly [string, string | null, string | null])[] = [
    ['claude-opus-4-5-20251101', 'msg_01', 'anthropic'],
    ['anthropic.claude-opus-4-5-20251101-v1:0', null, 'aws'],
    ['us.anthropic.claude-opus-4-5-20251101-v1:0', null, 'aws'],
    ['eu.anthropic.claude-opus-4-5', null, 'aws'],
    ['global.anthropic.claude-opus-4-5', null, 'aws'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-5', null, 'aws'],
    ['claude-opus-4-5-20251101', 'msg_bdrk_01', 'aws'],
    ['claude-opus-4-5@20251101', null, 'vertex'],
    ['claude-opus-4-5-20251101', 'msg_vrtx_01', 'vertex'],
    ['kimi-k2.5', 'chatcmpl-1', null],
    ['misanthropic.x', null, null],
    ['unknown', null, null],
  ];
  for (const [model, messageId, provider] of cases) {
    assert.equal(claudeProvider(model, messageId), provider, model);
  }
});
