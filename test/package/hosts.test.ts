import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root, runCommand } from '../steps/command.ts';

/** Hosts of package registries and their mirrors, in parts, as this file is read too. */
const hosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['registry', 'npmmirror', 'com'],
  ['pypi', 'org'],
  ['files', 'pythonhosted', 'org'],
  ['crates', 'io'],
  ['proxy', 'golang', 'org'],
].map((parts) => parts.join('.'));

function hostsIn(text: string): string[] {
  return hosts.filter((host) => text.includes(host));
}

/** What git keeps or would keep; in an unpacked archive without git, what the archive's lock file and sources are. */
async function files(): Promise<string[]> {
  const { code, stdout } = await runCommand('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (code === 0) {
    return stdout.split('\0').filter((name) => name !== '');
  }
  const { globSync } = await import('node:fs');
  return globSync('{*,{.ci,build,media,src,test}/**/*}', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

test('no file names the host of a package registry, so that every configured registry works', async () => {
  const names = await files();
  assert.ok(names.includes('package-lock.json'));
  const found = names.flatMap((name) => {
    const text = readFileSync(path.join(root, name), { encoding: 'latin1', flag: 'r' });
    return hostsIn(text).map((host) => `${name}: ${host}`);
  });
  assert.deepEqual(found, []);
});

test('a planted registry host is found', () => {
  const planted = `"resolved": "https://${hosts[0]}/x/-/x-1.0.0.tgz"`;
  assert.deepEqual(hostsIn(planted), [hosts[0]]);
});
