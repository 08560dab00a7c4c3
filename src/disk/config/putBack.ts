/** Putting a file back as it was, and taking away what was made for it. */
import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EditProblem, SwitchRecord } from '../../core/agents/switch/modelSwitcher.ts';
import { atomicWrite, syncFolder } from './atomicWrite.ts';
import { changedMeanwhile, systemErrorCode } from './editProblem.ts';
import { type FileState, readFileState } from './fileState.ts';

/** Null while a file is as it was read. */
export async function unchanged(file: string, state: FileState): Promise<EditProblem | null> {
  const now = await readFileState(file);
  if (now.status === 'refused') {
    return now.problem;
  }
  return now.state.target === state.target && now.state.hash === state.hash ? null : changedMeanwhile(file);
}

/**
 * Puts earlier bytes over a file that is still as `now` says, with the permissions it has now, or removes it when it did not
 * exist before. Throws system errors of the removal.
 */
export async function putBack(before: Pick<FileState, 'hash' | 'bytes'>, now: FileState): Promise<EditProblem | null> {
  const { target } = now;
  if (before.hash !== null) {
    const written = await atomicWrite({
      target,
      bytes: before.bytes,
      mode: now.attributes?.mode ?? 0o600,
      owner: now.attributes,
      check: () => unchanged(target, now),
    });
    return written.status === 'failed' ? written.problem : null;
  }
  const problem = await unchanged(target, now);
  if (!problem) {
    await rm(target);
    await syncFolder(dirname(target));
  }
  return problem;
}

/** Takes away the folder that was made for a file. */
export async function removeMadeFolder({ madeFolder, target }: SwitchRecord): Promise<void> {
  if (!madeFolder) {
    return;
  }
  try {
    await rmdir(dirname(target));
  } catch (error) {
    // Someone has put something into it: then it is no longer ours to remove.
    systemErrorCode(error);
  }
}
