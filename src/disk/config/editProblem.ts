/** What a failed system call means for the user, as a sentence that says what to do. */
import type { EditProblem } from '../../core/agents/switch/modelSwitcher.ts';

/** The code of a system error ('ENOENT'). Anything else is a programmer's error and is thrown on. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error) {
    return error.code;
  }
  throw error;
}

/** The problem that a failed system call on `file` is. Nothing was changed when one of these is reported. */
export function problemOf(error: unknown, file: string): EditProblem {
  const code = systemErrorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return noPermission(file);
    case 'EROFS':
      return {
        kind: 'readOnly',
        file,
        message: `${file} is on a read-only disk. Change the setting where that disk is made.`,
      };
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return {
        kind: 'diskFull',
        file,
        message: `The disk is full. ${file} is as it was. Free some space, then try again.`,
      };
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
      return {
        kind: 'notAFile',
        file,
        message: `A part of the path ${file} is not a folder. Move that file away, then try again.`,
      };
    case 'ELOOP':
      return {
        kind: 'notAFile',
        file,
        message: `${file} is a symbolic link that leads back to itself. Correct the link, then try again.`,
      };
    default:
      return {
        kind: 'failed',
        file,
        message: `${file} is as it was: the system reports ${code}. Try again, or edit the file by hand.`,
      };
  }
}

/** The user may not read or write the file, or not write its folder. */
export function noPermission(file: string): EditProblem {
  return {
    kind: 'noPermission',
    file,
    message: `No permission to read and write ${file}. Check who owns it and its folder, or edit it by hand.`,
  };
}

/** Someone else wrote the file between the preview and the switch. */
export function changedMeanwhile(file: string): EditProblem {
  return {
    kind: 'changedMeanwhile',
    file,
    message: `${file} changed while you looked at the preview. Nothing was written. Switch again to see the new preview.`,
  };
}
