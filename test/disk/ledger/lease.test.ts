/** The lease's row by itself: one holder at a time, for a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaseHolder, leaseMs, releaseLease, takeLease } from '../../../src/disk/ledger/lease.ts';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const emptyLedger = () => openLedger(':memory:', now).db;

test('one holder has the lease until it runs out, and renewing makes it last', () => {
  const db = emptyLedger();
  assert.equal(leaseHolder(db, now), null);
  assert.ok(takeLease(db, 'a', 1, now));
  assert.deepEqual(leaseHolder(db, now), { holder: 'a', pid: 1 });
  assert.ok(!takeLease(db, 'b', 2, now + leaseMs - 1));
  assert.ok(takeLease(db, 'a', 1, now + 1000));
  assert.ok(!takeLease(db, 'b', 2, now + leaseMs));
  assert.ok(takeLease(db, 'b', 2, now + 1000 + leaseMs));
  assert.equal(leaseHolder(db, now + 1000 + leaseMs)?.holder, 'b');
  assert.ok(!takeLease(db, 'a', 1, now + 1000 + leaseMs));
  db.close();
});

test('only its holder can give the lease back', () => {
  const db = emptyLedger();
  takeLease(db, 'a', 1, now);
  releaseLease(db, 'b');
  assert.equal(leaseHolder(db, now)?.holder, 'a');
  releaseLease(db, 'a');
  assert.equal(leaseHolder(db, now), null);
  assert.ok(takeLease(db, 'b', 2, now));
  db.close();
});

test('a lease that a clock of tomorrow gave out is void, so that putting the clock back stops no one', () => {
  const db = emptyLedger();
  takeLease(db, 'a', 1, now + 86_400_000);
  assert.equal(leaseHolder(db, now), null);
  assert.ok(takeLease(db, 'b', 2, now));
  db.close();
});
