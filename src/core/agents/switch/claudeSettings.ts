/** Where Claude Code's settings files are, and what in them bears on the model. */
import type { Machine } from '../adapter.ts';
import { expandHome, joinPath } from '../places.ts';
import { readJsonc, strictJsonProblem } from './jsoncDocument.ts';

/** The four levels of settings files, strongest first: managed, local, project, user. */
export type ClaudeScope = 'managed' | 'local' | 'project' | 'user';

/** A place where a settings file may be; it need not exist. */
export interface ClaudeSettingsFile {
  readonly scope: ClaudeScope;
  readonly path: string;
  /** Only the user's own and the uncommitted file of the project are ever written. */
  readonly writable: boolean;
  /** A folder whose `*.json` files, in the order of their names, are merged over this file; else null. */
  readonly dropIns: string | null;
}

/** Where a project's files are. */
export interface ClaudeProject {
  /** The folder Claude Code is started in. */
  readonly folder: string;
  /** The root of the git repository around it, where there is one: Claude Code keeps the local file there (since 2.1.211). */
  readonly repositoryRoot: string | null;
}

/**
 * The settings files in order of precedence, strongest first. A local file in a sub-folder that an earlier version of
 * Claude Code left is read after the one at the root. On Windows the local file is in the folder itself.
 * Managed settings that come by MDM, registry or server are not files and cannot be seen from here.
 * Source: code.claude.com/docs settings and managed-settings, 2026-08-22.
 */
export function claudeSettingsFiles(
  machine: Machine,
  project: ClaudeProject | null,
  managed: string = claudeManagedFolder(machine.platform),
): readonly ClaudeSettingsFile[] {
  const join = (first: string, ...rest: string[]): string => joinPath(machine, first, ...rest);
  const file = (scope: ClaudeScope, path: string): ClaudeSettingsFile => ({
    scope,
    path,
    writable: scope === 'user' || scope === 'local',
    dropIns: null,
  });
  const configDir = expandHome(machine, machine.env.CLAUDE_CONFIG_DIR ?? '') || join(machine.home, '.claude');
  const user = file('user', join(configDir, 'settings.json'));
  const top = {
    ...file('managed', join(managed, 'managed-settings.json')),
    dropIns: join(managed, 'managed-settings.d'),
  };
  if (!project) {
    return [top, user];
  }
  const root = localRoot(machine, project);
  const localFolders = root === project.folder ? [root] : [root, project.folder];
  return [
    top,
    ...localFolders.map((folder) => file('local', join(folder, '.claude', 'settings.local.json'))),
    file('project', join(project.folder, '.claude', 'settings.json')),
    user,
  ];
}

function localRoot({ platform, home }: Machine, { folder, repositoryRoot }: ClaudeProject): string {
  return platform === 'win32' || repositoryRoot === null || repositoryRoot === home ? folder : repositoryRoot;
}

/** The folder an administrator puts managed settings into. */
export function claudeManagedFolder(platform: Machine['platform']): string {
  switch (platform) {
    case 'darwin':
      return '/Library/Application Support/ClaudeCode';
    case 'win32':
      return 'C:\\Program Files\\ClaudeCode';
    case 'linux':
      return '/etc/claude-code';
  }
}

/** What one settings file says about the model. Null or an absent entry: it says nothing. */
export interface ClaudeModelSettings {
  readonly model: string | null;
  /** `ANTHROPIC_MODEL` in the `env` block: stands for the shell's variable of that name, '' switches it off. */
  readonly envModel: string | null;
  /** `ANTHROPIC_DEFAULT_MODEL` in the `env` block. */
  readonly envDefaultModel: string | null;
  readonly availableModels: readonly string[] | null;
  /** A sentence part when Claude Code cannot read the file: 'line 3: a comma is missing'. Its other entries are null then. */
  readonly problem: string | null;
  /** Something strict JSON forbids although it could be read: 'a comment in line 2'. Claude Code reports such a file as an error. */
  readonly notStrict: string | null;
}

const nothing: ClaudeModelSettings = {
  model: null,
  envModel: null,
  envDefaultModel: null,
  availableModels: null,
  problem: null,
  notStrict: null,
};

/** Reads the entries that bear on the model from the text of a settings file. Entries of a wrong type count as absent. */
export function readClaudeModelSettings(text: string): ClaudeModelSettings {
  const document = readJsonc(text);
  if (document.status === 'broken') {
    return { ...nothing, problem: `line ${document.line}: ${document.reason}` };
  }
  if (document.status === 'blank') {
    return nothing;
  }
  const value = (key: string): unknown => document.properties.findLast((property) => property.key === key)?.value;
  const env = (value('env') ?? {}) as Readonly<Record<string, unknown>>;
  const list = value('availableModels');
  const strict = strictJsonProblem(text);
  return {
    model: named(value('model')),
    envModel: textOrNull(env.ANTHROPIC_MODEL),
    envDefaultModel: textOrNull(env.ANTHROPIC_DEFAULT_MODEL),
    availableModels: Array.isArray(list) ? list.filter((entry): entry is string => typeof entry === 'string') : null,
    problem: null,
    notStrict: strict ? `${strict.reason} in line ${strict.line}` : null,
  };
}

/** Settings of one level that come from several files: what a later one says replaces what an earlier one said. */
export function mergeClaudeModelSettings(files: readonly ClaudeModelSettings[]): ClaudeModelSettings {
  return files.reduce(
    (merged, file) => ({
      model: file.model ?? merged.model,
      envModel: file.envModel ?? merged.envModel,
      envDefaultModel: file.envDefaultModel ?? merged.envDefaultModel,
      availableModels: file.availableModels
        ? [...new Set([...(merged.availableModels ?? []), ...file.availableModels])]
        : merged.availableModels,
      problem: merged.problem ?? file.problem,
      notStrict: merged.notStrict ?? file.notStrict,
    }),
    nothing,
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function named(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
