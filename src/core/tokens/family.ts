/** Which tokenizer a model uses, as far as its id tells. */

/**
 * Models that count text alike. `o200k` and `cl100k` are counted exactly; the rest is estimated from those counts.
 * `claude-v3` is Claude up to Opus 4.6, Sonnet 4.x and Haiku 4.5; `claude-v4.7` is everything newer.
 */
export type TokenizerFamily =
  | 'o200k'
  | 'cl100k'
  | 'claude-v3'
  | 'claude-v4.7'
  | 'gemma'
  | 'qwen'
  | 'deepseek'
  | 'llama3'
  | 'mistral-tekken'
  | 'unknown';

/**
 * The first that matches wins. The look-behinds keep 'ollama' from being a Llama; a distilled model has its base's tokenizer.
 * Sources: providers' model cards and token-counting pages, read November 2026. Kimi, GLM, Grok, Nova, Llama 2 and 4 publish no
 * tokenizer that was measured, so they are unknown.
 */
const families: readonly { readonly pattern: RegExp; readonly family: TokenizerFamily }[] = [
  { pattern: /(?<![a-z])(gpt-?oss|chatgpt|codex-mini)/, family: 'o200k' },
  { pattern: /(?<![a-z])gpt-?4(o|\.[1-9])/, family: 'o200k' },
  { pattern: /(?<![a-z])gpt-?(4|3\.?5)(?![\d.])|text-embedding-(3|ada)/, family: 'cl100k' },
  { pattern: /(?<![a-z])gpt-?([5-9]|[1-9]\d)(?!\d)/, family: 'o200k' },
  { pattern: /(?<![a-z0-9])o[1-9](?![a-z0-9])/, family: 'o200k' },
  { pattern: /(?<![a-z])(gemini|gemma)/, family: 'gemma' },
  { pattern: /(?<![a-z])(qwen|qwq|qvq)/, family: 'qwen' },
  { pattern: /(?<![a-z])llama-?3|distill-llama/, family: 'llama3' },
  { pattern: /(?<![a-z])deepseek/, family: 'deepseek' },
  { pattern: /(?<![a-z])(mistral|ministral|codestral|devstral|magistral|pixtral)/, family: 'mistral-tekken' },
];

/**
 * The tokenizer family of a model id, with or without provider prefixes and dated suffixes:
 * `familyOfModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0')` is 'claude-v3'. Never guesses from a provider's name alone.
 */
export function familyOfModel(modelId: string): TokenizerFamily {
  const id = modelId.toLowerCase().replaceAll(/[_\s]+/g, '-');
  // Routers put the provider before a slash; only the last part names the model.
  const name = id.slice(id.lastIndexOf('/') + 1);
  if (/(?<![a-z])claude|^(opus|sonnet|haiku|fable|mythos)/.test(name)) {
    return claudeFamily(name);
  }
  return families.find(({ pattern }) => pattern.test(name))?.family ?? 'unknown';
}

/**
 * Anthropic's token-counting and Haiku 5.5 pages (November 2026): Opus 4.7 and later, Sonnet 5, Haiku 5.5, Fable and Mythos have the newer one.
 * An id that names no version is an alias of the newest.
 */
function claudeFamily(name: string): TokenizerFamily {
  if (/fable|mythos/.test(name)) {
    return 'claude-v4.7';
  }
  const version = claudeVersion(name);
  if (version === null) {
    return 'claude-v4.7';
  }
  const { major, minor } = version;
  const isNewer = major >= 5 || (major === 4 && minor >= 7 && name.includes('opus'));
  return isNewer ? 'claude-v4.7' : 'claude-v3';
}

/** 4 and 5 of 'claude-sonnet-4-5-20250929', 'claude-4.5-sonnet' and the like; dates are no versions. */
function claudeVersion(name: string): { major: number; minor: number } | null {
  const match = /(?:claude|instant|opus|sonnet|haiku)-v?(\d{1,2})(?:[-.:](\d{1,2}))?(?!\d)/.exec(name);
  return match ? { major: Number(match[1]), minor: Number(match[2] ?? 0) } : null;
}
