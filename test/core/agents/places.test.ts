import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../../../src/core/agents/adapter.ts';
import { expandHome, folderList, joinPath } from '../../../src/core/agents/places.ts';

const linux: Machine = { platform: 'linux', home: '/home/dev', env: {} };
const windows: Machine = { platform: 'win32', home: 'C:\\Users\\dev', env: {} };

test('paths are joined in the way of the machine that is asked about', () => {
  assert.equal(joinPath(linux, '/home/dev/', '.claude', 'projects'), '/home/dev/.claude/projects');
  assert.equal(joinPath(windows, 'C:\\Users\\dev\\', '.claude'), 'C:\\Users\\dev\\.claude');
});

test('only a leading ~ of its own is the home', () => {
  assert.deepEqual(
    [' ~ ', '~/', '~/a/b', '/x/~', '~other/a'].map((folder) => expandHome(linux, folder)),
    ['/home/dev', '/home/dev', '/home/dev/a/b', '/x/~', '~other/a'],
  );
  assert.equal(expandHome(windows, '~\\a'), 'C:\\Users\\dev\\a');
});

test('a comma list gives its folders, blanks left out', () => {
  assert.deepEqual(folderList(linux, '/a, ~/b ,,'), ['/a', '/home/dev/b']);
  assert.deepEqual(folderList(linux, undefined), []);
});
