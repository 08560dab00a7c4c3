/** The root of the git repository around a folder, as Claude Code sees it. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemErrorCode } from './editProblem.ts';

/**
 * Goes up to the first folder with a `.git`. In a linked worktree the root is that of the main checkout, where Claude Code
 * keeps its local settings; a submodule is a root of its own. Null outside a repository, and where root and user differ.
 */
export async function repositoryRoot(folder: string): Promise<string | null> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const root = await rootAt(at);
    if (root !== null) {
      return root.owned ? root.path : null;
    }
    if (dirname(at) === at) {
      return null;
    }
  }
}

async function rootAt(folder: string): Promise<{ readonly path: string; readonly owned: boolean } | null> {
  try {
    const git = join(folder, '.git');
    const found = await stat(git);
    const user = process.geteuid?.();
    const owned = user === undefined || found.uid === user;
    if (found.isDirectory()) {
      return { path: folder, owned };
    }
    const link = /^gitdir: (.+?)[\\/]\.git[\\/]worktrees[\\/][^\\/]+\s*$/.exec(await readFile(git, 'utf8'))?.[1];
    return { path: link === undefined ? folder : resolve(folder, link), owned };
  } catch (error) {
    // No .git here, or none we may look at: both mean going on upwards.
    systemErrorCode(error);
    return null;
  }
}
