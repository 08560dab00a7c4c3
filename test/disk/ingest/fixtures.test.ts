/** The fixture trees through the real ledger: whatever the order and the pieces, the rows are those of expected.json. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { add, openRig, type Totals, temporaryFolder } from '../ledger/rig.ts';
import { codexMetersAsReported, type ExpectedRow, fixtureHome, totalsOfExpected } from './expected.ts';

const expected: { rows: ExpectedRow[] } = JSON.parse(readFileSync(path.join(fixtureHome, 'expected.json'), 'utf8'));

/** Both agents' trees as one home. */
function copyFixtures(home: string): void {
  for (const agent of ['claude', 'codex']) {
    cpSync(path.join(fixtureHome, agent), home, { recursive: true });
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jsonl(\.zst)?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const right = (): Totals => totalsOfExpected(expected.rows);

test('the fixtures give exactly the expected rows, and reading them again changes nothing', async (t) => {
  const home = temporaryFolder(t);
  copyFixtures(home);
  const rig = openRig(home);
  t.after(rig.close);
  assert.ok((await rig.readAll()) > 0);
  assert.deepEqual(codexMetersAsReported(rig.totals()), right());
  assert.equal(await rig.readAll(), 0);
  assert.deepEqual(codexMetersAsReported(rig.totals()), right());
});

test('any order of files, any batch size, a ledger closed and opened between files: the rows are the same', async (t) => {
  const home = temporaryFolder(t);
  copyFixtures(home);
  const files = filesBelow(home);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(files, { minLength: files.length }),
      fc.integer({ min: 1, max: 200 }),
      fc.boolean(),
      async (order, batchBytes, reopens) => {
        run++;
        const options = { file: reopens ? path.join(home, `${run}.db`) : ':memory:', batchBytes };
        let rig = openRig(home, options);
        rig.ingest.search();
        for (const file of order) {
          await rig.ingest.readFiles(new Set([file]), new AbortController().signal);
          if (reopens) {
            rig.close();
            rig = openRig(home, options);
            rig.ingest.search();
          }
        }
        assert.deepEqual(codexMetersAsReported(rig.totals()), right());
        assert.equal(await rig.readAll(), 0);
        rig.close();
      },
    ),
    { numRuns: 8 },
  );
});

test('files that grow by random pieces, mid-line and mid-character, give the same rows', async (t) => {
  const source = temporaryFolder(t);
  copyFixtures(source);
  const files = filesBelow(source);
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(1500)), fc.integer({ min: 40, max: 5000 }), async (sizes, batchBytes) => {
      const home = temporaryFolder(t);
      const rig = openRig(home, { batchBytes });
      const left = new Map(files.map((file) => [file, 0]));
      while (left.size > 0) {
        for (const [file, done] of left) {
          const bytes = readFileSync(file);
          // A compressed log is written whole, as Codex writes it.
          const size = file.endsWith('.zst') ? bytes.length : (sizes.next().value ?? 0) + 1;
          add(home, path.relative(source, file), bytes.subarray(done, done + size));
          if (done + size >= bytes.length) {
            left.delete(file);
          } else {
            left.set(file, done + size);
          }
        }
        await rig.readAll();
      }
      assert.deepEqual(codexMetersAsReported(rig.totals()), right());
      rig.close();
    }),
    { numRuns: 6 },
  );
});

const realHome = '/work/shared/data/sessions/home';

test('a real session gives the same totals whole and appended piece by piece', async (t) => {
  if (!statSync(realHome, { throwIfNoEntry: false })) {
    t.skip('the recorded session is third-party data that is not part of this repository');
    return;
  }
  const whole = openRig(realHome);
  t.after(whole.close);
  await whole.readAll();
  const totals = whole.totals();
  assert.ok(Object.values(totals).length > 0);
  const files = filesBelow(realHome);
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(400_000)), async (sizes) => {
      const home = temporaryFolder(t);
      const rig = openRig(home);
      for (const file of files) {
        const bytes = readFileSync(file);
        for (let done = 0; done < bytes.length; ) {
          const size = (sizes.next().value ?? 0) + 1;
          add(home, path.relative(realHome, file), bytes.subarray(done, done + size));
          done += size;
          await rig.readAll();
        }
      }
      assert.deepEqual(rig.totals(), totals);
      rig.close();
    }),
    { numRuns: 5 },
  );
});
