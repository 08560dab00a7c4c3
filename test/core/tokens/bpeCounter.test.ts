import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tiktoken } from 'js-tiktoken/lite';
import { encodings } from './encodings.ts';
import { nastyText, seededRandom } from './nastyText.ts';

const ordinary = [
  'hello world',
  'The quick brown fox jumps over the lazy dog.',
  "it's WE'RE they'll I'd",
  'export const answer: number = 42;\n\n// done\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '{"name":"meterline","version":"0.1.0"}',
  'Größe, façade, naïve, Ærøskøbing',
  '日本語のテキスト、漢字とかな。',
  'a <|endoftext|> b',
  '🙂👩‍💻 done',
];

for (const { name, count, reference, ranks } of encodings) {
  describe(`${name} counts`, () => {
    it('agree with js-tiktoken on ordinary texts', () => {
      const encoder = new Tiktoken({ ...ranks, special_tokens: {} });
      for (const text of ordinary) {
        assert.equal(count(text), encoder.encode(text, [], []).length, JSON.stringify(text));
      }
    });

    it('agree with the reference encoder on 20,000 random texts of nasty parts', () => {
      const random = seededRandom(name === 'o200k' ? 1 : 2);
      for (let round = 0; round < 20_000; round++) {
        const text = nastyText(random, 12);
        assert.equal(count(text), reference(text), JSON.stringify(text));
      }
    });

    it('take special-token names for the text they are', () => {
      assert.ok(count('<|endoftext|>') > 1);
      assert.equal(count('<|endoftext|>'), reference('<|endoftext|>'));
    });

    it('take U+FEFF for no white space and U+0085 for white space, as the reference does and JavaScript does not', () => {
      for (const text of ['\ufeffa', 'a\ufeff\ufeffb', '\u0085\u0085a', ' \u0085 x', '!\u0085', '!\ufeff\n']) {
        assert.equal(count(text), reference(text), JSON.stringify(text));
      }
    });

    it('take a lone surrogate for U+FFFD', () => {
      for (const [text, replaced] of [
        ['\ud800', '\ufffd'],
        ['a\udc00b', 'a\ufffdb'],
        ['\ud83d\ud83d\ude00', '\ufffd😀'],
        ['\ude00\ud83d', '\ufffd\ufffd'],
      ] as const) {
        assert.equal(count(text), count(replaced), JSON.stringify(text));
        assert.equal(count(text), reference(text), JSON.stringify(text));
      }
    });

    it('of nothing are 0', () => {
      assert.equal(count(''), 0);
    });

    it('do not depend on what was counted before', () => {
      const random = seededRandom(3);
      const texts = Array.from({ length: 200 }, () => nastyText(random, 20));
      const first = texts.map(count);
      count('a'.repeat(200_000));
      assert.deepEqual(texts.map(count), first);
    });
  });
}

describe('100,000 characters without a break are counted in under a second:', () => {
  const runs: Readonly<Record<string, string>> = {
    'one letter': 'a',
    'capital letters': 'A',
    spaces: ' ',
    'line breaks': '\n',
    'no-break spaces': '\u00a0',
    'equals signs': '=',
    'combining marks': '\u0301',
    'unbroken Chinese': '统一码联盟万国码字符集标准',
    emoji: '😀',
    'capitals and Chinese in turn': 'A中',
    'lone surrogates': '\ud800',
    'space and line break in turn': ' \n',
    'random-looking letters': 'qzjxkvbpygfwmucldrhsnioate',
  };
  for (const [what, atom] of Object.entries(runs)) {
    it(what, () => {
      const text = atom.repeat(Math.ceil(100_000 / atom.length));
      for (const { name, count } of encodings) {
        const before = process.cpuUsage();
        assert.ok(count(text) > 0);
        const { user, system } = process.cpuUsage(before);
        assert.ok(user + system < 1_000_000, `${name} took ${(user + system) / 1000} ms`);
      }
    });
  }

  it('and agree with the reference on 2,000 of them', () => {
    for (const atom of Object.values(runs)) {
      const text = atom.repeat(Math.ceil(2_000 / atom.length));
      for (const { name, count, reference } of encodings) {
        assert.equal(count(text), reference(text), `${name} ${JSON.stringify(atom)}`);
      }
    }
  });
});
