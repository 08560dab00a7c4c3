/** Notices that logs change: by the system's events where there are any, by looking again where there are none. */
import { existsSync, type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import path from 'node:path';
import type { Discovery } from './discover.ts';

/** How often the most recently written logs are looked at, in case events are lost or not given (network drives). */
const hotEveryMs = 1_000;
const hotFiles = 24;
/** How often everything is searched again without cause. */
const searchEveryMs = 60_000;
/** How long events are collected before they are acted on: an agent writes a line in several steps. */
const settleMs = 10;

/** What the watcher tells. */
export interface WatchListener {
  /** These logs may have changed. */
  onFiles(paths: ReadonlySet<string>): void;
  /** Folders or files came or went: search again. */
  onSearch(): void;
}

/** Watches until closed. */
export interface LogWatcher {
  /**
   * Watches what a search found. True when it watches a folder that it did not watch before: what came into that folder between the
   * search and now was told by nobody, so one more search is due.
   */
  update(discovery: Discovery): boolean;
  close(): void;
}

/** Starts without anything to watch. */
export function createLogWatcher(listener: WatchListener): LogWatcher {
  /** Watchers by folder and its making: a folder that was made anew, often with the old inode, needs a new one. */
  let watchers = new Map<string, FSWatcher>();
  let known = new Map<string, number>();
  let absent: readonly string[] = [];
  const touched = new Set<string>();
  let needsSearch = false;
  let settle: NodeJS.Timeout | null = null;

  function soon(): void {
    settle ??= setTimeout(() => {
      settle = null;
      if (needsSearch) {
        needsSearch = false;
        listener.onSearch();
      }
      if (touched.size > 0) {
        listener.onFiles(new Set(touched));
        touched.clear();
      }
    }, settleMs);
  }

  function onEvent(folder: string, name: string | null): void {
    const file = name === null ? null : path.join(folder, name);
    if (file !== null && known.has(file)) {
      touched.add(file);
    } else if (file === null || isOfInterest(file)) {
      needsSearch = true;
    } else {
      return;
    }
    soon();
  }

  function watchFolder(folder: string): FSWatcher | null {
    try {
      const watcher = watch(folder, { recursive: isTreeWatched, persistent: false }, (_event, name) =>
        onEvent(folder, name),
      );
      // A watcher that dies (folder removed, too many watches) leaves its files to the look-again timers below.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // No events for this folder: the timers below see it.
      return null;
    }
  }

  function lookAtLatest(): void {
    const latest = [...known].sort((a, b) => b[1] - a[1]).slice(0, hotFiles);
    for (const [file, mtimeMs] of latest) {
      const now = Math.trunc(look(file)?.mtimeMs ?? mtimeMs);
      if (now !== mtimeMs) {
        known.set(file, now);
        touched.add(file);
        soon();
      }
    }
    if (absent.some((folder) => existsSync(folder))) {
      needsSearch = true;
      soon();
    }
  }

  const hot = setInterval(lookAtLatest, hotEveryMs);
  const search = setInterval(() => listener.onSearch(), searchEveryMs);
  hot.unref();
  search.unref();

  return {
    update(discovery) {
      known = new Map(discovery.logs.map((log) => [log.file.path, log.mtimeMs]));
      absent = discovery.roots.filter(({ state }) => state === 'absent').map(({ root }) => root.folder);
      const kept = new Map<string, FSWatcher>();
      let isNew = false;
      for (const folder of foldersToWatch(discovery)) {
        const made = look(folder);
        const name = `${folder} ${made?.ino} ${made?.birthtimeMs}`;
        const watcher = watchers.get(name) ?? watchFolder(folder);
        isNew ||= watcher !== null && !watchers.has(name);
        if (watcher) {
          kept.set(name, watcher);
        }
      }
      for (const [name, watcher] of watchers) {
        if (!kept.has(name)) {
          watcher.close();
        }
      }
      watchers = kept;
      return isNew;
    },
    close() {
      clearInterval(hot);
      clearInterval(search);
      if (settle) {
        clearTimeout(settle);
      }
      for (const watcher of watchers.values()) {
        watcher.close();
      }
      watchers.clear();
    },
  };
}

/** Linux watches one folder at a time; the others watch whole trees by themselves. */
const isTreeWatched = process.platform === 'win32' || process.platform === 'darwin';

function foldersToWatch({ roots, folders }: Discovery): readonly string[] {
  return isTreeWatched ? roots.filter(({ state }) => state === 'found').map(({ root }) => root.folder) : folders;
}

/** Whether an unknown name can matter: a new log, or a folder that may hold some. */
function isOfInterest(file: string): boolean {
  return /\.jsonl(\.zst)?$/.test(file) || look(file)?.isDirectory() === true;
}

/** What the system says of a file or folder; null when it is gone or out of reach. */
function look(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}
