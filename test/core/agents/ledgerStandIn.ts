/** The ingest machinery and the ledger in a few lines, by the rules that adapter.ts and usageRecord.ts state: what readers are tested with. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { AgentAdapter, Findings, LogFile, Machine, ReaderState } from '../../../src/core/agents/adapter.ts';
import type { SessionFacts, UsageRecord, UsageRevision } from '../../../src/core/usage/usageRecord.ts';

/** A log with its lines, ready to be read in any order. */
export interface TestLog {
  readonly adapter: AgentAdapter;
  readonly file: LogFile;
  readonly lines: readonly Buffer[];
}

/** What reading one log gave. */
export interface LogFindings extends Findings {
  readonly log: TestLog;
  readonly events: number;
}

/** How many lines the next batch takes; between batches the state is stored as JSON. */
export type BatchSize = () => number;

/** All of a file in one go. */
export const wholeFile: BatchSize = () => Number.MAX_SAFE_INTEGER;

/** A log out of rows, or out of lines that are already text. */
export function logOf(
  adapter: AgentAdapter,
  relativePath: string,
  rows: readonly unknown[],
  config: Record<string, string> = {},
): TestLog {
  const stem = path.posix.basename(relativePath).replace(/\.jsonl(\.zst)?$/, '');
  const file = { path: `/home/dev/logs/${relativePath}`, relativePath, stem, config };
  return { adapter, file, lines: rows.map((row) => Buffer.from(typeof row === 'string' ? row : JSON.stringify(row))) };
}

/** The logs of an agent below a home, as the machinery finds them. */
export function findLogs(adapter: AgentAdapter, machine: Machine): TestLog[] {
  return adapter.roots(machine).flatMap((root) => {
    let config = {};
    try {
      config = root.configFile === null ? {} : adapter.parseConfig(readFileSync(root.configFile, 'utf8'));
    } catch {
      // No configuration file.
    }
    return filesBelow(root.folder).flatMap((relativePath): TestLog[] => {
      if (!adapter.isLog(relativePath)) {
        return [];
      }
      const stored = readFileSync(path.join(root.folder, relativePath));
      const bytes = relativePath.endsWith('.zst') ? zstdDecompressSync(stored) : stored;
      const log = logOf(adapter, relativePath, [], config);
      return [{ ...log, file: { ...log.file, path: path.join(root.folder, relativePath) }, lines: splitLines(bytes) }];
    });
  });
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}

function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, to));
    from = to + 1;
  }
  return [...lines, bytes.subarray(from)];
}

/** Reads one log, in batches. `others` are where a fork's parent is looked for. */
export function readLog(log: TestLog, others: readonly TestLog[] = [], batchSize: BatchSize = wholeFile): LogFindings {
  const { adapter } = log;
  const { fork } = adapter;
  const findings: Findings = { revisions: [], sessions: [], problems: [] };
  let state: ReaderState = adapter.start(log.file);
  let offset = 0;
  let left = batchSize();
  for (const line of log.lines) {
    const row = parseLine(adapter, line);
    if (row !== undefined) {
      adapter.row(state, row, offset, findings);
    }
    offset += line.length + 1;
    left--;
    if (left <= 0) {
      supply();
      state = JSON.parse(JSON.stringify(state));
      left = batchSize();
    }
  }
  supply();
  return { log, ...findings, events: adapter.eventCount(state) };

  function supply(): void {
    const wanted = fork?.wanted(state) ?? null;
    if (!fork || wanted === null) {
      return;
    }
    const parent = others.find(
      (other) => other.adapter === adapter && other !== log && fork.isFileOf(wanted, other.file),
    );
    const events = parent?.lines.map((line) => fork.fingerprint(parseJson(line))).filter((event) => event !== null);
    fork.supply(state, events ?? null, findings);
  }
}

/** A line's JSON if it holds a needle, no skip, and is whole; else undefined. */
export function parseLine(adapter: AgentAdapter, line: Buffer): unknown {
  const isWanted =
    adapter.needles.some((needle) => line.includes(needle)) && !adapter.skips.some((skip) => line.includes(skip));
  return isWanted && isUtf8(line) ? parseJson(line) : undefined;
}

function parseJson(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A request as the ledger shows it: with the session that it was attributed to. */
export interface LedgerRequest {
  readonly record: UsageRecord;
  readonly session: string;
}

/** What the ledger holds after all findings, whatever their order. */
export function ledgerOf(read: readonly LogFindings[]): LedgerRequest[] {
  const kept = withoutTwins(read);
  const origins = originsOf(kept.flatMap(({ sessions }) => sessions));
  const all = kept.flatMap(({ log, revisions }) => revisions.map((revision) => ({ revision, path: log.file.path })));
  const originals = new Set(
    all.filter(({ revision }) => !revision.isSidechain).map(({ revision }) => scopeOf(revision)),
  );
  const requests = new Map<string, { best: Told; claim: Told }>();
  for (const told of all) {
    const { revision } = told;
    if (revision.isSidechain && revision.replayScope !== null && originals.has(scopeOf(revision))) {
      continue;
    }
    const key = `${revision.agent} ${revision.key}`;
    const old = requests.get(key);
    requests.set(key, {
      best: old && !replaces(told, old.best) ? old.best : told,
      claim: old && claimOrder(told, old.claim) <= 0 ? old.claim : told,
    });
  }
  return [...requests.values()].flatMap(({ best, claim }) => {
    const { forkedFrom } = claim.revision.claim;
    const session = forkedFrom === null ? (claim.revision.records[0]?.session ?? '') : rootOf(origins, forkedFrom);
    return best.revision.records.map((record) => ({ record, session }));
  });
}

interface Told {
  readonly revision: UsageRevision;
  readonly path: string;
}

function scopeOf({ agent, replayScope }: UsageRevision): string {
  return `${agent} ${replayScope}`;
}

function replaces(told: Told, old: Told): boolean {
  const [a, b] = [told.revision, old.revision];
  const order =
    Number(!a.isSidechain) - Number(!b.isSidechain) || a.weight - b.weight || a.at - b.at || a.offset - b.offset;
  return order > 0 || (order === 0 && told.path === old.path);
}

function claimOrder(told: Told, old: Told): number {
  const [a, b] = [told.revision.claim, old.revision.claim];
  return (
    b.fileFirstAt - a.fileFirstAt ||
    Number(a.forkedFrom === null) - Number(b.forkedFrom === null) ||
    Number(a.isOwnFile) - Number(b.isOwnFile) ||
    (told.path < old.path ? 1 : -1)
  );
}

function withoutTwins(read: readonly LogFindings[]): LogFindings[] {
  return read.filter(
    (one) =>
      !read.some((other) => {
        const twin = one.log.adapter.twinKey(one.log.file);
        if (other.log === one.log || twin === null || other.log.adapter.twinKey(other.log.file) !== twin) {
          return false;
        }
        const isPlain = ({ log }: LogFindings): number => (log.file.path.endsWith('.zst') ? 0 : 1);
        const order = other.events - one.events || isPlain(other) - isPlain(one);
        return order > 0 || (order === 0 && other.log.file.path > one.log.file.path);
      }),
  );
}

function originsOf(facts: readonly SessionFacts[]): ReadonlyMap<string, string> {
  return new Map(
    facts.flatMap(({ session, forkedFrom }) => (forkedFrom === undefined ? [] : [[session, forkedFrom] as const])),
  );
}

function rootOf(origins: ReadonlyMap<string, string>, session: string): string {
  const seen = new Set<string>();
  let root = session;
  for (let next = origins.get(root); next !== undefined && !seen.has(next); next = origins.get(root)) {
    seen.add(root);
    root = next;
  }
  return root;
}
