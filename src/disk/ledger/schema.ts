/** The ledger's tables and their migrations. `PRAGMA user_version` says which of them a file has had. */
import type { DatabaseSync } from 'node:sqlite';

/** One statement list per version; the list's index + 1 is the version that it leads to. Never edit one that shipped. */
const migrations: readonly string[] = [
  `
  CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    identity TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ms INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    tail TEXT NOT NULL,
    partial_bytes INTEGER NOT NULL,
    state TEXT,
    twin TEXT,
    holds INTEGER NOT NULL,
    events INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    error TEXT
  ) STRICT;
  CREATE INDEX file_twin ON file (agent, twin) WHERE twin IS NOT NULL;

  CREATE TABLE problem (
    file_id INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_offset INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (file_id, kind)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    session TEXT NOT NULL,
    title TEXT,
    title_rank INTEGER NOT NULL DEFAULT 0,
    parent_session TEXT,
    forked_from TEXT,
    UNIQUE (agent, session)
  ) STRICT;

  CREATE TABLE dimension (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    model TEXT NOT NULL,
    provider TEXT,
    service_tier TEXT,
    speed TEXT,
    geo TEXT,
    region TEXT,
    project TEXT,
    quality TEXT NOT NULL,
    text TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    agent TEXT NOT NULL,
    key TEXT NOT NULL,
    part INTEGER NOT NULL,
    session_id INTEGER NOT NULL REFERENCES session (id),
    dimension_id INTEGER NOT NULL REFERENCES dimension (id),
    bracket INTEGER NOT NULL,
    at INTEGER NOT NULL,
    file_id INTEGER NOT NULL REFERENCES file (id),
    offset INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    is_sidechain INTEGER NOT NULL,
    replay_scope TEXT,
    is_suppressed INTEGER NOT NULL,
    claim_file_id INTEGER NOT NULL,
    claim_first_at INTEGER NOT NULL,
    claim_is_fork INTEGER NOT NULL,
    claim_is_own INTEGER NOT NULL,
    subagent TEXT,
    requested_model TEXT,
    branch TEXT,
    label TEXT,
    input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cache_write_other INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    web_searches INTEGER NOT NULL,
    web_fetches INTEGER NOT NULL,
    reported_usd TEXT,
    credits TEXT,
    UNIQUE (agent, key, part)
  ) STRICT;
  CREATE INDEX request_session ON request (session_id, at);
  CREATE INDEX request_at ON request (at);
  CREATE INDEX request_replay ON request (replay_scope) WHERE replay_scope IS NOT NULL;

  CREATE TABLE rollup (
    hour INTEGER NOT NULL,
    session_id INTEGER NOT NULL,
    dimension_id INTEGER NOT NULL,
    bracket INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cache_write_other INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    web_searches INTEGER NOT NULL,
    web_fetches INTEGER NOT NULL,
    PRIMARY KEY (hour, session_id, dimension_id, bracket)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rollup_session ON rollup (session_id);

  CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL,
    pid INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE reading (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    phase TEXT NOT NULL,
    done_bytes INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    done_files INTEGER NOT NULL,
    total_files INTEGER NOT NULL,
    changes INTEGER NOT NULL
  ) STRICT;
  INSERT INTO reading VALUES (1, 'live', 0, 0, 0, 0, 0);
  `,
];

/** The version that this build writes. */
export const schemaVersion = migrations.length;
/** SQLite's `application_id` of a ledger: 'MetL'. Tells it from other programs' databases. */
const applicationId = 0x4d65744c;

/**
 * Brings a database up to `schemaVersion`, each step in one transaction, so that a kill leaves the old or the new version.
 * @throws Error when the file was written by a newer Meterline or by another program.
 */
export function migrate(db: DatabaseSync): void {
  if (pragma(db, 'user_version') === schemaVersion && pragma(db, 'application_id') === applicationId) {
    return;
  }
  db.exec('BEGIN IMMEDIATE');
  try {
    // Read again inside the transaction: another window may have migrated while this one waited.
    const version = pragma(db, 'user_version');
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    if (!isEmpty && pragma(db, 'application_id') !== applicationId) {
      throw new Error('the file is a database of another program; name another file for the ledger');
    }
    if (version > schemaVersion) {
      throw new Error(`the ledger was written by a newer Meterline (version ${version}); update this one`);
    }
    for (const statements of migrations.slice(version)) {
      db.exec(statements);
    }
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}`);
    db.exec('COMMIT');
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Ends a transaction that failed. SQLite may have ended it already (a full disk), which is no further error. */
export function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // No transaction is open any more.
  }
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
