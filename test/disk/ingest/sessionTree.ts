/** A tree of logs with every trap of the two agents, and what it truly holds. The same seed gives the same tree. */
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { codexPath, codexSession, meta, turn, turnId } from '../ledger/codexLog.ts';
import { lines, put, type Totals } from '../ledger/rig.ts';

/** How large the tree is. */
export interface TreeSize {
  readonly seed: number;
  /** Sessions of each agent, at most 15. */
  readonly sessions: number;
  readonly requests: number;
  /** Bytes of bulk between two requests. */
  readonly bulkBytes: number;
}

const models = ['claude-opus-4-5-20251101', 'claude-haiku-4-5-20251001'] as const;

/** Writes the tree below a home and returns its true totals. */
export function writeTree(home: string, size: TreeSize): Totals {
  const truth = new Map<string, number[]>();
  const next = randomBelow(size.seed);
  for (let session = 0; session < size.sessions; session++) {
    writeClaude(home, session, size, next, truth);
    writeCodex(home, session, size, next, truth);
  }
  return Object.fromEntries([...truth].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whole numbers below a bound, from a linear congruential generator (Numerical Recipes' constants). */
function randomBelow(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

function count(truth: Map<string, number[]>, name: string, input: number, output: number): void {
  const sum = truth.get(name) ?? Array(10).fill(0);
  truth.set(
    name,
    sum.map((value, index) => value + (index === 0 ? 1 : index === 1 ? input : index === 6 ? output : 0)),
  );
}

function writeClaude(
  home: string,
  nth: number,
  { requests, bulkBytes }: TreeSize,
  next: (bound: number) => number,
  truth: Map<string, number[]>,
): void {
  const session = `s${String(nth).padStart(2, '0')}`;
  const rows: unknown[] = [];
  const replays: unknown[] = [];
  for (let request = 0; request < requests; request++) {
    const model = models[next(models.length)] ?? models[0];
    const input = next(1000) + 1;
    const output = 10 + next(5000);
    const at = new Date(Date.parse('2026-11-01T00:00:00Z') + (nth * requests + request) * 60_000).toISOString();
    const row = { session, id: `msg_${session}_${request}`, request: `req_${session}_${request}`, model, input, at };
    // A stream: placeholders first, the whole last or with a lighter row behind it.
    for (const part of [1, Math.floor(output / 2), output, ...(next(4) === 0 ? [3] : [])]) {
      rows.push(claudeRow({ ...row, output: part }));
    }
    if (next(5) === 0) {
      replays.push(claudeRow({ ...row, request: `req_other_${request}`, output: output + 9, isSidechain: true }));
    }
    rows.push({
      type: 'user',
      message: { role: 'user', content: [{ type: 'tool_result', content: 'x'.repeat(next(bulkBytes)) }] },
    });
    count(truth, `claude ${session} ${model}`, input, output);
  }
  put(home, claudePath(session), lines(...rows));
  put(home, claudePath(session, 'aside'), lines(...replays));
  if (nth % 3 === 1) {
    // A fork that copied the first half and then did nothing of its own.
    const copied = rows
      .slice(0, rows.length / 2)
      .map((row) => ({ ...Object(row), sessionId: `fork-${session}`, forkedFrom: { sessionId: session } }));
    put(home, claudePath(`fork-${session}`), lines(...copied));
  }
}

function writeCodex(
  home: string,
  nth: number,
  { requests, bulkBytes }: TreeSize,
  next: (bound: number) => number,
  truth: Map<string, number[]>,
): void {
  const id = codexSession(nth * 30, nth.toString(16));
  const rows: unknown[] = [meta(id), turn(1, turnId(nth * 30 + 1))];
  let total = { input_tokens: 0, output_tokens: 0, cached_input_tokens: 0, reasoning_output_tokens: 0 };
  for (let request = 0; request < requests; request++) {
    const last = {
      input_tokens: 1 + next(900),
      output_tokens: 1 + next(400),
      cached_input_tokens: 0,
      reasoning_output_tokens: 0,
    };
    total = {
      ...total,
      input_tokens: total.input_tokens + last.input_tokens,
      output_tokens: total.output_tokens + last.output_tokens,
    };
    const row = {
      timestamp: new Date(Date.parse('2026-11-11T09:00:00Z') + (nth * 1800 + request) * 1000).toISOString(),
      type: 'event_msg',
      payload: { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } },
    };
    // The screen is refreshed: the same event again.
    rows.push(row, ...(next(3) === 0 ? [row] : []));
    rows.push({
      type: 'response_item',
      payload: { type: 'function_call_output', output: 'y'.repeat(next(bulkBytes)) },
    });
    count(truth, `codex ${id} gpt-5.4`, last.input_tokens, last.output_tokens);
  }
  put(home, codexPath(id), lines(...rows));
  if (nth % 2 === 0) {
    // A copy that was archived half-way: read first or later, it never counts beside the other.
    put(home, codexPath(id, 'archived_sessions'), lines(...rows.slice(0, rows.length / 2)));
  }
}
