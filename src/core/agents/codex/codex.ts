/** Codex: CLI, editor extension and Desktop. reference/agents/codex.md, 2026-11-22. */
import type { AgentAdapter } from '../adapter.ts';
import { supplyParent, wantedParent } from './replay.ts';
import { codexRoots, isCodexLog, parseCodexConfig } from './roots.ts';
import { codexFingerprint, codexRow } from './rows.ts';
import { type CodexState, codexStart } from './state.ts';

/** Reads what Codex logs under `sessions` and `archived_sessions`. */
export const codex: AgentAdapter<CodexState> = {
  id: 'codex',
  label: 'Codex',
  badge: 'CX',
  roots: codexRoots,
  isLog: isCodexLog,
  needles: [
    '"token_count"',
    '"turn_context"',
    '"session_meta"',
    // task_started, in some builds turn_started.
    '_started"',
    '"thread_settings_applied"',
    '"user_message"',
    // function_call, custom_tool_call, local_shell_call, but not their …_call_output.
    '_call"',
  ],
  skips: [],
  twinKey: (file) => file.stem,
  parseConfig: parseCodexConfig,
  start: codexStart,
  row: codexRow,
  eventCount: (state) => state.ordinal + state.replay.held.length,
  fork: {
    wanted: wantedParent,
    supply: supplyParent,
    fingerprint: codexFingerprint,
    isFileOf: (session, file) => file.stem.endsWith(session),
  },
};
