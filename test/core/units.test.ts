import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  attoToUsd,
  attoToUsdFixed,
  divideHalfUp,
  multiply,
  parseDecimal,
  scaledToDecimal,
  toAttoUsd,
  usdToAtto,
} from '../../src/core/units.ts';

test('a decimal is read exactly, with a sign and an exponent', () => {
  assert.deepEqual(parseDecimal('0.003625'), { num: 3625n, den: 1_000_000n });
  assert.deepEqual(parseDecimal(' -12.50 '), { num: -1250n, den: 100n });
  assert.deepEqual(parseDecimal('1e3'), { num: 1000n, den: 1n });
  assert.deepEqual(parseDecimal('1.5e-7'), { num: 15n, den: 100_000_000n });
});

test('what is no decimal is refused by name', () => {
  for (const text of ['', '1,5', '.5', '5.', '0x10', 'NaN', 'Infinity', '1e9999', '--1']) {
    assert.throws(() => parseDecimal(text), {
      name: 'RangeError',
      message: `not a decimal number: ${JSON.stringify(text)}`,
    });
  }
});

test('halves are rounded away from zero on both sides', () => {
  const table: readonly [bigint, bigint, bigint][] = [
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [5n, -2n, -3n],
    [4n, 3n, 1n],
    [5n, 3n, 2n],
    [0n, 7n, 0n],
  ];
  for (const [num, den, expected] of table) {
    assert.equal(divideHalfUp(num, den), expected, `${num}/${den}`);
  }
});

test('money reads and writes as the shortest decimal', () => {
  assert.equal(usdToAtto('0.0048'), 4_800_000_000_000_000n);
  assert.equal(attoToUsd(4_800_000_000_000_000n), '0.0048');
  assert.equal(attoToUsd(-1n), '-0.000000000000000001');
  assert.equal(attoToUsd(12n * 10n ** 18n), '12');
  assert.equal(toAttoUsd({ num: 1n, den: 3n }), 333_333_333_333_333_333n);
  assert.equal(scaledToDecimal(325n, 2), '3.25');
});

test('fixed decimals round half up once, and not when they become zero', () => {
  assert.equal(attoToUsdFixed(4_294_800_000_000_000n, 6), '0.004295');
  assert.equal(attoToUsdFixed(usdToAtto('0.0525005'), 6), '0.052501');
  assert.equal(attoToUsdFixed(usdToAtto('2.5'), 0), '3');
  assert.equal(attoToUsdFixed(usdToAtto('-0.4'), 0), '0');
});

test('atto to dollars and back is the identity', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (atto) => {
      assert.equal(usdToAtto(attoToUsd(atto)), atto);
    }),
  );
});

test('a product of fractions does not depend on the order', () => {
  const decimal = fc.tuple(fc.nat(), fc.nat(9)).map(([n, places]) => scaledToDecimal(BigInt(n), places));
  fc.assert(
    fc.property(decimal, decimal, decimal, (a, b, c) => {
      const [x, y, z] = [parseDecimal(a), parseDecimal(b), parseDecimal(c)];
      assert.equal(toAttoUsd(multiply(multiply(x, y), z)), toAttoUsd(multiply(x, multiply(z, y))));
    }),
  );
});
