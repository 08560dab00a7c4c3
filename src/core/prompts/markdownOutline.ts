/** The few block structures of Markdown that decide what an agent sends and where a section begins. */

/** Offsets into a text, in UTF-16 units: from `from` up to, not including, `to`. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** An ATX heading: `## Title`. */
export interface Heading {
  /** The line it is on, from 0. */
  readonly line: number;
  /** 1 to 6. */
  readonly level: number;
  /** Its text without the marks. Hostile text. */
  readonly title: string;
  /** Where its line begins. */
  readonly offset: number;
}

/** What was found in a Markdown text. */
export interface MarkdownOutline {
  /** Where the text after a YAML front matter begins; 0 where there is none. */
  readonly bodyOffset: number;
  readonly headings: readonly Heading[];
  /** Block comments, outside fences and closed; with the line break after them when nothing else is on their last line. */
  readonly comments: readonly TextRange[];
}

interface Line {
  readonly text: string;
  readonly from: number;
  /** After its line break. */
  readonly to: number;
}

interface Fence {
  readonly mark: string;
  readonly length: number;
}

/**
 * Finds the front matter, the headings and the block comments. A `#` inside a fence (``` or ~~~, at any indent, as in lists), in a
 * comment or in the front matter begins no heading; a fence that is never closed runs to the end, a comment that is never closed is text.
 * Line breaks may be LF, CRLF or CR. Setext headings (underlined ones) are not headings here.
 */
export function outlineMarkdown(text: string): MarkdownOutline {
  const lines = splitLines(text);
  const bodyLine = lineAfterFrontMatter(lines);
  const headings: Heading[] = [];
  const comments: TextRange[] = [];
  let fence: Fence | null = null;
  let commentEnd = 0;
  const lastCommentEnd = text.lastIndexOf('-->');
  for (let number = bodyLine; number < lines.length; number++) {
    const line = lines[number] as Line;
    if (line.from < commentEnd) {
      continue;
    }
    if (fence !== null) {
      fence = closesFence(line.text, fence) ? null : fence;
      continue;
    }
    fence = opensFence(line.text);
    if (fence !== null) {
      continue;
    }
    const comment = line.from < lastCommentEnd ? commentAt(text, line) : null;
    if (comment !== null) {
      comments.push(comment);
      commentEnd = comment.to;
      continue;
    }
    const heading = headingOf(line, number);
    if (heading !== null) {
      headings.push(heading);
    }
  }
  return { bodyOffset: bodyLine === 0 ? 0 : (lines[bodyLine]?.from ?? text.length), headings, comments };
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const breaks = /\r\n|\n|\r/g;
  let from = 0;
  for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
    const to = found.index + found[0].length;
    lines.push({ text: text.slice(from, found.index), from, to });
    from = to;
  }
  lines.push({ text: text.slice(from), from, to: text.length });
  return lines;
}

/** The number of the first line after a front matter that is closed; 0 where there is none. */
function lineAfterFrontMatter(lines: readonly Line[]): number {
  // Editors hide a byte order mark; files read whole still have it.
  if (lines[0]?.text.replace(/^\ufeff/, '').trimEnd() !== '---') {
    return 0;
  }
  const closing = lines.findIndex((line, number) => number > 0 && /^(---|\.\.\.)[ \t]*$/.test(line.text));
  return closing + 1;
}

function opensFence(line: string): Fence | null {
  const match = /^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/s.exec(line);
  const [, marks = '', info = ''] = match ?? [];
  // A backtick after the marks makes it a code span.
  if (marks === '' || (marks.startsWith('`') && info.includes('`'))) {
    return null;
  }
  return { mark: marks.charAt(0), length: marks.length };
}

function closesFence(line: string, fence: Fence): boolean {
  const marks = line.replace(/^[ \t>]*/, '').trimEnd();
  return marks.length >= fence.length && marks === fence.mark.repeat(marks.length);
}

/** A comment that begins a line and is closed somewhere; text after its end stays. */
function commentAt(text: string, line: Line): TextRange | null {
  const opening = /^\ufeff? {0,3}<!--/.exec(line.text);
  if (opening === null) {
    return null;
  }
  // `<!-->` is a whole comment, hence the search from within the opening mark.
  const closing = text.indexOf('-->', line.from + opening[0].length - 2);
  if (closing < 0) {
    return null;
  }
  const rest = /[ \t]*(\r\n|\n|\r|$)/y;
  rest.lastIndex = closing + 3;
  const blank = rest.exec(text);
  return { from: line.from, to: closing + 3 + (blank?.[0].length ?? 0) };
}

function headingOf(line: Line, number: number): Heading | null {
  const match = /^\ufeff? {0,3}(#{1,6})(?=[ \t]|$)(.*)$/s.exec(line.text);
  if (match === null) {
    return null;
  }
  const [, marks = '', rest = ''] = match;
  return { line: number, level: marks.length, title: withoutClosingMarks(rest), offset: line.from };
}

/** `Title ##` is `Title`; `C#` keeps its mark. */
function withoutClosingMarks(rest: string): string {
  const trimmed = rest.trim();
  let end = trimmed.length;
  while (trimmed.charAt(end - 1) === '#') {
    end--;
  }
  const isClosed = end === 0 || /[ \t]/.test(trimmed.charAt(end - 1));
  return isClosed ? trimmed.slice(0, end).trimEnd() : trimmed;
}
