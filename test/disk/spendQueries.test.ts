/** The surfaces' questions, answered from a real ledger. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { queryOverview, queryRequests, querySessions, queryWhatIf } from '../../src/disk/spendQueries.ts';
import { listPrice } from '../core/usage/someRows.ts';
import { claudePath, claudeRow } from './ledger/claudeLog.ts';
import { codexPath, codexSession, meta, tokens, turn } from './ledger/codexLog.ts';
import { lines, openRig, put, temporaryFolder } from './ledger/rig.ts';

const nowMs = Date.parse('2026-11-10T19:00:00Z');
const asking = { nowMs, timezone: 'UTC', price: listPrice };

/** Output 1, 10, 100 and so on at these times. */
async function ledgerWith(t: TestContext, sessions: Readonly<Record<string, readonly string[]>>) {
  const home = temporaryFolder(t);
  let output = 1;
  for (const [session, times] of Object.entries(sessions)) {
    const rows = times.map((at) => {
      const row = claudeRow({ session, id: `m${output}`, request: `r${output}`, output, at });
      output *= 10;
      return row;
    });
    put(home, claudePath(session), lines(...rows));
  }
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  return rig.ledger.db;
}

test('today and this month are the user’s, to the millisecond, where the day begins inside an hour', async (t) => {
  const db = await ledgerWith(t, {
    one: [
      '2026-10-31T18:29:59.999Z',
      '2026-10-31T18:30:00.000Z',
      '2026-11-10T18:29:59.999Z',
      '2026-11-10T18:30:00.000Z',
    ],
  });
  const india = queryOverview(db, { ...asking, timezone: 'Asia/Kolkata' });
  assert.equal(india.day, '2026-11-11');
  assert.equal(india.today.meters.output, 1000);
  assert.equal(india.month.meters.output, 1110);
  const utc = queryOverview(db, asking);
  assert.equal(utc.today.meters.output, 1100);
  assert.equal(utc.month.meters.output, 1100);
});

test('a request of a clock that runs a little ahead counts, one from the far future does not', async (t) => {
  const db = await ledgerWith(t, { one: ['2026-11-10T19:05:00.000Z', '2027-11-10T19:00:00.000Z'] });
  assert.equal(queryOverview(db, asking).month.meters.output, 1);
});

test('the current session is that of the latest request, whole, and the dearest of today stand first', async (t) => {
  const db = await ledgerWith(t, {
    old: ['2026-11-09T10:00:00.000Z'],
    cheap: ['2026-11-09T12:00:00.000Z', '2026-11-10T18:59:00.000Z'],
    dear: ['2026-11-10T09:00:00.000Z'],
  });
  const overview = queryOverview(db, asking);
  assert.equal(overview.session?.session, 'cheap');
  assert.equal(overview.session?.spend.requests, 2);
  assert.equal(overview.session?.firstAt, Date.parse('2026-11-09T12:00:00Z'));
  assert.deepEqual(
    overview.topSessions.map(({ session }) => session),
    ['dear', 'cheap'],
  );
  assert.deepEqual(
    querySessions(db, 2, asking).map(({ session }) => session),
    ['cheap', 'dear'],
  );
});

test('an empty ledger has an overview of nothing', async (t) => {
  const db = await ledgerWith(t, {});
  const overview = queryOverview(db, asking);
  assert.deepEqual([overview.today.requests, overview.session, overview.lastRequest], [0, null, null]);
  assert.deepEqual(querySessions(db, 10, asking), []);
});

test('a session’s requests run up to its sum, and on its own model it costs that sum', async (t) => {
  const db = await ledgerWith(t, {
    one: ['2026-11-10T09:00:00.000Z', '2026-11-10T09:59:59.999Z', '2026-11-10T10:00:00.000Z'],
  });
  const requests = queryRequests(db, 'claude', 'one', asking);
  const [summary] = querySessions(db, 1, asking);
  assert.equal(requests.length, 3);
  assert.equal(requests.at(-1)?.runningTotal.listUsd, summary?.spend.listUsd);
  const [same] = queryWhatIf(db, 'claude', 'one', ['claude-opus-4-5-20251101'], asking);
  assert.deepEqual([same?.listUsd, same?.isEstimate], [summary?.spend.listUsd, false]);
});

test('a session’s context is that of its main thread, not of a later subagent', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), lines(claudeRow({ input: 50_000, output: 10 })));
  put(
    home,
    claudePath('one', 'abc'),
    lines(
      claudeRow({
        id: 'm2',
        request: 'r2',
        input: 7,
        output: 1,
        isSidechain: true,
        agentId: 'abc',
        at: '2026-11-10T09:30:00.000Z',
      }),
    ),
  );
  const id = codexSession(0, 'a');
  put(home, codexPath(id), lines(meta(id), turn(1), tokens(2, 10, 1)));
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  const later = { ...asking, nowMs: Date.parse('2026-11-12T00:00:00Z') };
  const one = querySessions(rig.ledger.db, 10, later).find(({ session }) => session === 'one');
  assert.equal(one?.contextTokens, 50_010);
  assert.equal(one?.spend.requests, 2);
});
