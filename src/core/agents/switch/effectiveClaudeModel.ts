/** Which model a new Claude Code session starts with, and what wins over what. */
import { isClaudeModelAllowed } from './claudeModelNames.ts';
import type { ClaudeModelSettings } from './claudeSettings.ts';

/** Who names a model, strongest first. `environmentDefault` is ANTHROPIC_DEFAULT_MODEL: it fills in where nobody else does. */
export type ClaudeModelSource =
  | 'commandLine'
  | 'environment'
  | 'managed'
  | 'local'
  | 'project'
  | 'user'
  | 'environmentDefault';

/** One place that names a model. `where` says it to a user. */
export interface ClaudeModelClaim {
  readonly source: ClaudeModelSource;
  readonly model: string;
  readonly where: string;
}

/** What is known of the four levels and the shell; null for a level without a file. */
export interface ClaudeModelInputs {
  readonly managed: ClaudeModelSettings | null;
  readonly local: ClaudeModelSettings | null;
  readonly project: ClaudeModelSettings | null;
  readonly user: ClaudeModelSettings | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value of `--model` when it is known, else null. */
  readonly commandLine: string | null;
}

/** The outcome. `claims` are all places that name a model, strongest first, so that the first is the effective one. */
export interface EffectiveClaudeModel {
  /** The name a session starts with; null: the account's default. */
  readonly model: string | null;
  /** Who decided; null when nobody names a model. */
  readonly decidedBy: ClaudeModelClaim | null;
  readonly claims: readonly ClaudeModelClaim[];
  /** The list in force, null when every model is available. */
  readonly availableModels: readonly string[] | null;
  /** Whether the named model is outside that list, so that Claude Code starts with the default instead. */
  readonly blocked: boolean;
}

const levels = ['managed', 'local', 'project', 'user'] as const;

const whereWords: Readonly<Record<(typeof levels)[number], string>> = {
  managed: "your organization's settings",
  local: '.claude/settings.local.json',
  project: '.claude/settings.json',
  user: 'your user settings',
};

/**
 * Works out the model of a new session: --model, then ANTHROPIC_MODEL, then the `model` key of managed, local, project and
 * user settings, then ANTHROPIC_DEFAULT_MODEL. A variable in an `env` block replaces the shell's, and a stronger level's
 * replaces a weaker one's; an empty one switches it off. The value 'default' ends the search with the account's default.
 * A managed `availableModels` counts alone, else the lists of the other levels are joined.
 * Source: code.claude.com/docs model-config, settings and env-vars, 2026-08-22.
 */
export function effectiveClaudeModel(inputs: ClaudeModelInputs): EffectiveClaudeModel {
  const claims: ClaudeModelClaim[] = [];
  const claim = (source: ClaudeModelSource, model: string | null | undefined, where: string): void => {
    if (model != null && model.trim() !== '') {
      claims.push({ source, model, where });
    }
  };
  const variable = environmentModel(inputs, 'envModel', 'ANTHROPIC_MODEL');
  const fallback = environmentModel(inputs, 'envDefaultModel', 'ANTHROPIC_DEFAULT_MODEL');
  claim('commandLine', inputs.commandLine, '--model');
  claim('environment', variable.model, variable.where);
  for (const level of levels) {
    claim(level, inputs[level]?.model, whereWords[level]);
  }
  claim('environmentDefault', fallback.model, fallback.where);
  const decidedBy = claims[0] ?? null;
  const availableModels = listInForce(inputs);
  const blocked = decidedBy !== null && !isClaudeModelAllowed(decidedBy.model, availableModels);
  const isDefault = decidedBy === null || blocked || decidedBy.model.toLowerCase() === 'default';
  return { model: isDefault ? null : decidedBy.model, decidedBy, claims, availableModels, blocked };
}

function environmentModel(
  inputs: ClaudeModelInputs,
  entry: 'envModel' | 'envDefaultModel',
  variable: string,
): { readonly model: string | null; readonly where: string } {
  for (const level of levels) {
    const model = inputs[level]?.[entry] ?? null;
    if (model !== null) {
      return { model, where: `${variable} in the env block of ${whereWords[level]}` };
    }
  }
  return { model: inputs.env[variable] ?? null, where: `the environment variable ${variable}` };
}

function listInForce({ managed, local, project, user }: ClaudeModelInputs): readonly string[] | null {
  if (managed?.availableModels) {
    return managed.availableModels;
  }
  const lists = [local, project, user].flatMap((level) => (level?.availableModels ? [level.availableModels] : []));
  return lists.length === 0 ? null : [...new Set(lists.flat())];
}
