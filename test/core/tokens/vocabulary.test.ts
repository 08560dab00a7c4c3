import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64 } from '../../../src/core/tokens/base64.ts';
import { packVocabulary, rankOf, readVocabulary } from '../../../src/core/tokens/vocabulary.ts';
import { encodings } from './encodings.ts';

const [o200k] = encodings;
const pattern = o200k?.ranks.pat_str ?? '';
const ranksOf = (lines: string) => ({ bpe_ranks: lines, pat_str: pattern });
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a packed vocabulary', () => {
  it('is compact: 1.6 MB for o200k_base, 0.75 MB for cl100k_base', () => {
    assert.deepEqual(
      encodings.map(({ packed }) => Math.round(packed.length / 10_000)),
      [160, 74],
    );
  });

  it('finds each token of the published ranks under its rank', () => {
    for (const { ranks, packed } of encodings) {
      const vocabulary = readVocabulary(packed);
      const encoded = ranks.bpe_ranks.split(' ').slice(2);
      assert.equal(vocabulary.size, encoded.length);
      for (const [rank, token] of encoded.entries()) {
        const bytes = Buffer.from(token, 'base64');
        assert.equal(rankOf(vocabulary, bytes, 0, bytes.length), rank);
      }
    }
  });

  it('orders the lines of ranks by their first rank', () => {
    const vocabulary = readVocabulary(packVocabulary(ranksOf('! 300 Yw==\n! 7 YQ== Yg==\n')));
    const ranks = ['a', 'b', 'c', 'd'].map((text) => rankOf(vocabulary, bytesOf(text), 0, 1));
    assert.deepEqual(ranks, [0, 1, 2, -1]);
  });

  it('can be read from the middle of a buffer', () => {
    const packed = packVocabulary(ranksOf('! 0 YQ== YWI='));
    const buffer = new Uint8Array(packed.length + 3);
    buffer.set(packed, 3);
    const vocabulary = readVocabulary(buffer.subarray(3));
    assert.equal(rankOf(vocabulary, bytesOf('xab'), 1, 3), 1);
  });

  it('is refused when it is cut short, too long or something else', () => {
    const packed = packVocabulary(ranksOf('! 0 YQ== YWI='));
    assert.throws(() => readVocabulary(packed.subarray(0, -1)), /cut short/);
    assert.throws(() => readVocabulary(packed.subarray(0, 13)), /cut short/);
    assert.throws(() => readVocabulary(packed.subarray(0, 9)), /not a packed vocabulary/);
    assert.throws(() => readVocabulary(new Uint8Array([...packed, 0])), RangeError);
    assert.throws(() => readVocabulary(bytesOf('{"not": "a vocabulary"}')), /not a packed vocabulary/);
    assert.throws(() => readVocabulary(new Uint8Array()), /not a packed vocabulary/);
  });

  it('is not made of ranks in another form', () => {
    assert.throws(() => packVocabulary(ranksOf('YQ== 0\nYg== 1')), /not a line of ranks/);
    assert.throws(() => packVocabulary({ bpe_ranks: '! 0 YQ==', pat_str: 'x' }), /no scanner/);
    assert.throws(() => packVocabulary(ranksOf('! 0 YQ==  Yg==')), /token 1 has 0 bytes/);
    assert.throws(() => packVocabulary(ranksOf('! 0 Y!==')), /not base64/);
  });
});

it('base64 is read back as it was written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.deepEqual([...decodeBase64(Buffer.from(bytes).toString('base64'))], [...bytes]);
    }),
  );
});
