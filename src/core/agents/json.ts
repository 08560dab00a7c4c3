/** Reads single fields of rows that others wrote: every value may be absent, null, of another type or hostile. */
import { type EpochMs, parseDecimal, scaledToDecimal, type Tokens } from '../units.ts';

/** A JSON object whose fields are still unknown. */
export type Json = Readonly<Record<string, unknown>>;

/** More than this in one request is no count but damage; sums of several stay exact. */
const maxCount = 1e15;
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/;

/** The value if it is an object and no array, else null. */
export function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** The items of an array, none for anything else. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is a text with something in it, else null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * A count, or null where the log says none: `1234.0` is 1234. What cannot be a count (text, a negative or absurd number)
 * is null too, and `onBad` is called.
 */
export function asCount(value: unknown, onBad: () => void): Tokens | null {
  if (value === undefined || value === null) {
    return null;
  }
  if (typeof value !== 'number' || !(value >= 0 && value <= maxCount)) {
    onBad();
    return null;
  }
  return Math.floor(value);
}

/** An ISO 8601 time, UTC when it names no zone, or a number of seconds or milliseconds since 1970; else null. */
export function asTime(value: unknown): EpochMs | null {
  if (typeof value === 'number') {
    const ms = Math.trunc(value < 1e11 ? value * 1000 : value);
    return ms > 0 && ms <= lastMoment ? ms : null;
  }
  const match = typeof value === 'string' ? isoTime.exec(value) : null;
  const ms = match ? Date.parse(`${match[1]}${match[2] ?? 'Z'}`) : Number.NaN;
  return ms >= 0 && ms <= lastMoment ? ms : null;
}

/** A number of dollars or credits as the plain decimal of its shortest form, else null: `1.5e-7` is '0.00000015'. */
export function asDecimal(value: unknown): string | null {
  if (typeof value !== 'number' || !(value >= 0 && value <= maxCount)) {
    return null;
  }
  const { num, den } = parseDecimal(String(value));
  return scaledToDecimal(num, den.toString().length - 1);
}
