import path from 'node:path';
import { runCommand } from '../steps/command.ts';

/** Packs dist/ as it is into `folder` and returns the file. @throws Error with vsce's output when it refuses. */
export async function packVsix(folder: string): Promise<string> {
  const file = path.join(folder, 'meterline.vsix');
  const { code, output } = await runCommand('vsce', [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    // README.md shows an image of its own; without a repository vsce cannot make its address absolute, and refuses.
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  if (code !== 0) {
    throw new Error(`vsce package ended with ${code}:\n${output}`);
  }
  return file;
}
