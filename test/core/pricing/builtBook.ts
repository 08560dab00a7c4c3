/** The book that a build writes, made from the installed package and our supplement. */
import { findProvider } from '@pydantic/genai-prices';
import { buildPriceBook } from '../../../src/core/pricing/buildPriceBook.ts';
import supplement from '../../../src/core/pricing/data/supplement.json' with { type: 'json' };
import { indexPriceBook, type PriceIndex } from '../../../src/core/pricing/findCard.ts';
import { type GenaiProvider, genaiProviderIds } from '../../../src/core/pricing/fromGenaiPrices.ts';
import type { PriceBook } from '../../../src/core/pricing/priceBook.ts';

export const genaiData: readonly GenaiProvider[] = genaiProviderIds.map((providerId) => {
  const provider = findProvider({ providerId });
  if (!provider) {
    throw new Error(`the package has no provider ${providerId}`);
  }
  return provider as GenaiProvider;
});

export const book: PriceBook = buildPriceBook(genaiData, supplement);

export const index: PriceIndex = indexPriceBook(book);

export { supplement };
