import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../steps/command.ts';
import { type Json, manifest, strings, textsOf } from './manifest.ts';
import { stringFaults } from './strings.ts';

function at(...keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>(
    (value, key) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as { readonly [key: string]: Json })[key]
        : undefined,
    manifest,
  );
}

test('the extension reaches every editor from VS Code 1.105 on, and is typed against exactly that', () => {
  assert.equal(at('engines', 'vscode'), '^1.105.0');
  assert.equal(at('devDependencies', '@types/vscode'), '1.105.0');
});

test('it starts after the window, where the logs are, and in untrusted folders', () => {
  assert.deepEqual(at('activationEvents'), ['onStartupFinished']);
  assert.deepEqual(at('extensionKind'), ['workspace']);
  assert.equal(at('main'), './dist/extension.cjs');
  assert.equal(at('bin', 'meterline'), './dist/cli.js');
  assert.notEqual(at('capabilities', 'untrustedWorkspaces'), undefined);
  assert.notEqual(at('capabilities', 'virtualWorkspaces'), undefined);
});

test('every text that a user sees is a %key% with an English text, and no text is left over', () => {
  assert.deepEqual(stringFaults(manifest, strings), []);
});

test('a planted bare text, a key without a text and a text without a key are found', () => {
  const planted = {
    description: '%there%',
    contributes: { commands: [{ command: 'x', title: 'Bare' }], configuration: [{ title: '%missing%' }] },
  };
  assert.deepEqual(stringFaults(planted, { there: 'Words', unused: 'Words' }), [
    'contributes.commands.0.title is not a %key%: "Bare"',
    '%missing% has no text',
    'unused is not used',
  ]);
});

test('every setting has a default or is an object, a description, and the prefix meterline', () => {
  const groups = [at('contributes', 'configuration')].flat() as readonly { readonly [key: string]: Json }[];
  const settings = groups.flatMap((group) =>
    Object.entries((group?.properties ?? {}) as { readonly [key: string]: Json }),
  );
  assert.ok(settings.length > 0, 'package.json declares no setting');
  for (const [name, setting] of settings) {
    const fields = setting as { readonly [key: string]: Json };
    assert.match(name, /^meterline\./);
    assert.ok('default' in fields, `${name} has no default`);
    assert.ok('description' in fields || 'markdownDescription' in fields, `${name} has no description`);
  }
});

test('every command has the prefix meterline and the category Meterline', () => {
  const commands = (at('contributes', 'commands') ?? []) as readonly { readonly [key: string]: string }[];
  assert.ok(commands.length > 0, 'package.json declares no command');
  for (const { command, category } of commands) {
    assert.match(command ?? '', /^meterline\.[a-z]\w*$/);
    assert.equal(strings[(category ?? '').replaceAll('%', '')] ?? category, 'Meterline', command);
  }
});

test('the icon is a PNG of at least 128 by 128 pixels', () => {
  const icon = at('icon');
  assert.ok(typeof icon === 'string', 'package.json names no icon');
  const bytes = readFileSync(path.join(root, icon));
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  // The first chunk of a PNG is its header: width and height, big-endian.
  assert.ok(bytes.readUInt32BE(16) >= 128 && bytes.readUInt32BE(20) >= 128);
});

test('every file that package.json names is there', () => {
  const named = textsOf(manifest)
    .filter(([field, text]) => /^(?:\.\/)?(?:media|dist)\//.test(text) && !field.startsWith('scripts.'))
    .map(([, text]) => text);
  assert.ok(named.length > 0);
  for (const name of named) {
    assert.doesNotThrow(() => readFileSync(path.join(root, name)), name);
  }
});
