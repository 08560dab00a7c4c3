/** Rollups are the sums of the requests at every moment, and price like them; and the order in which files are read is no matter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPricer } from '../../../src/core/pricing/pricer.ts';
import { type Spend, sumRows as sumSpend } from '../../../src/core/usage/spend.ts';
import { promptTokens } from '../../../src/core/usage/usageRecord.ts';
import { createLedger, emptyCursor, type Ledger } from '../../../src/disk/ledger/ledger.ts';
import { openLedger } from '../../../src/disk/ledger/openLedger.ts';
import { requestRows, requestSums, usageRows } from '../../../src/disk/ledger/queries.ts';
import { book, index } from '../../core/pricing/builtBook.ts';
import { always, sumRows, totalsOf } from './rig.ts';
import { type FileStory, paths, spans, stories } from './someRevisions.ts';

function emptyLedger(): Ledger {
  return createLedger(openLedger(':memory:', 0).db);
}

/** Tells a story in batches of so many revisions. */
function tell(ledger: Ledger, { file, revisions }: FileStory, batch: number): void {
  const row = ledger.file('claude', paths[file] ?? '', null);
  for (let from = 0; from < revisions.length; from += batch) {
    const findings = { revisions: revisions.slice(from, from + batch), sessions: [], problems: [] };
    ledger.commit({ file: row, cursor: emptyCursor, findings, isRestart: false });
  }
}

/** s3 was copied from s2, that from s1, that from s0; told at any time. */
function tellFork(ledger: Ledger, nth: number): void {
  const findings = {
    revisions: [],
    sessions: [{ agent: 'claude', session: `s${nth}`, forkedFrom: `s${nth - 1}` } as const],
    problems: [],
  };
  ledger.commit({
    file: ledger.file('claude', '/logs/f.jsonl', null),
    cursor: emptyCursor,
    findings,
    isRestart: false,
  });
}

test('after any revisions, replacements, replays and moves the rollups are the sums of the requests, in any span', () => {
  fc.assert(
    fc.property(
      stories,
      fc.integer({ min: 1, max: 6 }),
      fc.array(spans, { minLength: 3, maxLength: 3 }),
      (told, batch, some) => {
        const ledger = emptyLedger();
        for (const [nth, story] of told.entries()) {
          tell(ledger, story, batch);
          tellFork(ledger, nth + 1);
          totalsOf(ledger);
          for (const span of some) {
            assert.deepEqual(sumRows(usageRows(ledger.db, span)), sumRows(requestSums(ledger.db, span)));
          }
        }
        const empty = ledger.db.prepare('SELECT count(*) AS n FROM rollup WHERE requests < 1').get();
        assert.equal(empty?.n, 0, 'no sum without a request is left behind');
        ledger.db.close();
      },
    ),
    { numRuns: 150 },
  );
});

test('the order of files and of facts, the size of batches and telling all twice change no total', () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
  fc.assert(
    fc.property(stories, order, fc.integer({ min: 1, max: 6 }), fc.boolean(), (told, steps, batch, isTwice) => {
      const straight = emptyLedger();
      const shuffled = emptyLedger();
      for (const story of told) {
        tell(straight, story, 1);
      }
      for (const nth of [1, 2, 3]) {
        tellFork(straight, nth);
      }
      for (const step of isTwice ? [...steps, ...steps] : steps) {
        const story = told[step];
        if (story) {
          tell(shuffled, story, batch);
        } else {
          tellFork(shuffled, step - 2);
        }
      }
      assert.deepEqual(totalsOf(shuffled), totalsOf(straight));
      straight.db.close();
      shuffled.db.close();
    }),
    { numRuns: 300 },
  );
});

test('hourly sums cost what their requests cost one by one, to the last digit', () => {
  const price = createPricer({ book, index }, { billing: {}, customPricing: [] });
  const money = ({ listUsd, marginalUsd, requests, unpricedRequests }: Spend) => ({
    listUsd,
    marginalUsd,
    requests,
    unpricedRequests,
  });
  let priced = 0;
  fc.assert(
    fc.property(stories, spans, (told, span) => {
      const ledger = emptyLedger();
      for (const story of told) {
        tell(ledger, story, 6);
      }
      for (const within of [always, span]) {
        const fromSums = money(sumSpend(usageRows(ledger.db, within), price));
        const requests = requestRows(ledger.db, within).map((row) => ({
          ...row,
          bracketTokens: promptTokens(row.meters),
        }));
        assert.deepEqual(fromSums, money(sumSpend(requests, price)));
        priced += fromSums.requests - fromSums.unpricedRequests;
      }
      ledger.db.close();
    }),
    { numRuns: 200 },
  );
  assert.ok(priced > 200, 'most of the requests have a price');
});
