/** Switching the model of Claude Code: its settings files, read and written. */
import { relative, resolve } from 'node:path';
import type { Machine } from '../../core/agents/adapter.ts';
import {
  editClaudeModel,
  readClaudeModel,
  verifyOnlyModelChanged,
} from '../../core/agents/switch/claudeModelSetting.ts';
import { readClaudeModelSettings } from '../../core/agents/switch/claudeSettings.ts';
import { checkClaudeSwitch, claudeSwitchTakesEffect } from '../../core/agents/switch/claudeSwitchCheck.ts';
import type { ModelSwitcher, PlanOutcome, SwitchPlan, SwitchRequest } from '../../core/agents/switch/modelSwitcher.ts';
import { readClaudeState } from './claudeState.ts';
import { applyPlan, planEdit } from './safeEdit.ts';
import { lastSwitch, undoLast } from './undoSwitch.ts';

export interface ModelSwitcherOptions extends Machine {
  /** Where backups and the log of switches are kept. Never in a workspace. */
  readonly backupFolder: string;
  /** Where managed settings are instead of the platform's folder. */
  readonly managedFolder?: string;
}

const agent = 'claude';

/** The model switcher of Claude Code on this machine. */
export function createModelSwitcher(options: ModelSwitcherOptions): ModelSwitcher {
  const { backupFolder } = options;
  return {
    agent,
    takesEffect: claudeSwitchTakesEffect,
    plan: (request) => plan(options, request),
    apply: ({ from, to, ...edit }, atMs) =>
      applyPlan(edit, { backupFolder, atMs, verify: verifyOnlyModelChanged, about: { agent, from, to } }),
    undoLast: (atMs) => undoLast(backupFolder, atMs),
    lastSwitch: () => lastSwitch(backupFolder),
    effective: async (workspaceFolder) => {
      const { effective, problems } = await readClaudeState(options, workspaceFolder, options.managedFolder);
      const { model, decidedBy, availableModels, blocked } = effective;
      const blockedWords = blocked
        ? [
            `${decidedBy?.model} is not among the models that availableModels allows: new sessions start with the default.`,
          ]
        : [];
      return { model, decidedBy: decidedBy?.where ?? null, availableModels, problems: [...blockedWords, ...problems] };
    },
  };
}

async function plan(options: ModelSwitcherOptions, request: SwitchRequest): Promise<PlanOutcome<SwitchPlan>> {
  const { model, scope, workspaceFolder, workspaceTrusted } = request;
  const refused = (file: string, message: string): PlanOutcome<SwitchPlan> => ({
    status: 'refused',
    problem: { kind: 'refused', file, message },
  });
  if (scope === 'local' && workspaceFolder === null) {
    return refused('', 'No folder is open. Open one, or switch for all your projects.');
  }
  if (scope === 'local' && !workspaceTrusted) {
    return refused(
      '',
      'This folder is not trusted, so its settings are left alone. Trust it, or switch for all your projects.',
    );
  }
  if (workspaceFolder !== null && isBackupExposed(options, workspaceFolder)) {
    return refused(options.backupFolder, 'The folder for backups is inside this workspace. Open a smaller folder.');
  }
  const { effective, files } = await readClaudeState(options, workspaceFolder, options.managedFolder);
  const file = files.find((candidate) => candidate.scope === scope && candidate.writable)?.path ?? '';
  const check = checkClaudeSwitch({ model, scope }, effective);
  if (check.status === 'refused') {
    return refused(file, check.reason);
  }
  const planned = await planEdit(file, (text) => editClaudeModel(text, model), verifyOnlyModelChanged);
  if (planned.status !== 'planned') {
    return planned;
  }
  const edit = planned.plan;
  const before = readClaudeModel(edit.before);
  const from = before.status === 'read' ? before.model : null;
  const notes = [...check.notes, ...fileNotes(edit.after, edit.existed || scope === 'user')];
  return { status: 'planned', plan: { ...edit, agent, scope, from, to: model, notes } };
}

function fileNotes(text: string, keptOutOfGit: boolean): string[] {
  const { notStrict } = readClaudeModelSettings(text);
  const notes = notStrict
    ? [`The file has ${notStrict}: Claude Code reads strict JSON and may report the file as an error.`]
    : [];
  return keptOutOfGit
    ? notes
    : [...notes, 'The file is new. Keep it out of git: Claude Code only does so for one that it made itself.'];
}

/** Whether the backups are in the workspace; a workspace that is the home folder or above it contains everything. */
function isBackupExposed({ backupFolder, home }: ModelSwitcherOptions, workspaceFolder: string): boolean {
  const isInside = (inner: string): boolean =>
    !/^\.\.(?:[\\/]|$)|^(?:[\\/]|[A-Za-z]:)/.test(relative(workspaceFolder, inner));
  return isInside(backupFolder) && !isInside(resolve(home));
}
