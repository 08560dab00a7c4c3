/** Claude Code: CLI, editor extension and Desktop's local agent. reference/agents/claude.md, 2026-11-22. */
import type { AgentAdapter, Findings } from '../adapter.ts';
import { asObject, asTime } from '../json.ts';
import { takePrompt, tellOrigin, tellTitle } from './facts.ts';
import { takeResponse } from './response.ts';
import { claudeRoots, isClaudeLog } from './roots.ts';
import { type ClaudeState, claudeStart } from './state.ts';

/** Reads what Claude Code logs under `projects`. */
export const claude: AgentAdapter<ClaudeState> = {
  id: 'claude',
  label: 'Claude Code',
  badge: 'CC',
  roots: claudeRoots,
  isLog: isClaudeLog,
  needles: [
    // Every response that counts. Only the key is asked for, so that another writer's spacing loses no tokens.
    '"usage"',
    // Prompts, but no tool results, which are user rows too and most of a log's bytes.
    '"role":"user","content":"',
    '"role":"user","content":[{"type":"text"',
    '-title"',
    '"type":"summary"',
    // Rows that may be a file's first with a time, by which copies are attributed.
    '"parentUuid":null',
    '"type":"queue-operation"',
  ],
  // No skips: a tool's input inside a response may hold any JSON, and so any string that would tell a bulky row.
  skips: [],
  twinKey: () => null,
  parseConfig: () => ({}),
  start: claudeStart,
  row: claudeRow,
  eventCount: (state) => state.requests,
  fork: null,
};

function claudeRow(state: ClaudeState, value: unknown, offset: number, findings: Findings): void {
  const row = asObject(value);
  if (!row) {
    return;
  }
  const at = asTime(row.timestamp);
  state.firstAt ??= at;
  tellOrigin(state, row, findings);
  switch (row.type) {
    case 'user':
      takePrompt(state, row, findings);
      break;
    case 'custom-title':
      tellTitle(state, row, row.customTitle, 4, findings);
      break;
    case 'ai-title':
      tellTitle(state, row, row.aiTitle, 3, findings);
      break;
    case 'summary':
      tellTitle(state, row, row.summary, 2, findings);
      break;
    // Rows of other types may nest or repeat a response (agent_progress, a Task's toolUseResult); none of them is one.
    case 'assistant':
    case undefined:
      takeResponse(state, row, at, offset, findings);
      break;
  }
  state.lastAt = at ?? state.lastAt;
}
