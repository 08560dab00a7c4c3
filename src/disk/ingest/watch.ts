/** Notices that logs change: by the system's events where there are any, by looking again where there are none. */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
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

/** Watches what a search found until closed. Watch again after each search: it may have found new folders. */
export function watchLogs(discovery: Discovery, listener: WatchListener): { close(): void } {
  const known = new Map(discovery.logs.map((log) => [log.file.path, log.mtimeMs]));
  const watchers: FSWatcher[] = [];
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

  /** Linux watches one folder at a time; the others watch whole trees by themselves. */
  const isTreeWatched = process.platform === 'win32' || process.platform === 'darwin';
  const folders = isTreeWatched
    ? discovery.roots.filter((root) => root.state === 'found').map((root) => root.root.folder)
    : discovery.folders;
  for (const folder of folders) {
    try {
      const watcher = watch(folder, { recursive: isTreeWatched, persistent: false }, (_event, name) =>
        onEvent(folder, name),
      );
      // A watcher that dies (folder removed, too many watches) leaves its files to the look-again timers below.
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // No events for this folder: the timers below see it.
    }
  }

  const hot = setInterval(() => {
    const latest = [...known].sort((a, b) => b[1] - a[1]).slice(0, hotFiles);
    for (const [file, mtimeMs] of latest) {
      const now = Math.trunc(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? mtimeMs);
      if (now !== mtimeMs) {
        known.set(file, now);
        touched.add(file);
        soon();
      }
    }
    if (discovery.roots.some((root) => root.state === 'absent' && existsSync(root.root.folder))) {
      needsSearch = true;
      soon();
    }
  }, hotEveryMs);
  const search = setInterval(() => listener.onSearch(), searchEveryMs);
  hot.unref();
  search.unref();

  return {
    close() {
      clearInterval(hot);
      clearInterval(search);
      if (settle) {
        clearTimeout(settle);
      }
      for (const watcher of watchers) {
        watcher.close();
      }
    },
  };
}

/** Whether an unknown name can matter: a new log, or a folder that may hold some. */
function isOfInterest(file: string): boolean {
  return /\.jsonl(\.zst)?$/.test(file) || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
