/** Rows of a Codex log, by what matters in them. */

/** A session's id whose first part says when it began: minutes after 2026-11-11T09:00Z, in hex of the UUID's time. */
export function codexSession(minute: number, letter: string): string {
  const time = (Date.parse('2026-11-11T09:00:00Z') + minute * 60_000).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-00000000000${letter}`;
}

/** A turn's id that is younger than every session that began up to that minute. */
export function turnId(minute: number): string {
  return codexSession(minute, 'f');
}

const at = (second: number): string => new Date(Date.parse('2026-11-11T09:00:00Z') + second * 1000).toISOString();

/** The row that tells whose log it is. */
export function meta(id: string, second = 0, forkedFrom?: string): unknown {
  return {
    timestamp: at(second),
    type: 'session_meta',
    payload: { id, cwd: '/home/dev/shop', ...(forkedFrom === undefined ? {} : { forked_from_id: forkedFrom }) },
  };
}

/** A turn's model; without a turn id the row tells nothing of copied history. */
export function turn(second: number, id: string | null = null, model = 'gpt-5.4'): unknown {
  return { timestamp: at(second), type: 'turn_context', payload: { model, ...(id === null ? {} : { turn_id: id }) } };
}

/** A request of `input` and `output`, after which the session has had `total` times that. */
export function tokens(second: number, input: number, output: number, nth = 1): unknown {
  const usage = (times: number): object => ({
    input_tokens: input * times,
    cached_input_tokens: 0,
    output_tokens: output * times,
    reasoning_output_tokens: 0,
    total_tokens: (input + output) * times,
  });
  return {
    timestamp: at(second),
    type: 'event_msg',
    payload: { type: 'token_count', info: { total_token_usage: usage(nth), last_token_usage: usage(1) } },
  };
}

/** Where a session's log lies below a home. */
export function codexPath(id: string, folder: 'sessions' | 'archived_sessions' = 'sessions'): string {
  const name = `rollout-2026-11-11T09-00-00-${id}.jsonl`;
  return folder === 'sessions' ? `.codex/sessions/2026/11/11/${name}` : `.codex/archived_sessions/${name}`;
}
