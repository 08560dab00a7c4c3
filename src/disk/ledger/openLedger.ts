/** Opens the ledger's file, puts a broken one aside, and says what it had to do. */
import { chmodSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy, isDamage } from './ledgerErrors.ts';
import { migrate } from './schema.ts';

/** An open ledger file. `note` is a sentence for Doctor when something unusual was done, else null. */
export interface OpenedLedger {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly note: string | null;
}

/** How a ledger is opened. */
export interface OpenOptions {
  /** How long a writer waits for another process's transaction; ours last milliseconds. */
  readonly busyTimeoutMs?: number;
  /** Look for damage in the whole file (20 MB take some 50 ms), not only where every start looks. */
  readonly isThorough?: boolean;
}

/**
 * Opens or creates the ledger (`:memory:` allowed), folder 0700 and file 0600. A file that is no database or is damaged is renamed to
 * `….damaged-<nowMs>` and a fresh one takes its place: what the logs still hold is read again.
 * @throws Error when the folder cannot be written, the file stays locked, or a newer Meterline wrote it.
 */
export function openLedger(file: string, nowMs: number, options: OpenOptions = {}): OpenedLedger {
  if (file === ':memory:') {
    return { db: prepareDatabase(file, options), file, note: null };
  }
  makeFolder(path.dirname(file));
  const found = identityOf(file);
  try {
    return { db: prepareDatabase(file, options), file, note: null };
  } catch (error) {
    if (!isDamage(error)) {
      throw error;
    }
    // Another process that found the same damage may have put the file aside by now; its fresh one is not ours to move.
    const note = identityOf(file) === found ? putAside(file, nowMs) : null;
    return { db: prepareDatabase(file, options), file, note };
  }
}

/** Not mkdirSync's `recursive`, which never returns below a folder that refuses new ones with ENOENT, as /proc does (Node 24). */
function makeFolder(folder: string): void {
  const isThere = (): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) {
    return;
  }
  const parent = path.dirname(folder);
  if (parent !== folder) {
    makeFolder(parent);
  }
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another window may have made it in the meantime.
    if (!isThere()) {
      throw error;
    }
  }
}

/** Where a damaged ledger file is kept: `<ledger>.damaged-<when>`. */
export const asideMark = '.damaged-';

function putAside(file: string, nowMs: number): string {
  const aside = `${file}${asideMark}${nowMs}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) {
      renameSync(file + suffix, aside + suffix);
    }
  }
  return `The ledger was damaged; it was kept as ${path.basename(aside)} and a new one was begun from the logs.`;
}

function identityOf(file: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : null;
}

function prepareDatabase(file: string, { busyTimeoutMs = 5_000, isThorough = true }: OpenOptions): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    if (file !== ':memory:') {
      chmodSync(file, 0o600);
    }
    // Not the constructor's `timeout`, which Node 22.15 does not know.
    db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    useWal(db, Date.now() + busyTimeoutMs);
    db.exec(
      'PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000',
    );
    migrate(db);
    if (isThorough && file !== ':memory:') {
      checkWhole(db);
    }
    // Touches the pages that every start needs, so that damage shows here and not in the middle of a batch.
    db.prepare('SELECT count(*) AS n FROM file').get();
    db.prepare('SELECT max(hour) AS h FROM rollup').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite does not wait for a lock when it changes the journal: of two that create a ledger at once, one has to try again. */
function useWal(db: DatabaseSync, untilMs: number): void {
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() >= untilMs) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** @throws Error with SQLite's code for damage when a page or an index of the file is not sound. */
function checkWhole(db: DatabaseSync): void {
  const verdict = String(db.prepare('PRAGMA quick_check(1)').get()?.quick_check);
  if (verdict !== 'ok') {
    throw Object.assign(new Error(verdict), { errcode: 11 });
  }
}
