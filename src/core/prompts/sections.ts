/** A prompt file as the sections that a count is shown for, and the parts of it that an agent sends. */
import { type MarkdownOutline, outlineMarkdown, type TextRange } from './markdownOutline.ts';
import type { PromptKind } from './promptFile.ts';

/** A part of a prompt file with one count of its own. Offsets are UTF-16 units; front matter and comments are not taken out of them. */
export interface PromptSection {
  /** The line to show the count at, from 0. */
  readonly line: number;
  /** The heading's text, '' for the whole file. Hostile text: never to be read as Markdown or HTML. */
  readonly title: string;
  /** The heading's level, 1 to 6; 0 for the whole file. */
  readonly level: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A prompt file's sections with what of each is sent. */
export interface PromptLayout {
  /** The whole file first, then one section per heading, in order. */
  readonly sections: readonly PromptSection[];
  /** What is sent, in order and disjoint: everything but front matter and comments where the kind takes those out. */
  readonly sent: readonly TextRange[];
}

/** Lays out a prompt file in one pass. Reads any text; never throws. */
export function layOutPrompt(text: string, kind: PromptKind): PromptLayout {
  const outline = outlineMarkdown(text);
  return { sections: sectionsOf(text, outline), sent: sentRanges(text, kind, outline) };
}

/**
 * The whole file (line 0, level 0), then one section per ATX heading. A heading's section runs to the next heading of ANY level, so
 * that the text before the first heading and all headings' sections add up to the whole: a parent's count leaves its children out.
 */
export function promptSections(text: string, kind: PromptKind): readonly PromptSection[] {
  return layOutPrompt(text, kind).sections;
}

function sectionsOf(text: string, { headings }: MarkdownOutline): PromptSection[] {
  const whole: PromptSection = { line: 0, title: '', level: 0, startOffset: 0, endOffset: text.length };
  const parts = headings.map(({ line, title, level, offset }, at) => ({
    line,
    title,
    level,
    startOffset: offset,
    endOffset: headings[at + 1]?.offset ?? text.length,
  }));
  return [whole, ...parts];
}

function sentRanges(text: string, kind: PromptKind, { bodyOffset, comments }: MarkdownOutline): TextRange[] {
  const sent: TextRange[] = [];
  let from = kind.sendsFrontMatter ? 0 : bodyOffset;
  for (const comment of kind.stripsComments ? comments : []) {
    if (comment.from > from) {
      sent.push({ from, to: comment.from });
    }
    from = comment.to;
  }
  if (text.length > from) {
    sent.push({ from, to: text.length });
  }
  return sent;
}
