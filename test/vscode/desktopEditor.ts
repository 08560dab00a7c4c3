import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['code', 'kiro', 'cursor', 'windsurf', 'codium', 'code-insiders'];

/** The first editor built on VS Code that PATH offers, as an absolute path, or null. */
export function findDesktopEditor(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find(existsSync) ?? null;
}
