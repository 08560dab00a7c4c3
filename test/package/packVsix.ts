import path from 'node:path';
import { root, runCommand } from '../steps/command.ts';

/**
 * Packs an extension into `folder` and returns the file: the checkout with dist/ as it is, or the extension in another folder.
 * @throws Error with vsce's output when it refuses.
 */
export async function packVsix(folder: string, from: string = root): Promise<string> {
  const file = path.join(folder, `${from === root ? 'meterline' : path.basename(from)}.vsix`);
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    // README.md shows an image of its own; without a repository vsce cannot make its address absolute, and refuses.
    '--no-rewrite-relative-links',
    '--out',
    file,
  ];
  const { code, output } = await runCommand('vsce', args, { cwd: from });
  if (code !== 0) {
    throw new Error(`vsce package ended with ${code}:\n${output}`);
  }
  return file;
}
