/** Files that agents load as prompts, told by their paths. */

/** Names a kind of prompt file. */
export type PromptKindId =
  | 'claude-memory'
  | 'agents-md'
  | 'copilot-instructions'
  | 'instructions'
  | 'prompt'
  | 'kiro-steering';

/** What an agent does with a kind of prompt file. */
export interface PromptKind {
  readonly id: PromptKindId;
  /** As a user calls it: 'Kiro steering'. */
  readonly label: string;
  /**
   * Whether it is sent with every request, when a condition holds, or when the user calls it. This is the kind's own rule, and
   * the file's front matter can change it (Kiro: `inclusion`; instructions: `applyTo`), as can a CLAUDE.md's being in a subfolder.
   */
  readonly loaded: 'always' | 'conditional' | 'manual';
  /** Whether a YAML front matter is sent as text; where it is not, the agent reads it as settings. */
  readonly sendsFrontMatter: boolean;
  /** Whether HTML comments that are blocks of their own are taken out before sending (Claude Code: memory docs, August 2026). */
  readonly stripsComments: boolean;
}

const claudeMemory: PromptKind = {
  id: 'claude-memory',
  label: 'Claude Code memory',
  loaded: 'always',
  sendsFrontMatter: true,
  stripsComments: true,
};

const agentsMd: PromptKind = {
  id: 'agents-md',
  label: 'AGENTS.md',
  loaded: 'always',
  sendsFrontMatter: true,
  stripsComments: false,
};

const copilotInstructions: PromptKind = {
  id: 'copilot-instructions',
  label: 'Copilot instructions',
  loaded: 'always',
  sendsFrontMatter: false,
  stripsComments: false,
};

const instructions: PromptKind = {
  id: 'instructions',
  label: 'Instructions',
  loaded: 'conditional',
  sendsFrontMatter: false,
  stripsComments: false,
};

const prompt: PromptKind = {
  id: 'prompt',
  label: 'Prompt file',
  loaded: 'manual',
  sendsFrontMatter: false,
  stripsComments: false,
};

const kiroSteering: PromptKind = {
  id: 'kiro-steering',
  label: 'Kiro steering',
  loaded: 'always',
  sendsFrontMatter: false,
  stripsComments: false,
};

/**
 * The kind of prompt file at a path, with either separator; null for any other file. Names are compared exactly, as agents do on
 * Linux: `promptKind('C:\\work\\.kiro\\steering\\tech.md')` is Kiro steering, 'claude.md' is nothing.
 */
export function promptKind(path: string): PromptKind | null {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  const folder = parts.at(-2);
  if (name === 'CLAUDE.md' || name === 'CLAUDE.local.md') {
    return claudeMemory;
  }
  if (name === 'AGENTS.md') {
    return agentsMd;
  }
  if (name === 'copilot-instructions.md' && folder === '.github') {
    return copilotInstructions;
  }
  if (hasStem(name, '.instructions.md')) {
    return instructions;
  }
  if (hasStem(name, '.prompt.md')) {
    return prompt;
  }
  return folder === 'steering' && parts.at(-3) === '.kiro' && hasStem(name, '.md') ? kiroSteering : null;
}

function hasStem(name: string, ending: string): boolean {
  return name.length > ending.length && name.endsWith(ending);
}
