import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstWords, maxLabelLength } from '../../../src/core/agents/firstWords.ts';

test('white space and control characters become single spaces', () => {
  assert.equal(firstWords('  Fix\r\n\tthe \u0000\u001b[31m bug\u0085\u2028now '), 'Fix the [31m bug now');
});

test('invisible and direction-changing characters and broken surrogates go', () => {
  assert.equal(firstWords('a\u202eb\u2066c\u200bd\ufeffe\ud800f'), 'abcdef');
});

test('a long text is cut before a word', () => {
  assert.equal(firstWords(`${'word '.repeat(30)}`), 'word '.repeat(16).trim());
  assert.equal(firstWords(`${'a'.repeat(80)} b`), 'a'.repeat(80));
});

test('a first word that is longer than a label is cut inside, but no character is', () => {
  assert.equal(firstWords('a'.repeat(200)), 'a'.repeat(80));
  assert.equal(firstWords(`a${'😀'.repeat(80)}`), `a${'😀'.repeat(39)}`);
});

test('a text without words is none', () => {
  assert.deepEqual(['', ' \n', '\u200b'].map(firstWords), [null, null, null]);
});

test('any text gives a label that is short, clean and stable', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const label = firstWords(text);
      if (label !== null) {
        assert.ok(label.length > 0 && label.length <= maxLabelLength);
        assert.doesNotMatch(label, /[\p{Cc}\p{Cf}\p{Cs}]/u);
        assert.equal(firstWords(label), label);
      }
    }),
  );
});
