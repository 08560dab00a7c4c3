/**
 * Setting and removing one string of a file's outermost object, touching nothing else.
 * jsonc-parser's own `modify` is not used: it drops comments beside a removed key and moves a comment that ends a line
 * behind the key it adds.
 */
import { applyEdits, type Edit } from 'jsonc-parser';
import { type JsoncObject, lineBreakOf, type TopLevelProperty } from './jsoncDocument.ts';

const defaultIndent = '  ';

/** The body with `key` set to a string. The key must not stand there twice: which one counts would be a guess. */
export function setTopLevelString(document: JsoncObject, key: string, value: string): string {
  const existing = document.properties.find((property) => property.key === key);
  if (existing) {
    const edit = {
      offset: existing.valueStart,
      length: existing.end - existing.valueStart,
      content: JSON.stringify(value),
    };
    return applyEdits(document.body, [edit]);
  }
  const last = document.properties.at(-1);
  const edits = last ? insertAfter(document, last, key, value) : insertIntoEmpty(document, key, value);
  return applyEdits(document.body, edits);
}

/** The body without `key`; comments beside it stay. The body as it is when the key is not there. */
export function removeTopLevelKey(document: JsoncObject, key: string): string {
  const index = document.properties.findIndex((property) => property.key === key);
  const property = document.properties[index];
  if (!property) {
    return document.body;
  }
  const next = document.properties[index + 1];
  const comma = document.commas.find((offset) => offset >= property.end && offset < (next?.start ?? document.close));
  if (comma === undefined) {
    const before = document.commas.findLast((offset) => offset < property.start);
    const edits = [removal(document.body, property.start, property.end, false)];
    return applyEdits(document.body, before === undefined ? edits : [removalOf(before), ...edits]);
  }
  const touching = /^[ \t]*$/.test(document.body.slice(property.end, comma));
  const edits = touching
    ? [removal(document.body, property.start, comma + 1, true)]
    : [removal(document.body, property.start, property.end, true), removalOf(comma)];
  return applyEdits(document.body, edits);
}

function removalOf(offset: number): Edit {
  return { offset, length: 1, content: '' };
}

/** Removal of a range with the blanks that only made sense beside it: its whole line when nothing else is on it. */
function removal(body: string, start: number, end: number, followed: boolean): Edit {
  const left = body.slice(0, start).search(/[ \t]*$/);
  const right = end + (/^[ \t]*/.exec(body.slice(end))?.[0].length ?? 0);
  const startsLine = left === 0 || body[left - 1] === '\n' || body[left - 1] === '\r';
  const lineBreak = /^(?:\r\n|\n|\r|$)/.exec(body.slice(right));
  if (startsLine && lineBreak) {
    return { offset: left, length: right + lineBreak[0].length - left, content: '' };
  }
  if (startsLine || (followed && !lineBreak)) {
    return { offset: start, length: right - start, content: '' };
  }
  return { offset: left, length: end - left, content: '' };
}

/** New property behind the last one, in the file's own layout: comma, then the next line (or the same, when it is on one). */
function insertAfter(document: JsoncObject, last: TopLevelProperty, key: string, value: string): Edit[] {
  const { body } = document;
  const trailingComma = document.commas.find((offset) => offset >= last.end);
  const contentEnd = trailingComma === undefined ? last.end : trailingComma + 1;
  const comma: Edit[] = trailingComma === undefined ? [{ offset: last.end, length: 0, content: ',' }] : [];
  const gap = /^:([ \t]*)$/.exec(body.slice(last.keyEnd, last.valueStart))?.[1] ?? ' ';
  const property = `${JSON.stringify(key)}:${gap}${JSON.stringify(value)}${trailingComma === undefined ? '' : ','}`;
  const lineEnd = endOfLine(document, contentEnd);
  if (lineEnd !== null) {
    const indent =
      ownLineIndent(body, last.start) ?? firstIndent(document) ?? blanksBefore(body, document.open) + defaultIndent;
    return [...comma, { offset: lineEnd, length: 0, content: lineBreakOf(body) + indent + property }];
  }
  const comment = document.comments.findLast((span) => span.start >= contentEnd && span.end <= document.close);
  return [...comma, { offset: comment?.end ?? contentEnd, length: 0, content: gap + property }];
}

/** First property of an object without any, behind the comments that stand in it. */
function insertIntoEmpty(document: JsoncObject, key: string, value: string): Edit[] {
  const { body, open, close } = document;
  const property = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const eol = lineBreakOf(body);
  const base = blanksBefore(body, open);
  const comment = document.comments.findLast((span) => span.start > open && span.end <= close);
  if (!comment) {
    const content = eol + base + defaultIndent + property + eol + base;
    return [{ offset: open + 1, length: close - open - 1, content }];
  }
  const severalLines = /[\r\n]/.test(body.slice(open, close));
  const before = severalLines ? eol + (ownLineIndent(body, comment.start) ?? base + defaultIndent) : ' ';
  return [{ offset: comment.end, length: 0, content: before + property }];
}

/** Where the line of `from` ends, outside comments and inside the object; null when the object closes on that line. */
function endOfLine(document: JsoncObject, from: number): number | null {
  let at = from;
  while (at < document.close) {
    const comment = document.comments.find((span) => span.start === at);
    if (comment) {
      at = comment.end;
      continue;
    }
    if (document.body[at] === '\n' || document.body[at] === '\r') {
      return at;
    }
    at += 1;
  }
  return null;
}

/** The blanks before an offset when nothing else is before it on its line, else null. */
function ownLineIndent(body: string, offset: number): string | null {
  return /(?:^|[\r\n])([ \t]*)$/.exec(body.slice(0, offset))?.[1] ?? null;
}

/** The indent of the first property that begins its line. */
function firstIndent(document: JsoncObject): string | null {
  for (const property of document.properties) {
    const indent = ownLineIndent(document.body, property.start);
    if (indent !== null) {
      return indent;
    }
  }
  return null;
}

/** The blanks that the line of an offset begins with. */
function blanksBefore(body: string, offset: number): string {
  const lineStart = Math.max(body.lastIndexOf('\n', offset - 1), body.lastIndexOf('\r', offset - 1)) + 1;
  return /^[ \t]*/.exec(body.slice(lineStart, offset))?.[0] ?? '';
}
