/** `meterline count`, `price` and `models`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { put, temporaryFolder } from '../ledger/rig.ts';
import { fixtures, meterline, meterlineJson } from './runCli.ts';

interface Counted {
  readonly file: string;
  readonly model: string;
  readonly tokens: number;
  readonly low: number;
  readonly high: number;
  readonly quality: string;
  readonly counter: string;
  readonly listUsd: string | null;
}

const count = async (stdin: string | Buffer, model: string) =>
  ((await meterlineJson(['count', '-', '--model', model], { stdin })) as Counted[])[0];

test('text from stdin is counted exactly where the vocabulary is public', async () => {
  assert.deepEqual(await count('hello world', 'gpt-5'), {
    file: '-',
    model: 'gpt-5',
    tokens: 2,
    low: 2,
    high: 2,
    quality: 'exact',
    counter: 'o200k_base',
    listUsd: '0.0000025',
  });
  assert.equal((await count('hello world', 'gpt-4'))?.counter, 'cl100k_base');
  assert.equal((await count('', 'gpt-5'))?.tokens, 0);
});

test('a byte order mark is sent to the model, so it counts', async () => {
  const plain = await count('hello world', 'gpt-5');
  const marked = await count('\uFEFFhello world', 'gpt-5');
  assert.ok((marked?.tokens ?? 0) > (plain?.tokens ?? 0));
});

test('an estimate has an interval around it and says how it was made', async () => {
  const counted = await count('The quick brown fox jumps over the lazy dog.\n'.repeat(50), 'claude-opus-4-5');
  assert.ok(counted && counted.low < counted.tokens && counted.tokens < counted.high);
  assert.equal(counted.quality, 'estimated');
  assert.match(counted.counter, /^o200k × /);
});

test('a table for people: an exact figure carries no mark, an estimate does, and no price is said', async (t) => {
  const home = temporaryFolder(t);
  const file = put(home, 'prompt.md', 'hello world '.repeat(500));
  const exact = await meterline(['count', file, '-', '--model', 'gpt-5'], { stdin: 'x' });
  assert.doesNotMatch(exact.stdout, /≈/);
  assert.match(exact.stdout, /^file +tok +as input +counted with\n/);
  assert.match(exact.stdout, /prompt\.md +1,001 +\$0\.0013 +o200k_base\n/);
  assert.match(exact.stdout, /stdin +1 +/);
  const estimate = await meterline(['count', file, '--model', 'claude-opus-4-5']);
  assert.match(estimate.stdout, /^file +tok +95 % interval +as input +counted with\n/);
  assert.match(estimate.stdout, /≈ [\d,]+ +[\d,]+–[\d,]+ +≈ \$0\.\d+ /);
  const unknown = await meterline(['count', file, '--model', 'nobody-knows-1']);
  assert.match(unknown.stdout, /– no price/);
});

test('a file that cannot be read does not keep the others from being counted', async () => {
  const { status, stdout, stderr } = await meterline(['count', 'nowhere.md', 'LICENSE', '--model', 'gpt-5', '--json']);
  assert.equal(status, 1);
  assert.equal(JSON.parse(stdout).length, 1);
  assert.match(stderr, /nowhere\.md/);
});

const golden = path.join(fixtures, 'pricing/golden.json');

test('the golden cases that are priced have their prices to six decimals, the others say why, from a file or stdin', async () => {
  const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as { cases: { id: string; expectedUsd: string | null }[] };
  const priced = (await meterlineJson(['price', golden])) as { id: string; usd: string | null; reason?: string }[];
  assert.deepEqual(
    priced.map(({ id }) => id),
    cases.map(({ id }) => id),
  );
  const wanted = new Map(cases.map(({ id, expectedUsd }) => [id, expectedUsd]));
  for (const { id, usd, reason } of priced) {
    assert.ok(usd === null ? reason?.endsWith('.') : usd === wanted.get(id), `${id}: ${usd} ${reason}`);
  }
  assert.ok(priced.filter(({ usd }) => usd !== null).length >= 50);
  assert.deepEqual(await meterlineJson(['price', '-'], { stdin: readFileSync(golden) }), priced);
});

test('models can be searched, as a table that ends with its unit and as JSON with sources and dates', async () => {
  const { stdout } = await meterline(['models', '--search', 'opus-4-5', '--now', '2026-11-22']);
  assert.match(stdout, /^model +provider +input +output +cache read +cache write +as of +source\n/);
  assert.match(stdout, /^claude-opus-4-5 +anthropic +\$5 +\$25 +\$0\.50 +\$6\.25 +20\d\d-\d\d-\d\d /m);
  assert.match(stdout, /US dollars per million tokens, at list, for a short prompt now\.\n$/);
  const { models } = (await meterlineJson(['models', '--search', 'opus-4-5'])) as {
    models: { source: string; retrieved: string }[];
  };
  assert.ok(models.length > 0 && models.every(({ source, retrieved }) => source !== '' && /^20\d\d-/.test(retrieved)));
  const none = await meterline(['models', '--search', 'zzzz']);
  assert.equal(none.stdout, 'No model with a price matches "zzzz".\n');
});
