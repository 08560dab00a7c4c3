import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asArray, asCount, asDecimal, asObject, asText, asTime } from '../../../src/core/agents/json.ts';
import { parseDecimal } from '../../../src/core/units.ts';

const nothing = (): void => undefined;

test('only an object that is no array is an object', () => {
  const value = { a: 1 };
  assert.equal(asObject(value), value);
  assert.deepEqual([null, undefined, [], 'x', 1, () => 1].map(asObject), [null, null, null, null, null, null]);
  assert.deepEqual(asArray([1]), [1]);
  assert.deepEqual(asArray({ length: 1 }), []);
});

test('a text is a string with something in it', () => {
  assert.deepEqual(['a', '', 1, null].map(asText), ['a', null, null, null]);
});

test('a count is whole, and null when it is absent', () => {
  assert.deepEqual(
    [0, 1234.0, 12.9, 2 ** 33, 1e15, null, undefined].map((value) => asCount(value, () => assert.fail())),
    [0, 1234, 12, 2 ** 33, 1e15, null, null],
  );
});

test('what is no count is told and taken as absent', () => {
  for (const value of [-1, 2e15, Number.POSITIVE_INFINITY, Number.NaN, '12', true, {}, []]) {
    let bad = 0;
    assert.equal(
      asCount(value, () => bad++),
      null,
    );
    assert.equal(bad, 1);
  }
});

test('a time is ISO 8601 in any zone, UTC without one, or a number since 1970', () => {
  const nine = Date.UTC(2026, 10, 10, 9);
  const times = [
    '2026-11-10T09:00:00.000Z',
    '2026-11-10T11:00:00+02:00',
    '2026-11-10T09:00:00',
    '2026-11-10T09:00Z',
    nine,
    nine / 1000,
  ];
  assert.deepEqual(times.map(asTime), Array(times.length).fill(nine));
});

test('what is no time is null', () => {
  const values = [
    '',
    'yesterday',
    '10/11/2026',
    '2026-11-10',
    '2026-99-10T09:00:00Z',
    -5,
    0,
    1e300,
    Number.NaN,
    null,
    {},
  ];
  assert.deepEqual(values.map(asTime), Array(values.length).fill(null));
});

test('a decimal is the shortest form of a number without an exponent', () => {
  assert.deepEqual([0.0123, 1.5e-7, 0, 12, 1e15].map(asDecimal), [
    '0.0123',
    '0.00000015',
    '0',
    '12',
    '1000000000000000',
  ]);
  assert.deepEqual([-1, Number.NaN, 1e300, '1', null].map(asDecimal), [null, null, null, null, null]);
});

test('a decimal reads back as the number it was', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (value) => {
      const text = asDecimal(value);
      assert.match(text ?? '', /^\d+(\.\d+)?$/);
      assert.equal(Number(text), value === 0 ? 0 : value);
      assert.doesNotThrow(() => parseDecimal(text ?? ''));
    }),
  );
});

test('no value of any kind throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      asObject(value);
      asArray(value);
      asText(value);
      asCount(value, nothing);
      asTime(value);
      asDecimal(value);
    }),
  );
});
