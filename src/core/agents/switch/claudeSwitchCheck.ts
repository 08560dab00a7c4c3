/** Whether a switch would do anything, before a file is touched. */
import { isClaudeModelAllowed, looksLikeClaudeModel } from './claudeModelNames.ts';
import type { EffectiveClaudeModel } from './effectiveClaudeModel.ts';

/** What the user asked for. */
export interface ClaudeSwitchIntent {
  readonly model: string | null;
  readonly scope: 'user' | 'local';
}

/** `notes` are sentences to show beside the preview; `reason` is a sentence that says what to do instead. */
export type ClaudeSwitchCheck =
  | { readonly status: 'allowed'; readonly notes: readonly string[] }
  | { readonly status: 'refused'; readonly reason: string };

/** When a switch takes effect: Claude Code reads `model` once, at the start of a session. */
export const claudeSwitchTakesEffect =
  'Takes effect in new Claude Code sessions. In a running one, /model switches and the next request reads the whole context uncached.';

/**
 * Refuses a switch that an organization's policy forbids or that ANTHROPIC_MODEL would hide; notes what wins over it in
 * this project. `effective` is the state before the switch.
 */
export function checkClaudeSwitch(intent: ClaudeSwitchIntent, effective: EffectiveClaudeModel): ClaudeSwitchCheck {
  const { model, scope } = intent;
  const list = effective.availableModels;
  if (model !== null && !isClaudeModelAllowed(model, list)) {
    const names = list?.join(', ') || 'none by name';
    return refused(`${model} is not among the models that availableModels allows (${names}). Choose one of those.`);
  }
  const environment = effective.claims.find((claim) => claim.source === 'environment');
  if (environment) {
    return refused(
      `${environment.where} names ${environment.model} and wins over every settings file. Remove or change it there.`,
    );
  }
  const managed = effective.claims.find((claim) => claim.source === 'managed');
  if (managed) {
    return refused(
      `Your organization's settings name ${managed.model}, which new sessions start with. Use /model in a session.`,
    );
  }
  const stronger = scope === 'user' ? ['local', 'project'] : [];
  const notes = effective.claims
    .filter((claim) => stronger.includes(claim.source))
    .map((claim) => `In this project ${claim.where} names ${claim.model}, which wins over your user settings.`);
  if (model !== null && !looksLikeClaudeModel(model)) {
    notes.push(`${model} is not a name Claude Code knows; it will be passed to your provider as it is.`);
  }
  return { status: 'allowed', notes };
}

function refused(reason: string): ClaudeSwitchCheck {
  return { status: 'refused', reason };
}
