/** A Codex request as a revision, once it is known to be the file's own. */
import type { Findings } from '../adapter.ts';
import type { CodexEvent, CodexState } from './state.ts';
import { codexMeters } from './tokenCounts.ts';

/** So many requests before the first `turn_context` get its model; builds that write none at all would fill memory. */
const maxNameless = 256;

/** Counts a request: it gets the next number of its session and, when no model is known yet, another telling later. */
export function countRequest(state: CodexState, event: CodexEvent, findings: Findings): void {
  const named = { ...event, model: event.model ?? state.firstModel };
  const ordinal = state.ordinal++;
  tellRequest(state, ordinal, named, findings);
  if (named.model === null && state.nameless.length < maxNameless) {
    state.nameless.push({ ordinal, event });
  }
  if (event.prompt !== null) {
    tellTitle(state, event.prompt, findings);
  }
}

/** Takes the model that a turn names; the requests before the first turn were its model's, too (clarifications.md, 6). */
export function takeModel(state: CodexState, model: string, findings: Findings): void {
  state.model = model;
  if (state.firstModel !== null) {
    return;
  }
  state.firstModel = model;
  for (const { ordinal, event } of state.nameless) {
    tellRequest(state, ordinal, { ...event, model }, findings);
  }
  state.nameless = [];
}

/** Tells the first words of the first own prompt as the session's title. */
export function tellTitle(state: CodexState, title: string, findings: Findings): void {
  if (!state.isTitled) {
    state.isTitled = true;
    findings.sessions.push({ agent: 'codex', session: state.session, title, titleRank: 1 });
  }
}

function tellRequest(state: CodexState, ordinal: number, event: CodexEvent, findings: Findings): void {
  const { session } = state;
  findings.revisions.push({
    agent: 'codex',
    key: `${session} ${ordinal}`,
    weight: 0,
    at: event.at,
    offset: event.offset,
    replayScope: null,
    isSidechain: false,
    claim: {
      fileFirstAt: state.firstAt ?? Number.MAX_SAFE_INTEGER,
      forkedFrom: null,
      isOwnFile: state.stem.endsWith(session),
    },
    records: [
      {
        agent: 'codex',
        session,
        parentSession: state.parent,
        subagent: null,
        model: event.model ?? 'unknown',
        requestedModel: null,
        provider: state.provider,
        at: event.at,
        project: state.project,
        branch: state.branch,
        label: event.prompt ?? event.tools,
        meters: codexMeters(event.counts),
        tier: { serviceTier: event.tier, speed: null, geo: null, region: null },
        reportedUsd: null,
        credits: null,
        quality: 'exact',
      },
    ],
  });
}
