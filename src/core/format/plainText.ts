/** Text of logs and other tools made safe to show: it can neither hide, reorder nor act. */

/**
 * One line without control, bidirectional, invisible or broken characters, of at most `max` characters:
 * `plainText('a\u202Eb\n c', 80)` is `'ab c'`. A longer text ends in '…'.
 */
export function plainText(hostile: string, max: number): string {
  const visible = hostile
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\v\f\r\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\uFFFD]/gu, '')
    .trim();
  const characters = [...visible];
  return characters.length <= max ? visible : `${characters.slice(0, Math.max(0, max - 1)).join('')}…`;
}

/**
 * Text for a MarkdownString that renders as itself: no link, command, HTML, table, list or icon can come of it, since every
 * ASCII sign becomes a character reference, which Markdown never reads as markup: `escapeMarkdown('$(x)')` is
 * `'&#36;&#40;x&#41;'`.
 */
export function escapeMarkdown(hostile: string, max = 500): string {
  return plainText(hostile, max).replace(/[!-+\-./:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * Text for Markdown that people read as it is, in a chat or a file: only signs that could begin markup are escaped, by a
 * backslash: `quoteMarkdown('Sonnet 5.5 | $(x)')` is `'Sonnet 5.5 \\| \\$(x)'`.
 */
export function quoteMarkdown(hostile: string, max = 500): string {
  return plainText(hostile, max).replace(/[\\`*_[\]<>|~$&]/g, '\\$&');
}
