/** Times on the command line. */
import { addDays, dayStart, offsetAt } from '../../core/format/localDay.ts';
import { UsageError } from './command.ts';

const dayOnly = /^\d{4}-\d{2}-\d{2}$/;

/**
 * An ISO date or time as milliseconds; without a zone it is one of `timezone`: `readTime('--since', '2026-11-22', 'Asia/Kolkata')` is
 * 2026-11-21T18:30Z.
 * @throws UsageError naming the option and its value.
 */
export function readTime(option: string, value: string, timezone: string): number {
  const hasZone = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(value);
  const at = Date.parse(hasZone ? value : `${value}${dayOnly.test(value) ? 'T00:00' : ''}Z`);
  if (!/^\d{4}-\d{2}-\d{2}(T|$)/.test(value) || Number.isNaN(at)) {
    throw new UsageError(`${option} ${JSON.stringify(value)} is not an ISO date or time such as 2026-11-22T12:00:00Z`);
  }
  if (dayOnly.test(value)) {
    return dayStart(value, timezone);
  }
  return hasZone ? at : at - offsetAt(at - offsetAt(at, timezone), timezone);
}

/**
 * The end of a span: a day counts to its last moment, a time is the first moment that is outside.
 * @throws UsageError naming the option and its value.
 */
export function readEnd(option: string, value: string, timezone: string): number {
  const at = readTime(option, value, timezone);
  return dayOnly.test(value) ? dayStart(addDays(value, 1), timezone) : at;
}
