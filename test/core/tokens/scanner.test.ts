import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createScanner, type PieceEnd } from '../../../src/core/tokens/scanner.ts';
import { publishedPatterns, type SplitRule, splitRuleOf } from '../../../src/core/tokens/splitRule.ts';
import { encodings } from './encodings.ts';
import { nastyText, seededRandom } from './nastyText.ts';

/** The published pattern with `\s` as the reference reads it. */
function patternOf(rule: SplitRule): RegExp {
  const whitespace = String.raw`\p{White_Space}`;
  const source = publishedPatterns[rule]
    .replaceAll(String.raw`[^\s`, `[^${whitespace}`)
    .replaceAll(String.raw`\S`, String.raw`\P{White_Space}`)
    .replaceAll(String.raw`\s`, whitespace);
  return new RegExp(source, 'gu');
}

function pieces(pieceEnd: PieceEnd, text: string): string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start);
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}

for (const rule of ['o200k', 'cl100k'] as const) {
  describe(`the ${rule} scanner`, () => {
    const pieceEnd = createScanner(rule);
    const pattern = patternOf(rule);

    it('cuts 5,000 random texts exactly where the published pattern does', () => {
      const random = seededRandom(11);
      for (let round = 0; round < 5000; round++) {
        const text = nastyText(random, 16);
        assert.deepEqual(pieces(pieceEnd, text), text.match(pattern) ?? [], JSON.stringify(text));
      }
    });

    it('cuts every text of four characters of distinct classes where the published pattern does', () => {
      const characters = ['a', 'A', '中', '\u0301', '1', ' ', '\n', '!', '/', "'", 's', '😀', '𐐀'];
      for (let number = 0; number < characters.length ** 4; number++) {
        const text = [0, 1, 2, 3]
          .map((place) => characters[Math.floor(number / characters.length ** place) % characters.length])
          .join('');
        assert.deepEqual(pieces(pieceEnd, text), text.match(pattern), JSON.stringify(text));
      }
    });
  });
}

it('a pattern that no scanner is written for is refused by name', () => {
  assert.throws(() => splitRuleOf('\\w+'), /no scanner is written for this split pattern: \\w\+/);
});

it('the patterns are those of the ranks that are packed', () => {
  for (const { name, ranks } of encodings) {
    assert.equal(splitRuleOf(ranks.pat_str), name);
  }
});
