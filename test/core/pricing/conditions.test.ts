import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileWhen, holds } from '../../../src/core/pricing/conditions.ts';
import type { When } from '../../../src/core/pricing/priceBook.ts';

const holdsAt = (when: When, iso: string, promptTokens = 0, attributes: [string, string][] = []) =>
  holds(compileWhen(when), { at: Date.parse(iso), promptTokens, attributes: new Map(attributes) });

test('a period starts at its first millisecond and ends before its last', () => {
  const when = { from: '2026-10-07T00:00:00Z', until: '2026-11-01T00:00:00Z' };
  assert.equal(holdsAt(when, '2026-10-06T23:59:59.999Z'), false);
  assert.equal(holdsAt(when, '2026-10-07T00:00:00Z'), true);
  assert.equal(holdsAt(when, '2026-10-31T23:59:59.999Z'), true);
  assert.equal(holdsAt(when, '2026-11-01T00:00:00Z'), false);
});

test('hours are in UTC and days in the stated zone', () => {
  const when: When = {
    days: ['fri'],
    timeUtc: [
      ['01:00', '04:00'],
      ['06:00', '10:00'],
    ],
    tz: 'Asia/Shanghai',
  };
  assert.equal(holdsAt(when, '2026-11-20T01:00:00Z'), true);
  assert.equal(holdsAt(when, '2026-11-20T04:00:00Z'), false);
  assert.equal(holdsAt(when, '2026-11-20T09:59:59Z'), true);
  assert.equal(holdsAt(when, '2026-11-21T01:00:00Z'), false);
  const wholeDay: When = { days: ['fri'], tz: 'Asia/Shanghai' };
  assert.equal(holdsAt(wholeDay, '2026-11-19T16:00:00Z'), true);
  assert.equal(holdsAt(wholeDay, '2026-11-19T15:59:59Z'), false);
});

test('prompt bounds are exact on both sides', () => {
  const at = '2026-11-22T00:00:00Z';
  const table: readonly [When['prompt'] & object, number, number][] = [
    [{ gt: 100 }, 101, 100],
    [{ gte: 100 }, 100, 99],
    [{ lt: 100 }, 99, 100],
    [{ lte: 100 }, 100, 101],
    [{ gt: 10, lte: 20 }, 20, 21],
  ];
  for (const [prompt, inside, outside] of table) {
    assert.equal(holdsAt({ prompt }, at, inside), true, JSON.stringify(prompt));
    assert.equal(holdsAt({ prompt }, at, outside), false, JSON.stringify(prompt));
  }
});

test('an attribute must have one of the stated values', () => {
  const when = { attr: { serviceTier: ['fast', 'Priority'] } };
  const at = '2026-11-22T00:00:00Z';
  assert.equal(holdsAt(when, at, 0, [['serviceTier', 'priority']]), true);
  assert.equal(holdsAt(when, at, 0, [['serviceTier', 'flex']]), false);
  assert.equal(holdsAt(when, at), false);
});

test('a date or a time that cannot be read is refused', () => {
  assert.throws(() => compileWhen({ from: 'soon' }), /not an ISO instant: "soon"/);
  assert.throws(() => compileWhen({ timeUtc: [['1am', '04:00']] }), /not a time of day: "1am"/);
});
