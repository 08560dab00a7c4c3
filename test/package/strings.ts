/** Which texts of package.json a user sees, and what is wrong with them. */
import { type Json, textsOf } from './manifest.ts';

/** Fields that VS Code or the Marketplace shows as words. An id, a condition, a path or a default is none. */
const shownFields =
  /(?:^|\.)(?:displayName|description|title|shortTitle|category|label|contents|markdownDescription|deprecationMessage|markdownDeprecationMessage|contextualTitle|name|altText|userDescription|modelDescription|placeholder)$|(?:enumDescriptions|markdownEnumDescriptions|enumItemLabels)\.\d+$/;

/** Fields with such a name that are no words: ids, references, and what a snippet inserts. */
const unshown =
  /^(?:name|publisher|author|contributes\.(?:grammars|languages)\..*|contributes\.icons\..*)$|\.(?:default|examples|body)\./;

const keyPattern = /^%([\w.-]+)%$/;

/** One sentence per fault: a text that is no %key%, a key without a text, a text without a key, an empty text. */
export function stringFaults(manifest: Json, strings: { readonly [key: string]: Json }): string[] {
  const texts = textsOf(manifest);
  const bare = texts.filter(([at, text]) => isShown(at) && !keyPattern.test(text));
  const used = new Set(texts.flatMap(([, text]) => [...text.matchAll(/%([\w.-]+)%/g)].map((match) => match[1] ?? '')));
  return [
    ...bare.map(([at, text]) => `${at} is not a %key%: ${JSON.stringify(text)}`),
    ...[...used].filter((key) => !(key in strings)).map((key) => `%${key}% has no text`),
    ...Object.keys(strings)
      .filter((key) => !used.has(key))
      .map((key) => `${key} is not used`),
    ...Object.entries(strings)
      .filter(([, text]) => typeof text !== 'string' || text.trim() === '')
      .map(([key]) => `${key} is empty`),
  ];
}

/** Whether a field, by its path, is shown to a user. */
function isShown(at: string): boolean {
  const isContributed = at === 'displayName' || at === 'description' || /^(?:contributes|capabilities)\./.test(at);
  return isContributed && shownFields.test(at) && !unshown.test(at);
}
