/** A folder with the packed vocabularies, as the build makes it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodings } from '../../core/tokens/encodings.ts';

export async function withPackedFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'meterline-tokens-'));
  try {
    for (const { name, packed } of encodings) {
      await writeFile(path.join(folder, `${name}.bin`), packed);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
