/** Opening the ledger's file: new, old, newer, foreign, damaged, out of reach. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';
import { migrate, schemaVersion } from '../../../src/disk/ledger/schema.ts';
import { claudePath, claudeRow } from './claudeLog.ts';
import { lines, openRig, put, temporaryFolder } from './rig.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');
const one = 'claude one claude-opus-4-5-20251101';
const version = (db: DatabaseSync) => db.prepare('PRAGMA user_version').get()?.user_version;

/** A ledger with many requests, closed. */
async function madeLedger(home: string): Promise<string> {
  const file = path.join(home, 'data', 'ledger.db');
  const rows = Array.from({ length: 400 }, (_, nth) => claudeRow({ id: `msg_${nth}`, request: `req_${nth}` }));
  put(home, claudePath('one'), lines(...rows));
  const rig = openRig(home, { file });
  await rig.readAll();
  rig.close();
  return file;
}

test('a new ledger has the present version, write-ahead logging, and is the user’s alone', (t) => {
  const file = path.join(temporaryFolder(t), 'meterline', 'ledger.db');
  const { db, note } = openLedger(file, nowMs);
  t.after(() => db.close());
  assert.equal(note, null);
  assert.equal(version(db), schemaVersion);
  assert.equal(db.prepare('PRAGMA journal_mode').get()?.journal_mode, 'wal');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(path.dirname(file)).mode & 0o777, 0o700);
  for (const name of readdirSync(path.dirname(file))) {
    assert.equal(statSync(path.join(path.dirname(file), name)).mode & 0o077, 0, `${name} is nobody else's`);
  }
});

test('a migration that fails leaves the version and the tables as they were', () => {
  const db = new DatabaseSync(':memory:');
  // As if the disk were full half-way through the statements.
  db.exec('PRAGMA max_page_count = 4');
  assert.throws(() => migrate(db), /full/);
  assert.equal(version(db), 0);
  assert.equal(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n, 0);
  db.exec('PRAGMA max_page_count = 1000000');
  migrate(db);
  assert.equal(version(db), schemaVersion);
  db.close();
});

test('a ledger of a newer Meterline is refused in words and left as it is', async (t) => {
  const file = await madeLedger(temporaryFolder(t));
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  db.close();
  assert.throws(() => openLedger(file, nowMs), /written by a newer Meterline \(version 2\); update this one/);
  assert.deepEqual(
    readdirSync(path.dirname(file)).filter((name) => name.includes('damaged')),
    [],
  );
});

test('a database of another program is refused and not touched', (t) => {
  const file = path.join(temporaryFolder(t), 'notes.db');
  const notes = new DatabaseSync(file);
  notes.exec("CREATE TABLE note (text); INSERT INTO note VALUES ('mine')");
  notes.close();
  assert.throws(() => openLedger(file, nowMs), /database of another program/);
  const after = new DatabaseSync(file);
  assert.deepEqual(
    after
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map((row) => row.name),
    ['note'],
  );
  assert.equal(after.prepare('SELECT text FROM note').get()?.text, 'mine');
  after.close();
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  'a text file': (file) => writeFileSync(file, 'Dear diary, '.repeat(1000)),
  'random bytes all over': (file) => {
    writeFileSync(
      file,
      Buffer.from(Array.from({ length: statSync(file).size }, () => Math.floor(Math.random() * 256))),
    );
  },
  'random bytes over one page in its middle': (file) => {
    const bytes = readFileSync(file);
    const page = 4096 * Math.floor(bytes.length / 4096 / 2);
    bytes.fill(0xa7, page, page + 4096);
    writeFileSync(file, bytes);
  },
  'the second half cut off': (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  'a destroyed header': (file) => {
    const bytes = readFileSync(file);
    bytes.fill(0, 0, 64);
    writeFileSync(file, bytes);
  },
};

for (const [what, damage] of Object.entries(damages)) {
  test(`a damaged ledger (${what}) is put aside, and the logs give the same figures again`, async (t) => {
    const home = temporaryFolder(t);
    const file = await madeLedger(home);
    damage(file);
    const broken = readFileSync(file);
    const { db, note } = openLedger(file, nowMs);
    db.close();
    assert.equal(
      note,
      `The ledger was damaged; it was kept as ledger.db.damaged-${nowMs} and a new one was begun from the logs.`,
    );
    assert.deepEqual(readFileSync(`${file}.damaged-${nowMs}`), broken);
    const rig = openRig(home, { file });
    await rig.readAll();
    assert.deepEqual(rig.totals()[one]?.slice(0, 2), [400, 4000]);
    rig.close();
  });
}

test('an empty file becomes a ledger, and nothing is put aside', (t) => {
  const file = path.join(temporaryFolder(t), 'ledger.db');
  writeFileSync(file, '');
  const { db, note } = openLedger(file, nowMs);
  assert.equal(note, null);
  assert.equal(version(db), schemaVersion);
  db.close();
});

test('a ledger whose log of writes was lost or is foreign opens at its last whole state', async (t) => {
  const home = temporaryFolder(t);
  const file = await madeLedger(home);
  const { db } = openLedger(file, nowMs);
  db.exec('UPDATE session SET title = 1');
  // What a copy without its neighbours, or a power cut between two files, leaves.
  copyFileSync(file, `${file}.copy`);
  writeFileSync(`${file}.copy-wal`, 'no log of writes');
  db.close();
  const copy = openLedger(`${file}.copy`, nowMs);
  assert.equal(copy.db.prepare('SELECT count(*) AS n FROM request').get()?.n, 400);
  copy.db.close();
});

test('a place where no ledger can be is an error that says why', (t) => {
  const home = temporaryFolder(t);
  const notAFolder = put(home, 'plain.txt', 'x');
  assert.throws(() => openLedger(path.join(notAFolder, 'ledger.db'), nowMs), /ENOTDIR|EEXIST/);
  assert.throws(() => openLedger(home, nowMs), /unable to open database file/);
  assert.ok(existsSync(home));
});

test('a folder that refuses new ones is an error, not an endless wait', { skip: !existsSync('/proc') }, () => {
  assert.throws(() => openLedger('/proc/nope/deeper/ledger.db', 1), /ENOENT/);
});
