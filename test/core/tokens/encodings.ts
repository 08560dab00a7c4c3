/** The two vocabularies, packed from the published ranks, and the reference encoders that tests compare with. */
import cl100kRanks from 'js-tiktoken/ranks/cl100k_base';
import o200kRanks from 'js-tiktoken/ranks/o200k_base';
import { get_encoding } from 'tiktoken';
import { type CountTokens, createBpeCounter } from '../../../src/core/tokens/bpeCounter.ts';
import { type PublishedRanks, packVocabulary, readVocabulary } from '../../../src/core/tokens/vocabulary.ts';

export interface Encoding {
  readonly name: 'o200k' | 'cl100k';
  readonly ranks: PublishedRanks;
  readonly packed: Uint8Array;
  readonly count: CountTokens;
  /** OpenAI's own encoder, in WebAssembly. */
  readonly reference: CountTokens;
}

function encoding(name: Encoding['name'], ranks: PublishedRanks): Encoding {
  const packed = packVocabulary(ranks);
  const encoder = get_encoding(`${name}_base`);
  return {
    name,
    ranks,
    packed,
    count: createBpeCounter(readVocabulary(packed)),
    reference: (text) => encoder.encode_ordinary(text).length,
  };
}

export const encodings: readonly Encoding[] = [encoding('o200k', o200kRanks), encoding('cl100k', cl100kRanks)];
