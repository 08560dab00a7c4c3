/** Paths in the way of the machine that is asked about, which need not be the one that runs this. */
import type { Machine } from './adapter.ts';

/** Joins parts of a path: `\` on Windows, `/` elsewhere. No part is interpreted. */
export function joinPath(machine: Machine, first: string, ...rest: readonly string[]): string {
  const separator = machine.platform === 'win32' ? '\\' : '/';
  return [first.replace(/[/\\]+$/, ''), ...rest].join(separator);
}

/** A folder as a user writes it in an environment variable: trimmed, with a leading `~` as the home. */
export function expandHome(machine: Machine, folder: string): string {
  const trimmed = folder.trim();
  const match = /^~(?:[/\\](.*))?$/.exec(trimmed);
  if (!match) {
    return trimmed;
  }
  return match[1] ? joinPath(machine, machine.home, match[1]) : machine.home;
}

/** The folders in a comma list, `~` expanded; none when the variable is unset or blank. */
export function folderList(machine: Machine, value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((folder) => expandHome(machine, folder))
    .filter((folder) => folder !== '');
}
