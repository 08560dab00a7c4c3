/** Which request a row of a Claude log speaks of. */
import { asObject, asText, type Json } from '../json.ts';
import type { ClaudeState } from './state.ts';

/** Identity of a request among all rows that speak of it. */
export interface Identity {
  readonly key: string;
  /** Scope in which a copy in a main row makes a sidechain's row a replay; null without a message id. */
  readonly replayScope: string | null;
}

/**
 * The request that a row speaks of. With `requestId` the ids are unique among all files; without, `message.id` is unique within its
 * session only, as gateways count from chatcmpl-1. A row without any id stands for itself.
 */
export function identityOf(state: ClaudeState, row: Json, message: Json, offset: number): Identity {
  const id = asText(message.id);
  const requestId = asText(row.requestId);
  if (requestId !== null) {
    return { key: `${id ?? ''} ${requestId}`, replayScope: id === null ? null : `m ${id}` };
  }
  const session = asText(asObject(row.forkedFrom)?.sessionId) ?? asText(row.sessionId) ?? state.stem;
  if (id !== null) {
    return { key: `${session} ${id}`, replayScope: `s ${session} ${id}` };
  }
  return { key: `${session} row ${asText(row.uuid) ?? `${state.stem} ${offset}`}`, replayScope: null };
}
