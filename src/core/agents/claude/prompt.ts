/** What a person typed in a Claude session, told from what programs put into `user` rows. */
import { asArray, asObject, asText, type Json } from '../json.ts';
import { withoutWrappers } from '../wrappers.ts';

/** Texts with which Claude Code opens rows of its own: command caveats, interruptions, continued sessions, skills. */
const ownOpenings = [
  'Caveat: ',
  '[Request interrupted',
  'This session is being continued from a previous conversation',
  'Base directory for this skill:',
];

/** The prompt in a `user` row, wrappers such as `<ide_opened_file>…</ide_opened_file>` taken off; null when a program wrote it. */
export function promptOf(row: Json): string | null {
  const message = asObject(row.message);
  if (!message || row.isMeta === true || row.isCompactSummary === true || row.toolUseResult != null) {
    return null;
  }
  const blocks = asArray(message.content).map(asObject);
  if (blocks.some((block) => block?.type === 'tool_result')) {
    return null;
  }
  const texts = [
    asText(message.content),
    ...blocks.map((block) => (block?.type === 'text' ? asText(block.text) : null)),
  ];
  for (const text of texts) {
    const typed = text === null ? '' : withoutWrappers(text);
    if (typed !== '') {
      return ownOpenings.some((opening) => typed.startsWith(opening)) ? null : typed;
    }
  }
  return null;
}
