/** A copy of the sources with planted faults, for checks that must be seen to catch them. */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../steps/command.ts';

/** Planted files by their path; a fault is marked by its line. */
export type Plants = Readonly<Record<string, string>>;

/** What the checks read, beside the sources themselves. */
const configuration = ['.gitignore', 'biome.json', 'package.json', 'tsconfig.json', 'test/walls/rules'];

/**
 * Copies the named source folders and the checks' configuration, plants the files, and calls `work` with the copy, which is
 * removed afterwards. Packages are linked, so that what resolves in the checkout resolves in the copy.
 */
export async function withOverlay<T>(
  folders: readonly string[],
  plants: Plants,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const copy = await mkdtemp(path.join(tmpdir(), 'meterline-walls-'));
  try {
    for (const name of [...configuration, ...folders]) {
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    for (const [name, text] of Object.entries(plants)) {
      await mkdir(path.dirname(path.join(copy, name)), { recursive: true });
      await writeFile(path.join(copy, name), text);
    }
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
