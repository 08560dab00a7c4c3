/** The licences of what is inside the bundles. Their terms ask that the text travels with the copy. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** Packages whose data is shipped, though no bundle holds their code: vocabularies and prices. */
const dataPackages = ['js-tiktoken', '@pydantic/genai-prices'];

/** One section per package in the bundles or the data: name, version, licence, and the licence's text where it has one. */
export async function thirdPartyNotices(root: string, meta: Metafile): Promise<string> {
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
