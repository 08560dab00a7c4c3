/** The price book that the build wrote beside the programs. */
import { readFileSync } from 'node:fs';
import type { PriceBook } from '../../core/pricing/priceBook.ts';
import { type PriceData, preparePrices } from '../../core/pricing/pricer.ts';

/**
 * Reads dist/prices.json.
 * @throws Error when it is missing or not a book: the installation is broken.
 */
export function loadPrices(file: string): PriceData {
  const book = JSON.parse(readFileSync(file, 'utf8')) as PriceBook;
  if (book.schema !== 1) {
    throw new Error(`${file} is not a price book of this version; install Meterline again`);
  }
  return preparePrices(book);
}
