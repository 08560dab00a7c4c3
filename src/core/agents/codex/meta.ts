/** The metadata at the start of a Codex log: whose it is, and what it was forked from. */
import type { Findings } from '../adapter.ts';
import { asObject, asText, type Json } from '../json.ts';
import { expectReplay } from './replay.ts';
import type { CodexState } from './state.ts';

/**
 * Takes a `session_meta`. The first one is the file's own; others with another id are its ancestors', copied with their history, and
 * tell only that there is one.
 */
export function takeMeta(state: CodexState, payload: Json, findings: Findings): void {
  const id = asText(payload.id) ?? asText(payload.session_id);
  if (state.hasMeta) {
    if (id !== null && id !== state.session) {
      expectReplay(state, true);
      setParent(state, id, findings);
    }
    return;
  }
  state.hasMeta = true;
  state.session = id ?? state.session;
  state.isPaginated = payload.history_mode === 'paginated';
  state.project = asText(payload.cwd);
  state.branch = asText(asObject(payload.git)?.branch);
  state.provider = providerOf(asText(payload.model_provider));
  const spawn = asObject(asObject(asObject(payload.source)?.subagent)?.thread_spawn);
  const parent = asText(payload.forked_from_id) ?? asText(payload.parent_thread_id) ?? asText(spawn?.parent_thread_id);
  if (parent !== null && parent !== state.session) {
    expectReplay(state, false);
    setParent(state, parent, findings);
  }
}

function setParent(state: CodexState, parent: string, findings: Findings): void {
  if (state.parent === null) {
    state.parent = parent;
    findings.sessions.push({ agent: 'codex', session: state.session, parentSession: parent });
  }
}

/** The price-list provider behind a `model_provider` of config.toml; null for one that the user defined. */
function providerOf(modelProvider: string | null): string | null {
  switch (modelProvider) {
    case 'openai':
    case 'azure':
      return modelProvider;
    case 'amazon-bedrock':
      return 'aws';
    default:
      return null;
  }
}
