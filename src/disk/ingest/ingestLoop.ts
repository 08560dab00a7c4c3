/** Keeps the ledger live: leads when it can get the lease, follows the leader's rows when it cannot. */
import { randomUUID } from 'node:crypto';
import type { ReadingState } from '../../core/usage/spendSource.ts';
import { leaseHolder, releaseLease, renewEveryMs, takeLease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { describeLedgerError } from '../ledger/ledgerErrors.ts';
import { type Progress, readingStatus, writeProgress } from '../ledger/readingStatus.ts';
import type { Ingest } from './ingest.ts';
import { createLogWatcher, type LogWatcher } from './watch.ts';

/** How often a follower looks whether the leader wrote rows or is gone. */
const beatEveryMs = 200;
/** How long to wait after an error before trying again, at first and at most. */
const retryMs = 2_000;
const retryMaxMs = 30_000;
/** How often progress is told. */
const progressEveryMs = 100;
/** How often a follower searches the roots, for what it says about places. The leader's watcher does it for its own. */
const searchEveryMs = 60_000;
/** Searches at most before a read; each follows new folders, which are few. */
const maxSearches = 5;

/** What the loop needs, and whom it tells. */
export interface IngestLoopOptions {
  readonly ledger: Ledger;
  readonly ingest: Ingest;
  /** Another state than the one told before. */
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
  let isLeader = false;
  let isClosed = false;
  /** The user stopped reading; nothing is read until readAgain. */
  let isStopped = false;
  /** Whether everything was read once since this loop leads. */
  let isCurrent = false;
  let watcher: LogWatcher | null = null;
  let reading = new AbortController();
  let work: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  let waitMs = retryMs;
  /** No beat before this: the lease was just renewed, or the ledger just refused. */
  let nextBeatAt = 0;
  let hasBeatFailed = false;
  let searchedAt = 0;
  let toldChanges = -1;
  let seenVersion = -1;
  let toldState = '';

  function tellState(state: ReadingState): void {
    const text = JSON.stringify(state);
    if (text !== toldState) {
      toldState = text;
      onState(state);
    }
  }

  /** One thing after the other: no two reads write at once. */
  function enqueue(task: () => Promise<void>): void {
    work = work.then(async () => {
      if (isClosed || !isLeader || isStopped) {
        return;
      }
      try {
        await task();
        waitMs = retryMs;
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Says what is wrong, and starts anew after a while. */
  function fail(error: unknown): void {
    if (isClosed) {
      return;
    }
    tellState({ phase: 'error', message: describeLedgerError(error) });
    if (retry === null) {
      retry = setTimeout(() => {
        retry = null;
        seenVersion = -1;
        enqueue(catchUp);
      }, waitMs);
      waitMs = Math.min(waitMs * 2, retryMaxMs);
    }
  }

  /** Searches and watches; a folder that is new to the watcher is searched once more, so that nothing falls in between. */
  function searchAndWatch(): void {
    watcher ??= createLogWatcher({
      onFiles: (paths) =>
        enqueue(async () => {
          await ingest.readFiles(paths, reading.signal);
          tellUsage();
        }),
      onSearch: () => enqueue(catchUp),
    });
    for (let searches = 0; watcher.update(ingest.search()) && searches < maxSearches; searches++) {}
  }

  async function catchUp(): Promise<void> {
    const { signal } = reading;
    searchAndWatch();
    let toldAt = Date.now();
    let last: Progress = { doneFiles: 0, totalFiles: 0, doneBytes: 0, totalBytes: 0 };
    await ingest.readUnread(signal, (progress) => {
      last = progress;
      const now = Date.now();
      if (!isCurrent && progress.totalFiles > 0 && now - toldAt >= progressEveryMs) {
        toldAt = now;
        tellState(stateOf(progress));
        writeProgress(db, progress);
      }
    });
    if (!signal.aborted) {
      if (!isCurrent) {
        isCurrent = true;
        writeProgress(db, null);
      }
      tellState(restingState());
      tellUsage();
    } else if (isStopped && !isClosed) {
      writeProgress(db, null);
      tellState({ phase: 'stopped', share: shareOf(last) });
    }
  }

  function restingState(): ReadingState {
    const hasAny = db.prepare('SELECT 1 FROM request LIMIT 1').get() !== undefined;
    return hasAny || ingest.discovery.roots.some((root) => root.state === 'found')
      ? { phase: 'live' }
      : { phase: 'no-agents' };
  }

  /** Tells of new numbers, whoever wrote them. */
  function tellUsage(): void {
    const { changes } = readingStatus(db);
    if (changes !== toldChanges) {
      toldChanges = changes;
      onUsage();
    }
  }

  function follow(now: number): void {
    if (now - searchedAt >= searchEveryMs) {
      searchedAt = now;
      ingest.search();
    }
    const version = Number(db.prepare('PRAGMA data_version').get()?.data_version);
    if (version === seenVersion) {
      return;
    }
    seenVersion = version;
    const { phase, progress } = readingStatus(db);
    if (phase === 'reading') {
      tellState(stateOf(progress));
      return;
    }
    tellState(restingState());
    tellUsage();
  }

  /** Takes, renews or waits for the lease; a change of role starts or ends the leader's work. */
  function beat(): void {
    const now = Date.now();
    // A clock that was put back must not keep the lease from being renewed.
    if (now < nextBeatAt && now > nextBeatAt - 2 * renewEveryMs) {
      return;
    }
    try {
      const other = leaseHolder(db, now);
      const leads = (other === null || other.holder === holder) && takeLease(db, holder, process.pid, now);
      nextBeatAt = leads ? now + renewEveryMs : 0;
      if (leads && (!isLeader || hasBeatFailed)) {
        isLeader = true;
        readAnew();
      } else if (!leads && isLeader) {
        // Another process took over while this one slept: it reads now, this one must not.
        isLeader = false;
        reading.abort();
        watcher?.close();
        watcher = null;
      }
      hasBeatFailed = false;
      if (!leads) {
        follow(now);
      }
    } catch (error) {
      hasBeatFailed = true;
      nextBeatAt = Date.now() + renewEveryMs;
      fail(error);
    }
  }

  function readAnew(): void {
    reading.abort();
    reading = new AbortController();
    isCurrent = false;
    enqueue(catchUp);
  }

  const beating = setInterval(beat, beatEveryMs);
  beat();

  return {
    get isLeader() {
      return isLeader;
    },
    stopReading() {
      isStopped = true;
      reading.abort();
    },
    readAgain() {
      isStopped = false;
      readAnew();
    },
    async close() {
      isClosed = true;
      reading.abort();
      clearInterval(beating);
      if (retry) {
        clearTimeout(retry);
      }
      watcher?.close();
      await work;
      try {
        releaseLease(db, holder);
      } catch {
        // A full or locked ledger: the lease runs out by itself.
      }
    },
  };
}

function shareOf(progress: Progress): number {
  return progress.totalBytes === 0 ? 0 : Math.min(1, progress.doneBytes / progress.totalBytes);
}

function stateOf(progress: Progress): ReadingState {
  return { phase: 'reading', share: shareOf(progress), doneFiles: progress.doneFiles, totalFiles: progress.totalFiles };
}
