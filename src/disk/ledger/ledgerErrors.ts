/** What went wrong with the ledger's file, for a user. Codes: sqlite.org/rescode.html. */
import { describeFileError } from '../fileErrors.ts';

const sqliteBusy = 5;
const sqliteLocked = 6;
const sqliteReadOnly = 8;
const sqliteIo = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCannotOpen = 14;
const sqliteConstraint = 19;
const sqliteNotADatabase = 26;

/** The primary SQLite result code of an error, or null when it is another kind of error. */
export function sqliteCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : null;
}

/** Whether the file itself is broken, as opposed to locked or unreachable. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqliteCorrupt || code === sqliteNotADatabase;
}

/** Whether the ledger refused a value, as opposed to failing: what was to be stored is at fault, and only that. */
export function isRefused(error: unknown): boolean {
  return sqliteCode(error) === sqliteConstraint;
}

/** Whether another connection holds the lock that was needed. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === sqliteBusy || code === sqliteLocked;
}

/** What a failed write means to a user, and what to do. */
export function describeLedgerError(error: unknown): string {
  switch (sqliteCode(error)) {
    case sqliteFull:
      return 'The disk is full: the ledger cannot grow. Free some space; reading goes on by itself.';
    case sqliteBusy:
    case sqliteLocked:
      return 'The ledger is locked by another program. Reading goes on when it is free.';
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return 'The ledger is damaged. Restart Meterline: it keeps the damaged file aside and reads the logs again.';
    case sqliteReadOnly:
      return 'The ledger cannot be written: its file or folder is read-only.';
    case sqliteCannotOpen:
      return 'The ledger cannot be opened: its folder cannot be read or written.';
    case sqliteIo:
      return 'The disk reported an error while the ledger was read or written.';
    case sqliteConstraint:
      return 'its counts are larger than can be stored';
    default:
      return describeFileError(error);
  }
}
