/** Replaces a file so that whoever looks, and whatever is killed when, there is the old file or the new one and nothing between. */
import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EditProblem } from '../../core/agents/switch/modelSwitcher.ts';
import { problemOf, systemErrorCode } from './editProblem.ts';

/** Steps that a test stops at. */
export type WriteStep = 'tempOpened' | 'tempWritten' | 'tempSynced' | 'renamed' | 'folderSynced';

export interface AtomicWrite {
  readonly target: string;
  readonly bytes: Uint8Array;
  /** Permission bits of the new file. */
  readonly mode: number;
  /** Whose the new file is to be; null: the user's. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Asked last, when all is ready for the rename: a problem stops it. */
  readonly check: () => Promise<EditProblem | null>;
  readonly onStep?: ((step: WriteStep) => void) | undefined;
}

export type WriteOutcome =
  | { readonly status: 'written'; readonly inode: bigint }
  | { readonly status: 'failed'; readonly problem: EditProblem };

const retryMs = [20, 50, 100, 200, 400];

/** Writes beside the target, syncs, renames over it, syncs the folder. On failure the target is as it was and nothing is left over. */
export async function atomicWrite(write: AtomicWrite): Promise<WriteOutcome> {
  const { target, onStep } = write;
  const folder = dirname(target);
  const temp = join(folder, `${tempPrefix(target)}${process.pid}-${randomUUID()}.tmp`);
  try {
    await removeLeftovers(target);
    const inode = await writeTemp(temp, write);
    const problem = await write.check();
    if (problem) {
      await rm(temp, { force: true });
      return { status: 'failed', problem };
    }
    await renameOver(temp, target);
    onStep?.('renamed');
    await syncFolder(folder);
    onStep?.('folderSynced');
    return { status: 'written', inode };
  } catch (error) {
    const problem = problemOf(error, target);
    await rm(temp, { force: true });
    return { status: 'failed', problem };
  }
}

async function writeTemp(temp: string, { bytes, mode, owner, onStep }: AtomicWrite): Promise<bigint> {
  await using handle = await open(temp, 'wx', 0o600);
  onStep?.('tempOpened');
  if (owner) {
    const made = await handle.stat();
    if (made.uid !== owner.uid || made.gid !== owner.gid) {
      await handle.chown(owner.uid, owner.gid);
    }
  }
  await handle.writeFile(bytes);
  onStep?.('tempWritten');
  await handle.chmod(mode);
  await handle.sync();
  onStep?.('tempSynced');
  return (await handle.stat({ bigint: true })).ino;
}

/** On Windows a virus scanner or an editor may hold the target for a moment. */
async function renameOver(temp: string, target: string): Promise<void> {
  for (const waitMs of process.platform === 'win32' ? retryMs : []) {
    try {
      return await rename(temp, target);
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(systemErrorCode(error))) {
        throw error;
      }
      await sleep(waitMs);
    }
  }
  await rename(temp, target);
}

/** Makes a rename, a new file or a removal in a folder last. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  await using handle = await open(folder, 'r');
  await handle.sync();
}

function tempPrefix(target: string): string {
  return `.${basename(target)}.meterline-`;
}

/** Removes what a killed process of ours left beside the target. */
async function removeLeftovers(target: string): Promise<void> {
  const prefix = tempPrefix(target);
  for (const name of await readdir(dirname(target))) {
    const pid =
      name.startsWith(prefix) && name.endsWith('.tmp') ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) {
      await rm(join(dirname(target), name), { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}
