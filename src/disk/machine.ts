/** This machine as adapters and the ledger need to know it. */
import { homedir } from 'node:os';
import path from 'node:path';
import type { Machine } from '../core/agents/adapter.ts';

/** This machine; with `home`, another home on it, for which the environment's overrides do not hold. */
export function thisMachine(home: string | null): Machine {
  const { platform } = process;
  return {
    platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
    home: home === null ? homedir() : path.resolve(home),
    env: home === null ? process.env : {},
  };
}

/**
 * The folder of the ledger and of backups: `$XDG_DATA_HOME/meterline`, `~/Library/Application Support/meterline` or
 * `%LOCALAPPDATA%\meterline`.
 */
export function dataFolder({ platform, home, env }: Machine): string {
  switch (platform) {
    case 'win32':
      return path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'meterline');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'meterline');
    case 'linux':
      return path.join(env.XDG_DATA_HOME || path.join(home, '.local', 'share'), 'meterline');
  }
}

/** The ledger's file when no setting or flag names another. */
export function defaultLedgerFile(machine: Machine): string {
  return path.join(dataFolder(machine), 'ledger.db');
}
