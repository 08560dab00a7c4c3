import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { promptBracket, promptEdges } from '../../../src/core/pricing/promptBrackets.ts';
import { book } from './builtBook.ts';

const bounds = book.cards
  .flatMap(({ rules, multipliers = [] }) => [...rules, ...multipliers])
  .flatMap(({ when }) => Object.values(when?.prompt ?? {}));

test('every length at which a price of the book changes is an edge', () => {
  assert.ok(bounds.length > 20);
  for (const bound of bounds) {
    assert.ok(promptEdges.includes(bound), String(bound));
  }
});

test('an edge is a bracket of its own, between what is below and what is above', () => {
  const table: readonly [number, number][] = [
    [0, 0],
    [31_999, 0],
    [32_000, 32_000],
    [32_001, 32_001],
    [99_999, 32_001],
    [150_000, 128_001],
    [200_000, 200_000],
    [272_000, 272_000],
    [512_000, 512_000],
    [9_999_999, 512_001],
  ];
  for (const [length, bracket] of table) {
    assert.equal(promptBracket(length), bracket, String(length));
  }
});

test('a bracket compares with every bound of the book as the prompt does', () => {
  const near = fc.constantFrom(...promptEdges).chain((edge) => fc.integer({ min: edge - 2, max: edge + 2 }));
  fc.assert(
    fc.property(fc.oneof(near, fc.nat(2_000_000)), (length) => {
      const bracket = promptBracket(length);
      assert.ok(bracket <= length);
      assert.equal(promptBracket(bracket), bracket);
      for (const bound of bounds) {
        assert.equal(Math.sign(bracket - bound), Math.sign(length - bound), `${length} against ${bound}`);
      }
    }),
  );
});
