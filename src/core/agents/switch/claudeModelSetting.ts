/** The `model` key of a Claude Code settings file: read it, set it, prove that nothing else changed. */
import { type JsoncDocument, lineAt, lineBreakOf, readJsonc } from './jsoncDocument.ts';
import { removeTopLevelKey, setTopLevelString } from './topLevelKey.ts';

const key = 'model';

/** What an edit came to. `reason` is a sentence that says what to do. */
export type ModelEdit =
  | { readonly status: 'changed'; readonly text: string }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly reason: string };

/** The model a settings file names: null when it names none (or something that is no string, which Claude Code drops). */
export type ModelReading =
  | { readonly status: 'read'; readonly model: string | null }
  | { readonly status: 'broken'; readonly reason: string };

/**
 * Sets `model` in the text of a settings file, or removes it (null: the account's default).
 * Comments, key order, trailing commas, line breaks, byte order mark and indentation stay as they are; a blank or missing
 * file (`''`) becomes an object. `{"a":1}` with 'opus' becomes `{"a":1,"model":"opus"}`.
 * Refused, with the line: broken JSONC, a `model` that stands there twice, a blank model name.
 */
export function editClaudeModel(text: string, model: string | null): ModelEdit {
  if (model !== null && (model.trim() === '' || /\p{Cc}/u.test(model))) {
    return { status: 'refused', reason: 'The model name is empty or holds control characters. Choose a model.' };
  }
  const document = readJsonc(text);
  if (document.status === 'broken') {
    return { status: 'refused', reason: brokenReason(document.line, document.reason) };
  }
  if (document.status === 'blank') {
    return model === null ? { status: 'unchanged' } : { status: 'changed', text: objectFor(document, model) };
  }
  const named = document.properties.filter((property) => property.key === key);
  if (named.length > 1) {
    const lines = named.map((property) => lineAt(document.body, property.start)).join(' and ');
    return { status: 'refused', reason: `The file names "model" more than once (lines ${lines}). Delete all but one.` };
  }
  const current = named[0]?.value;
  if (model === null ? named.length === 0 : current === model) {
    return { status: 'unchanged' };
  }
  const body = model === null ? removeTopLevelKey(document, key) : setTopLevelString(document, key, model);
  return { status: 'changed', text: document.bom + body };
}

/** The model that the text of a settings file names. Of two, the last counts, as in JSON. */
export function readClaudeModel(text: string): ModelReading {
  const document = readJsonc(text);
  switch (document.status) {
    case 'broken':
      return { status: 'broken', reason: brokenReason(document.line, document.reason) };
    case 'blank':
      return { status: 'read', model: null };
    case 'object': {
      const value = document.properties.findLast((property) => property.key === key)?.value;
      return { status: 'read', model: typeof value === 'string' ? value : null };
    }
  }
}

/**
 * Whether two texts differ in `model` alone: the other properties have the same keys, order and source text, and every
 * comment outside `model` is still there. Blanks and line breaks are not looked at. Null when so, else a sentence about the difference.
 */
export function verifyOnlyModelChanged(before: string, after: string): string | null {
  const old = readJsonc(before);
  const now = readJsonc(after);
  if (old.status === 'broken' || now.status === 'broken') {
    return 'The file is no longer valid JSON.';
  }
  if (old.bom !== now.bom) {
    return 'The byte order mark changed.';
  }
  if (JSON.stringify(others(old)) !== JSON.stringify(others(now))) {
    return 'A setting other than "model" changed.';
  }
  return JSON.stringify(comments(old)) === JSON.stringify(comments(now)) ? null : 'A comment changed.';
}

function brokenReason(line: number, reason: string): string {
  return `The file is not valid JSON: line ${line}: ${reason}. Correct it, then try again.`;
}

type Readable = Exclude<JsoncDocument, { status: 'broken' }>;

function others(document: Readable): string[] {
  const properties = document.status === 'object' ? document.properties : [];
  const rest = properties.filter((property) => property.key !== key);
  return rest.flatMap((property) => [property.key, document.body.slice(property.valueStart, property.end)]);
}

/** The comments outside `model` itself: one between its key and its value goes with it. */
function comments(document: Readable): string[] {
  const models = document.status === 'object' ? document.properties.filter((property) => property.key === key) : [];
  return document.comments
    .filter((span) => !models.some((model) => span.start > model.start && span.end < model.end))
    .map((span) => document.body.slice(span.start, span.end));
}

/** A file that holds only `model`, below the comments the blank one had. */
function objectFor(document: Extract<JsoncDocument, { status: 'blank' }>, model: string): string {
  const eol = lineBreakOf(document.body);
  const head = document.body.trim() === '' ? '' : document.body.trimEnd() + eol;
  return `${document.bom}${head}{${eol}  "${key}": ${JSON.stringify(model)}${eol}}${eol}`;
}
