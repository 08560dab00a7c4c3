/** A Claude response as a revision of its request: the rules of reference/agents/claude.md and clarifications.md, 2026-11-22. */
import { isEmpty, type Problem, type UsageRecord } from '../../usage/usageRecord.ts';
import type { Findings } from '../adapter.ts';
import { firstWords } from '../firstWords.ts';
import { asArray, asDecimal, asObject, asText, type Json } from '../json.ts';
import { advisorRecord, advisorRequests } from './advisor.ts';
import { originOf, sessionOf } from './facts.ts';
import { identityOf } from './identity.ts';
import { isPlaceholder, tell } from './placeholder.ts';
import { claudeProvider } from './provider.ts';
import type { ClaudeState, CurrentRequest } from './state.ts';
import { claudeCounts, claudeMeters, fillCounts } from './usage.ts';

/** Takes an `assistant` row. Rows without usage, without tokens, and Claude Code's own error rows say nothing. */
export function takeResponse(
  state: ClaudeState,
  row: Json,
  at: number | null,
  offset: number,
  findings: Findings,
): void {
  const message = asObject(row.message);
  if (!message || message.usage == null || message.model === '<synthetic>' || row.isApiErrorMessage === true) {
    return;
  }
  const bad = badShape(state, offset, findings);
  const usage = asObject(message.usage);
  if (!usage) {
    bad();
    return;
  }
  const counts = claudeCounts(usage, bad);
  const advisors = advisorRequests(usage, bad);
  if (isEmpty(claudeMeters(counts)) && advisors.length === 0) {
    return;
  }
  const { key, replayScope } = identityOf(state, row, message, offset);
  const current = follow(state, key, message, counts);
  const meters = claudeMeters(current.counts);
  const session = sessionOf(state, row);
  const isSidechain = row.isSidechain === undefined ? state.fileAgent !== null : row.isSidechain === true;
  if (at === null) {
    bad();
  }
  const time = at ?? state.lastAt ?? 0;
  const record: UsageRecord = {
    agent: 'claude',
    session,
    parentSession: state.folderSession === session ? null : state.folderSession,
    subagent: asText(row.agentId) ?? state.fileAgent,
    model: current.model,
    requestedModel: null,
    provider: claudeProvider(current.model, asText(message.id)),
    at: time,
    project: asText(row.cwd),
    branch: asText(row.gitBranch),
    label: current.prompt ?? (firstWords(current.tools.join(', ')) || current.text),
    meters,
    tier: {
      serviceTier: asText(usage.service_tier),
      speed: asText(usage.speed),
      geo: asText(usage.inference_geo),
      region: null,
    },
    reportedUsd: asDecimal(row.costUSD),
    credits: null,
    quality: 'exact',
  };
  const revision = {
    agent: 'claude',
    key,
    weight: meters.output,
    at: time,
    offset,
    replayScope,
    isSidechain,
    claim: {
      fileFirstAt: state.firstAt ?? Number.MAX_SAFE_INTEGER,
      forkedFrom: originOf(state, row),
      isOwnFile: state.stem === row.sessionId,
    },
    records: [...(isEmpty(meters) ? [] : [record]), ...advisors.map((advisor) => advisorRecord(record, advisor))],
  } as const;
  tell(state, revision, isPlaceholder(message, meters.output), findings);
}

/** What is known of the row's request after this row: one row holds one block of its content. */
function follow(state: ClaudeState, key: string, message: Json, counts: CurrentRequest['counts']): CurrentRequest {
  const model = asText(message.model) ?? 'unknown';
  const before = state.current?.key === key ? state.current : null;
  const blocks = asArray(message.content).map(asObject);
  const tools = new Set(before?.tools);
  for (const block of blocks) {
    const name = block?.type === 'tool_use' ? firstWords(asText(block.name) ?? '') : null;
    if (name !== null && tools.size < maxTools) {
      tools.add(name);
    }
  }
  const text = asText(message.content) ?? asText(blocks.find((block) => block?.type === 'text')?.text);
  const current: CurrentRequest = {
    key,
    model,
    counts: before?.model === model ? fillCounts(counts, before.counts) : counts,
    prompt: before ? before.prompt : state.prompt,
    tools: [...tools],
    text: before?.text ?? (text === null ? null : firstWords(text)),
  };
  if (!before) {
    state.requests++;
    state.prompt = null;
  }
  state.current = current;
  return current;
}

/** More names than this do not fit into a label. */
const maxTools = 20;

/** Tells once per row that something in it had an unexpected shape. */
function badShape(state: ClaudeState, offset: number, findings: Findings): () => void {
  let isTold = false;
  return () => {
    if (!isTold) {
      isTold = true;
      const problem: Problem = {
        kind: 'bad-shape',
        file: state.path,
        offset,
        message: 'A usage row holds a value that is no count or no time; it was taken as absent.',
      };
      findings.problems.push(problem);
    }
  };
}
