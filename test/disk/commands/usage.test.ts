/** The command line as a whole: exit status, wrong usage, errors, Nodes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { add, lines, openRig, put, temporaryFolder } from '../ledger/rig.ts';
import { fixtures, meterline, meterlineJson } from './runCli.ts';

const claudeHome = path.join(fixtures, 'agents/claude');

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /^$/],
  [['frobnicate'], /there is no command "frobnicate"/],
  [['report', '--frobnicate'], /^meterline report: Unknown option '--frobnicate'/],
  [['report', '--by', 'agent,colour'], /--by "colour" is none of agent, session, /],
  [['report', '--pricing', 'free'], /--pricing "free" is none of list, /],
  [['report', '--agent', 'hal'], /--agent "hal" is none of claude, codex/],
  [['report', '--since', 'yesterday'], /--since "yesterday" is not an ISO date or time/],
  [['report', '--since', '2026-13-45'], /--since "2026-13-45" is not an ISO date or time/],
  [['report', '--timezone', 'Mars/Base'], /--timezone "Mars\/Base" is not a time zone/],
  [['report', '--now', 'later'], /--now "later" is not an ISO date or time/],
  [['count', 'README.md'], /--model ID is missing/],
  [['count', '--model', 'gpt-5'], /name at least one file/],
  [['price'], /name one file of cases/],
];

for (const [args, message] of wrong) {
  test(`\`meterline ${args.join(' ')}\` is wrong usage: status 2, said on stderr, nothing else on stdout`, async () => {
    const { status, stdout, stderr } = await meterline(args);
    assert.equal(status, 2);
    assert.match(stderr, message);
    assert.ok(args.length === 0 ? stdout.startsWith('Usage:') : stdout === '');
  });
}

const failing: readonly (readonly [readonly string[], RegExp])[] = [
  [['report', '--home', '/nowhere/at/all'], /^meterline report: --home \/nowhere\/at\/all: no such file or folder\n$/],
  [
    ['report', '--home', claudeHome, '--ledger', `${claudeHome}/.claude`],
    /^meterline report: .*\/\.claude: .*ledger cannot be opened/,
  ],
  [
    ['report', '--home', claudeHome, '--ledger', '/dev/null/x/ledger.db'],
    /^meterline report: \/dev\/null\/x\/ledger\.db: a file where a folder is expected\n$/,
  ],
  [['price', 'nowhere.json'], /^meterline price: nowhere\.json: no such file or folder\n$/],
  [['price', 'LICENSE'], /^meterline price: LICENSE: not JSON: /],
  [['price', 'package.json'], /^meterline price: package\.json: must hold an array of cases/],
  [
    ['count', 'nowhere.md', 'src', '--model', 'gpt-5'],
    /^meterline count: nowhere\.md: no such file or folder\nmeterline count: src: a folder where a file is expected\n$/,
  ],
];

for (const [args, message] of failing) {
  test(`\`meterline ${args.join(' ').replaceAll(claudeHome, 'HOME')}\` fails: status 1, with the file and the reason`, async () => {
    const { status, stdout, stderr } = await meterline(args);
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  });
}

test('help is for every command, on stdout, and well', async () => {
  const { status, stdout } = await meterline(['--help']);
  assert.equal(status, 0);
  for (const name of ['report', 'count', 'price', 'models', 'doctor']) {
    assert.match(stdout, new RegExp(`^ {2}${name} +\\S`, 'm'));
    const help = await meterline([name, '--help']);
    assert.equal(help.status, 0);
    assert.match(help.stdout, new RegExp(`^Usage: meterline ${name}`));
    assert.ok(help.stdout.split('\n').every((line) => line.length <= 120));
  }
});

/** Nodes on this machine that are too old for SQLite and zstd. */
function oldNode(): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .concat('/usr/local/bin', '/usr/bin')
    .map((folder) => path.join(folder, 'node'))
    .find((file) => existsSync(file) && /^v(1\d|2[01])\./.test(spawnSync(file, ['--version']).stdout.toString()));
}

test('an older Node hands over to the one of the checkout: same output, same status', async (t) => {
  const node = oldNode();
  if (node === undefined) {
    t.skip('no Node before 22 on this machine');
    return;
  }
  const args = ['report', '--home', claudeHome, '--json', '--timezone', 'UTC'];
  assert.deepEqual(await meterline(args, { node }), await meterline(args));
  assert.equal((await meterline(['report', '--frobnicate'], { node })).status, 2);
  const counted = await meterline(['count', '-', '--model', 'gpt-5', '--json'], { node, stdin: 'hello world' });
  assert.equal(JSON.parse(counted.stdout)[0].tokens, 2);
});

test('a ledger on disk is kept and grown, by this program and an editor alike', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'new', 'ledger.db');
  const requests = async () => {
    const { totals } = (await meterlineJson(['report', '--home', home, '--ledger', file])) as {
      totals: { requests: number };
    };
    return totals.requests;
  };
  put(home, claudePath('one'), lines(claudeRow()));
  assert.equal(await requests(), 1);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  add(home, claudePath('one'), lines(claudeRow({ id: 'm2', request: 'r2' })));
  assert.equal(await requests(), 2);
  assert.equal(await requests(), 2);
});

test('after an editor was killed, its lease is waited out and what it had not read is read', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  put(home, claudePath('one'), lines(claudeRow()));
  const rig = openRig(home, { file });
  await rig.readAll();
  rig.ledger.db.prepare("INSERT INTO lease VALUES (1, 'killed', 1, ?)").run(Date.now() + 1_500);
  rig.close();
  const unchanged = performance.now();
  await meterlineJson(['report', '--home', home, '--ledger', file]);
  assert.ok(performance.now() - unchanged < 1_400, 'without anything to read nothing is waited for');
  add(home, claudePath('one'), lines(claudeRow({ id: 'm2', request: 'r2' })));
  const { totals } = (await meterlineJson(['report', '--home', home, '--ledger', file])) as {
    totals: { requests: number };
  };
  assert.equal(totals.requests, 2);
});

test('a damaged ledger is put aside, the report is right, and doctor tells of it then and later', async (t) => {
  const home = temporaryFolder(t);
  const file = path.join(home, 'ledger.db');
  put(home, claudePath('one'), lines(claudeRow()));
  writeFileSync(file, 'no ledger '.repeat(500));
  const first = await meterline(['doctor', '--home', home, '--ledger', file]);
  assert.equal(first.status, 0);
  assert.match(first.stdout, /The ledger was damaged; it was kept as ledger\.db\.damaged-\d+ and a new one was begun/);
  const { totals } = (await meterlineJson(['report', '--home', home, '--ledger', file])) as {
    totals: { requests: number };
  };
  assert.equal(totals.requests, 1);
  const later = await meterline(['doctor', '--home', home, '--ledger', file]);
  assert.match(later.stdout, /Damaged ledgers that were put aside, and may be deleted: ~\/ledger\.db\.damaged-\d+/);
});

test('doctor names every place, its state and why it is looked at, as text and as JSON', async (t) => {
  const home = temporaryFolder(t);
  put(home, claudePath('one'), lines(claudeRow(), '{"broken', '{"usage":1,}'));
  put(home, '.codex', 'not a folder');
  const { status, stdout } = await meterline(['doctor', '--home', home]);
  assert.equal(status, 0);
  assert.match(stdout, /found {6}~\/\.claude\/projects \(default\)/);
  assert.match(stdout, /unreadable ~\/\.codex\/sessions \(default\): not a folder/);
  assert.match(stdout, /1 file, 3 lines, 1 request counted\n/);
  assert.match(stdout, /one\.jsonl: A line is not a whole JSON object\. 2 times, first at byte \d+\./);
  assert.match(stdout, /Ledger in memory: sound, 1 request, 1 hourly sum, schema 1/);
  const facts = (await meterlineJson(['doctor', '--home', home])) as {
    schema: number;
    problems: unknown[];
    unreadable: unknown[];
  };
  assert.equal(facts.schema, 1);
  assert.ok(facts.problems.length >= 1);
  assert.equal(facts.unreadable.length, 2);
});

test('a pipe that is closed early is no failure', async () => {
  const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" dist/cli.js models | head -1`], {
    cwd: path.join(fixtures, '../..'),
  });
  assert.equal(status, 0);
  assert.doesNotMatch(stderr.toString(), /EPIPE/);
});
