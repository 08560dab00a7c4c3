/**
 * The model names that Claude Code accepts, and which of them an organization's `availableModels` allows.
 * Source: code.claude.com/docs model-config, as of 2026-08-22.
 */

/** The names that Claude Code resolves itself, with what they mean. */
export const claudeAliases = [
  { alias: 'opus', meaning: 'the newest Opus' },
  { alias: 'sonnet', meaning: 'the newest Sonnet' },
  { alias: 'haiku', meaning: 'the newest Haiku' },
  { alias: 'fable', meaning: 'the newest Fable' },
  { alias: 'best', meaning: 'Fable where the account has it, else the newest Opus' },
  { alias: 'opusplan', meaning: 'Opus while planning, Sonnet while working' },
  { alias: 'opus[1m]', meaning: 'the newest Opus with the context window of 1M tokens' },
  { alias: 'sonnet[1m]', meaning: 'the newest Sonnet with the context window of 1M tokens' },
] as const;

/** A row of the model list. `value` goes into the settings file; null removes the key. */
export interface ClaudeModelChoice {
  readonly value: string | null;
  readonly kind: 'default' | 'alias' | 'id';
  /** What the alias stands for; '' for a full id. */
  readonly meaning: string;
  /** Whether the organization's list lets a user select it. */
  readonly allowed: boolean;
}

/**
 * Everything that can be chosen: the account's default, the aliases, then the given full ids in their order.
 * `availableModels` is the list in force, null when there is none.
 */
export function claudeModelChoices(
  ids: readonly string[],
  availableModels: readonly string[] | null,
): readonly ClaudeModelChoice[] {
  return [
    { value: null, kind: 'default', meaning: "the account's default", allowed: true },
    ...claudeAliases.map(({ alias, meaning }) => ({
      value: alias,
      kind: 'alias' as const,
      meaning,
      allowed: isClaudeModelAllowed(alias, availableModels),
    })),
    ...ids.map((id) => ({
      value: id,
      kind: 'id' as const,
      meaning: '',
      allowed: isClaudeModelAllowed(id, availableModels),
    })),
  ];
}

/** Whether a name looks like one Claude Code knows: an alias, `claude-…`, or a provider's id or ARN. Others deserve a question. */
export function looksLikeClaudeModel(model: string): boolean {
  const name = model.toLowerCase();
  return (
    name === 'default' ||
    claudeAliases.some(({ alias }) => alias === name) ||
    name.startsWith('claude-') ||
    name.includes('anthropic.') ||
    name.startsWith('arn:')
  );
}

const families = ['opus', 'sonnet', 'haiku', 'fable', 'mythos'] as const;
type Family = (typeof families)[number];

/**
 * Whether `availableModels` lets a user select a model. Entries are a family (`opus`), a version (`opus-4-5` or
 * `claude-opus-4-5`, with its dated ids) or a full id; an entry for a version switches its family's entry off. The default
 * is always allowed. `['sonnet', 'claude-sonnet-4-5']` allows claude-sonnet-4-5-20250929 and not claude-sonnet-5.
 * That a version does not take in later ones (`claude-opus-5` and claude-opus-5-5) is read from the words "only that version".
 */
export function isClaudeModelAllowed(model: string, availableModels: readonly string[] | null): boolean {
  const name = bareName(model);
  if (availableModels === null || name === 'default') {
    return true;
  }
  const entries = availableModels.map(bareName);
  const allowsFamily = (family: Family): boolean => entries.some((entry) => familyOf(entry) === family);
  if (name === 'opusplan') {
    return allowsFamily('opus') && allowsFamily('sonnet');
  }
  if (name === 'best') {
    return allowsFamily('fable') || allowsFamily('opus');
  }
  const family = familyOf(name);
  if (family === name) {
    return allowsFamily(family);
  }
  if (entries.some((entry) => isSameVersion(name, entry))) {
    return true;
  }
  const pinned = entries.some((entry) => entry !== family && familyOf(entry) === family);
  return family !== null && !pinned && entries.includes(family);
}

/** Lower case, without the mark of the long context window and without `claude-`. */
function bareName(model: string): string {
  return model
    .trim()
    .toLowerCase()
    .replace(/\[1m\]$/, '')
    .replace(/^claude-/, '');
}

function familyOf(name: string): Family | null {
  return families.find((family) => new RegExp(`(?:^|[^a-z])${family}(?:[^a-z]|$)`).test(name)) ?? null;
}

function isSameVersion(name: string, entry: string): boolean {
  return name === entry || (name.startsWith(`${entry}-`) && /^(?:\d{8}|latest)$/.test(name.slice(entry.length + 1)));
}
