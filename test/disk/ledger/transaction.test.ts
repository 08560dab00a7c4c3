/** A batch is stored whole or not at all, and a batch that failed leaves nothing behind in memory either. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claude } from '../../../src/core/agents/claude/claude.ts';
import type { UsageRevision } from '../../../src/core/usage/usageRecord.ts';
import { createLedger, emptyCursor } from '../../../src/disk/ledger/ledger.ts';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';
import { claudeRow } from './claudeLog.ts';
import { totalsOf } from './rig.ts';

/** The revision of one row. */
function revisionOf(nth: number, session: string): UsageRevision {
  const findings = { revisions: [] as UsageRevision[], sessions: [], problems: [] };
  const file = { path: '/a.jsonl', relativePath: 'a.jsonl', stem: 'a', config: {} };
  claude.row(claude.start(file), claudeRow({ id: `m${nth}`, request: `r${nth}`, session }), nth, findings);
  const [revision] = findings.revisions;
  assert.ok(revision);
  return revision;
}

test('a batch that fails in its middle changes nothing, and the same sessions and sums are stored right afterwards', () => {
  const { db } = openLedger(':memory:', 0);
  const ledger = createLedger(db);
  const file = ledger.file('claude', '/a.jsonl', null);
  const commit = (revisions: readonly UsageRevision[]) =>
    ledger.commit({
      file,
      cursor: { ...emptyCursor, offset: 99 },
      findings: { revisions: [...revisions], sessions: [], problems: [] },
      isRestart: false,
    });
  const good = revisionOf(1, 'new');
  const broken = revisionOf(2, 'new');
  const [record] = broken.records;
  assert.ok(record);
  // A count that the table refuses: half a token.
  const half = { ...broken, records: [{ ...record, meters: { ...record.meters, input: 0.5 } }] };
  assert.throws(() => commit([good, half]));
  assert.deepEqual(totalsOf(ledger), {});
  assert.equal(db.prepare('SELECT count(*) AS n FROM session').get()?.n, 0);
  assert.equal(ledger.file('claude', '/a.jsonl', null).offset, 0);
  commit([revisionOf(3, 'other')]);
  assert.equal(commit([good, broken]), 2);
  assert.deepEqual(
    Object.entries(totalsOf(ledger)).map(([name, [requests]]) => [name.split(' ')[1], requests]),
    [
      ['new', 2],
      ['other', 1],
    ],
  );
  db.close();
});
