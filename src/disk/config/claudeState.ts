/** Claude Code's settings as they are on this machine. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../core/agents/adapter.ts';
import {
  type ClaudeModelSettings,
  type ClaudeScope,
  type ClaudeSettingsFile,
  claudeSettingsFiles,
  mergeClaudeModelSettings,
  readClaudeModelSettings,
} from '../../core/agents/switch/claudeSettings.ts';
import { type EffectiveClaudeModel, effectiveClaudeModel } from '../../core/agents/switch/effectiveClaudeModel.ts';
import { systemErrorCode } from './editProblem.ts';
import { repositoryRoot } from './repositoryRoot.ts';

/** The model in force and the files it was read from. `problems` are sentences about files that cannot be read. */
export interface ClaudeState {
  readonly effective: EffectiveClaudeModel;
  readonly files: readonly ClaudeSettingsFile[];
  readonly problems: readonly string[];
}

/** Reads every settings file that bears on a folder (null: none is open). `managedFolder` stands for the platform's own. */
export async function readClaudeState(
  machine: Machine,
  workspaceFolder: string | null,
  managedFolder?: string,
): Promise<ClaudeState> {
  const project =
    workspaceFolder === null
      ? null
      : { folder: workspaceFolder, repositoryRoot: await repositoryRoot(workspaceFolder) };
  const files = claudeSettingsFiles(machine, project, managedFolder);
  const problems: string[] = [];
  const level = async (scope: ClaudeScope): Promise<ClaudeModelSettings | null> => {
    const settings: ClaudeModelSettings[] = [];
    // A file named earlier is the stronger one, and merging lets the later one win.
    for (const file of files.filter((candidate) => candidate.scope === scope).toReversed()) {
      for (const path of [file.path, ...(await dropIns(file.dropIns))]) {
        const found = await readSettings(path, problems);
        settings.push(...(found ? [found] : []));
      }
    }
    return settings.length === 0 ? null : mergeClaudeModelSettings(settings);
  };
  const effective = effectiveClaudeModel({
    managed: await level('managed'),
    local: await level('local'),
    project: await level('project'),
    user: await level('user'),
    env: machine.env,
    commandLine: null,
  });
  return { effective, files, problems };
}

async function dropIns(folder: string | null): Promise<readonly string[]> {
  if (folder === null) {
    return [];
  }
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    systemErrorCode(error);
    return [];
  }
}

/** What a settings file says; null when there is none. Files that cannot be read are named in `problems`. */
async function readSettings(path: string, problems: string[]): Promise<ClaudeModelSettings | null> {
  try {
    const settings = readClaudeModelSettings(await readFile(path, 'utf8'));
    if (settings.problem !== null) {
      problems.push(`${path} is not valid JSON: ${settings.problem}. Correct it.`);
    } else if (settings.notStrict !== null) {
      problems.push(
        `${path} has ${settings.notStrict}: Claude Code reads strict JSON and may report the file as an error.`,
      );
    }
    return settings;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      problems.push(`${path} cannot be read (${code}).`);
    }
    return null;
  }
}
