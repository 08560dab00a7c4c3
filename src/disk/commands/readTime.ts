/** Times on the command line. */
import { UsageError } from './command.ts';

/**
 * An ISO date or time as milliseconds.
 * @throws UsageError naming the option and its value.
 */
export function readTime(option: string, value: string): number {
  const at = Date.parse(value);
  if (Number.isNaN(at)) {
    throw new UsageError(`${option} ${JSON.stringify(value)} is not an ISO date or time such as 2026-11-22T12:00:00Z`);
  }
  return at;
}
