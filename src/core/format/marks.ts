/** Marks and words that say how a figure is known. An exact figure carries none. */

/** Stands before an estimate. */
export const estimateMark = '≈ ';
/** Stands, attached, before a sum that leaves something out. */
export const partialMark = '~';
/** Stands where something was used that has no price. */
export const unpricedText = '– no price';
/** Stands where a plan covers what was used. */
export const coveredText = 'in plan';

/** Two formatted ends of an interval: `$95–$120`; one figure when they read alike. */
export function formatInterval(low: string, high: string): string {
  return low === high ? low : `${low}–${high}`;
}
