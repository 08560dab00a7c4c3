/** Local days in a time zone, by Intl alone: DST-correct, and exact at the first millisecond of a day. */
import type { EpochMs } from '../units.ts';

const dayMs = 86_400_000;

/** Intl's formatters are slow to make and pure once made; a map of them changes no result. */
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Offsets of whole UTC days on which the zone's clock was not changed, per zone. */
const quietDays = new Map<string, Map<number, number>>();

/** Whether Intl knows the time zone: `isTimezone('Europe/Berlin')`. */
export function isTimezone(timezone: string): boolean {
  try {
    formatterFor(timezone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that the zone's clock is ahead of UTC at a moment. @throws RangeError when the zone is unknown. */
export function offsetAt(at: EpochMs, timezone: string): number {
  if (timezone === 'UTC') {
    return 0;
  }
  const day = Math.floor(at / dayMs);
  let known = quietDays.get(timezone);
  if (!known) {
    known = new Map();
    quietDays.set(timezone, known);
  }
  const quiet = known.get(day);
  if (quiet !== undefined) {
    return quiet;
  }
  const first = measureOffset(day * dayMs, timezone);
  if (first === measureOffset((day + 1) * dayMs, timezone)) {
    known.set(day, first);
    return first;
  }
  return measureOffset(at, timezone);
}

/** The local day of a moment: `localDay(Date.UTC(2026, 10, 22, 23), 'Asia/Tokyo')` is `'2026-11-23'`. */
export function localDay(at: EpochMs, timezone: string): string {
  return new Date(at + offsetAt(at, timezone)).toISOString().slice(0, 10);
}

/** The local hour, 0 to 23. */
export function localHour(at: EpochMs, timezone: string): number {
  return new Date(at + offsetAt(at, timezone)).getUTCHours();
}

/** The local day of the week: 0 is Sunday. */
export function localWeekday(at: EpochMs, timezone: string): number {
  return new Date(at + offsetAt(at, timezone)).getUTCDay();
}

/**
 * The first moment of a local day: `dayStart('2026-03-29', 'Europe/Berlin')` is 2026-03-28T23:00Z, a day of 23 hours.
 * Where the clock skips midnight, the day starts when it was put forward; where midnight comes twice, at the first.
 * @throws RangeError when the day is not YYYY-MM-DD.
 */
export function dayStart(day: string, timezone: string): EpochMs {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(midnight)) {
    throw new RangeError(`not a day: ${JSON.stringify(day)}`);
  }
  const before = midnight - offsetAt(midnight - dayMs, timezone);
  if (before + offsetAt(before, timezone) === midnight) {
    return before;
  }
  const after = midnight - offsetAt(midnight + dayMs, timezone);
  return after + offsetAt(after, timezone) === midnight ? after : before;
}

/** The calendar day after or before another: `addDays('2026-02-28', 1)` is `'2026-03-01'`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

function formatterFor(timezone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timezone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, formatter);
  }
  return formatter;
}

function measureOffset(at: EpochMs, timezone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterFor(timezone).formatToParts(at)) {
    part[type] = Number(value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const wholeSecond = at - (((at % 1000) + 1000) % 1000);
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecond;
}
