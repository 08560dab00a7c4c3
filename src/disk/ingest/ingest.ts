/** Brings the ledger up to date with the logs, and keeps it there. Runs in one process at a time: the holder of the lease. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { AgentAdapter, Machine } from '../../core/agents/adapter.ts';
import { errorCode } from '../fileErrors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeLedgerError, isRefused, sqliteCode } from '../ledger/ledgerErrors.ts';
import type { Progress } from '../ledger/readingStatus.ts';
import { type Discovery, describeLog, discover, type FoundLog, type SourceSettings } from './discover.ts';
import { createParentEvents } from './parentEvents.ts';
import { readLog } from './readLog.ts';

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
  /** Searches the roots again. Reads no log. */
  search(): Discovery;
  /** The logs with bytes that the ledger does not know, whoever is to read them; without those that cannot be read. */
  unread(): readonly FoundLog[];
  /** Reads everything unread. Returns how many requests and titles changed. */
  readUnread(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<number>;
  /** Searches, then reads everything unread. */
  catchUp(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<number>;
  /** Reads these files if they are known logs that changed. A path that is none is not read: a new search will find it. */
  readFiles(paths: ReadonlySet<string>, signal: AbortSignal): Promise<number>;
}

/** Sets up reading; nothing is searched or read before the first call. */
export function createIngest(options: IngestOptions): Ingest {
  const { ledger, adapters, machine, sources } = options;
  const findFile = ledger.db.prepare('SELECT identity, size, mtime_ms, offset, error FROM file WHERE path = ?');
  let discovery: Discovery = { roots: [], logs: [], folders: [], problems: [] };

  function isUnread(log: FoundLog): boolean {
    const row = findFile.get(log.file.path);
    return (
      row === undefined ||
      row.identity !== log.identity ||
      Number(row.size) !== log.sizeBytes ||
      Number(row.mtime_ms) !== log.mtimeMs
    );
  }

  function unreadBytes(log: FoundLog): number {
    return Math.max(0, log.sizeBytes - Number(findFile.get(log.file.path)?.offset ?? 0));
  }

  async function read(log: FoundLog, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<number> {
    try {
      return await readLog(log, {
        ledger,
        signal,
        shownPath: showPath(log.file.path, machine.home),
        parentEvents: createParentEvents(log, discovery.logs),
        onBytes,
        ...(options.batchBytes === undefined ? {} : { batchBytes: options.batchBytes }),
      });
    } catch (error) {
      // A broken or full ledger stops everything; a broken log stops only itself.
      if (sqliteCode(error) !== null && !isRefused(error)) {
        throw error;
      }
      noteError(log, error);
      return 0;
    }
  }

  function noteError(log: FoundLog, error: unknown): void {
    const code = errorCode(error);
    // Gone since it was found, as logs may be: what it said is in the ledger, and what it did not say is no problem.
    if (code === 'ENOENT') {
      return;
    }
    const file = ledger.file(log.adapter.id, log.file.path, log.adapter.twinKey(log.file));
    // Broken bytes stay broken until the file changes; what the system refuses may be allowed at the next look.
    const isBroken = code === null || code.startsWith('Z') || code.startsWith('ERR_');
    ledger.setError(
      file,
      describeLedgerError(error),
      isBroken ? log : { identity: log.identity, sizeBytes: 0, mtimeMs: 0 },
    );
  }

  async function readUnread(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<number> {
    const logs = discovery.logs.filter(isUnread);
    let progress: Progress = {
      doneFiles: 0,
      totalFiles: logs.length,
      doneBytes: 0,
      totalBytes: logs.reduce((sum, log) => sum + unreadBytes(log), 0),
    };
    onProgress(progress);
    let changed = 0;
    for (const log of logs) {
      if (signal.aborted) {
        break;
      }
      changed += await read(log, signal, (bytes) => {
        progress = { ...progress, doneBytes: progress.doneBytes + bytes };
        onProgress(progress);
      });
      progress = { ...progress, doneFiles: progress.doneFiles + 1 };
    }
    onProgress(progress);
    return changed;
  }

  function search(): Discovery {
    discovery = discover(adapters, machine, sources);
    return discovery;
  }

  return {
    get discovery() {
      return discovery;
    },
    search,
    unread: () =>
      discovery.logs.filter((log) => isUnread(log) && (findFile.get(log.file.path)?.error ?? null) === null),
    readUnread,
    catchUp(signal, onProgress) {
      search();
      return readUnread(signal, onProgress);
    },
    async readFiles(paths, signal) {
      let changed = 0;
      for (const known of discovery.logs.filter((log) => paths.has(log.file.path))) {
        const log = lookAgain(known);
        if (log && !signal.aborted && isUnread(log)) {
          changed += await read(log, signal, () => undefined);
        }
      }
      return changed;
    },
  };
}

/** A known log with the facts that its file has now; null when it is gone or out of reach, which the next search tells. */
function lookAgain(known: FoundLog): FoundLog | null {
  try {
    return describeLog(known.root, known.file.config, known.file.path, statSync(known.file.path));
  } catch {
    return null;
  }
}

/** A path with the home as ~, for problems and Doctor. */
export function showPath(file: string, home: string): string {
  const relative = path.relative(home, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : `~${path.sep}${relative}`;
}
