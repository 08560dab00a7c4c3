import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCards } from '../../../src/core/pricing/parseCards.ts';

const sound = {
  provider: 'acme',
  model: 'coder',
  match: { exact: ['coder'] },
  rules: [{ rates: { input: { price: '1', per: '1000000' } } }],
  provenance: { source: 'me', retrieved: '2026-11-22', confidence: 'low' },
};

test('a sound card passes and an unsound one beside it is named with its value', () => {
  const { cards, problems } = parseCards([sound, { ...sound, model: 'bad', match: { exact: [] } }]);
  assert.deepEqual(cards, [sound]);
  assert.deepEqual(problems, ['acme/bad: match.exact must list ids, not {"exact":[]}']);
});

test('every part of a card that is wrong is said', () => {
  const table: readonly [object, RegExp][] = [
    [{ provider: 3 }, /must have a provider and a model/],
    [{ provenance: { source: 'me', confidence: 'sure' } }, /provenance must have/],
    [{ rules: 'free' }, /rules must be a filled array, not "free"/],
    [{ rules: [{ rates: {} }] }, /rates must name at least one meter/],
    [{ rules: [{ rates: { inptu: { price: '1', per: '1' } } }] }, /"inptu" is not a meter/],
    [{ rules: [{ rates: { input: { price: 1, per: '1' } } }] }, /rate of input must have a price/],
    [{ rules: [{ rates: { input: { price: '-1', per: '1' } } }] }, /rate of input/],
    [{ rules: [{ rates: { input: { price: '1', per: '0' } } }] }, /rate of input/],
    [{ rules: [{ ...sound.rules[0], when: { from: 'soon' } }] }, /not an ISO instant: "soon"/],
    [{ rules: [{ ...sound.rules[0], when: { days: ['someday'] } }] }, /not days: \["someday"\]/],
    [{ rules: [{ ...sound.rules[0], when: { attr: { mood: 'good' } } }] }, /"mood" is not an attribute/],
    [{ multipliers: [{ id: 'x', when: {}, factor: 'half' }] }, /decimal factor/],
    [{ multipliers: [{ id: 'x', when: {}, factor: '2', meters: ['tea'] }] }, /not meters: \["tea"\]/],
  ];
  for (const [part, message] of table) {
    const { cards, problems } = parseCards([{ ...sound, ...part }]);
    assert.equal(cards.length, 0, JSON.stringify(part));
    assert.match(problems.join(), message);
  }
});

test('what is no array of objects is refused without throwing', () => {
  assert.match(parseCards({}).problems.join(), /must be an array, not \{\}/);
  for (const junk of [null, 5, 'x', [], undefined]) {
    assert.equal(parseCards([junk]).problems.length, 1);
  }
  assert.ok(parseCards([{ ...sound, rules: [null] }]).problems.length > 0);
});
