/** What the watcher says when it is told of folders: whether one more search is due. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Discovery } from '../../../src/disk/ingest/discover.ts';
import { createLogWatcher } from '../../../src/disk/ingest/watch.ts';
import { temporaryFolder } from '../ledger/rig.ts';

test('a search is due once more for each folder that was not watched before, also for one that was made anew', (t) => {
  if (process.platform !== 'linux') {
    t.skip('whole trees are watched at once here');
    return;
  }
  const home = temporaryFolder(t);
  const [first, second] = ['first', 'second'].map((name) => path.join(home, name)) as [string, string];
  const found = (...folders: string[]): Discovery => ({ roots: [], logs: [], folders, problems: [] });
  const watcher = createLogWatcher({ onFiles: () => undefined, onSearch: () => undefined });
  t.after(() => watcher.close());
  mkdirSync(first);
  mkdirSync(second);
  assert.equal(watcher.update(found(first)), true);
  assert.equal(watcher.update(found(first)), false);
  assert.equal(watcher.update(found(first, second)), true);
  assert.equal(watcher.update(found(first, second)), false);
  rmSync(second, { recursive: true });
  mkdirSync(second);
  assert.equal(watcher.update(found(first, second)), true);
  assert.equal(watcher.update(found(first, path.join(home, 'never there'))), false);
});
