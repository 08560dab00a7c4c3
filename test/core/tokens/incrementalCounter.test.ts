import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createIncrementalCounter } from '../../../src/core/tokens/incrementalCounter.ts';
import { isSafeCutBetween } from '../../../src/core/tokens/safeCut.ts';
import { encodings } from './encodings.ts';
import { nastyText, seededRandom } from './nastyText.ts';

for (const { name, count } of encodings) {
  describe(`incremental ${name} counts`, () => {
    it('equal the count of the whole after each of 2,500 random edits', () => {
      const random = seededRandom(21);
      const below = (limit: number) => Math.floor(random() * limit);
      for (let document = 0; document < 50; document++) {
        let text = nastyText(random, 200);
        // Small chunks make seams frequent.
        const counter = createIncrementalCounter(count, text, 8 << below(6));
        for (let round = 0; round < 50; round++) {
          const offset = below(text.length + 1);
          const deleted = random() < 0.5 ? 0 : below(Math.min(40, text.length - offset) + 1);
          const inserted = random() < 0.2 ? '' : nastyText(random, random() < 0.1 ? 60 : 2);
          text = text.slice(0, offset) + inserted + text.slice(offset + deleted);
          counter.edit(offset, deleted, inserted);
          assert.equal(counter.total(), count(text), JSON.stringify(text));
          assert.equal(counter.length, text.length);
          assert.equal(counter.text(), text);
        }
      }
    });

    it('of a range equal the count of that slice alone', () => {
      const random = seededRandom(22);
      for (let round = 0; round < 300; round++) {
        const text = nastyText(random, 80);
        const counter = createIncrementalCounter(count, text, 16);
        const [from = 0, to = 0] = [random(), random()]
          .map((part) => Math.floor(part * (text.length + 1)))
          .sort((a, b) => a - b);
        assert.equal(counter.countRange(from, to), count(text.slice(from, to)));
      }
    });

    it('of ranges that meet at safe cuts add up to the whole', () => {
      const random = seededRandom(23);
      let cuts = 0;
      for (let round = 0; round < 3000; round++) {
        const text = nastyText(random, 12);
        const whole = count(text);
        for (let at = 1; at < text.length; at++) {
          if (isSafeCutBetween(text.charCodeAt(at - 1), text.charCodeAt(at))) {
            cuts++;
            assert.equal(count(text.slice(0, at)) + count(text.slice(at)), whole, JSON.stringify([text, at]));
          }
        }
      }
      assert.ok(cuts > 10_000, `only ${cuts} cuts were met`);
    });
  });
}

describe('an incremental counter', () => {
  const count = encodings[0]?.count ?? (() => 0);

  it('counts a long text in turns, and edits may come between them', () => {
    const line = 'one line of an ordinary text\n';
    const counter = createIncrementalCounter(count, line.repeat(10_000));
    let turns = 1;
    while (counter.countSome(32_768)) {
      if (turns === 2) {
        counter.edit(0, 0, 'first line\n');
      }
      turns++;
    }
    assert.ok(turns > 5);
    assert.equal(counter.total(), count(`first line\n${line.repeat(10_000)}`));
  });

  it('refuses an edit outside the text and keeps the text as it was', () => {
    const counter = createIncrementalCounter(count, 'hello');
    for (const [offset, deleted] of [
      [6, 0],
      [3, 3],
      [-1, 0],
      [0, -1],
    ] as const) {
      assert.throws(() => counter.edit(offset, deleted, 'x'), RangeError);
    }
    assert.equal(counter.text(), 'hello');
  });

  it('can be emptied and filled again', () => {
    const counter = createIncrementalCounter(count, 'hello world');
    counter.edit(0, 11, '');
    assert.equal(counter.total(), 0);
    assert.equal(counter.text(), '');
    counter.edit(0, 0, 'hello world');
    assert.equal(counter.total(), count('hello world'));
  });

  it('recounts a few thousand units for a keystroke in a megabyte', () => {
    let counted = 0;
    const counter = createIncrementalCounter((text) => {
      counted += text.length;
      return count(text);
    }, 'A sentence of quite ordinary words, again and again.\n'.repeat(20_000));
    counter.total();
    counted = 0;
    counter.edit(500_000, 0, 'x');
    counter.total();
    assert.ok(counted > 0 && counted < 4096, `${counted} units`);
  });
});
