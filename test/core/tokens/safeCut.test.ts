import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSafeCut, isSafeCutBetween, nextSafeCut } from '../../../src/core/tokens/safeCut.ts';
import { createScanner } from '../../../src/core/tokens/scanner.ts';
import { nastyText, seededRandom } from './nastyText.ts';

for (const rule of ['o200k', 'cl100k'] as const) {
  describe(`a safe cut of ${rule}`, () => {
    const pieceEnd = createScanner(rule);
    const ends = (text: string, offset: number) => {
      const found: number[] = [];
      for (let at = 0; at < text.length; ) {
        at = pieceEnd(text, at);
        found.push(offset + at);
      }
      return found;
    };
    /** How many safe cuts the text has; each must leave the pieces on both sides as they are in the whole. */
    const checkCuts = (text: string): number => {
      const whole = ends(text, 0);
      let cuts = 0;
      for (let at = 1; at < text.length; at++) {
        const [left, right] = [text.slice(0, at), text.slice(at)];
        if (isSafeCut(left, right)) {
          cuts++;
          assert.deepEqual([...ends(left, 0), ...ends(right, at)], whole, JSON.stringify([left, right]));
        }
      }
      return cuts;
    };

    it('changes no piece of 3,000 random texts', () => {
      const random = seededRandom(51);
      let cuts = 0;
      for (let round = 0; round < 3000; round++) {
        cuts += checkCuts(nastyText(random, 12));
      }
      assert.ok(cuts > 10_000, `only ${cuts} cuts were met`);
    });

    it('changes no piece of any four characters', () => {
      const characters = ['a', 'S', '中', '\u0301', '1', ' ', '\n', '\r', '\u0085', '\ufeff', '!', '/', "'", '😀'];
      let cuts = 0;
      for (let number = 0; number < characters.length ** 4; number++) {
        cuts += checkCuts(
          [0, 1, 2, 3]
            .map((place) => characters[Math.floor(number / characters.length ** place) % characters.length])
            .join(''),
        );
      }
      assert.ok(cuts > 10_000, `only ${cuts} cuts were met`);
    });
  });
}

it('a heading at the start of its line begins at a safe cut', () => {
  for (const before of ['\n', '\r']) {
    assert.ok(isSafeCutBetween(before.charCodeAt(0), '#'.charCodeAt(0)));
  }
});

it('the next safe cut is the first at or after an offset, or the end', () => {
  assert.equal(nextSafeCut('one two three', 1), 3);
  assert.equal(nextSafeCut('one two three', 3), 3);
  assert.equal(nextSafeCut('one two three', 8), 13);
  assert.equal(nextSafeCut('one', 1024), 3);
});
