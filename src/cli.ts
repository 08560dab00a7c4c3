/** The `meterline` program: finds a Node that is new enough, then hands over to the commands. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The first Node with both SQLite and zstd built in (nodejs.org changelogs, 22.13 and 22.15). */
const oldestNode = [22, 15] as const;

/** The bundle beside this one that holds the commands. */
const main = path.join(import.meta.dirname, 'cliMain.js');

if (isNewEnough(process.versions.node)) {
  const { runCommand } = (await import(main)) as typeof import('./disk/commands/runCommand.ts');
  process.exitCode = await runCommand(process.argv.slice(2), import.meta.dirname);
} else {
  const other = findNode();
  if (other === null) {
    process.stderr.write(
      `meterline: needs Node ${oldestNode.join('.')} or later; this is ${process.versions.node}. Update Node, or set METERLINE_NODE to a newer one.\n`,
    );
    process.exitCode = 1;
  } else {
    const { status } = spawnSync(other, [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' });
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
  const candidates = [named, path.join(import.meta.dirname, '..', 'node_modules', 'node', 'bin', 'node')];
  return candidates.find((file) => file !== undefined && file !== process.execPath && existsSync(file)) ?? null;
}
