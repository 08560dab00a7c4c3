/** The data files of dist/: packed vocabularies and the price book. Made from published packages, not kept in the repository. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProvider } from '@pydantic/genai-prices';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { buildPriceBook } from '../src/core/pricing/buildPriceBook.ts';
import { genaiProviderIds } from '../src/core/pricing/fromGenaiPrices.ts';
import { packVocabulary } from '../src/core/tokens/vocabulary.ts';

/** Writes o200k.bin, cl100k.bin and prices.json into `dist`. */
export async function writeData(root: string, dist: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  await writeFile(path.join(dist, 'o200k.bin'), packVocabulary(o200k));
  await writeFile(path.join(dist, 'cl100k.bin'), packVocabulary(cl100k));
  await writeFile(path.join(dist, 'prices.json'), await priceBook(root));
}

async function priceBook(root: string): Promise<string> {
  const providers = genaiProviderIds.map((providerId) => {
    const provider = findProvider({ providerId });
    if (provider === undefined) {
      throw new Error(`@pydantic/genai-prices has no provider ${providerId}`);
    }
    return provider;
  });
  const supplement = await readFile(path.join(root, 'src/core/pricing/data/supplement.json'), 'utf8');
  return JSON.stringify(buildPriceBook(providers, JSON.parse(supplement)));
}
