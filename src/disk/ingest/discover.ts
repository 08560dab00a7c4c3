/** Finds the agents' logs below their roots. Looks, never writes; what cannot be read is a problem with a reason. */
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { AgentAdapter, LogFile, LogRoot, Machine } from '../../core/agents/adapter.ts';
import { describeFileError, errorCode } from '../fileErrors.ts';

/** A folder that was looked at, and what came of it. */
export interface SearchedRoot {
  readonly agent: AgentAdapter;
  readonly root: LogRoot;
  readonly state: 'found' | 'absent' | 'unreadable';
  /** Why it is unreadable, else null. */
  readonly reason: string | null;
}

/** A log and the facts of its file. */
export interface FoundLog {
  readonly adapter: AgentAdapter;
  readonly root: SearchedRoot;
  readonly file: LogFile;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** Device and inode. */
  readonly identity: string;
}

/** A folder or file inside a root that could not be read. */
export interface FolderProblem {
  readonly path: string;
  readonly reason: string;
}

/** All that one search found. */
export interface Discovery {
  readonly roots: readonly SearchedRoot[];
  readonly logs: readonly FoundLog[];
  /** Every folder that was walked: what has to be watched where the system watches one folder at a time. */
  readonly folders: readonly string[];
  readonly problems: readonly FolderProblem[];
}

/** Folders that the user set for an agent; they stand in place of the agent's own roots. */
export type SourceSettings = Readonly<
  Record<string, { readonly isEnabled?: boolean; readonly folder?: string | null } | undefined>
>;

/** Searches the roots of every adapter that is enabled. */
export function discover(adapters: readonly AgentAdapter[], machine: Machine, sources: SourceSettings): Discovery {
  const roots: (SearchedRoot & { readonly realFolder: string })[] = [];
  const logs: FoundLog[] = [];
  const folders: string[] = [];
  const problems: FolderProblem[] = [];
  const seenRoots = new Set<string>();
  for (const adapter of adapters) {
    const source = sources[adapter.id];
    if (source?.isEnabled === false) {
      continue;
    }
    for (const root of rootsOf(adapter, machine, source?.folder ?? null)) {
      const searched = probe(adapter, root);
      roots.push(searched);
      if (searched.state !== 'found') {
        continue;
      }
      const name = `${adapter.id} ${searched.realFolder}`;
      if (seenRoots.has(name)) {
        continue;
      }
      seenRoots.add(name);
      const config = readConfig(adapter, root);
      walk(root.folder, folders, problems, (file, stats) => {
        const log = describeLog(searched, config, file, stats);
        if (log) {
          logs.push(log);
        }
      });
    }
  }
  return { roots, logs, folders, problems };
}

/** A file below a root as a log, or null when it is none of the agent's. */
export function describeLog(
  root: SearchedRoot,
  config: LogFile['config'],
  file: string,
  stats: Stats,
): FoundLog | null {
  const relativePath = path.relative(root.root.folder, file).split(path.sep).join('/');
  if (!root.agent.isLog(relativePath)) {
    return null;
  }
  return {
    adapter: root.agent,
    root,
    file: { path: file, relativePath, stem: path.basename(file).replace(/\.jsonl(\.zst)?$/, ''), config },
    sizeBytes: stats.size,
    mtimeMs: Math.trunc(stats.mtimeMs),
    identity: `${stats.dev}:${stats.ino}`,
  };
}

/** What the agent's configuration file beside its logs says that matters; nothing when it is absent or unreadable. */
export function readConfig(adapter: AgentAdapter, root: LogRoot): Record<string, string> {
  if (root.configFile === null) {
    return {};
  }
  try {
    return adapter.parseConfig(readFileSync(root.configFile, 'utf8'));
  } catch {
    // Most users have none; its absence changes no number.
    return {};
  }
}

function rootsOf(adapter: AgentAdapter, machine: Machine, folder: string | null): readonly LogRoot[] {
  return folder === null
    ? adapter.roots(machine)
    : [{ folder, reason: `meterline.sources.${adapter.id}.path`, configFile: null }];
}

function probe(agent: AgentAdapter, root: LogRoot): SearchedRoot & { readonly realFolder: string } {
  const facts = { agent, root, realFolder: root.folder };
  try {
    readdirSync(root.folder);
    return { ...facts, state: 'found', reason: null, realFolder: realpathSync(root.folder) };
  } catch (error) {
    return errorCode(error) === 'ENOENT'
      ? { ...facts, state: 'absent', reason: null }
      : { ...facts, state: 'unreadable', reason: describeFileError(error) };
  }
}

function walk(
  folder: string,
  folders: string[],
  problems: FolderProblem[],
  onFile: (file: string, stats: Stats) => void,
): void {
  const seen = new Set<string>();
  const pending = [folder];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const place = current;
    const entries = attempt(place, problems, () => {
      const real = realpathSync(place);
      const isNew = !seen.has(real);
      seen.add(real);
      return isNew ? readdirSync(place, { withFileTypes: true }) : null;
    });
    if (!entries) {
      continue;
    }
    folders.push(place);
    for (const entry of entries) {
      const file = path.join(place, entry.name);
      if (entry.isDirectory()) {
        pending.push(file);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        // Each by itself: a link that leads nowhere must not hide its neighbours.
        const stats = attempt(file, problems, () => statSync(file));
        if (stats?.isDirectory()) {
          pending.push(file);
        } else if (stats?.isFile()) {
          onFile(file, stats);
        }
      }
    }
  }
}

/** What a look at a place gives, or null; then the reason is a problem, unless the place has only vanished. */
function attempt<T>(place: string, problems: FolderProblem[], look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      problems.push({ path: place, reason: describeFileError(error) });
    }
    return null;
  }
}
