import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSessionIntent, readSessionPlace } from '../../src/webview/messages.ts';

test('intents of the page are read, and carry nothing else along', () => {
  assert.deepEqual(readSessionIntent({ kind: 'ready', more: 1 }), { kind: 'ready' });
  assert.deepEqual(readSessionIntent({ kind: 'showBook', book: 'list' }), { kind: 'showBook', book: 'list' });
  assert.deepEqual(readSessionIntent({ kind: 'run', action: 'switchModel' }), { kind: 'run', action: 'switchModel' });
});

test('anything else is no intent', () => {
  const others = [
    null,
    undefined,
    'ready',
    [],
    {},
    { kind: 'showBook', book: 'all' },
    { kind: 'run', action: 'workbench.action.quit' },
    { kind: 'run', action: 'toString' },
  ];
  for (const other of others) {
    assert.equal(readSessionIntent(other), null, JSON.stringify(other));
  }
});

test('a kept state opens its session again; a broken one does not', () => {
  assert.deepEqual(readSessionPlace({ agent: 'claude', session: 's', book: 'list', shown: 10 }), {
    agent: 'claude',
    session: 's',
    book: 'list',
  });
  assert.deepEqual(readSessionPlace({ agent: 'claude', session: 's', book: 7 })?.book, null);
  assert.equal(readSessionPlace({ agent: 'claude' }), null);
  assert.equal(readSessionPlace(undefined), null);
});
