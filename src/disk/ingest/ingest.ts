/** Brings the ledger up to date with the logs, and keeps it there. Runs in one process at a time: the holder of the lease. */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { createZstdDecompress } from 'node:zlib';
import type { AgentAdapter, LogFile, Machine } from '../../core/agents/adapter.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isDamage, sqliteCode } from '../ledger/openLedger.ts';
import {
  type Discovery,
  describeFileError,
  describeLog,
  discover,
  type FoundLog,
  type SourceSettings,
} from './discover.ts';
import { createLineSplitter } from './lines.ts';
import { readLog } from './readLog.ts';

/** How far a pass over the logs has come. */
export interface Progress {
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** What a pass needs. */
export interface IngestOptions {
  readonly ledger: Ledger;
  readonly adapters: readonly AgentAdapter[];
  readonly machine: Machine;
  readonly sources: SourceSettings;
  /** Bytes per batch; tests make it small. */
  readonly batchBytes?: number;
}

/** Reads logs into the ledger. */
export interface Ingest {
  /** What the last search found. */
  readonly discovery: Discovery;
  /** Searches again and reads everything that changed. Returns how many requests changed. */
  catchUp(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<number>;
  /** Reads these files if they are known logs that changed. A path that is none is not read: a new search will find it. */
  readFiles(paths: ReadonlySet<string>, signal: AbortSignal): Promise<number>;
}

/** Sets up reading; nothing is searched or read before the first call. */
export function createIngest(options: IngestOptions): Ingest {
  const { ledger, adapters, machine, sources } = options;
  const findFile = ledger.db.prepare('SELECT path, identity, size, mtime_ms, error FROM file WHERE path = ?');
  const setError = ledger.db.prepare('UPDATE file SET error = ?, mtime_ms = 0 WHERE path = ?');
  let discovery: Discovery = { roots: [], logs: [], folders: [], problems: [] };

  /** Whether a log has bytes that the ledger does not know. */
  function isChanged(log: FoundLog): boolean {
    const row = findFile.get(log.file.path);
    return (
      row === undefined ||
      row.error !== null ||
      row.identity !== log.identity ||
      Number(row.size) !== log.sizeBytes ||
      Number(row.mtime_ms) !== log.mtimeMs
    );
  }

  async function read(log: FoundLog, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<number> {
    const { path: file } = log.file;
    try {
      return await readLog(log, {
        ledger,
        signal,
        shownPath: showPath(file, machine.home),
        parentEvents: (session) => parentEvents(log, session, discovery.logs),
        onBytes,
        ...(options.batchBytes === undefined ? {} : { batchBytes: options.batchBytes }),
      });
    } catch (error) {
      // A broken or full ledger stops everything; a broken log stops only itself.
      if (sqliteCode(error) !== null || isDamage(error)) {
        throw error;
      }
      ledger.file(log.adapter.id, file, log.adapter.twinKey(log.file));
      setError.run(describeFileError(error), file);
      return 0;
    }
  }

  return {
    get discovery() {
      return discovery;
    },
    async catchUp(signal, onProgress) {
      discovery = discover(adapters, machine, sources);
      const changed = discovery.logs.filter(isChanged);
      let progress: Progress = {
        doneFiles: 0,
        totalFiles: changed.length,
        doneBytes: 0,
        totalBytes: changed.reduce((sum, log) => sum + unreadBytes(log), 0),
      };
      onProgress(progress);
      let requests = 0;
      for (const log of changed) {
        if (signal.aborted) {
          break;
        }
        requests += await read(log, signal, (bytes) => {
          progress = { ...progress, doneBytes: progress.doneBytes + bytes };
          onProgress(progress);
        });
        progress = { ...progress, doneFiles: progress.doneFiles + 1 };
      }
      onProgress(progress);
      return requests;

      function unreadBytes(log: FoundLog): number {
        const row = findFile.get(log.file.path);
        return row ? Math.max(0, log.sizeBytes - Number(row.size)) : log.sizeBytes;
      }
    },
    async readFiles(paths, signal) {
      let requests = 0;
      for (const known of discovery.logs.filter((log) => paths.has(log.file.path))) {
        const stats = statSync(known.file.path, { throwIfNoEntry: false });
        const log = stats ? describeLog(known.root, known.file.config, known.file.path, stats) : null;
        if (log && !signal.aborted && isChanged(log)) {
          requests += await read(log, signal, () => undefined);
        }
      }
      return requests;
    },
  };
}

/** A path with the home as ~, for problems and Doctor. */
export function showPath(file: string, home: string): string {
  const relative = path.relative(home, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : `~${path.sep}${relative}`;
}

/** The events of a forked file's parent, as the adapter's fork rule compares them; null when no file of the parent can be read. */
async function parentEvents(
  log: FoundLog,
  session: string,
  logs: readonly FoundLog[],
): Promise<readonly string[] | null> {
  const { fork } = log.adapter;
  const parent = logs.find(
    (other) => other.adapter === log.adapter && other !== log && fork?.isFileOf(session, other.file),
  );
  if (!fork || !parent) {
    return null;
  }
  try {
    const events: string[] = [];
    for await (const row of rowsOf(parent.file)) {
      const event = fork.fingerprint(row);
      if (event !== null) {
        events.push(event);
      }
    }
    return events;
  } catch {
    // An unreadable parent is reported when it is read itself; the fork rule has a fallback for this case.
    return null;
  }
}

async function* rowsOf(file: LogFile): AsyncGenerator<unknown> {
  const handle = await open(file.path, 'r');
  try {
    const stream = handle.createReadStream({ autoClose: false });
    const splitter = createLineSplitter(0);
    for await (const chunk of file.path.endsWith('.zst') ? stream.pipe(createZstdDecompress()) : stream) {
      for (const line of splitter.push(chunk as Buffer)) {
        yield parse(line.bytes);
      }
    }
    yield parse(splitter.rest());
  } finally {
    await handle.close();
  }
}

function parse(line: Buffer | null): unknown {
  try {
    return line === null ? null : JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}
