/** `meterline report`: the rows of the contract, days of any zone, and words for people. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { lines, put, temporaryFolder } from '../ledger/rig.ts';
import { fixtures, meterline, meterlineJson } from './runCli.ts';

interface Row {
  readonly agent?: string;
  readonly session?: string;
  readonly parentSession?: string;
  readonly model?: string;
  readonly day?: string;
  readonly month?: string;
  readonly request?: string;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly listUsd: string | null;
  readonly marginalUsd: string | null;
  readonly unpricedRequests: number;
}

interface Report {
  readonly schema: number;
  readonly rows: readonly Row[];
  readonly totals: Row;
  readonly problems: readonly { file: string; count: number; message: string }[];
}

const report = async (...args: string[]) => (await meterlineJson(['report', ...args])) as Report;
const claudeHome = path.join(fixtures, 'agents/claude');
const codexHome = path.join(fixtures, 'agents/codex');
const expected: { rows: Record<string, unknown>[] } = JSON.parse(
  readFileSync(path.join(fixtures, 'agents/expected.json'), 'utf8'),
);

for (const [agent, home] of [
  ['claude', claudeHome],
  ['codex', codexHome],
] as const) {
  test(`the fixtures of ${agent} give exactly the expected rows`, async () => {
    const { schema, rows } = await report('--home', home, '--ledger', ':memory:', '--by', 'agent,session,model');
    assert.equal(schema, 1);
    const shown = rows.map((row) => {
      const { listUsd, marginalUsd, quality, credits, unpricedRequests, ...counts } = row as Row &
        Record<string, unknown>;
      assert.equal(quality, 'exact');
      assert.equal(credits, null);
      assert.equal(listUsd, marginalUsd);
      return counts;
    });
    const wanted = expected.rows
      .filter(({ source }) => source === agent)
      .map((row) => ({
        agent,
        session: row.session,
        ...(row.parent === undefined ? {} : { parentSession: row.parent }),
        model: row.model,
        requests: row.requests,
        inputTokens: row.input,
        cacheReadTokens: row.cacheRead,
        cacheWrite5mTokens: row.cacheWrite5m,
        cacheWrite1hTokens: row.cacheWrite1h,
        outputTokens: row.output,
        reasoningTokens: row.reasoning,
        webSearchRequests: row.webSearchRequests ?? 0,
      }));
    const byName = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    assert.deepEqual([...shown].sort(byName), wanted.sort(byName));
  });
}

test('a model without a price has no money, is counted apart, and never lends another’s price', async () => {
  const { rows, totals } = await report('--home', claudeHome, '--by', 'model');
  const unknown = rows.find(({ model }) => model === 'acme-coder-9000');
  assert.equal(unknown?.listUsd, null);
  assert.equal(unknown?.marginalUsd, null);
  assert.equal(unknown?.unpricedRequests, 1);
  assert.ok(totals.unpricedRequests >= 1);
  assert.match(totals.listUsd ?? '', /^\d+\.\d+$/);
});

/** One request at each of these times, of as many output tokens as its place in the list. */
function homeWith(t: Parameters<typeof temporaryFolder>[0], times: readonly string[]): string {
  const home = temporaryFolder(t);
  const rows = times.map((at, nth) => claudeRow({ id: `m${nth}`, request: `r${nth}`, output: nth + 1, at }));
  put(home, claudePath('one'), lines(...rows));
  return home;
}

test('days are the user’s where they begin within an hour of the world’s clock', async (t) => {
  // Midnight in India is 18:30 in Greenwich.
  const home = homeWith(t, ['2026-11-10T18:29:59.999Z', '2026-11-10T18:30:00.000Z', '2026-11-10T18:59:00.000Z']);
  const days = async (...args: string[]) =>
    (await report('--home', home, '--by', 'day', ...args)).rows.map(({ day, outputTokens }) => [day, outputTokens]);
  assert.deepEqual(await days('--timezone', 'Asia/Kolkata'), [
    ['2026-11-10', 1],
    ['2026-11-11', 5],
  ]);
  assert.deepEqual(await days('--timezone', 'UTC'), [['2026-11-10', 6]]);
  assert.deepEqual(await days('--timezone', 'Asia/Kolkata', '--since', '2026-11-11'), [['2026-11-11', 5]]);
  assert.deepEqual(await days('--timezone', 'Asia/Kolkata', '--until', '2026-11-10'), [['2026-11-10', 1]]);
  assert.deepEqual(
    await days('--timezone', 'UTC', '--since', '2026-11-10T18:30:00Z', '--until', '2026-11-10T18:59:00Z'),
    [['2026-11-10', 2]],
  );
  assert.deepEqual(await days('--timezone', 'Asia/Kolkata', '--since', '2026-11-11T00:10'), [['2026-11-11', 3]]);
});

test('days are right in a zone that is half an hour off only in winter, and across a change of the clock', async (t) => {
  // Lord Howe: +11 in summer, +10:30 in winter; both ends of the span are in summer.
  const home = homeWith(t, [
    '2026-01-10T12:00:00Z',
    '2026-07-10T13:15:00Z',
    '2026-07-10T13:45:00Z',
    '2026-12-10T12:00:00Z',
  ]);
  const { rows } = await report('--home', home, '--by', 'day', '--timezone', 'Australia/Lord_Howe');
  assert.deepEqual(
    rows.map(({ day, outputTokens }) => [day, outputTokens]),
    [
      ['2026-01-10', 1],
      ['2026-07-10', 2],
      ['2026-07-11', 3],
      ['2026-12-10', 4],
    ],
  );
});

test('only the asked-for keys are in the rows, in their order, and requests are rows of their own', async () => {
  const { rows, totals } = await report('--home', codexHome, '--by', 'request,model,month', '--agent', 'codex');
  assert.deepEqual(Object.keys(rows[0] ?? {}).slice(0, 4), ['model', 'month', 'request', 'requests']);
  assert.equal(rows.length, totals.requests);
  assert.ok(rows.every(({ requests, month }) => requests === 1 && month === '2026-11'));
});

test('under a plan the list value stays and nothing is spent', async () => {
  const args = ['--home', codexHome, '--by', 'agent'];
  const list = await report(...args);
  const plan = await report(...args, '--pricing', 'claude-max');
  assert.equal(plan.totals.listUsd, list.totals.listUsd);
  assert.equal(plan.totals.marginalUsd, '0');
  const { stdout } = await meterline(['report', ...args, '--pricing', 'claude-max']);
  assert.match(stdout, /in plan/);
});

test('what could not be read is named with its place, on stderr for people and in the JSON for programs', async () => {
  const { problems } = await report('--home', claudeHome);
  assert.equal(problems.length, 1);
  assert.match(problems[0]?.file ?? '', /^~\/\.claude\/projects\/.*\.jsonl$/);
  assert.equal(problems[0]?.message, 'A line is not a whole JSON object. First at byte 1923.');
  const { status, stdout, stderr } = await meterline(['report', '--home', claudeHome]);
  assert.equal(status, 0);
  assert.match(
    stderr,
    /^meterline report: ~\/\.claude\/.*: A line is not a whole JSON object\. First at byte 1923\.\n$/,
  );
  assert.ok(!stdout.includes('\u001b'), 'a piped table is plain');
  const widths = new Set(
    stdout
      .split('\n')
      .slice(0, 5)
      .map((line) => line.length),
  );
  assert.equal(widths.size, 1, 'columns line up');
});

test('a home without logs says where to look next', async (t) => {
  const { status, stdout } = await meterline(['report', '--home', temporaryFolder(t)]);
  assert.equal(status, 0);
  assert.equal(stdout, 'No usage was found. `meterline doctor` says where it looked.\n');
});

test('a session title or path cannot act on the terminal', async (t) => {
  const home = temporaryFolder(t);
  const row = { ...claudeRow(), cwd: '/home/\u001b[31mred\u202Edlrow\nnew' };
  put(home, claudePath('one'), lines(row));
  const { stdout } = await meterline(['report', '--home', home, '--by', 'project']);
  assert.match(stdout, /\/home\/\[31mreddlrow new/);
});
