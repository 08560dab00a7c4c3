/** The ledger: what every log said, upserted by key, with hourly sums and file cursors changed in the same transaction. */
import type { DatabaseSync } from 'node:sqlite';
import type { Findings } from '../../core/agents/adapter.ts';
import type { AgentId } from '../../core/agents/agentId.ts';
import { foldRevisions } from './foldRevisions.ts';
import { createRequestWriter } from './requests.ts';
import { createRollupChanges } from './rollup.ts';
import { type FileRow, fileRowOf } from './rows.ts';
import { rollBack } from './schema.ts';
import { createNumbering } from './sessions.ts';

/** How far a file was read, as it is stored with the rows that were read up to there. */
export type FileCursor = Omit<FileRow, 'id' | 'agent' | 'path' | 'twin' | 'holds'>;

/** One step of reading one file. */
export interface Batch {
  readonly file: FileRow;
  readonly cursor: FileCursor;
  readonly findings: Findings;
  /** Forget the file's earlier problems: it is being read from its start. */
  readonly isRestart: boolean;
}

/** Writes. Reads for reports are in queries.ts. */
export interface Ledger {
  readonly db: DatabaseSync;
  /** The row of a file, added when it is new. */
  file(agent: AgentId, path: string, twin: string | null): FileRow;
  /** The file of a twin group whose events stand in the ledger, else null. */
  twinHolder(agent: string, twin: string): FileRow | null;
  /** Stores a batch: all of it or, on an error, nothing. Returns how many requests and titles changed. */
  commit(batch: Batch): number;
  /**
   * Makes `winner` the file of its twins that counts and removes the requests of `loser`. The winner is to be read from its start, and
   * stands as unread until that was done, so that a kill in between loses nothing.
   */
  passTwin(winner: FileRow, loser: FileRow): void;
  /** Notes why a file cannot be read; `cursor` says when it is worth another try. */
  setError(file: FileRow, error: string, cursor: Pick<FileCursor, 'identity' | 'sizeBytes' | 'mtimeMs'>): void;
  /** Runs `work` in one transaction that is rolled back when it throws. */
  transaction<T>(work: () => T): T;
}

/** The cursor of a file of which nothing was read. */
export const emptyCursor: FileCursor = {
  identity: '',
  sizeBytes: 0,
  mtimeMs: 0,
  offset: 0,
  tail: '',
  partialBytes: 0,
  state: null,
  events: 0,
  lines: 0,
  error: null,
};

/** Prepares all statements on an open, migrated database. */
export function createLedger(db: DatabaseSync): Ledger {
  const numbering = createNumbering(db);
  const rollup = createRollupChanges(db);
  const requests = createRequestWriter(db, numbering, rollup);
  const findFile = db.prepare('SELECT * FROM file WHERE path = ?');
  const addFile = db.prepare(
    `INSERT INTO file (agent, path, identity, size, mtime_ms, offset, tail, partial_bytes, state, twin, holds, events, lines, error)
     VALUES (?, ?, '', 0, 0, 0, '', 0, NULL, ?, ?, 0, 0, NULL) ON CONFLICT (path) DO NOTHING`,
  );
  const holder = db.prepare('SELECT * FROM file WHERE agent = ? AND twin = ? AND holds = 1 LIMIT 1');
  const setCursor = db.prepare(
    `UPDATE file SET identity = ?, size = ?, mtime_ms = ?, offset = ?, tail = ?, partial_bytes = ?, state = ?, events = ?, lines = ?, error = ?
     WHERE id = ?`,
  );
  const setHolds = db.prepare('UPDATE file SET holds = ? WHERE id = ?');
  const restart = db.prepare(
    "UPDATE file SET identity = '', size = 0, mtime_ms = 0, offset = 0, state = NULL, tail = '', lines = 0 WHERE id = ?",
  );
  const setError = db.prepare('UPDATE file SET error = ?, identity = ?, size = ?, mtime_ms = ? WHERE id = ?');
  const noteChange = db.prepare('UPDATE reading SET changes = changes + 1 WHERE id = 1');
  const clearProblems = db.prepare('DELETE FROM problem WHERE file_id = ?');
  const addProblem = db.prepare(
    `INSERT INTO problem (file_id, kind, count, first_offset, message) VALUES (?, ?, 1, ?, ?)
     ON CONFLICT (file_id, kind) DO UPDATE SET count = count + 1`,
  );

  function transaction<T>(work: () => T): T {
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      rollup.flush();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      numbering.clear();
      rollup.clear();
      rollBack(db);
      throw error;
    }
  }

  return {
    db,
    transaction,
    file(agent, path, twin) {
      let row = findFile.get(path);
      if (!row) {
        const isFirst = twin === null || holder.get(agent, twin) === undefined;
        addFile.run(agent, path, twin, isFirst ? 1 : 0);
        row = findFile.get(path);
      }
      return fileRowOf(row ?? {});
    },
    twinHolder(agent, twin) {
      const row = holder.get(agent, twin);
      return row ? fileRowOf(row) : null;
    },
    commit({ file, cursor, findings, isRestart }) {
      return transaction(() => {
        if (isRestart) {
          clearProblems.run(file.id);
        }
        let changed = 0;
        for (const facts of findings.sessions) {
          const { isRetitled, fork } = numbering.learn(facts);
          changed += isRetitled ? 1 : 0;
          if (fork !== null) {
            changed += requests.moveCopies(facts.agent, fork, facts.session);
          }
        }
        if (file.holds) {
          for (const revision of foldRevisions(findings.revisions)) {
            changed += requests.apply(revision, file.id) ? 1 : 0;
          }
        }
        if (changed > 0) {
          noteChange.run();
        }
        for (const problem of findings.problems) {
          addProblem.run(file.id, problem.kind, problem.offset, problem.message);
        }
        const { identity, sizeBytes, mtimeMs, offset, tail, partialBytes, state, events, lines, error } = cursor;
        setCursor.run(identity, sizeBytes, mtimeMs, offset, tail, partialBytes, state, events, lines, error, file.id);
        return changed;
      });
    },
    passTwin(winner, loser) {
      transaction(() => {
        requests.removeFile(loser.id);
        setHolds.run(0, loser.id);
        setHolds.run(1, winner.id);
        restart.run(winner.id);
        noteChange.run();
      });
    },
    setError(file, error, { identity, sizeBytes, mtimeMs }) {
      setError.run(error, identity, sizeBytes, mtimeMs, file.id);
    },
  };
}
