/** Bundles the suites that run inside the extension host: VS Code loads CommonJS, whatever its Node can do. */
import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { hostBundle } from '../../esbuild.config.ts';
import { root } from '../steps/command.ts';

export interface HostSuite {
  /** The module with `run`. */
  readonly entry: string;
  readonly specs: readonly string[];
}

/** Bundles test/vscode/host/*.test.ts. @throws Error when there is none, or one cannot be built. */
export async function buildHostSuite(): Promise<HostSuite> {
  const specs = globSync('test/vscode/host/*.test.ts', { cwd: root }).sort();
  if (specs.length === 0) {
    throw new Error('no test in test/vscode/host');
  }
  const folder = path.join(root, 'test-artifacts', 'host-suite');
  await rm(folder, { recursive: true, force: true });
  const { metafile: _, ...options } = hostBundle;
  await build({
    ...options,
    minify: false,
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    entryPoints: ['test/vscode/inHost/main.ts', ...specs],
    outdir: folder,
    outbase: 'test/vscode',
    outExtension: { '.js': '.cjs' },
  });
  return {
    entry: path.join(folder, 'inHost', 'main.cjs'),
    specs: specs.map((spec) => path.join(folder, 'host', path.basename(spec).replace(/\.ts$/, '.cjs'))),
  };
}
