/** Looking for needles in a run over a chunk. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLineSplitter } from '../../../src/disk/ingest/lines.ts';
import { createNeedleScan } from '../../../src/disk/ingest/needleScan.ts';

const needles = ['"ab"', 'b"', 'cc'];
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '"', '"ab"', 'cc', '\n', 'é'), { maxLength: 60 })
  .map((parts) => parts.join(''));

test('a line has a needle exactly when it would be found in the line alone, however the bytes are cut into chunks', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 20 }), (content, size) => {
      const bytes = Buffer.from(content);
      // One buffer for all chunks, as reading has it.
      const buffer = Buffer.alloc(size);
      const scan = createNeedleScan(needles);
      const splitter = createLineSplitter(0);
      for (let from = 0; from < bytes.length; from += size) {
        const length = bytes.copy(buffer, 0, from, from + size);
        const chunk = buffer.subarray(0, length);
        scan.enter(chunk);
        for (const line of splitter.push(chunk)) {
          assert.ok(line.bytes);
          const alone = needles.some((needle) => line.bytes?.includes(needle));
          assert.equal(scan.isIn(line.bytes), alone, line.bytes.toString());
        }
      }
      const rest = splitter.rest();
      assert.equal(
        scan.isIn(rest),
        needles.some((needle) => rest.includes(needle)),
      );
    }),
    { numRuns: 2000 },
  );
});

test('without needles nothing is found', () => {
  assert.equal(createNeedleScan([]).isIn(Buffer.from('anything')), false);
});
