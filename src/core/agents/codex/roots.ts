/** Where Codex keeps session logs. reference/agents/codex.md, 2026-11-22. */
import { parse } from 'smol-toml';
import type { LogRoot, Machine } from '../adapter.ts';
import { asText } from '../json.ts';
import { expandHome, joinPath } from '../places.ts';

/** `sessions` and `archived_sessions` of CODEX_HOME, else of ~/.codex, each with the home's config.toml. */
export function codexRoots(machine: Machine): readonly LogRoot[] {
  const override = expandHome(machine, machine.env.CODEX_HOME ?? '');
  const home = override === '' ? joinPath(machine, machine.home, '.codex') : override;
  const reason = override === '' ? 'default' : 'CODEX_HOME';
  const configFile = joinPath(machine, home, 'config.toml');
  return ['sessions', 'archived_sessions'].map((folder) => ({
    folder: joinPath(machine, home, folder),
    reason,
    configFile,
  }));
}

/** Whether a path below a root is a session log: rollout-….jsonl, cold ones as .jsonl.zst, at any depth. */
export function isCodexLog(relativePath: string): boolean {
  return /(^|\/)rollout-[^/]*\.jsonl(\.zst)?$/.test(relativePath);
}

/** The one setting that changes a price: `{ service_tier: 'priority' }` from config.toml, or nothing when it is unset or unreadable. */
export function parseCodexConfig(text: string): Record<string, string> {
  try {
    const tier = asText(parse(text).service_tier);
    return tier === null ? {} : { service_tier: tier };
  } catch {
    return {};
  }
}
