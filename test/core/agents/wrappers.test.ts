import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutWrappers } from '../../../src/core/agents/wrappers.ts';

test('leading wrappers go, one after the other', () => {
  assert.equal(
    withoutWrappers(' <ide_selection>a\nb</ide_selection>\n<system-reminder>c</system-reminder> Fix it '),
    'Fix it',
  );
});

test('HTML and later elements stay', () => {
  assert.equal(withoutWrappers('<div>x</div>'), '<div>x</div>');
  assert.equal(withoutWrappers('Why <my-tag>x</my-tag>?'), 'Why <my-tag>x</my-tag>?');
});

test('a wrapper that is never closed leaves nothing', () => {
  assert.equal(withoutWrappers('<bash-input>ls'), '');
});
