/** A configuration file as it is now: where it really is, its bytes, and whether it may be replaced. */
import { createHash } from 'node:crypto';
import { access, constants, type FileHandle, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { EditProblem } from '../../core/agents/switch/modelSwitcher.ts';
import { noPermission, problemOf, systemErrorCode } from './editProblem.ts';

/** No settings file is larger; one that is, is something else. */
const sizeLimitBytes = 4 * 1024 * 1024;

/** What is there. A file that does not exist has `hash` null and no bytes. */
export interface FileState {
  /** The file behind all symbolic links. */
  readonly target: string;
  readonly bytes: Buffer;
  /** SHA-256 in hex. */
  readonly hash: string | null;
  /** Permission bits and owner; null for a missing file. */
  readonly attributes: {
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
    readonly inode: bigint;
  } | null;
}

export type FileStateOutcome =
  | { readonly status: 'read'; readonly state: FileState }
  | { readonly status: 'refused'; readonly problem: EditProblem };

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The path behind all symbolic links, also where the last of them leads to nothing yet. Throws system errors. */
export async function resolveTarget(file: string): Promise<string> {
  let path = resolve(file);
  // A chain of links that ends in nothing is followed by hand; realpath itself reports a circle.
  for (;;) {
    try {
      return await realpath(path);
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT') {
        throw error;
      }
    }
    const folder = await resolveTarget(dirname(path));
    const link = await linkOf(join(folder, basename(path)));
    if (link === null) {
      return join(folder, basename(path));
    }
    path = resolve(folder, link);
  }
}

async function linkOf(path: string): Promise<string | null> {
  try {
    return await readlink(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'EINVAL' || code === 'UNKNOWN') {
      return null;
    }
    throw error;
  }
}

/**
 * Reads a file that is to be replaced. Refused: what is no regular file, is marked read-only, belongs to someone else, has a
 * second name (replacing it would part the two), is over 4 MiB, or cannot be read.
 */
export async function readFileState(file: string): Promise<FileStateOutcome> {
  try {
    const target = await resolveTarget(file);
    await using handle = await openIfThere(target);
    if (!handle) {
      return { status: 'read', state: { target, bytes: Buffer.alloc(0), hash: null, attributes: null } };
    }
    const stat = await handle.stat({ bigint: true });
    const attributes = {
      mode: Number(stat.mode) & 0o7777,
      uid: Number(stat.uid),
      gid: Number(stat.gid),
      inode: stat.ino,
    };
    const problem = stat.isFile() ? unfit(file, attributes, stat.nlink, stat.size) : notAFile(file);
    if (problem) {
      return { status: 'refused', problem };
    }
    await access(target, constants.W_OK);
    await access(dirname(target), constants.W_OK);
    const bytes = await handle.readFile();
    return { status: 'read', state: { target, bytes, hash: sha256(bytes), attributes } };
  } catch (error) {
    return { status: 'refused', problem: problemOf(error, file) };
  }
}

/** O_NONBLOCK, so that a named pipe in the file's place does not hold us up. */
async function openIfThere(target: string): Promise<FileHandle | null> {
  try {
    return await open(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function notAFile(file: string): EditProblem {
  return { kind: 'notAFile', file, message: `${file} is not a regular file. Move it away, then try again.` };
}

function unfit(
  file: string,
  { mode, uid }: { readonly mode: number; readonly uid: number },
  names: bigint,
  sizeBytes: bigint,
): EditProblem | null {
  if ((mode & 0o222) === 0) {
    return {
      kind: 'readOnly',
      file,
      message: `${file} is marked read-only. Change it where it is made, or make it writable, then try again.`,
    };
  }
  const user = process.geteuid?.();
  if (user !== undefined && user !== 0 && uid !== user) {
    return noPermission(file);
  }
  if (names > 1n) {
    return {
      kind: 'refused',
      file,
      message: `${file} has a second name (a hard link) that a switch would cut off. Edit it by hand.`,
    };
  }
  if (sizeBytes > sizeLimitBytes) {
    return { kind: 'refused', file, message: `${file} is over 4 MiB, which no settings file is. Edit it by hand.` };
  }
  return null;
}
