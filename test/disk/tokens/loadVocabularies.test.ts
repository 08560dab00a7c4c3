import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { createBpeCounter } from '../../../src/core/tokens/bpeCounter.ts';
import { loadVocabularies } from '../../../src/disk/tokens/loadVocabularies.ts';
import { encodings } from '../../core/tokens/encodings.ts';
import { withPackedFolder } from './packedFolder.ts';

it('both vocabularies are loaded from their files', async () => {
  await withPackedFolder(async (folder) => {
    const vocabularies = await loadVocabularies(folder);
    const text = '统一码 it’s <|endoftext|>';
    for (const { name, reference } of encodings) {
      assert.equal(createBpeCounter(vocabularies[name])(text), reference(text));
    }
  });
});

it('a file that is missing or no vocabulary is named', async () => {
  await assert.rejects(loadVocabularies('/nowhere'), /cannot load the vocabulary .*(o200k|cl100k)\.bin: ENOENT/);
  await withPackedFolder(async (folder) => {
    const file = path.join(folder, 'cl100k.bin');
    await writeFile(file, 'not a vocabulary');
    await assert.rejects(loadVocabularies(folder), {
      message: `cannot load the vocabulary ${file}: not a packed vocabulary`,
    });
  });
});
