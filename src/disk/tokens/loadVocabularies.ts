/** Reads the vocabularies that the build packed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Vocabularies } from '../../core/tokens/bpeCounter.ts';
import { readVocabulary, type Vocabulary } from '../../core/tokens/vocabulary.ts';

/**
 * Both vocabularies from a folder that holds o200k.bin and cl100k.bin. Takes about 40 ms.
 * @throws Error naming the file that cannot be read or is no packed vocabulary.
 */
export async function loadVocabularies(folder: string): Promise<Vocabularies> {
  const [o200k, cl100k] = await Promise.all([load(folder, 'o200k.bin'), load(folder, 'cl100k.bin')]);
  return { o200k, cl100k };
}

async function load(folder: string, name: string): Promise<Vocabulary> {
  const file = path.join(folder, name);
  try {
    return readVocabulary(await readFile(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot load the vocabulary ${file}: ${reason}`, { cause: error });
  }
}
