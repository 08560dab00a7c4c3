/** A JSON or JSONC file as the places an edit needs: top-level properties, their commas, and every comment. */
import { getNodeValue, parseTree, printParseErrorCode, visit } from 'jsonc-parser';

/** Half-open range of UTF-16 offsets into a document's body. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One property of the outermost object. `start` is the key's opening quote, `end` is behind the value. */
export interface TopLevelProperty extends Span {
  readonly key: string;
  readonly keyEnd: number;
  readonly valueStart: number;
  /** The value, parsed. Objects in it have no prototype. */
  readonly value: unknown;
}

/** A document that holds one object. Offsets are into `body`, which is the text without its byte order mark. */
export interface JsoncObject {
  readonly status: 'object';
  readonly bom: string;
  readonly body: string;
  /** Offset of the outermost `{`. */
  readonly open: number;
  /** Offset of the outermost `}`. */
  readonly close: number;
  readonly properties: readonly TopLevelProperty[];
  /** Offsets of the commas of the outermost object, a trailing one included. */
  readonly commas: readonly number[];
  readonly comments: readonly Span[];
}

/** A document without any value: empty, blank, or comments alone. */
export interface JsoncBlank {
  readonly status: 'blank';
  readonly bom: string;
  readonly body: string;
  readonly comments: readonly Span[];
}

/** A document that cannot be read; `line` counts from 1 and `reason` completes 'line 3: …'. */
export interface JsoncBroken {
  readonly status: 'broken';
  readonly reason: string;
  readonly line: number;
}

export type JsoncDocument = JsoncObject | JsoncBlank | JsoncBroken;

/** What the parser calls an error, in words. */
const errorWords: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'a number is malformed',
  PropertyNameExpected: 'a property name is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is text behind the end',
  InvalidCommentToken: 'a comment stands where none is allowed',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
};

interface Trivia {
  readonly comments: Span[];
  readonly commas: number[];
  readonly errors: { readonly name: string; readonly line: number }[];
}

/** Comments, top-level commas and errors in one pass. */
function readTrivia(body: string, strict: boolean): Trivia {
  const found: Trivia = { comments: [], commas: [], errors: [] };
  let depth = 0;
  const enter = (): void => {
    depth += 1;
  };
  const leave = (): void => {
    depth -= 1;
  };
  visit(
    body,
    {
      onObjectBegin: enter,
      onObjectEnd: leave,
      onArrayBegin: enter,
      onArrayEnd: leave,
      onComment: (offset, length) => found.comments.push({ start: offset, end: offset + length }),
      onSeparator: (character, offset) => {
        if (character === ',' && depth === 1) {
          found.commas.push(offset);
        }
      },
      onError: (code, _offset, _length, line) => found.errors.push({ name: printParseErrorCode(code), line: line + 1 }),
    },
    { allowTrailingComma: !strict, disallowComments: strict },
  );
  return found;
}

/** The body with its comments taken out. */
function withoutComments(body: string, comments: readonly Span[]): string {
  let rest = '';
  let from = 0;
  for (const comment of comments) {
    rest += body.slice(from, comment.start);
    from = comment.end;
  }
  return rest + body.slice(from);
}

function broken(error: { readonly name: string; readonly line: number }): JsoncBroken {
  return { status: 'broken', reason: errorWords[error.name] ?? 'there is unexpected text', line: error.line };
}

/** Reads a text as JSONC: comments and trailing commas are fine, anything else that JSON forbids makes it `broken`. */
export function readJsonc(text: string): JsoncDocument {
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(bom.length);
  let trivia: Trivia;
  try {
    trivia = readTrivia(body, false);
  } catch (error) {
    // The parser recurses, so absurd nesting ends in a full stack: a fact about the file, not a fault of ours.
    if (error instanceof RangeError) {
      return { status: 'broken', reason: 'it is nested too deeply', line: 1 };
    }
    throw error;
  }
  const { comments, commas, errors } = trivia;
  if (withoutComments(body, comments).trim() === '' && errors.every((error) => error.name === 'ValueExpected')) {
    return { status: 'blank', bom, body, comments };
  }
  const [first] = errors;
  if (first) {
    return broken(first);
  }
  const root = parseTree(body, [], { allowTrailingComma: true });
  if (root?.type !== 'object') {
    return { status: 'broken', reason: 'it holds no object', line: 1 };
  }
  const properties: TopLevelProperty[] = [];
  for (const node of root.children ?? []) {
    const [key, value] = node.children ?? [];
    if (key && value) {
      properties.push({
        key: String(key.value),
        start: node.offset,
        keyEnd: key.offset + key.length,
        valueStart: value.offset,
        end: value.offset + value.length,
        value: getNodeValue(value) as unknown,
      });
    }
  }
  return {
    status: 'object',
    bom,
    body,
    open: root.offset,
    close: root.offset + root.length - 1,
    properties,
    commas,
    comments,
  };
}

/** The first thing strict JSON forbids in a text that is good JSONC (a comment, a trailing comma), or null. */
export function strictJsonProblem(text: string): { readonly reason: string; readonly line: number } | null {
  const [first] = readTrivia(text.replace(/^\uFEFF/, ''), true).errors;
  if (!first) {
    return null;
  }
  return first.name === 'InvalidCommentToken'
    ? { reason: 'a comment', line: first.line }
    : { reason: 'a trailing comma', line: first.line };
}

/** The line break a text uses, by its first one; `\n` where there is none. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** The line of an offset, from 1. */
export function lineAt(body: string, offset: number): number {
  let line = 1;
  for (let at = body.indexOf('\n'); at !== -1 && at < offset; at = body.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
