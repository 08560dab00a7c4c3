import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePricingModels } from '../../../src/core/pricing/parsePricingModels.ts';
import { presets } from '../../../src/core/pricing/presets.ts';
import { discountModel, findPricingModel } from '../../../src/core/pricing/pricingModel.ts';

const contract = { id: 'acme', label: 'Acme contract', kind: 'discount', on: 'list', percent: '12.5' };

test('the presets have ids of their own, a sentence, a source and a date', () => {
  assert.deepEqual(
    presets.map(({ id }) => id),
    ['list', 'batch', 'flex', 'priority', 'claude-pro', 'claude-max', 'claude-ultra'],
  );
  for (const { label, note, source, date } of presets) {
    assert.ok(label.length > 3 && source.length > 3);
    assert.match(note, /^[A-Z$].*\.$/);
    assert.match(date ?? '', /^2026-/);
  }
});

test('a discount names itself by its percentage and can be found without being listed', () => {
  assert.equal(discountModel('12.5').id, 'discount-12.5');
  assert.deepEqual(findPricingModel(presets, 'discount-12.5'), discountModel('12.5'));
  for (const percent of ['101', '-1', '1e1', '', 'x', '100.1']) {
    assert.throws(() => discountModel(percent), /not a percentage from 0 to 100/);
    assert.equal(findPricingModel(presets, `discount-${percent}`), null, percent);
  }
});

test('no setting is no problem, and sound entries are added after the presets', () => {
  assert.deepEqual(parsePricingModels(undefined), { models: presets, problems: [] });
  const entries = [
    contract,
    { id: 'nightly', kind: 'token', serviceTier: 'batch' },
    { id: 'team', label: 'Team', kind: 'subscription', feeUsd: '125', outside: [{ speed: 'fast' }] },
    { id: 'stacked', kind: 'discount', on: 'acme', percent: '5' },
  ];
  const { models, problems } = parsePricingModels(entries);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    models.slice(presets.length).map(({ id }) => id),
    ['acme', 'nightly', 'team', 'stacked'],
  );
});

test('each wrong entry is left out and named with its value, and the others stay', () => {
  const table: readonly [unknown, RegExp][] = [
    ['cheap', /must be an object, not "cheap"/],
    [{ ...contract, id: 'A b' }, /needs an id .* not "A b"/],
    [{ ...contract, id: 'list' }, /"list" is taken/],
    [{ ...contract, id: 'discount-5' }, /makes itself/],
    [{ ...contract, id: 'x', kind: 'barter' }, /kind of "x" must be .* not "barter"/],
    [{ ...contract, id: 'x', percent: 12.5 }, /percent of "x" .* not 12.5/],
    [{ ...contract, id: 'x', percent: '120' }, /not "120"/],
    [{ ...contract, id: 'x', on: 'gone' }, /"x" is a discount on "gone", which leads to no price/],
    [{ ...contract, id: 'x', on: 'x' }, /leads to no price/],
    [{ id: 'x', kind: 'subscription', feeUsd: 100 }, /feeUsd of "x" .* not 100/],
    [{ id: 'x', kind: 'subscription', feeUsd: '9', outside: [{ colour: 'red' }] }, /outside of "x"/],
    [{ id: 'x', kind: 'subscription', feeUsd: '9', outside: [{}] }, /outside of "x"/],
    [{ id: 'x', kind: 'token', serviceTier: 3 }, /serviceTier of "x" .* not 3/],
  ];
  for (const [entry, message] of table) {
    const { models, problems } = parsePricingModels([contract, entry]);
    assert.equal(problems.length, 1, JSON.stringify(entry));
    assert.match(problems[0] ?? '', message);
    assert.equal(models.length, presets.length + 1);
  }
});

test('a setting that is no array is named, and discounts in a circle are all left out', () => {
  assert.match(parsePricingModels({ id: 'x' }).problems[0] ?? '', /must be an array, not \{"id":"x"\}/);
  const circle = [
    { ...contract, id: 'a', on: 'b' },
    { ...contract, id: 'b', on: 'a' },
  ];
  const { models, problems } = parsePricingModels(circle);
  assert.equal(problems.length, 2);
  assert.deepEqual(models, presets);
});

test('hostile text in a label cannot hide or reorder anything', () => {
  const { models } = parsePricingModels([{ ...contract, label: 'a\u202Eb\u0007c' }]);
  assert.equal(models.at(-1)?.label, 'abc');
});
