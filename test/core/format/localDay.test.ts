import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  dayStart,
  isTimezone,
  localDay,
  localHour,
  localWeekday,
  offsetAt,
} from '../../../src/core/format/localDay.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();

test('a day is the one on the wall of the zone', () => {
  assert.equal(localDay(at('2026-11-22T23:00:00Z'), 'Asia/Tokyo'), '2026-11-23');
  assert.equal(localDay(at('2026-11-22T04:59:59Z'), 'America/New_York'), '2026-11-21');
  assert.equal(localDay(at('2026-11-22T18:29:59.999Z'), 'Asia/Kolkata'), '2026-11-22');
  assert.equal(localHour(at('2026-11-22T18:30:00Z'), 'Asia/Kolkata'), 0);
  assert.equal(localWeekday(at('2026-11-22T12:00:00Z'), 'UTC'), 0);
});

test('a day starts at its first moment, also where clocks change', () => {
  const table: readonly [string, string, string][] = [
    ['2026-11-22', 'UTC', '2026-11-22T00:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00.000Z'],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ];
  for (const [day, zone, expected] of table) {
    assert.equal(iso(dayStart(day, zone)), expected, `${day} ${zone}`);
  }
});

test('the moment before a day starts is the day before, in every zone and on every day', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Africa/Cairo',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      (zone, ms) => {
        const day = localDay(ms, zone);
        const start = dayStart(day, zone);
        assert.ok(start <= ms && dayStart(addDays(day, 1), zone) > ms);
        assert.equal(localDay(start, zone), day);
        assert.equal(localDay(start - 1, zone), addDays(day, -1));
      },
    ),
    { numRuns: 500 },
  );
});

test('an offset is right on both sides of a change and to the millisecond', () => {
  const change = at('2026-03-29T01:00:00Z');
  assert.equal(offsetAt(change - 1, 'Europe/Berlin'), 3_600_000);
  assert.equal(offsetAt(change, 'Europe/Berlin'), 7_200_000);
  assert.equal(offsetAt(-1, 'Europe/Berlin'), 3_600_000);
});

test('what is no zone or no day is refused', () => {
  assert.equal(isTimezone('Europe/Berlin'), true);
  assert.equal(isTimezone('Mars/Olympus'), false);
  assert.throws(() => localDay(0, 'Mars/Olympus'), RangeError);
  for (const day of ['2026-13-01', '22.11.2026', '', '2026-1-1']) {
    assert.throws(() => dayStart(day, 'UTC'), /not a day/);
  }
});

test('days are counted across months and leap years', () => {
  assert.equal(addDays('2026-02-28', 1), '2026-03-01');
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-01-01', -1), '2025-12-31');
});
