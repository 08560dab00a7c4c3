/** The rows of a Codex log. reference/agents/codex.md, 2026-11-22. */
import type { Findings } from '../adapter.ts';
import { firstWords } from '../firstWords.ts';
import { asObject, asText, asTime, type Json } from '../json.ts';
import { takeMeta } from './meta.ts';
import { promptOf } from './prompt.ts';
import { takePace, takeRequest, takeTurn } from './replay.ts';
import { takeModel, tellTitle } from './requests.ts';
import type { CodexState } from './state.ts';
import { eventText, isRepeat, requestCounts, tokenCount, totalsAfter } from './tokenCounts.ts';

/** More names than this do not fit into a label. */
const maxTools = 20;

/** Takes one row; see AgentAdapter.row. */
export function codexRow(state: CodexState, value: unknown, offset: number, findings: Findings): void {
  const row = asObject(value);
  const payload = asObject(row?.payload);
  if (!row || !payload) {
    return;
  }
  const at = asTime(row.timestamp);
  if (at !== null) {
    state.firstAt ??= at;
    takePace(state, at);
    state.lastAt = at;
  }
  switch (row.type) {
    case 'session_meta':
      takeMeta(state, payload, findings);
      break;
    case 'turn_context': {
      takeTurn(state, asText(payload.turn_id));
      const model = asText(payload.model);
      if (model !== null) {
        takeModel(state, model, findings);
      }
      break;
    }
    case 'event_msg':
      takeMessage(state, payload, at, offset, findings);
      break;
    case 'response_item':
      takeTool(state, payload);
      break;
  }
}

/** A row as a fork's copy of it can be told by, or null when it is no `token_count` with numbers. */
export function codexFingerprint(value: unknown): string | null {
  const row = asObject(value);
  const payload = row?.type === 'event_msg' ? asObject(row.payload) : null;
  const info = payload?.type === 'token_count' ? asObject(payload.info) : null;
  return info && eventText(tokenCount(info, () => undefined));
}

function takeMessage(state: CodexState, payload: Json, at: number | null, offset: number, findings: Findings): void {
  switch (payload.type) {
    case 'task_started':
    case 'turn_started':
      takeTurn(state, asText(payload.turn_id));
      break;
    case 'thread_settings_applied': {
      const settings = asObject(payload.thread_settings);
      if (settings && 'service_tier' in settings) {
        state.hasThreadTier = true;
        state.threadTier = asText(settings.service_tier);
      }
      break;
    }
    case 'user_message': {
      const words = firstWords(promptOf(asText(payload.message) ?? ''));
      if (words !== null) {
        state.prompt = words;
        if (state.replay.phase === 'plain' || state.replay.phase === 'own') {
          tellTitle(state, words, findings);
        }
      }
      break;
    }
    case 'token_count':
      takeCount(state, payload, at, offset, findings);
      break;
  }
}

/** Takes a `token_count`. Without `info` it refreshes the rate limits; with the totals of the one before it repeats it. */
function takeCount(state: CodexState, payload: Json, at: number | null, offset: number, findings: Findings): void {
  const info = asObject(payload.info);
  if (!info && payload.info == null) {
    return;
  }
  let isBad = info === null || at === null;
  const count = tokenCount(info ?? {}, () => {
    isBad = true;
  });
  if (isBad) {
    const message = 'A token count holds a value that is no count or no time; it was taken as absent.';
    findings.problems.push({ kind: 'bad-shape', file: state.path, offset, message });
  }
  const { totals: previous } = state;
  state.totals = totalsAfter(count, previous);
  const counts = isRepeat(count, previous) ? null : requestCounts(count, previous);
  if (!counts || counts.input + counts.output === 0) {
    return;
  }
  const event = {
    at: at ?? state.lastAt ?? 0,
    offset,
    model: state.model,
    tier: state.hasThreadTier ? state.threadTier : state.configTier,
    counts,
    prompt: state.prompt,
    tools: firstWords(state.tools.join(', ')),
  };
  state.prompt = null;
  state.tools = [];
  takeRequest(state, event, eventText(count), findings);
}

/** Remembers the name of a tool that a response called; its `token_count` follows. */
function takeTool(state: CodexState, payload: Json): void {
  const isCall = typeof payload.type === 'string' && payload.type.endsWith('_call');
  const name = isCall ? firstWords(asText(payload.name) ?? String(payload.type).replace(/_call$/, '')) : null;
  if (name !== null && state.tools.length < maxTools && !state.tools.includes(name)) {
    state.tools.push(name);
  }
}
