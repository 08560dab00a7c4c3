/** What the process that holds the lease tells the others through the ledger: whether it still reads, and whether numbers changed. */
import type { DatabaseSync } from 'node:sqlite';

/** How far a read has come. */
export interface Progress {
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** The row that all processes see. `phase` is 'reading' while figures are incomplete, else 'live'. */
export interface ReadingStatus {
  readonly phase: 'reading' | 'live';
  readonly progress: Progress;
  /** Grows with every change of a number or a title. */
  readonly changes: number;
}

/** Reads the row. */
export function readingStatus(db: DatabaseSync): ReadingStatus {
  const row = db
    .prepare('SELECT phase, done_bytes, total_bytes, done_files, total_files, changes FROM reading WHERE id = 1')
    .get();
  return {
    phase: row?.phase === 'reading' ? 'reading' : 'live',
    progress: {
      doneFiles: Number(row?.done_files ?? 0),
      totalFiles: Number(row?.total_files ?? 0),
      doneBytes: Number(row?.done_bytes ?? 0),
      totalBytes: Number(row?.total_bytes ?? 0),
    },
    changes: Number(row?.changes ?? 0),
  };
}

/** Writes how far reading has come; null: nothing is being read. */
export function writeProgress(db: DatabaseSync, progress: Progress | null): void {
  const { doneBytes = 0, totalBytes = 0, doneFiles = 0, totalFiles = 0 } = progress ?? {};
  db.prepare(
    'UPDATE reading SET phase = ?, done_bytes = ?, total_bytes = ?, done_files = ?, total_files = ? WHERE id = 1',
  ).run(progress === null ? 'live' : 'reading', doneBytes, totalBytes, doneFiles, totalFiles);
}
