/** The names that users know agents by. */
import type { AgentId } from '../core/agents/agentId.ts';
import { adapters } from '../core/agents/registry.ts';

/** 'Claude Code' for 'claude'; the id itself for an agent without a reader. */
export function agentLabel(agent: AgentId): string {
  return adapters.find((adapter) => adapter.id === agent)?.label ?? agent;
}
