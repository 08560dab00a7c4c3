/** Changing a file of another tool: plan it, show it, and then backup, write, check and log. Outcomes are values. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AgentId } from '../../core/agents/agentId.ts';
import type {
  ApplyOutcome,
  EditPlan,
  EditProblem,
  PlanOutcome,
  SwitchRecord,
} from '../../core/agents/switch/modelSwitcher.ts';
import type { EpochMs } from '../../core/units.ts';
import { atomicWrite, type WriteStep } from './atomicWrite.ts';
import { saveBackup } from './backup.ts';
import { checkWritten, decodeUtf8, type Verify } from './checkWritten.ts';
import { changedMeanwhile, problemOf } from './editProblem.ts';
import { type FileState, readFileState, sha256 } from './fileState.ts';
import { removeMadeFolder, unchanged } from './putBack.ts';
import { appendSwitchLog, switchLogFile } from './switchLog.ts';

/** What an edit makes of a file's text ('' when there is no file). */
export type TextEdit = (
  text: string,
) =>
  | { readonly status: 'changed'; readonly text: string }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly reason: string };

/** Works a change of one file out, against its bytes as they are now. Writes nothing. */
export async function planEdit(file: string, edit: TextEdit, verify: Verify): Promise<PlanOutcome<EditPlan>> {
  const outcome = await readFileState(file);
  if (outcome.status === 'refused') {
    return outcome;
  }
  const { state } = outcome;
  const refused = (message: string): PlanOutcome<EditPlan> => ({
    status: 'refused',
    problem: { kind: 'refused', file, message },
  });
  const before = decodeUtf8(state.bytes);
  if (before === null) {
    return refused(`${file} is not UTF-8 text. Save it as UTF-8, then try again.`);
  }
  const result = edit(before);
  if (result.status === 'unchanged') {
    return { status: 'unchanged', file };
  }
  const fault = result.status === 'refused' ? result.reason : verify(before, result.text);
  if (result.status === 'refused' || fault !== null) {
    return refused(`${file}: ${fault}`);
  }
  const plan: EditPlan = {
    file,
    target: state.target,
    existed: state.hash !== null,
    before,
    after: result.text,
    beforeHash: state.hash,
    afterHash: sha256(result.text),
  };
  return { status: 'planned', plan };
}

/** Steps of `applyPlan` that a test stops at, in order. */
export type ApplyStep = 'checked' | 'backedUp' | 'folderMade' | 'logged' | WriteStep | 'verified';

export interface ApplyOptions {
  /** Where backups and the log are kept: outside every workspace. */
  readonly backupFolder: string;
  readonly atMs: EpochMs;
  readonly verify: Verify;
  /** For the log. */
  readonly about: { readonly agent: AgentId; readonly from: string | null; readonly to: string | null };
  readonly onStep?: (step: ApplyStep) => void;
}

/**
 * Makes a planned change. The file is replaced whole or not at all, keeps its permissions and owner (extended attributes are
 * lost), and is read back: if more than planned changed, what was there before is put back. Only if the file is still as
 * planned; a change by someone else in the last microseconds between that check and the rename cannot be seen.
 */
export async function applyPlan(plan: EditPlan, options: ApplyOptions): Promise<ApplyOutcome> {
  const { backupFolder, atMs, verify, onStep } = options;
  const outcome = await readFileState(plan.file);
  if (outcome.status === 'refused') {
    return failed(outcome.problem);
  }
  const { state } = outcome;
  if (state.target !== plan.target || state.hash !== plan.beforeHash) {
    return failed(changedMeanwhile(plan.file));
  }
  onStep?.('checked');
  const prepared = await prepare(plan, state, options);
  if ('problem' in prepared) {
    return failed(prepared.problem);
  }
  const { record } = prepared;
  const written = await atomicWrite({
    target: plan.target,
    bytes: Buffer.from(plan.after),
    mode: state.attributes?.mode ?? 0o600,
    owner: state.attributes,
    check: () => unchanged(plan.file, state),
    onStep,
  });
  if (written.status === 'failed') {
    await removeMadeFolder(record);
    return failed({ ...written.problem, file: plan.file });
  }
  const { inode } = written;
  const problem = await checkWritten({ plan, before: state, inode, verify, backupFolder, atMs });
  onStep?.('verified');
  return problem ? failed(problem) : { status: 'applied', record };
}

/** Everything that must be on the disk before the file is touched: the backup, the folder, the line in the log. */
async function prepare(
  plan: EditPlan,
  state: FileState,
  { backupFolder, atMs, about, onStep }: ApplyOptions,
): Promise<{ readonly record: SwitchRecord } | { readonly problem: EditProblem }> {
  const { file, target, beforeHash, afterHash } = plan;
  let touched = backupFolder;
  try {
    const backup = state.hash === null ? null : await saveBackup(backupFolder, state, atMs);
    onStep?.('backedUp');
    touched = file;
    const madeFolder = (await mkdir(dirname(target), { recursive: true })) !== undefined;
    onStep?.('folderMade');
    touched = switchLogFile(backupFolder);
    const record = { id: randomUUID(), atMs, ...about, file, target, backup, beforeHash, afterHash, madeFolder };
    await appendSwitchLog(backupFolder, { event: 'switch', record });
    onStep?.('logged');
    return { record };
  } catch (error) {
    return { problem: problemOf(error, touched) };
  }
}

function failed(problem: EditProblem): ApplyOutcome {
  return { status: 'failed', problem };
}
