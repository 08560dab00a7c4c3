/** What a person typed to Codex. */
import { withoutWrappers } from '../wrappers.ts';

/** The heading under which the editor extension puts the prompt, after its own account of open files. */
const requestHeading = '## My request for Codex:';

/** The prompt in a `user_message`, without what the editor or Codex put before it; empty when a person typed nothing. */
export function promptOf(message: string): string {
  const heading = message.indexOf(requestHeading);
  const typed = withoutWrappers(heading < 0 ? message : message.slice(heading + requestHeading.length));
  return typed.startsWith('# AGENTS.md instructions') ? '' : typed;
}
