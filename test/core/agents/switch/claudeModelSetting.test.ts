import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  editClaudeModel,
  readClaudeModel,
  verifyOnlyModelChanged,
} from '../../../../src/core/agents/switch/claudeModelSetting.ts';
import { readJsonc, strictJsonProblem } from '../../../../src/core/agents/switch/jsoncDocument.ts';
import { plainSettingsTexts, settingsTexts } from './jsoncTexts.ts';

function changed(text: string, model: string | null): string {
  const edit = editClaudeModel(text, model);
  assert.equal(edit.status, 'changed', JSON.stringify(edit));
  return edit.status === 'changed' ? edit.text : '';
}

function refusal(text: string, model: string | null = 'opus'): string {
  const edit = editClaudeModel(text, model);
  assert.equal(edit.status, 'refused', JSON.stringify(edit));
  return edit.status === 'refused' ? edit.reason : '';
}

test('an existing value is replaced in place and nothing else moves', () => {
  const before = '{\n  // mine\n  "model" : "opus", // for now\n  "env": {"A":1},\n}\n';
  assert.equal(changed(before, 'claude-sonnet-5-5'), before.replace('"opus"', '"claude-sonnet-5-5"'));
});

test('a new key goes on a line of its own behind the last one, and a comment that ends the line stays with its key', () => {
  assert.equal(
    changed('{\n    "a": 1, // one\n    "b": 2 // two\n}\n', 'opus'),
    '{\n    "a": 1, // one\n    "b": 2, // two\n    "model": "opus"\n}\n',
  );
});

test('a file with trailing commas keeps them', () => {
  assert.equal(changed('{\n\t"a": 1,\n}', 'opus'), '{\n\t"a": 1,\n\t"model": "opus",\n}');
});

test('a file on one line stays on one line, in its own spacing', () => {
  assert.equal(changed('{"a":1}', 'opus'), '{"a":1,"model":"opus"}');
  assert.equal(changed('{ "a": 1 }', 'opus'), '{ "a": 1, "model": "opus" }');
  assert.equal(changed('{"a":1 /* one */}', 'opus'), '{"a":1, /* one */"model":"opus"}');
});

test('an empty object is filled, and comments in it stay', () => {
  assert.equal(changed('{}\n', 'opus'), '{\n  "model": "opus"\n}\n');
  assert.equal(changed('{\r\n}\r\n', 'opus'), '{\r\n  "model": "opus"\r\n}\r\n');
  assert.equal(changed('{\n    // nothing yet\n}', 'opus'), '{\n    // nothing yet\n    "model": "opus"\n}');
});

test('an empty, blank or missing file becomes an object, below the comments it had', () => {
  for (const text of ['', ' \n\n']) {
    assert.equal(changed(text, 'opus'), '{\n  "model": "opus"\n}\n');
  }
  assert.equal(changed('\uFEFF// mine\r\n', 'opus'), '\uFEFF// mine\r\n{\r\n  "model": "opus"\r\n}\r\n');
});

test('removing the key takes its line with it and leaves comments beside it', () => {
  assert.equal(changed('{\n  "a": 1,\n  "model": "opus"\n}\n', null), '{\n  "a": 1\n}\n');
  assert.equal(changed('{\n  "model": "opus",\n  "a": 1\n}\n', null), '{\n  "a": 1\n}\n');
  assert.equal(changed('{\n  "a": 1, // one\n  "model": "opus", // why\n}', null), '{\n  "a": 1, // one\n  // why\n}');
  assert.equal(changed('{ "a": 1, "model": "x", "b": 2 }', null), '{ "a": 1, "b": 2 }');
  assert.equal(changed('{"a":1,"model":"x"}', null), '{"a":1}');
});

test('the key of an inner object is not the setting', () => {
  const before = '{"agent":{"model":"opus"}}';
  assert.deepEqual(readClaudeModel(before), { status: 'read', model: null });
  assert.equal(changed(before, 'haiku'), '{"agent":{"model":"opus"},"model":"haiku"}');
  assert.deepEqual(editClaudeModel(before, null), { status: 'unchanged' });
});

test('a file that already says so is unchanged', () => {
  assert.deepEqual(editClaudeModel('{"model":"opus"}', 'opus'), { status: 'unchanged' });
  assert.deepEqual(editClaudeModel('', null), { status: 'unchanged' });
});

test('broken JSON is refused with the line and what is wrong there', () => {
  assert.match(refusal('{\n  "a": 1\n  "b": 2\n}'), /line 3: a comma is missing/);
  assert.match(refusal('{\n  "a": "x\n}'), /line 2: a string is not closed/);
  assert.match(refusal('{ "a": 1'), /line 1: a closing } is missing/);
  assert.match(refusal('/* a'), /a comment is not closed/);
  assert.match(refusal('[1]'), /it holds no object/);
  assert.match(refusal('{} {}'), /line 1/);
  assert.match(refusal(`{"a":${'['.repeat(200_000)}`), /nested too deeply/);
  assert.equal(readClaudeModel('{').status, 'broken');
});

test('a key that stands there twice is refused, with both lines', () => {
  assert.match(refusal('{\n "model": "a",\n "b": 1,\n "model": "c"\n}'), /lines 2 and 4/);
});

test('a blank model name is refused', () => {
  assert.match(refusal('{}', ' '), /Choose a model/);
  assert.match(refusal('{}', 'a\nb'), /Choose a model/);
});

test('any switch changes the model alone and keeps every comment', () => {
  fc.assert(
    fc.property(settingsTexts, fc.constantFrom('haiku', 'claude-sonnet-5-5[1m]', null), (text, model) => {
      const edit = editClaudeModel(text, model);
      assert.notEqual(edit.status, 'refused', JSON.stringify(edit));
      const after = edit.status === 'changed' ? edit.text : text;
      assert.deepEqual(readClaudeModel(after), { status: 'read', model });
      assert.equal(verifyOnlyModelChanged(text, after), null);
      assert.deepEqual(editClaudeModel(after, model), { status: 'unchanged' });
    }),
    { numRuns: 2000 },
  );
});

test('strict JSON stays strict JSON, with the same values and the same line break', () => {
  fc.assert(
    fc.property(plainSettingsTexts, fc.constantFrom('haiku', null), (text, model) => {
      const edit = editClaudeModel(text, model);
      const after = edit.status === 'changed' ? edit.text : text;
      const { model: _before, ...others } = JSON.parse(text) as Record<string, unknown>;
      assert.deepEqual(JSON.parse(after), model === null ? others : { ...others, model });
      assert.equal(strictJsonProblem(after), null);
      assert.equal(/[^\r]\n/.test(after) && /\r\n/.test(after), false);
    }),
  );
});

test('adding the key to a file of one property to a line and taking it out again gives the file back', () => {
  fc.assert(
    fc.property(plainSettingsTexts, (text) => {
      const without = editClaudeModel(text, null);
      const start = without.status === 'changed' ? without.text : text;
      fc.pre(readJsonc(start).status === 'object' && !/^\{\s*\}/.test(start));
      assert.equal(changed(changed(start, 'haiku'), null), start);
    }),
  );
});

test('the check sees another setting, a lost comment, a lost byte order mark and a broken file', () => {
  assert.match(verifyOnlyModelChanged('{"a":1}', '{"a":2,"model":"x"}') ?? '', /other than "model"/);
  assert.match(verifyOnlyModelChanged('{"a":1,"b":2}', '{"b":2,"a":1}') ?? '', /other than "model"/);
  assert.match(verifyOnlyModelChanged('{/* c */"a":1}', '{"a":1}') ?? '', /comment/);
  assert.match(verifyOnlyModelChanged('\uFEFF{}', '{}') ?? '', /byte order mark/);
  assert.match(verifyOnlyModelChanged('{}', '{') ?? '', /no longer valid/);
});
