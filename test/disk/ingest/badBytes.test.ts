/** Bytes that no agent should have written: each line stands for itself, and what is wrong is counted. */
import assert from 'node:assert/strict';
import { renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { gatherDiagnostics } from '../../../src/disk/diagnostics.ts';
import { claudePath, claudeRow } from '../ledger/claudeLog.ts';
import { add, openRig, put, type Rig, temporaryFolder } from '../ledger/rig.ts';

const one = claudePath('one');
const good = (nth: number): string => JSON.stringify(claudeRow({ id: `msg_${nth}`, request: `req_${nth}` }));

async function read(
  t: TestContext,
  content: string | Buffer,
): Promise<{ rig: Rig; home: string; problems: readonly string[] }> {
  const home = temporaryFolder(t);
  put(home, one, content);
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  return { rig, home, problems: problemsOf(rig) };
}

function problemsOf(rig: Rig): string[] {
  return rig.ledger.db
    .prepare('SELECT kind, count, first_offset FROM problem ORDER BY kind')
    .all()
    .map((row) => `${row.count} ${row.kind} from ${row.first_offset}`);
}

const requests = (rig: Rig): number => Object.values(rig.totals())[0]?.[0] ?? 0;

test('garbage, NULs, a foreign encoding and a broken line cost only themselves', async (t) => {
  const brokenUtf8 = Buffer.from(good(9));
  brokenUtf8[brokenUtf8.indexOf('shop')] = 0xff;
  const content = Buffer.concat([
    Buffer.from(`${good(1)}\n`),
    Buffer.from([0, 1, 2, 255, 254, 10]),
    brokenUtf8,
    Buffer.from(`\n\0\0\0${good(2)}\0\0\n\n   \n`),
    Buffer.from(`${good(3).slice(0, 100)}\n`),
    Buffer.from(`{"usage" but no JSON}\n[${good(4)}]\n`),
    Buffer.from(`${good(5)}\n`),
  ]);
  const { rig, problems } = await read(t, content);
  assert.equal(requests(rig), 3);
  const firstBad = good(1).length + 1;
  assert.deepEqual(problems, [`4 bad-json from ${firstBad}`, `1 bad-utf8 from ${firstBad + 6}`]);
});

test('a byte order mark and lines that end as on Windows are read like others', async (t) => {
  const { rig, problems } = await read(t, `\uFEFF${good(1)}\r\n${good(2)}\r\n`);
  assert.equal(requests(rig), 2);
  assert.deepEqual(problems, []);
});

test('a last line without its end counts when it is whole, once, and not again when its end comes', async (t) => {
  const { rig, home, problems } = await read(t, `${good(1)}\n${good(2)}`);
  assert.equal(requests(rig), 2);
  assert.deepEqual(problems, []);
  add(home, one, '\n');
  await rig.readAll();
  add(home, one, `${good(3)}\n`);
  await rig.readAll();
  assert.equal(requests(rig), 3);
});

test('a last line that is cut off is no problem but unfinished, and counts when it is whole', async (t) => {
  const cut = 200;
  const { rig, home, problems } = await read(t, `${good(1)}\n${good(2).slice(0, cut)}`);
  assert.equal(requests(rig), 1);
  assert.deepEqual(problems, []);
  const unfinished = () => {
    const facts = gatherDiagnostics({
      db: rig.ledger.db,
      ledgerFile: ':memory:',
      note: null,
      discovery: rig.ingest.discovery,
      home,
      nowMs: 0,
    });
    return facts.agents.find(({ agent }) => agent === 'claude')?.unfinishedFiles;
  };
  assert.equal(unfinished(), 1);
  add(home, one, `${good(2).slice(cut)}\n`);
  await rig.readAll();
  assert.equal(requests(rig), 2);
  assert.equal(unfinished(), 0);
});

test('empty files and files of empty lines hold nothing and are no problem', async (t) => {
  for (const content of ['', '\n', '\n\n\r\n \n']) {
    const { rig, problems } = await read(t, content);
    assert.equal(requests(rig), 0);
    assert.deepEqual(problems, []);
    assert.equal(await rig.readAll(), 0);
    assert.deepEqual(rig.ingest.unread(), []);
  }
});

test('a line of 70 MB is skipped in bounded memory, and the lines around it count', async (t) => {
  const home = temporaryFolder(t);
  const file = put(home, one, `${good(1)}\n{"usage":"`);
  const block = Buffer.alloc(10 * 1024 * 1024, 'x');
  for (let i = 0; i < 7; i++) {
    add(home, one, block);
  }
  add(home, one, `"}\n${good(2)}\n`);
  assert.ok(statSync(file).size > 70e6);
  const rig = openRig(home);
  t.after(rig.close);
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 2);
  await rig.readAll();
  clearInterval(watch);
  t.diagnostic(`${((most - before) / 1e6).toFixed(0)} MB more than before`);
  assert.equal(requests(rig), 2);
  assert.deepEqual(problemsOf(rig), [`1 too-long from ${good(1).length + 1}`]);
  assert.ok(most - before < 200e6);
});

test('no bytes whatever stop the reading or change another line’s numbers', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(null)), { maxLength: 8 }),
      async (pieces) => {
        let nth = 0;
        const content = pieces.map((piece) =>
          piece === null ? Buffer.from(`\n${good(nth++)}\n`) : Buffer.from(piece),
        );
        const { rig } = await read(t, Buffer.concat(content));
        assert.equal(requests(rig), nth);
      },
    ),
    { numRuns: 60 },
  );
});

test('a rewritten log is read again from its start and what it held before is kept', async (t) => {
  const rewritten: Readonly<Record<string, string>> = {
    shorter: `${good(7)}\n`,
    'of the same size': `${good(7)}\n${good(8)}\n${good(9)}\n`,
    longer: `${good(7)}\n${good(8)}\n${good(9)}\n${good(6)}\n`,
  };
  for (const [how, content] of Object.entries(rewritten)) {
    const { rig, home } = await read(t, `${good(1)}\n${good(2)}\n${good(3)}\n`);
    // The same inode, another content.
    put(home, one, content);
    await rig.readAll();
    assert.equal(requests(rig), 3 + content.split('\n').length - 1, how);
    assert.equal(await rig.readAll(), 0);
  }
});

test('a log that was replaced by another file of the same name is read from its start, however alike the two end', async (t) => {
  const filler = `{"type":"user","text":"${'x'.repeat(9000)}"}\n`;
  const { rig, home } = await read(t, `${good(1)}\n${filler}`);
  const other = put(home, `${one}.new`, `${good(2)}\n${filler}${good(3)}\n`);
  renameSync(other, path.join(home, one));
  await rig.readAll();
  assert.equal(requests(rig), 3);
});

test('the problems of a log that is read from its start again are counted anew, not on top', async (t) => {
  const { rig, home, problems } = await read(t, `no JSON\n${good(1)}\n`);
  assert.deepEqual(problems, ['1 bad-json from 0']);
  put(home, one, `${good(1)}\nno JSON\n${good(2)}\nno JSON\n`);
  await rig.readAll();
  assert.deepEqual(problemsOf(rig), [`2 bad-json from ${good(1).length + 1}`]);
  put(home, one, `${good(1)}\n`);
  await rig.readAll();
  assert.deepEqual(problemsOf(rig), []);
});

test('reading that is stopped after any batch is made up for by the next one', async (t) => {
  const content = `${good(1)}\n${good(2)}\n${good(3)}`;
  // Also where a batch ends exactly with the file, whose last line has no end.
  for (const batchBytes of [100, good(1).length + 1, content.length]) {
    const home = temporaryFolder(t);
    put(home, one, content);
    const rig = openRig(home, { batchBytes });
    for (let stops = 0; requests(rig) < 3 && stops < 40; stops++) {
      const stop = new AbortController();
      rig.ingest.search();
      await rig.ingest.readUnread(stop.signal, ({ doneBytes }) => {
        if (doneBytes > 0) {
          stop.abort();
        }
      });
    }
    await rig.readAll();
    assert.equal(requests(rig), 3);
    rig.close();
  }
});

test('absurd counts add up as far as they can, and beyond that are their own log’s problem only', async (t) => {
  const home = temporaryFolder(t);
  const absurd = (rows: number): string =>
    Array.from({ length: rows }, (_, nth) =>
      JSON.stringify(claudeRow({ session: 'absurd', id: `a${nth}`, request: `a${nth}`, input: 1e15 })),
    ).join('\n');
  put(home, claudePath('absurd'), absurd(20));
  put(home, one, `${good(1)}\n`);
  const rig = openRig(home);
  t.after(rig.close);
  await rig.readAll();
  assert.deepEqual(rig.totals()['claude absurd claude-opus-4-5-20251101']?.slice(0, 2), [20, 2e16]);
  put(home, claudePath('absurd'), absurd(9_500));
  add(home, one, `${good(2)}\n`);
  await rig.readAll();
  const { error } = rig.ledger.db.prepare('SELECT error FROM file WHERE error IS NOT NULL').get() ?? {};
  assert.equal(error, 'its counts are larger than can be stored');
  assert.equal(rig.totals()['claude one claude-opus-4-5-20251101']?.[0], 2);
});
