/** The usage of a price case: canonical quantities, or a provider's own payload made canonical. */
import { plainText } from '../format/plainText.ts';
import { parseDecimal, scaledToDecimal } from '../units.ts';
import type { PricedMeter } from './priceBook.ts';

/** What a case says was used. */
export interface CaseUsage {
  readonly quantities: readonly (readonly [PricedMeter, string])[];
  /** The longest prompt of one request. */
  readonly promptTokens: number;
  /** serviceTier, speed and geography as a raw payload stated them. */
  readonly stated: { readonly serviceTier?: unknown; readonly speed?: unknown; readonly geo?: unknown };
}

const canonical: Readonly<Record<string, PricedMeter>> = {
  uncachedInputTokens: 'input',
  cacheWriteTokens: 'cache_write',
  cacheWrite5mTokens: 'cache_write_5m',
  cacheWrite30mTokens: 'cache_write_30m',
  cacheWrite1hTokens: 'cache_write_1h',
  cacheWrite12hTokens: 'cache_write_12h',
  cacheReadTokens: 'cache_read',
  outputTokens: 'output',
  webSearchCalls: 'web_search',
  fileSearchCalls: 'file_search',
  sessionHours: 'session_hour',
};
/** Keys that cost nothing of their own: reasoning is inside output, and a fetched page is billed as the input it becomes. */
const informational: ReadonlySet<string> = new Set([
  'reasoningTokensOfWhich',
  'webFetchCalls',
  'requests',
  'maxPromptTokens',
]);
const promptMeters: ReadonlySet<PricedMeter> = new Set([
  'input',
  'cache_read',
  'cache_write',
  'cache_write_5m',
  'cache_write_30m',
  'cache_write_1h',
  'cache_write_12h',
]);

/**
 * Reads a case's usage. `requests` multiplies what one request used; together with `maxPromptTokens` the quantities are
 * already sums, and it is that prompt which decides the bracket. A text is the reason why it cannot be read.
 */
export function readCaseUsage(usage: Readonly<Record<string, unknown>>): CaseUsage | string {
  const { raw, ...rest } = usage;
  const normal = isObject(raw) ? { ...normaliseRaw(raw), ...rest } : usage;
  const quantities: [PricedMeter, string][] = [];
  let promptTokens = 0;
  const isSum = normal.maxPromptTokens !== undefined;
  const requests = isSum ? 1 : Number(normal.requests ?? 1);
  if (!Number.isSafeInteger(requests) || requests < 0) {
    return `The number of requests must be whole, not ${plainText(JSON.stringify(normal.requests) ?? '', 60)}.`;
  }
  for (const [key, value] of Object.entries(normal)) {
    const meter = canonical[key];
    if (informational.has(key) || Number(value) === 0) {
      continue;
    }
    if (!meter) {
      return `The usage ${plainText(key, 60)} has no price here.`;
    }
    const quantity = readQuantity(value);
    if (quantity === null) {
      return `The usage ${key} must be a number that is not negative, not ${plainText(JSON.stringify(value) ?? '', 60)}.`;
    }
    promptTokens += promptMeters.has(meter) ? Number(quantity) : 0;
    quantities.push([meter, requests === 1 ? quantity : times(quantity, requests)]);
  }
  return {
    quantities,
    promptTokens: isSum ? Number(normal.maxPromptTokens) : promptTokens,
    stated: isObject(raw) ? { serviceTier: raw.service_tier, speed: raw.speed, geo: raw.inference_geo } : {},
  };
}

/** A provider's payload in canonical keys, told apart by the keys that only one of them has. */
function normaliseRaw(raw: Readonly<Record<string, unknown>>): Record<string, number> {
  if ('promptTokenCount' in raw) {
    return normaliseGoogle(raw);
  }
  const nested = ['input_tokens_details', 'prompt_tokens_details'].some((key) => key in raw);
  const isAnthropic = ['cache_creation', 'cache_creation_input_tokens', 'cache_read_input_tokens'].some(
    (k) => k in raw,
  );
  return isAnthropic && !nested ? normaliseAnthropic(raw) : normaliseOpenAi(raw);
}

/** Anthropic: input_tokens excludes the cache, and cache_creation splits the writes by lifetime. */
function normaliseAnthropic(raw: Readonly<Record<string, unknown>>): Record<string, number> {
  const split = isObject(raw.cache_creation) ? raw.cache_creation : {};
  const cacheWrite5mTokens = count(split.ephemeral_5m_input_tokens);
  const cacheWrite1hTokens = count(split.ephemeral_1h_input_tokens);
  const tools = isObject(raw.server_tool_use) ? raw.server_tool_use : {};
  return {
    uncachedInputTokens: count(raw.input_tokens),
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    cacheWriteTokens: Math.max(0, count(raw.cache_creation_input_tokens) - cacheWrite5mTokens - cacheWrite1hTokens),
    cacheReadTokens: count(raw.cache_read_input_tokens),
    outputTokens: count(raw.output_tokens),
    webSearchCalls: count(tools.web_search_requests),
  };
}

/** OpenAI: cached and written tokens are parts of the input, reasoning is a part of the output. */
function normaliseOpenAi(raw: Readonly<Record<string, unknown>>): Record<string, number> {
  const details = [raw.input_tokens_details, raw.prompt_tokens_details].find(isObject) ?? {};
  const read = count(raw.cached_input_tokens ?? details.cached_tokens ?? raw.prompt_cache_hit_tokens);
  const written = count(details.cache_write_tokens ?? raw.cache_write_input_tokens);
  return {
    uncachedInputTokens: count(raw.input_tokens ?? raw.prompt_tokens) - read - written,
    cacheWriteTokens: written,
    cacheReadTokens: read,
    outputTokens: count(raw.output_tokens ?? raw.completion_tokens),
  };
}

/** Google: cached tokens are a part of the prompt, but thoughts come on top of the candidates. */
function normaliseGoogle(raw: Readonly<Record<string, unknown>>): Record<string, number> {
  const read = count(raw.cachedContentTokenCount);
  return {
    uncachedInputTokens: count(raw.promptTokenCount) + count(raw.toolUsePromptTokenCount) - read,
    cacheReadTokens: read,
    outputTokens: count(raw.candidatesTokenCount) + count(raw.thoughtsTokenCount),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function readQuantity(value: unknown): string | null {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
  }
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? value : null;
}

function times(quantity: string, factor: number): string {
  const { num, den } = parseDecimal(quantity);
  return scaledToDecimal(num * BigInt(factor), den.toString().length - 1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
