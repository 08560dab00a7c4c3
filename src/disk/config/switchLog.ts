/**
 * The log of switches: one JSON object a line, only ever appended to. A switch is logged before the file is replaced, so that
 * a killed process leaves either nothing or something that can be taken back; whether it happened is read off the file's hash.
 */
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SwitchRecord } from '../../core/agents/switch/modelSwitcher.ts';
import type { EpochMs } from '../../core/units.ts';
import { systemErrorCode } from './editProblem.ts';

/** A line of the log. */
export type SwitchLogLine =
  | { readonly event: 'switch'; readonly record: SwitchRecord }
  | { readonly event: 'undo'; readonly id: string; readonly atMs: EpochMs };

/** The log's file in the folder of the backups. */
export function switchLogFile(folder: string): string {
  return join(folder, 'switches.jsonl');
}

/** Appends a line, on the disk before it returns. Mode 0600. Throws system errors. */
export async function appendSwitchLog(folder: string, line: SwitchLogLine): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await using handle = await open(switchLogFile(folder), 'a+', 0o600);
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  if (size > 0) {
    await handle.read(last, 0, 1, size - 1);
  }
  // A process killed while it wrote leaves half a line, which must not swallow this one.
  const lead = size > 0 && last[0] !== 0x0a ? '\n' : '';
  await handle.writeFile(`${lead}${JSON.stringify(line)}\n`);
  await handle.sync();
}

/** The switches that were not taken back, oldest first. Lines that are no whole records are passed over. Throws system errors. */
export async function readSwitchLog(folder: string): Promise<readonly SwitchRecord[]> {
  const records = new Map<string, SwitchRecord>();
  for (const text of (await logText(folder)).split('\n')) {
    const line = parseLine(text);
    if (line?.event === 'switch') {
      records.set(line.record.id, line.record);
    } else if (line?.event === 'undo') {
      records.delete(line.id);
    }
  }
  return [...records.values()];
}

async function logText(folder: string): Promise<string> {
  try {
    return await readFile(switchLogFile(folder), 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

function parseLine(text: string): SwitchLogLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Half a line of a killed process: the switch it would have named did not happen.
    return null;
  }
  const line = value as Partial<Record<'event' | 'id', unknown>> & {
    readonly record?: Readonly<Record<string, unknown>>;
  };
  if (line?.event === 'undo' && typeof line.id === 'string') {
    return value as SwitchLogLine;
  }
  const record = line?.record;
  const whole =
    line?.event === 'switch' &&
    ['id', 'agent', 'file', 'target', 'afterHash'].every((name) => typeof record?.[name] === 'string') &&
    ['from', 'to', 'backup', 'beforeHash'].every(
      (name) => record?.[name] === null || typeof record?.[name] === 'string',
    ) &&
    (record?.backup === null) === (record?.beforeHash === null);
  return whole ? (value as SwitchLogLine) : null;
}
