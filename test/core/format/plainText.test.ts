import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeMarkdown, plainText, quoteMarkdown } from '../../../src/core/format/plainText.ts';

test('what is invisible, reorders or controls is taken out, and lines become one', () => {
  const table: readonly [string, string][] = [
    ['a\u202Eb\n c', 'ab c'],
    ['\u001b[31mred\u001b[0m', '[31mred[0m'],
    ['zero\u200Bwidth\u2066\uFEFF', 'zerowidth'],
    ['bad\uD800pair', 'badpair'],
    [' tab\tand\r\nline\u2028end ', 'tab and line end'],
    ['tag\u{E0041}s', 'tags'],
    ['naïve 日本 👍', 'naïve 日本 👍'],
  ];
  for (const [hostile, expected] of table) {
    assert.equal(plainText(hostile, 80), expected);
  }
});

test('a long text ends in an ellipsis and no character is cut in half', () => {
  assert.equal(plainText('abcdef', 4), 'abc…');
  assert.equal(plainText('👍👍👍', 2), '👍…');
  assert.equal(plainText('abcd', 4), 'abcd');
});

test('any text comes out as one safe line within its limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (hostile, max) => {
      const text = plainText(hostile, max);
      assert.ok([...text].length <= max);
      assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
  );
});

test('nothing that Markdown, HTML, commands or icons could read is left', () => {
  const attacks = [
    '[click](command:workbench.action.terminal.new)',
    '![x](https://example.com/x.png)',
    '<img src=x onerror=alert(1)>',
    '$(trash)',
    '**bold** _it_ `code` ~~no~~',
    '| a | b |\n|---|---|',
    '# head\n> quote\n- item\n1. one',
    'https://example.com www.example.com a@example.com',
    '&lt;script&gt;',
    '\\[escaped\\]',
  ];
  for (const attack of attacks) {
    assert.match(escapeMarkdown(attack), /^(?:[A-Za-z0-9 ,]|&#\d+;)*$/, attack);
  }
  assert.equal(escapeMarkdown('$(x)'), '&#36;&#40;x&#41;');
});

test('decoding the references gives the text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const decoded = escapeMarkdown(text).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
      assert.equal(decoded, plainText(text, 500));
    }),
  );
});

test('quoted Markdown stays readable as it is, and what could begin markup is escaped by a backslash', () => {
  assert.equal(quoteMarkdown('Sonnet 5.5, back-off (2nd try)'), 'Sonnet 5.5, back-off (2nd try)');
  assert.equal(
    quoteMarkdown('[x](command:y) $(flame) | <img> `a`'),
    '\\[x\\](command:y) \\$(flame) \\| \\<img\\> \\`a\\`',
  );
});
