/** A session whose every text tries to be more than text: what a log may hold when someone wants to do harm. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Markup, HTML, a link that runs a command, an icon and a table's end, in one line. */
export const hostileText =
  '**bold** [press](command:workbench.action.reloadWindow) <img src=x onerror=alert(1)> $(trash) | `x` | & &lt;';

/** A character that would show what follows it backwards. */
const rightToLeft = '\u202e';

const session = 'e0000000-0000-4000-8000-00000000e011';

/** Adds the session, and one whose title has 5,000 characters, both of the last minutes. */
export async function writeHostileLogs(home: string, nowMs: number): Promise<void> {
  const folder = path.join(home, '.claude', 'projects', '-tmp-hostile');
  await mkdir(folder, { recursive: true });
  await writeSession(
    path.join(folder, `${session}.jsonl`),
    session,
    `${rightToLeft}${hostileText}\n# second line`,
    nowMs - 30_000,
  );
  const long = session.replace('e011', 'e012');
  await writeSession(path.join(folder, `${long}.jsonl`), long, `Long ${'x'.repeat(5_000)}`, nowMs - 40_000);
}

async function writeSession(file: string, id: string, text: string, at: number): Promise<void> {
  const row = (atMs: number, more: object): object => ({
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: `/tmp/${hostileText}`,
    sessionId: id,
    version: '2.1.260',
    gitBranch: hostileText,
    uuid: `${id.slice(-4)}-${atMs}`,
    timestamp: new Date(atMs).toISOString(),
    ...more,
  });
  const usage = {
    input_tokens: 900_000,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 90_000,
  };
  const message = {
    id: `msg_${id.slice(-4)}`,
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: 'end_turn',
    usage,
  };
  const rows = [
    { type: 'ai-title', aiTitle: text, sessionId: id },
    row(at - 2_000, { type: 'user', message: { role: 'user', content: text } }),
    row(at, { type: 'assistant', requestId: `req_${id.slice(-4)}`, message: { ...message, model: 'claude-opus-5-5' } }),
    row(at + 1, {
      type: 'assistant',
      requestId: `req_${id.slice(-4)}b`,
      message: { ...message, id: `msg_${id.slice(-4)}b`, model: `evil${hostileText}` },
    }),
  ];
  await writeFile(file, rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
