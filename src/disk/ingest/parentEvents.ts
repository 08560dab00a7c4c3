/** The events of a forked log's parent: what tells copied history from its own where nothing else does. */
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import type { AgentAdapter, LogFile } from '../../core/agents/adapter.ts';
import type { FoundLog } from './discover.ts';
import { createLineSplitter } from './lines.ts';

/** Events of a session by its id, or null when no file of it can be read. */
export type ParentEvents = (session: string) => Promise<readonly string[] | null>;

/** Looks for parents of `log` among `logs`. A parent is read once, however many batches of the fork ask for it. */
export function createParentEvents(log: FoundLog, logs: readonly FoundLog[]): ParentEvents {
  const known = new Map<string, Promise<readonly string[] | null>>();
  return (session) => {
    const events = known.get(session) ?? readEvents(log, session, logs);
    known.set(session, events);
    return events;
  };
}

async function readEvents(
  log: FoundLog,
  session: string,
  logs: readonly FoundLog[],
): Promise<readonly string[] | null> {
  const { fork } = log.adapter;
  const parents = logs.filter(
    (other) => other.adapter === log.adapter && other !== log && fork?.isFileOf(session, other.file),
  );
  if (!fork) {
    return null;
  }
  let longest: string[] | null = null;
  for (const parent of parents) {
    try {
      const events: string[] = [];
      for await (const row of rowsOf(parent.adapter, parent.file)) {
        const event = fork.fingerprint(row);
        if (event !== null) {
          events.push(event);
        }
      }
      // Of a parent's twins, the one that tells most.
      longest = longest === null || events.length > longest.length ? events : longest;
    } catch {
      // An unreadable parent is reported when it is read itself; the fork rule has a fallback for this case.
    }
  }
  return longest;
}

async function* rowsOf(adapter: AgentAdapter, file: LogFile): AsyncGenerator<unknown> {
  const needles = adapter.needles.map((text) => Buffer.from(text));
  const parse = (line: Buffer | null): unknown => {
    try {
      return line === null || !needles.some((needle) => line.includes(needle)) ? null : JSON.parse(line.toString());
    } catch {
      return null;
    }
  };
  const handle = await open(file.path, 'r');
  try {
    const bytes = handle.createReadStream({ autoClose: false });
    const stream = file.path.endsWith('.zst') ? pipeline(bytes, createZstdDecompress(), () => undefined) : bytes;
    const splitter = createLineSplitter(0);
    for await (const chunk of stream) {
      for (const line of splitter.push(chunk as Buffer)) {
        yield parse(line.bytes);
      }
    }
    yield parse(splitter.rest());
  } finally {
    await handle.close();
  }
}
