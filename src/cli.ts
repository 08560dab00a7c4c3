/** The `meterline` program: finds a Node that is new enough, then hands over to the commands. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The first Node with both SQLite and zstd built in (nodejs.org changelogs, 22.13 and 22.15). */
const oldestNode = [22, 15] as const;

/** This file's folder; import.meta.dirname is younger than the oldest Node that must get as far as the message. */
const here = path.dirname(fileURLToPath(import.meta.url));

/** The bundle beside this one that holds the commands. */
const main = path.join(here, 'cliMain.js');

if (isNewEnough(process.versions.node)) {
  const { runCommand } = (await import(pathToFileURL(main).href)) as typeof import('./disk/commands/runCommand.ts');
  process.exitCode = await runCommand(process.argv.slice(2), here);
} else {
  const other = findNode();
  if (other === null) {
    process.stderr.write(
      `meterline: needs Node ${oldestNode.join('.')} or later; this is ${process.versions.node}. Update Node, or set METERLINE_NODE to a newer one.\n`,
    );
    process.exitCode = 1;
  } else {
    const { status } = spawnSync(other, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    process.exitCode = status ?? 1;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

/** A newer Node: the one the user names, else the one that comes with a checkout. */
function findNode(): string | null {
  const named = process.env.METERLINE_NODE;
  const candidates = [named, path.join(here, '..', 'node_modules', 'node', 'bin', 'node')];
  return candidates.find((file) => file !== undefined && file !== process.execPath && existsSync(file)) ?? null;
}
