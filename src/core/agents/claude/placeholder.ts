/**
 * Output counts that were never finished. Some versions of early 2026 stored only the usage with which a stream starts, so that every
 * row of a session has `stop_reason: null` and an output below 10 (anthropics/claude-code#22671, #25941; reference/agents/claude.md).
 */

import type { UsageRevision } from '../../usage/usageRecord.ts';
import type { Findings } from '../adapter.ts';
import type { Json } from '../json.ts';
import type { ClaudeState } from './state.ts';

/** Output that a start of a stream can claim stays below this. */
const placeholderOutput = 10;
/** So many placeholder requests in a row are judged for good: what is remembered for taking the judgement back stays small. */
const maxRemembered = 32;

/** Whether a message's row could be such a start. */
export function isPlaceholder(message: Json, output: number): boolean {
  return message.stop_reason === null && output < placeholderOutput;
}

/**
 * Tells a revision. While a file holds nothing but placeholders, its requests are partial, as they cost more than they say; the first
 * other row shows a healthy writer, and what was called partial is told again as exact.
 */
export function tell(state: ClaudeState, revision: UsageRevision, isStart: boolean, findings: Findings): void {
  const held = state.placeholders;
  if (held === null) {
    findings.revisions.push(revision);
    return;
  }
  if (!isStart) {
    findings.revisions.push(...held, revision);
    state.placeholders = null;
    return;
  }
  state.placeholders = [...held.filter(({ key }) => key !== revision.key), revision].slice(-maxRemembered);
  findings.revisions.push({
    ...revision,
    records: revision.records.map((record) => ({ ...record, quality: 'partial' })),
  });
}
