import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alignDecimals } from '../../../src/core/format/alignDecimals.ts';
import { moneyAxis, tokenAxis } from '../../../src/core/format/axis.ts';
import { formatDuration } from '../../../src/core/format/duration.ts';
import { usdToAtto } from '../../../src/core/units.ts';

const texts = (ticks: readonly { readonly text: string }[]): string[] => ticks.map(({ text }) => text);

test('ticks of money are round, and whole dollars leave out cents', () => {
  assert.deepEqual(texts(moneyAxis(usdToAtto('0.62'), 3).ticks), ['$0', '$0.25', '$0.50']);
  assert.deepEqual(texts(moneyAxis(usdToAtto('2.65'), 3).ticks), ['$0', '$1', '$2']);
  assert.deepEqual(texts(moneyAxis(usdToAtto('2.65'), 3, { hide: true }).ticks), ['•••', '•••', '•••']);
});

test('ticks of tokens are round', () => {
  assert.deepEqual(texts(tokenAxis(200_000, 2).ticks), ['0', '100k', '200k']);
});

test('an axis without anything has its foot only, and everything stands on it', () => {
  const axis = moneyAxis(0n, 3);
  assert.deepEqual(axis.ticks, [{ share: 0, text: '$0' }]);
  assert.equal(axis.shareOf(0n), 0);
});

test('ticks rise from 0, stay inside the axis, and are no more than asked for', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: 1, max: 5 }), (top, count) => {
      const shares = moneyAxis(top, count).ticks.map(({ share }) => share);
      assert.equal(shares[0], 0);
      assert.ok(shares.length <= count + 1, `${shares}`);
      assert.ok(shares.every((share, index) => share <= 1 && (index === 0 || share >= (shares[index - 1] ?? 0))));
    }),
  );
});

test('figure spaces bring decimal points below each other', () => {
  assert.equal(alignDecimals('$2.65', 4), '$2.65\u2007\u2007');
  assert.equal(alignDecimals('$0.0314', 4), '$0.0314');
  assert.equal(alignDecimals('$12', 2), '$12\u2007\u2007\u2007');
  assert.equal(alignDecimals('in plan', 4), 'in plan');
  assert.equal(alignDecimals('•••', 0), '•••');
});

test('a duration has at most two units', () => {
  assert.equal(formatDuration(0), '0 s');
  assert.equal(formatDuration(59_999), '59 s');
  assert.equal(formatDuration(660_000), '11 min');
  assert.equal(formatDuration(11_460_000), '3 h 11 min');
  assert.equal(formatDuration(7_200_000), '2 h');
  assert.equal(formatDuration(52 * 3_600_000), '2 d 4 h');
});
