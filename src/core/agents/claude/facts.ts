/** What rows of a Claude log say about their session: titles and origins. */
import type { SessionFacts } from '../../usage/usageRecord.ts';
import type { Findings } from '../adapter.ts';
import { firstWords } from '../firstWords.ts';
import { asObject, asText, type Json } from '../json.ts';
import { promptOf } from './prompt.ts';
import type { ClaudeState } from './state.ts';

/** The session that a row belongs to: the one it names, else the folder of a subagent's file, else the file. */
export function sessionOf(state: ClaudeState, row: Json): string {
  return asText(row.sessionId) ?? state.folderSession ?? state.stem;
}

/** The session that a row says it was copied from, else null. */
export function originOf(state: ClaudeState, row: Json): string | null {
  const origin = asText(asObject(row.forkedFrom)?.sessionId);
  return origin === sessionOf(state, row) ? null : origin;
}

/** Tells, once in a row, that a session was copied from another. */
export function tellOrigin(state: ClaudeState, row: Json, findings: Findings): void {
  const forkedFrom = originOf(state, row);
  const session = sessionOf(state, row);
  if (forkedFrom !== null && state.forkTold !== `${session} ${forkedFrom}`) {
    state.forkTold = `${session} ${forkedFrom}`;
    findings.sessions.push({ agent: 'claude', session, forkedFrom });
  }
}

/** Tells a title that Claude Code or the user gave. A subagent's file says nothing about its session's title. */
export function tellTitle(
  state: ClaudeState,
  row: Json,
  text: unknown,
  titleRank: NonNullable<SessionFacts['titleRank']>,
  findings: Findings,
): void {
  const title = typeof text === 'string' ? firstWords(text) : null;
  if (title !== null && state.fileAgent === null) {
    findings.sessions.push({ agent: 'claude', session: sessionOf(state, row), title, titleRank });
  }
}

/** Keeps a prompt for the response that answers it; a session's first own one is its title until there is a better. */
export function takePrompt(state: ClaudeState, row: Json, findings: Findings): void {
  const prompt = promptOf(row);
  const words = prompt === null ? null : firstWords(prompt);
  if (words === null) {
    return;
  }
  state.prompt = words;
  const session = sessionOf(state, row);
  if (row.isSidechain !== true && originOf(state, row) === null && state.titled !== session) {
    state.titled = session;
    tellTitle(state, row, words, 1, findings);
  }
}
