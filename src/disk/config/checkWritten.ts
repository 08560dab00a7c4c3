/** Reading a written file back, and undoing what did not come out as planned. */
import type { EditPlan, EditProblem } from '../../core/agents/switch/modelSwitcher.ts';
import type { EpochMs } from '../../core/units.ts';
import { saveBackup } from './backup.ts';
import { problemOf } from './editProblem.ts';
import { type FileState, readFileState } from './fileState.ts';
import { putBack } from './putBack.ts';

/** Says how two texts differ beyond what the edit is for, in a sentence; null when they do not. */
export type Verify = (before: string, after: string) => string | null;

export interface Written {
  readonly plan: EditPlan;
  /** The file before the write. */
  readonly before: FileState;
  /** What the new file is known by: a file that someone else has put in its place has another. */
  readonly inode: bigint;
  readonly verify: Verify;
  readonly backupFolder: string;
  readonly atMs: EpochMs;
}

/**
 * Null when the file holds the planned bytes and `verify` finds no other difference. Otherwise it is put back as it was, after
 * a copy of what was found is put by. A file that another program has put in ours' place is theirs and stays.
 */
export async function checkWritten(written: Written): Promise<EditProblem | null> {
  const { plan, before, inode, verify, backupFolder, atMs } = written;
  const { file } = plan;
  const outcome = await readFileState(file);
  if (outcome.status === 'refused') {
    return outcome.problem;
  }
  const now = outcome.state;
  const found = decodeUtf8(now.bytes);
  const fault = found === null ? 'The file is no longer UTF-8 text.' : verify(plan.before, found);
  if (fault === null && now.hash === plan.afterHash) {
    return null;
  }
  if (now.attributes?.inode !== inode) {
    const message = `Another program replaced ${file} at the same moment. Look at it, then switch again.`;
    return { kind: 'changedMeanwhile', file, message };
  }
  try {
    const copy = await saveBackup(backupFolder, now, atMs);
    const problem = await putBack(before, now);
    const message = `${fault ?? 'The file is not as it was written.'} ${file} was put back as it was; what was found is in ${copy}.`;
    return problem ?? { kind: 'verifyFailed', file, message };
  } catch (error) {
    return problemOf(error, file);
  }
}

/** Text of UTF-8 bytes, byte order mark included; null for other bytes. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}
