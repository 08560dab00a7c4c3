/** Copies of files as they were before a switch. They may hold keys: readable by the user alone, and never in a workspace. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpochMs } from '../../core/units.ts';
import { syncFolder } from './atomicWrite.ts';
import { systemErrorCode } from './editProblem.ts';
import { type FileState, sha256 } from './fileState.ts';

/**
 * Saves the bytes of a file and gives the path of the copy, `<folder>/backups/<hash of the path>/<time>-<hash of the
 * bytes>.bak`, on the disk before it returns. Mode 0600 in folders of 0700. Throws system errors.
 */
export async function saveBackup(folder: string, state: FileState, atMs: EpochMs): Promise<string> {
  const place = join(folder, 'backups', sha256(state.target).slice(0, 16));
  await mkdir(place, { recursive: true, mode: 0o700 });
  const time = new Date(atMs).toISOString().replaceAll(':', '-');
  const path = join(place, `${time}-${sha256(state.bytes).slice(0, 16)}.bak`);
  // Renamed when whole, so that a file of this name is a backup and not half of one.
  await writeWhole(`${path}.tmp`, state.bytes);
  await rename(`${path}.tmp`, path);
  await syncFolder(place);
  return path;
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(path, 'w', 0o600);
  await handle.writeFile(bytes);
  await handle.sync();
}

/** The bytes of a backup, or null when it is gone or not what was saved. Throws other system errors. */
export async function readBackup(path: string, hash: string): Promise<Buffer | null> {
  try {
    const bytes = await readFile(path);
    return sha256(bytes) === hash ? bytes : null;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
