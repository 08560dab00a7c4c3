/**
 * Builds what ships into dist/: `node esbuild.config.ts [--watch]`. Every entry must exist: a missing one fails the build.
 * dist/meta.json holds esbuild's account of all bundles; test/walls reads the layers and the sizes from it.
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProvider } from '@pydantic/genai-prices';
import { type BuildOptions, build, context, type Metafile } from 'esbuild';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { buildPriceBook } from './src/core/pricing/buildPriceBook.ts';
import { genaiProviderIds } from './src/core/pricing/fromGenaiPrices.ts';
import { packVocabulary } from './src/core/tokens/vocabulary.ts';

const root = import.meta.dirname;

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  // jsonc-parser's `main` is UMD, which hides its parts from the bundler.
  mainFields: ['module', 'main'],
};

/** CommonJS for the extension host and its workers. Node 22 is the oldest there: VS Code 1.105. */
export const hostBundle: BuildOptions = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  // The sources are modules and find their neighbours by import.meta; CommonJS has other words for it.
  banner: { js: 'const bundleUrl=require("node:url").pathToFileURL(__filename).href;' },
  define: { 'import.meta.url': 'bundleUrl', 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
};

const cliBundle: BuildOptions = { ...common, platform: 'node', format: 'esm', target: 'node22' };

/** The launcher must load in any Node, to say that it is too old: it holds none of the commands. */
const launcherBundle: BuildOptions = { ...cliBundle, target: 'node18', banner: { js: '#!/usr/bin/env node' } };

const pageBundle: BuildOptions = { ...common, platform: 'browser', format: 'iife', target: 'chrome138' };

/** The bundles that must always be there, by the file that each makes. */
const entries: readonly { readonly out: string; readonly entry: string; readonly options: BuildOptions }[] = [
  { out: 'dist/extension.cjs', entry: 'src/extension.ts', options: hostBundle },
  { out: 'dist/tokenWorker.cjs', entry: 'src/disk/tokens/tokenWorker.ts', options: hostBundle },
  { out: 'dist/ledgerWorker.cjs', entry: 'src/disk/ledgerWorker.ts', options: hostBundle },
  { out: 'dist/cli.js', entry: 'src/cli.ts', options: launcherBundle },
  { out: 'dist/cliMain.js', entry: 'src/disk/commands/runCommand.ts', options: cliBundle },
];

/** src/webview/<page>/page.ts and page.css become dist/webview/<page>.js and .css. */
async function pages(): Promise<typeof entries> {
  const found = await readdir(path.join(root, 'src/webview'), { recursive: true });
  return found
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => /^[^/]+\/page\.(?:ts|css)$/.test(name))
    .sort()
    .map((name) => ({
      out: `dist/webview/${name.replace('/page.ts', '.js').replace('/page.css', '.css')}`,
      entry: `src/webview/${name}`,
      options: pageBundle,
    }));
}

async function allOptions(): Promise<BuildOptions[]> {
  return [...entries, ...(await pages())].map(({ out, entry, options }) => ({
    ...options,
    entryPoints: [entry],
    outfile: out,
  }));
}

/** Builds everything into dist/ and returns esbuild's account of it. Throws, naming the entry, when one cannot be built. */
export async function buildAll(): Promise<Metafile> {
  const meta: Metafile = { inputs: {}, outputs: {} };
  for (const options of await allOptions()) {
    const { metafile } = await build({ ...options, metafile: true });
    Object.assign(meta.inputs, metafile.inputs);
    Object.assign(meta.outputs, metafile.outputs);
  }
  const dist = path.join(root, 'dist');
  await mkdir(dist, { recursive: true });
  await chmod(path.join(dist, 'cli.js'), 0o755);
  await writeData(root, dist);
  await writeFile(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), await thirdPartyNotices(root, meta));
  await writeFile(path.join(dist, 'meta.json'), JSON.stringify(meta));
  return meta;
}

/** Writes o200k.bin, cl100k.bin and prices.json into `dist`. */
async function writeData(root: string, dist: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  await writeFile(path.join(dist, 'o200k.bin'), packVocabulary(o200k));
  await writeFile(path.join(dist, 'cl100k.bin'), packVocabulary(cl100k));
  await writeFile(path.join(dist, 'prices.json'), await priceBook(root));
}

async function priceBook(root: string): Promise<string> {
  const providers = genaiProviderIds.map((providerId) => {
    const provider = findProvider({ providerId });
    if (provider === undefined) {
      throw new Error(`@pydantic/genai-prices has no provider ${providerId}`);
    }
    return provider;
  });
  const supplement = await readFile(path.join(root, 'src/core/pricing/data/supplement.json'), 'utf8');
  return JSON.stringify(buildPriceBook(providers, JSON.parse(supplement)));
}

/** Packages whose data is shipped, though no bundle holds their code: vocabularies and prices. */
const dataPackages = ['js-tiktoken', '@pydantic/genai-prices'];

/** The licences of what is shipped, whose terms ask that their text travels with the copy: one section per package. */
async function thirdPartyNotices(root: string, meta: Metafile): Promise<string> {
  const bundled = Object.keys(meta.inputs).flatMap((input) => {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    return name === undefined ? [] : [name];
  });
  const names = [...new Set([...bundled, ...dataPackages])].sort();
  const sections = await Promise.all(names.map((name) => section(path.join(root, 'node_modules', name))));
  return `Meterline contains or was built from these packages.\n\n${sections.join('\n\n')}\n`;
}

async function section(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}`;
  return `${name} ${version} (${license})${text}`;
}

async function watchAll(): Promise<void> {
  await writeData(root, path.join(root, 'dist'));
  for (const options of await allOptions()) {
    await (await context({ ...options, minify: false, sourcemap: 'linked', logLevel: 'info' })).watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--watch')) {
    await watchAll();
  } else {
    const meta = await buildAll();
    for (const [name, { bytes }] of Object.entries(meta.outputs)) {
      process.stdout.write(`${name}  ${Math.ceil(bytes / 1024)} KB\n`);
    }
  }
}
