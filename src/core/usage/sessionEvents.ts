/** What changed between two requests of a session and moves its cost. Facts of the counts alone: no cause is guessed. */
import { formatDuration } from '../format/duration.ts';
import { formatTokens } from '../format/tokens.ts';
import { modelName } from '../models/catalogue.ts';
import { promptTokens } from './usageRecord.ts';
import type { UsageRow } from './usageRow.ts';

/** An event at the start of a request. */
export interface SessionEvent {
  readonly kind: 'model' | 'context' | 'cache';
  readonly text: string;
}

/** Below this a prompt is too short for a cut or a missed cache to matter. */
const minPrompt = 8_000;
/** A prompt of less than this share of the one before was cut. */
const cutShare = 0.6;
/** A cache that gave less than this share of the prompt before was not read. */
const missShare = 0.1;
/** The shortest lifetime of a cache (Anthropic's default, 2026): a longer pause is worth naming. */
const cacheLifetimeMs = 300_000;

/**
 * What changed from one request of the main thread to the next, the most telling first; null when nothing did. A prompt of
 * 141,000 tokens followed by one of 32,000 is 'Context cut to 32.0k'.
 */
export function eventBetween(before: UsageRow, after: UsageRow): SessionEvent | null {
  if (modelName(before.model) !== modelName(after.model)) {
    return { kind: 'model', text: `${modelName(before.model)} → ${modelName(after.model)}` };
  }
  const prompt = promptTokens(before.meters);
  if (prompt < minPrompt) {
    return null;
  }
  const next = promptTokens(after.meters);
  if (next < prompt * cutShare) {
    return { kind: 'context', text: `Context cut to ${formatTokens(next)}` };
  }
  const couldBeRead = prompt - before.meters.input;
  if (couldBeRead >= minPrompt && after.meters.cacheRead < couldBeRead * missShare) {
    const pause = after.at - before.at;
    return {
      kind: 'cache',
      text: pause > cacheLifetimeMs ? `Cache not read after ${formatDuration(pause)}` : 'Cache not read',
    };
  }
  return null;
}
