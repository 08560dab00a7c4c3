/** Reads one log from where it stands in the ledger to its end: batch by batch, each stored with its cursor. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createZstdDecompress } from 'node:zlib';
import type { AgentAdapter, Findings, ReaderState } from '../../core/agents/adapter.ts';
import { emptyCursor, type FileCursor, type Ledger } from '../ledger/ledger.ts';
import type { FileRow } from '../ledger/rows.ts';
import type { FoundLog } from './discover.ts';
import { createLineSplitter, type LineSplitter } from './lines.ts';
import { createLineReader, type LineReader } from './parseLine.ts';

/** Bytes read between two commits, and so between two chances to answer a query. */
const batchBytes = 2 * 1024 * 1024;
/** Bytes before the cursor by whose hash a rewritten file is noticed: rows of one log end alike, but not for so long. */
const tailBytes = 4096;

/** What reading needs besides the log. */
export interface ReadOptions {
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  /** The path as problems may name it. */
  readonly shownPath: string;
  /** The events of the session that a file was forked from, or null when its file cannot be read. */
  readonly parentEvents: (session: string) => Promise<readonly string[] | null>;
  /** Bytes per batch; tests make it small. */
  readonly batchBytes?: number;
  onBytes(bytes: number): void;
}

/** Reads a log to its present end. Returns how many requests changed. Stops between batches when the signal is aborted. */
export async function readLog(log: FoundLog, options: ReadOptions): Promise<number> {
  const { ledger } = options;
  const twin = log.adapter.twinKey(log.file);
  let changed = await readOnce(log, ledger.file(log.adapter.id, log.file.path, twin), options);
  const mine = ledger.file(log.adapter.id, log.file.path, twin);
  const holder = twin === null || mine.holds ? null : ledger.twinHolder(log.adapter.id, twin);
  if (holder && beats(mine, holder)) {
    ledger.passTwin(mine, holder);
    changed += await readOnce(log, ledger.file(log.adapter.id, log.file.path, twin), options);
  }
  return changed;
}

/** Whether a twin counts rather than the one that does now: more events, then plain before .zst, then sessions/ before archived_sessions/. */
function beats(mine: FileRow, holder: FileRow): boolean {
  const isPlain = (file: FileRow): number => (file.path.endsWith('.zst') ? 0 : 1);
  const order = mine.events - holder.events || isPlain(mine) - isPlain(holder);
  return order > 0 || (order === 0 && mine.path > holder.path);
}

/** Everything that changes while one file is read. */
interface Reading {
  readonly log: FoundLog;
  readonly row: FileRow;
  readonly adapter: AgentAdapter;
  readonly reader: LineReader;
  readonly splitter: LineSplitter;
  readonly options: ReadOptions;
  readonly state: ReaderState;
  lines: number;
  isRestart: boolean;
  changed: number;
}

async function readOnce(log: FoundLog, row: FileRow, options: ReadOptions): Promise<number> {
  const handle = await open(log.file.path, 'r');
  try {
    const isCompressed = log.file.path.endsWith('.zst');
    const isRestart = isCompressed || row.offset === 0 || !(await continues(handle, row, log));
    const reading: Reading = {
      log,
      row,
      adapter: log.adapter,
      reader: createLineReader(log.adapter, options.shownPath),
      splitter: createLineSplitter(isRestart ? 0 : row.offset),
      options,
      state: isRestart || row.state === null ? log.adapter.start(log.file) : JSON.parse(row.state),
      lines: isRestart ? 0 : row.lines,
      isRestart,
      changed: 0,
    };
    await (isCompressed ? readCompressed(handle, reading) : readPlain(handle, reading));
    return reading.changed;
  } finally {
    await handle.close();
  }
}

/** Whether the file is still the one that was read up to the cursor: not replaced, not shortened, same bytes before it. */
async function continues(handle: FileHandle, row: FileRow, log: FoundLog): Promise<boolean> {
  if (row.identity !== log.identity || log.sizeBytes < row.offset) {
    return false;
  }
  return row.tail === (await tailBefore(handle, row.offset));
}

async function readPlain(handle: FileHandle, reading: Reading): Promise<void> {
  const buffer = Buffer.allocUnsafe(reading.options.batchBytes ?? batchBytes);
  let position = reading.splitter.offset;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    const isEnd = bytesRead < buffer.length;
    const sizeBytes = isEnd ? position : 0;
    await take(reading, chunk, isEnd, async (at) => ({
      ...cursorAt(reading, at),
      sizeBytes,
      tail: await tailBefore(handle, at),
    }));
    if (isEnd || reading.options.signal.aborted) {
      return;
    }
    await nextTurn();
  }
}

async function readCompressed(handle: FileHandle, reading: Reading): Promise<void> {
  // Not .pipe(), which forwards no error of the file: reading would never end.
  const stream = pipeline(handle.createReadStream({ autoClose: false }), createZstdDecompress(), () => undefined);
  for await (const chunk of stream) {
    // Nothing of the state is kept before the end: a compressed file cannot be entered in its middle.
    await take(reading, chunk as Buffer, false, async () => emptyCursor);
    if (reading.options.signal.aborted) {
      return;
    }
    await nextTurn();
  }
  const { sizeBytes } = reading.log;
  await take(reading, Buffer.alloc(0), true, async () => ({ ...cursorAt(reading, 0), sizeBytes }));
}

/** Parses one chunk and stores what it gave. */
async function take(
  reading: Reading,
  chunk: Buffer,
  isEnd: boolean,
  cursor: (offset: number) => Promise<FileCursor>,
): Promise<void> {
  const { adapter, reader, splitter, options } = reading;
  const findings: Findings = { revisions: [], sessions: [], problems: [] };
  reader.enter(chunk);
  for (const line of splitter.push(chunk)) {
    reading.lines++;
    if (line.bytes === null) {
      reader.tooLong(line.offset, findings);
      continue;
    }
    reader.read(reading.state, line.bytes, line.offset, findings);
  }
  await supplyParent(reading, findings);
  const stored = await cursor(splitter.offset);
  const events = isEnd ? await readRest(reading, findings) : adapter.eventCount(reading.state);
  reading.changed += options.ledger.commit({
    file: reading.row,
    cursor: { ...stored, events, partialBytes: isEnd ? splitter.rest().length : 0 },
    findings,
    isRestart: reading.isRestart,
  });
  reading.isRestart = false;
  options.onBytes(chunk.length);
}

/**
 * A last line without its newline counts when it is whole already. It is read after the state was stored, and the cursor stays before
 * it: reading it again, with more behind it, upserts the same keys. Returns the events up to the file's end.
 */
async function readRest(reading: Reading, findings: Findings): Promise<number> {
  const { adapter, splitter, reader, state } = reading;
  const rest = splitter.rest();
  const trial: Findings = { revisions: [], sessions: [], problems: [] };
  if (rest.length > 0 && reader.read(state, rest, splitter.offset, trial)) {
    await supplyParent(reading, trial);
    findings.revisions.push(...trial.revisions);
    findings.sessions.push(...trial.sessions);
  }
  return adapter.eventCount(state);
}

async function supplyParent({ adapter, state, options }: Reading, findings: Findings): Promise<void> {
  const { fork } = adapter;
  const wanted = fork?.wanted(state) ?? null;
  if (fork && wanted !== null) {
    fork.supply(state, await options.parentEvents(wanted), findings);
  }
}

/** A hash of the bytes before an offset, by which a rewritten file is noticed. */
async function tailBefore(handle: FileHandle, offset: number): Promise<string> {
  const length = Math.min(tailBytes, offset);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset - length);
  return createHash('sha1').update(buffer.subarray(0, bytesRead)).digest('base64');
}

function cursorAt(reading: Reading, offset: number): FileCursor {
  return {
    identity: reading.log.identity,
    sizeBytes: 0,
    mtimeMs: reading.log.mtimeMs,
    offset,
    tail: '',
    partialBytes: 0,
    state: JSON.stringify(reading.state),
    events: 0,
    lines: reading.lines,
    error: null,
  };
}
