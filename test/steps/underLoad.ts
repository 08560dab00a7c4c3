/** Limits for what is measured on a machine that does other things too. */
import { cpus, loadavg } from 'node:os';

/**
 * A limit for wall time. A machine with more to do than cores has other processes' time in every measurement, so it gets more;
 * one that is free gets what was promised.
 */
export function underLoad(limitMs: number): number {
  const perCore = (loadavg()[0] ?? 0) / cpus().length;
  return perCore < 1 ? limitMs : limitMs * (1 + 2 * perCore);
}
