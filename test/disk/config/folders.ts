/** A temporary folder for a test, and the edit that the tests make. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { editClaudeModel, verifyOnlyModelChanged } from '../../../src/core/agents/switch/claudeModelSetting.ts';
import type { ApplyOutcome, EditPlan, UndoOutcome } from '../../../src/core/agents/switch/modelSwitcher.ts';
import { type ApplyOptions, applyPlan, planEdit } from '../../../src/disk/config/safeEdit.ts';

/** 2026-11-18T11:06:40Z: the time of every switch in these tests. */
export const atMs = 1_795_000_000_000;

/** A new folder that goes when the test ends. */
export async function temporaryFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'meterline-switch-')));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The plan of a switch; throws with the problem when there is none. */
export async function planSwitch(file: string, model: string | null = 'haiku'): Promise<EditPlan> {
  const outcome = await planEdit(file, (text) => editClaudeModel(text, model), verifyOnlyModelChanged);
  if (outcome.status !== 'planned') {
    throw new Error(`not planned: ${JSON.stringify(outcome)}`);
  }
  return outcome.plan;
}

/** Makes a planned switch. */
export function apply(
  plan: EditPlan,
  backupFolder: string,
  options: Partial<ApplyOptions> = {},
): Promise<ApplyOutcome> {
  const about = { agent: 'claude', from: null, to: 'haiku' } as const;
  return applyPlan(plan, { backupFolder, atMs, verify: verifyOnlyModelChanged, about, ...options });
}

/** The sentence of a failure; '' when there was none. */
export function messageOf(outcome: ApplyOutcome | UndoOutcome): string {
  return outcome.status === 'failed' ? outcome.problem.message : '';
}
