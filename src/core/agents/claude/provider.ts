/** Who bills a response in a Claude log. */

/**
 * The price-list provider that a model id or a message id tells: Bedrock ids hold `anthropic.` after a region and its messages are
 * msg_bdrk_…, Vertex ids are dated with `@` and its messages are msg_vrtx_…, a bare `claude-…` is Anthropic's own. Null for anything
 * else: Claude Code also talks to gateways with models of other makers.
 */
export function claudeProvider(model: string, messageId: string | null): 'anthropic' | 'aws' | 'vertex' | null {
  if (messageId?.startsWith('msg_bdrk_') || /(^|[./])anthropic\./.test(model)) {
    return 'aws';
  }
  if (messageId?.startsWith('msg_vrtx_') || /^claude-[^@]*@/.test(model)) {
    return 'vertex';
  }
  return model.startsWith('claude-') ? 'anthropic' : null;
}
