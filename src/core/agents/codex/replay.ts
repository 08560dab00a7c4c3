/**
 * History that a forked file copied from its parent: its requests were the parent's and count there. reference/agents/codex.md, rule 4,
 * and clarifications.md, 7. A turn's id is a UUIDv7: one older than the session was copied, the first one that is not ends the copy.
 * Without turn ids the parent's own events tell, and without the parent the pace does: a copy is written in one go.
 */
import type { EpochMs } from '../../units.ts';
import type { Findings } from '../adapter.ts';
import { countRequest } from './requests.ts';
import type { CodexEvent, CodexState } from './state.ts';
import { uuidTime } from './uuid.ts';

/** A pause this long ends a burst of copied rows. */
const burstPauseMs = 1000;

/** Expects copied history from here on, unless requests were already counted. A paginated fork refers to its parent and copies nothing. */
export function expectReplay(state: CodexState, hasAncestor: boolean): void {
  const { replay } = state;
  if (state.isPaginated || state.ordinal > 0 || (replay.phase !== 'plain' && replay.phase !== 'undecided')) {
    return;
  }
  replay.phase = 'undecided';
  replay.hasAncestor ||= hasAncestor;
}

/** Takes the time of any row. */
export function takePace(state: CodexState, at: EpochMs): void {
  const { replay } = state;
  if (state.lastAt !== null && at - state.lastAt >= burstPauseMs) {
    replay.isBurst = false;
    if (replay.phase === 'burst') {
      startOwn(state);
    }
  }
}

/** Takes the id of a turn that starts. */
export function takeTurn(state: CodexState, turn: string | null): void {
  const { replay } = state;
  const turnTime = uuidTime(turn);
  const sessionTime = uuidTime(state.session);
  if (replay.phase === 'plain' || replay.phase === 'own' || turnTime === null || sessionTime === null) {
    return;
  }
  if (turnTime < sessionTime) {
    replay.phase = 'copied';
    replay.held = [];
    replay.ownFrom = null;
    return;
  }
  if (replay.phase === 'undecided' && !replay.hasAncestor && replay.held.length > 0) {
    replay.ownFrom ??= replay.held.length;
    return;
  }
  startOwn(state);
}

/** Takes a request: it counts, is dropped as copied, or is held. `text` is its event as `eventText` writes it. */
export function takeRequest(state: CodexState, event: CodexEvent, text: string, findings: Findings): void {
  const { replay } = state;
  switch (replay.phase) {
    case 'plain':
    case 'own':
      countRequest(state, event, findings);
      break;
    case 'undecided':
      replay.held.push({ ...event, text, isInBurst: replay.isBurst });
      break;
    case 'copied':
    case 'burst':
      break;
  }
}

/** The parent whose events would decide on those that are held, else null. */
export function wantedParent({ replay, parent }: CodexState): string | null {
  return replay.phase === 'undecided' && replay.held.length > 0 ? parent : null;
}

/** Decides on held events by the parent's events, or by the pace when they are null. */
export function supplyParent(state: CodexState, parentEvents: readonly string[] | null, findings: Findings): void {
  const { replay } = state;
  if (replay.phase !== 'undecided' || replay.held.length === 0) {
    return;
  }
  const { held } = replay;
  const doubtful = held.slice(0, replay.ownFrom ?? held.length);
  const parent = parentEvents && requestTexts(parentEvents).slice(replay.matched);
  const firstOwn = doubtful.findIndex((event, index) => (parent ? parent[index] !== event.text : !event.isInBurst));
  const copied = firstOwn < 0 ? doubtful.length : firstOwn;
  const mayGoOn = replay.ownFrom === null && copied === held.length && (parent !== null || replay.isBurst);
  replay.held = [];
  replay.matched += copied;
  if (!mayGoOn) {
    replay.phase = 'own';
  } else if (!parent) {
    replay.phase = 'burst';
  }
  for (const event of held.slice(copied)) {
    countRequest(state, event, findings);
  }
}

/** The parent's events without repeats and without those that counted nothing, as the reader drops them too. */
function requestTexts(events: readonly string[]): readonly string[] {
  const totalOf = (text: string | undefined): string => text?.split('|')[0] ?? '-';
  return events.filter((text, index) => {
    const isRepeat = index > 0 && totalOf(text) !== '-' && totalOf(text) === totalOf(events[index - 1]);
    return !isRepeat && !/\|0,0,0,0,0$|^0,0,0,0,0\|-$/.test(text);
  });
}

/** From here on rows are the file's own; what the copy left unanswered is not its. */
function startOwn(state: CodexState): void {
  state.replay.phase = 'own';
  state.replay.held = [];
  state.prompt = null;
  state.tools = [];
}
