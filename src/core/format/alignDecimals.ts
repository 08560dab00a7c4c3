/** Figures in a column. */

/** As wide as a digit in every font. */
const figureSpace = '\u2007';

/**
 * A figure with figure spaces behind it, so that the decimal points of a right-aligned column stand below each other:
 * `alignDecimals('$2.65', 4)` has two of them. A text without digits is left as it is.
 */
export function alignDecimals(figure: string, places: number): string {
  if (!/\d/.test(figure)) {
    return figure;
  }
  const point = figure.lastIndexOf('.');
  const missing = point < 0 ? places + Math.sign(places) : places - (figure.length - point - 1);
  return figure + figureSpace.repeat(Math.max(0, missing));
}
