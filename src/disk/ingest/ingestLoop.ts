/** Keeps the ledger live: leads when it can get the lease, follows the leader's rows when it cannot. */
import { randomUUID } from 'node:crypto';
import type { ReadingState } from '../../core/usage/spendSource.ts';
import { leaseHolder, releaseLease, renewEveryMs, takeLease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeLedgerError } from '../ledger/openLedger.ts';
import type { Ingest, Progress } from './ingest.ts';
import { watchLogs } from './watch.ts';

/** How often a follower looks for rows of the leader. */
const followEveryMs = 200;
/** How long to wait after an error before trying again, at first and at most. */
const retryMs = 2_000;
const retryMaxMs = 30_000;
/** How often progress is told. */
const progressEveryMs = 100;

/** What the loop needs, and whom it tells. */
export interface IngestLoopOptions {
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  onState(state: ReadingState): void;
  /** New or changed numbers in the ledger. */
  onUsage(): void;
}

/** A running loop. */
export interface IngestLoop {
  readonly isLeader: boolean;
  stopReading(): void;
  readAgain(): void;
  /** Stops, and gives the lease back. Resolves when nothing of it runs any more. */
  close(): Promise<void>;
}

/** Starts at once; never throws later: what goes wrong becomes a state. */
export function startIngestLoop({ ledger, ingest, onState, onUsage }: IngestLoopOptions): IngestLoop {
  const { db } = ledger;
  const holder = randomUUID();
  const setReading = db.prepare(
    `INSERT INTO reading (id, phase, done_bytes, total_bytes, at) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, done_bytes = excluded.done_bytes,
       total_bytes = excluded.total_bytes, at = excluded.at`,
  );
  const getReading = db.prepare('SELECT phase, done_bytes, total_bytes FROM reading WHERE id = 1');
  let isLeader = false;
  let isClosed = false;
  let isCurrent = false;
  let watcher: { close(): void } | null = null;
  let reading = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  let waitMs = retryMs;
  let seenVersion = 0;

  /** One thing after the other: no two reads write at once. */
  function enqueue(task: () => Promise<void>): void {
    work = work.then(async () => {
      if (isClosed || !isLeader) {
        return;
      }
      try {
        await task();
        waitMs = retryMs;
      } catch (error) {
        onState({ phase: 'error', message: describeLedgerError(error) });
        retry ??= setTimeout(() => {
          retry = null;
          enqueue(catchUp);
        }, waitMs);
        waitMs = Math.min(waitMs * 2, retryMaxMs);
      }
    });
  }

  async function catchUp(): Promise<void> {
    const { signal } = reading;
    let toldAt = 0;
    let last: Progress = { doneFiles: 0, totalFiles: 0, doneBytes: 0, totalBytes: 0 };
    const changed = await ingest.catchUp(signal, (progress) => {
      last = progress;
      const now = Date.now();
      if (!isCurrent && progress.totalFiles > 0 && now - toldAt >= progressEveryMs) {
        toldAt = now;
        onState(stateOf(progress));
        setReading.run('reading', progress.doneBytes, progress.totalBytes, now);
      }
    });
    if (signal.aborted) {
      onState({ phase: 'stopped', share: shareOf(last) });
      return;
    }
    watcher?.close();
    watcher = watchLogs(ingest.discovery, {
      onFiles: (paths) =>
        enqueue(async () => {
          if ((await ingest.readFiles(paths, reading.signal)) > 0) {
            onUsage();
          }
        }),
      onSearch: () => enqueue(catchUp),
    });
    const isFirst = !isCurrent;
    isCurrent = true;
    if (isFirst) {
      setReading.run('live', 0, 0, Date.now());
    }
    onState(restingState());
    if (changed > 0 || isFirst) {
      onUsage();
    }
  }

  function restingState(): ReadingState {
    const hasAny = db.prepare('SELECT 1 FROM request LIMIT 1').get() !== undefined;
    return hasAny || ingest.discovery.roots.some((root) => root.state === 'found')
      ? { phase: 'live' }
      : { phase: 'no-agents' };
  }

  function follow(): void {
    const version = Number(db.prepare('PRAGMA data_version').get()?.data_version);
    if (version === seenVersion) {
      return;
    }
    seenVersion = version;
    const row = getReading.get();
    if (row?.phase === 'reading') {
      const progress = {
        doneFiles: 0,
        totalFiles: 0,
        doneBytes: Number(row.done_bytes),
        totalBytes: Number(row.total_bytes),
      };
      onState(stateOf(progress));
      return;
    }
    onState(restingState());
    onUsage();
  }

  /** Takes or renews the lease; a change of role starts or ends the leader's work. */
  function tick(): void {
    try {
      const leads = takeLease(db, holder, process.pid, Date.now());
      if (leads && !isLeader) {
        isLeader = true;
        isCurrent = false;
        enqueue(catchUp);
      } else if (!leads && isLeader) {
        isLeader = false;
        watcher?.close();
        watcher = null;
      }
    } catch (error) {
      onState({ phase: 'error', message: describeLedgerError(error) });
    }
  }

  const renewal = setInterval(tick, renewEveryMs);
  const following = setInterval(() => {
    if (!isLeader && !isClosed && leaseHolder(db, Date.now())) {
      follow();
    }
  }, followEveryMs);
  tick();

  return {
    get isLeader() {
      return isLeader;
    },
    stopReading: () => reading.abort(),
    readAgain() {
      reading = new AbortController();
      isCurrent = false;
      enqueue(catchUp);
    },
    async close() {
      isClosed = true;
      reading.abort();
      clearInterval(renewal);
      clearInterval(following);
      if (retry) {
        clearTimeout(retry);
      }
      watcher?.close();
      await work;
      releaseLease(db, holder);
    },
  };
}

function shareOf(progress: Progress): number {
  return progress.totalBytes === 0 ? 0 : Math.min(1, progress.doneBytes / progress.totalBytes);
}

function stateOf(progress: Progress): ReadingState {
  return { phase: 'reading', share: shareOf(progress), doneFiles: progress.doneFiles, totalFiles: progress.totalFiles };
}
