/** Clock times and ages. */
import type { EpochMs } from '../units.ts';
import { offsetAt } from './localDay.ts';

/** A clock time of 24 hours: `formatClock(Date.UTC(2026, 10, 22, 11, 41), 'UTC')` is `'11:41'`. */
export function formatClock(at: EpochMs, timezone: string): string {
  return new Date(at + offsetAt(at, timezone)).toISOString().slice(11, 16);
}

/** How long ago, in one unit: `2 s ago`, `5 min ago`, `3 h ago`, `2 d ago`; below a second `now`. */
export function formatAge(ms: number): string {
  if (ms < 1000) {
    return 'now';
  }
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} d ago`;
}
