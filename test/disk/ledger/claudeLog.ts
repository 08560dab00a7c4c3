/** Rows of a Claude Code log, by what matters in them. */

/** What a row can say. */
export interface ClaudeRow {
  readonly session?: string;
  readonly id?: string | null;
  readonly request?: string | null;
  readonly output?: number;
  readonly input?: number;
  readonly at?: string;
  readonly model?: string;
  readonly isSidechain?: boolean;
  readonly forkedFrom?: string;
  readonly agentId?: string;
  readonly costUSD?: number;
  readonly iterations?: readonly unknown[];
}

/** An assistant row. */
export function claudeRow(row: ClaudeRow = {}): Record<string, unknown> {
  const { session = 'one', id = 'msg_1', request = 'req_1', at = '2026-11-10T09:00:00.000Z' } = row;
  return {
    parentUuid: null,
    isSidechain: row.isSidechain ?? false,
    cwd: '/home/dev/shop',
    sessionId: session,
    type: 'assistant',
    uuid: `u-${session}-${id}-${request}-${row.output}`,
    timestamp: at,
    ...(row.forkedFrom === undefined ? {} : { forkedFrom: { sessionId: row.forkedFrom, messageUuid: 'u0' } }),
    ...(row.agentId === undefined ? {} : { agentId: row.agentId }),
    ...(row.costUSD === undefined ? {} : { costUSD: row.costUSD }),
    ...(request === null ? {} : { requestId: request }),
    message: {
      ...(id === null ? {} : { id }),
      type: 'message',
      role: 'assistant',
      model: row.model ?? 'claude-opus-4-5-20251101',
      stop_reason: 'end_turn',
      content: [],
      usage: {
        input_tokens: row.input ?? 10,
        output_tokens: row.output ?? 100,
        ...(row.iterations === undefined ? {} : { iterations: row.iterations }),
      },
    },
  };
}

/** An advisor's part of a response. */
export function advisor(input: number, output: number, model = 'claude-haiku-4-5-20251001'): unknown {
  return { type: 'advisor_message', model, input_tokens: input, output_tokens: output };
}

/** Where a session's log lies below a home. */
export function claudePath(session: string, subagent?: string): string {
  const folder = '.claude/projects/-home-dev-shop';
  return subagent === undefined
    ? `${folder}/${session}.jsonl`
    : `${folder}/${session}/subagents/agent-${subagent}.jsonl`;
}
