/** All agents whose logs are read. Adding one is a line here. */
import type { AgentAdapter, ReaderState } from './adapter.ts';
import { claude } from './claude/claude.ts';
import { codex } from './codex/codex.ts';

/** The adapters, in the order in which surfaces list them. */
export const adapters: readonly AgentAdapter[] = [adapter(claude), adapter(codex)];

/**
 * An adapter without the type of its state, which only its own `start` makes and only its own functions open: the machinery between
 * them stores it as JSON.
 */
function adapter<State extends ReaderState>(typed: AgentAdapter<State>): AgentAdapter {
  return typed;
}
