/** Folders that the suites and the launchers share. */
import path from 'node:path';
import { root } from '../steps/command.ts';

/** The extension under test: this checkout, whose dist/ must be built. */
export const extensionFolder: string = root;

/** A sample workspace with prompt files and SDK calls. Suites work on a copy. */
export const workspaceFixture: string = path.join(root, 'test', 'fixtures', 'workspace');

/**
 * Environment in which Meterline reads the logs below `home` and keeps its ledger in `scratch`: samples must never reach the
 * ledger of the user.
 */
export function sandbox(scratch: string, home: string): Record<string, string> {
  return {
    METERLINE_HOME: home,
    METERLINE_LEDGER: path.join(scratch, 'ledger.db'),
    XDG_DATA_HOME: path.join(scratch, 'data'),
  };
}
