/** What the system said about a file, for a user. */

/** The system's code of a file error ('ENOENT', 'EACCES', …), else null. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** A file error in words, without the path. */
export function describeFileError(error: unknown): string {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOTDIR':
      return 'not a folder';
    case 'ENOENT':
      return 'no such file or folder';
    case 'ELOOP':
      return 'links that lead in a circle';
    case 'EISDIR':
      return 'a folder where a file is expected';
    case 'EEXIST':
      return 'a file where a folder is expected';
    case 'EROFS':
      return 'the disk is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EIO':
      return 'the disk reported an error';
    default:
      // Node's codes for what zstd refuses begin with Z.
      return errorCode(error)?.startsWith('Z')
        ? 'its compressed content is damaged or cut off'
        : error instanceof Error
          ? error.message
          : String(error);
  }
}
