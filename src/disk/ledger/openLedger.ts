/** Opens the ledger's file, puts a broken one aside, and says what it had to do. */
import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './schema.ts';

/** An open ledger file. `note` is a sentence for Doctor when something unusual was done, else null. */
export interface OpenedLedger {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly note: string | null;
}

/** How long a writer waits for another process's transaction. Ours last milliseconds. */
const busyTimeoutMs = 5_000;

/**
 * Opens or creates the ledger (`:memory:` allowed), folder 0700 and file 0600. A file that is no database or is damaged is renamed to
 * `….damaged-<nowMs>` and a fresh one takes its place: what the logs still hold is read again.
 * @throws Error when the folder cannot be written, the file stays locked, or a newer Meterline wrote it.
 */
export function openLedger(file: string, nowMs: number): OpenedLedger {
  if (file === ':memory:') {
    return { db: prepareDatabase(file), file, note: null };
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    return { db: prepareDatabase(file), file, note: null };
  } catch (error) {
    if (!isDamage(error)) {
      throw error;
    }
    const aside = `${file}.damaged-${nowMs}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(file + suffix)) {
        renameSync(file + suffix, aside + suffix);
      }
    }
    const note = `The ledger was damaged; it was kept as ${path.basename(aside)} and a new one was begun from the logs.`;
    return { db: prepareDatabase(file), file, note };
  }
}

function prepareDatabase(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    if (file !== ':memory:') {
      chmodSync(file, 0o600);
    }
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000',
    );
    migrate(db);
    // Touches the pages that every start needs, so that damage shows here and not in the middle of a batch.
    db.prepare('SELECT count(*) AS n FROM file').get();
    db.prepare('SELECT max(hour) AS h FROM rollup').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite's result codes, from sqlite.org/rescode.html. */
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;
const sqliteBusy = 5;
const sqliteFull = 13;

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

/** What a failed write means to a user, and what to do. */
export function describeLedgerError(error: unknown): string {
  switch (sqliteCode(error)) {
    case sqliteFull:
      return 'The disk is full: the ledger cannot grow. Free some space; reading goes on by itself.';
    case sqliteBusy:
      return 'The ledger is locked by another program. Reading goes on when it is free.';
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return 'The ledger is damaged. Restart Meterline: it keeps the damaged file aside and reads the logs again.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
