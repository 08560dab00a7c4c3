/** When a rule holds: the stored form made ready for asking often. */
import { localWeekday } from '../format/localDay.ts';
import type { EpochMs, Tokens } from '../units.ts';
import type { When } from './priceBook.ts';

/** What a condition is asked about. */
export interface Moment {
  readonly at: EpochMs;
  /** Length of one request's whole prompt. */
  readonly promptTokens: Tokens;
  /** serviceTier, speed, inferenceGeo, endpoint, in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** A `When` with its dates, hours and bounds as numbers. */
export interface Condition {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly days: ReadonlySet<number> | null;
  readonly timezone: string;
  /** [start, end) in minutes of the UTC day. */
  readonly minutes: readonly (readonly [number, number])[] | null;
  /** Shortest and longest prompt, both inside. */
  readonly shortest: Tokens;
  readonly longest: Tokens;
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Makes a condition ready. @throws RangeError when a date or a time in it cannot be read. */
export function compileWhen(when: When = {}): Condition {
  const { gt, gte, lt, lte } = when.prompt ?? {};
  return {
    from: when.from === undefined ? Number.NEGATIVE_INFINITY : readInstant(when.from),
    until: when.until === undefined ? Number.POSITIVE_INFINITY : readInstant(when.until),
    days: when.days ? new Set(when.days.map((day) => weekdays.indexOf(day))) : null,
    timezone: when.tz ?? 'UTC',
    minutes: when.timeUtc?.map(([start, end]) => [readMinutes(start), readMinutes(end)] as const) ?? null,
    shortest: Math.max(gte ?? 0, gt === undefined ? 0 : gt + 1),
    longest: Math.min(lte ?? Number.POSITIVE_INFINITY, lt === undefined ? Number.POSITIVE_INFINITY : lt - 1),
    attributes: new Map(
      Object.entries(when.attr ?? {}).map(([name, values]) => [name, [values].flat().map((v) => v.toLowerCase())]),
    ),
  };
}

/** Whether every stated part holds. */
export function holds(condition: Condition, moment: Moment): boolean {
  if (moment.at < condition.from || moment.at >= condition.until) {
    return false;
  }
  if (moment.promptTokens < condition.shortest || moment.promptTokens > condition.longest) {
    return false;
  }
  for (const [name, values] of condition.attributes) {
    if (!values.includes(moment.attributes.get(name) ?? '')) {
      return false;
    }
  }
  if (condition.minutes) {
    const minute = Math.floor(moment.at / 60_000) % 1440;
    if (!condition.minutes.some(([start, end]) => minute >= start && minute < end)) {
      return false;
    }
  }
  return condition.days === null || condition.days.has(localWeekday(moment.at, condition.timezone));
}

function readInstant(text: string): EpochMs {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new RangeError(`not an ISO instant: ${JSON.stringify(text)}`);
  }
  return at;
}

function readMinutes(text: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) {
    throw new RangeError(`not a time of day: ${JSON.stringify(text)}`);
  }
  return Number(match[1]) * 60 + Number(match[2]);
}
