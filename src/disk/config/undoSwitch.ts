/** Taking the last switch back, byte for byte, and only while the file is as the switch left it. */
import type { EditProblem, SwitchRecord, UndoOutcome } from '../../core/agents/switch/modelSwitcher.ts';
import type { EpochMs } from '../../core/units.ts';
import { readBackup } from './backup.ts';
import { problemOf } from './editProblem.ts';
import { type FileState, readFileState } from './fileState.ts';
import { putBack, removeMadeFolder } from './putBack.ts';
import { appendSwitchLog, readSwitchLog, switchLogFile } from './switchLog.ts';

type Last =
  | { readonly status: 'found'; readonly record: SwitchRecord; readonly state: FileState }
  | { readonly status: 'problem'; readonly record: SwitchRecord | null; readonly problem: EditProblem };

/** The switch that `undoLast` would take back, also when the file has changed since; null when there is none. */
export async function lastSwitch(backupFolder: string): Promise<SwitchRecord | null> {
  return (await findLast(backupFolder)).record;
}

/**
 * Restores the file of the last switch from its backup, or removes it when it did not exist before. Refused with a sentence
 * when the file changed since, the link leads elsewhere, or the backup is gone.
 */
export async function undoLast(backupFolder: string, atMs: EpochMs): Promise<UndoOutcome> {
  const last = await findLast(backupFolder);
  if (last.status === 'problem') {
    return { status: 'failed', problem: last.problem };
  }
  const { record, state } = last;
  const { file, backup, beforeHash } = record;
  try {
    const bytes = backup === null || beforeHash === null ? Buffer.alloc(0) : await readBackup(backup, beforeHash);
    if (bytes === null) {
      return undoFailed(file, `The backup ${backup} is gone or damaged. Change ${file} by hand.`);
    }
    const problem = await putBack({ hash: beforeHash, bytes }, state);
    if (problem) {
      return { status: 'failed', problem: { ...problem, file } };
    }
    const restored = await readFileState(file);
    if (restored.status === 'refused' || restored.state.hash !== beforeHash) {
      return undoFailed(
        file,
        `${file} is not as it was put back: another program wrote it. Look at it; the backup is ${backup}.`,
      );
    }
    await removeMadeFolder(record);
    await appendSwitchLog(backupFolder, { event: 'undo', id: record.id, atMs });
    return { status: 'undone', record };
  } catch (error) {
    return { status: 'failed', problem: problemOf(error, file) };
  }
}

function undoFailed(file: string, message: string): UndoOutcome {
  return { status: 'failed', problem: { kind: 'refused', file, message } };
}

/** The newest switch that is in force. One whose file is as before it never happened, or was taken back by hand. */
async function findLast(backupFolder: string): Promise<Last> {
  const logFile = switchLogFile(backupFolder);
  let records: readonly SwitchRecord[];
  try {
    records = await readSwitchLog(backupFolder);
  } catch (error) {
    return { status: 'problem', record: null, problem: problemOf(error, logFile) };
  }
  for (const record of records.toReversed()) {
    const { file } = record;
    const outcome = await readFileState(file);
    if (outcome.status === 'refused') {
      return { status: 'problem', record, problem: outcome.problem };
    }
    const { state } = outcome;
    if (state.target !== record.target) {
      return problem(
        record,
        `${file} is now a link to another file. Change it by hand; the backup is ${record.backup}.`,
      );
    }
    if (state.hash === record.afterHash) {
      return { status: 'found', record, state };
    }
    if (state.hash !== record.beforeHash) {
      const where = record.backup === null ? 'It did not exist before.' : `The file before it is ${record.backup}.`;
      return problem(record, `${file} changed after the switch, so it is left alone. ${where} Change it by hand.`);
    }
  }
  return {
    status: 'problem',
    record: null,
    problem: { kind: 'nothingToUndo', file: logFile, message: 'There is no switch to take back.' },
  };
}

function problem(record: SwitchRecord, message: string): Last {
  return { status: 'problem', record, problem: { kind: 'changedMeanwhile', file: record.file, message } };
}
