/** package.json and its strings, as far as the checks read them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../steps/command.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function readJson(name: string): { readonly [key: string]: Json } {
  const file = path.join(root, name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** package.json. */
export const manifest: { readonly [key: string]: Json } = readJson('package.json');

/** package.nls.json: the English text of every %key%. */
export const strings: { readonly [key: string]: Json } = readJson('package.nls.json');

/** Every string of a value with its path: ['contributes.commands.0.title', '%command.x.title%']. */
export function textsOf(value: Json, at = ''): (readonly [path: string, text: string])[] {
  if (typeof value === 'string') {
    return [[at, value]];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, at === '' ? key : `${at}.${key}`));
}
