/** Brands for the project's units, exact decimals, and the only rounding rules. No float touches money. */

declare const unit: unique symbol;

/** Money: a whole number of atto-USD, 1e-18 USD. $1 is 10n ** 18n. */
export type AttoUsd = bigint & { readonly [unit]?: 'AttoUsd' };

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly [unit]?: 'EpochMs' };

/** A count of tokens: a whole number, exact up to 2^53. */
export type Tokens = number & { readonly [unit]?: 'Tokens' };

/** An exact fraction; `den` is positive. Rates and factors are rationals, never JS numbers. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

/** One US dollar in atto-USD. */
export const attoPerUsd: AttoUsd = 10n ** 18n;

const decimalPattern = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads a decimal literal exactly: `parseDecimal('0.003625')` is 3625/1000000.
 * @throws RangeError naming the text when it is not a plain decimal.
 */
export function parseDecimal(text: string): Rational {
  const match = decimalPattern.exec(text.trim());
  if (!match) {
    throw new RangeError(`not a decimal number: ${JSON.stringify(text)}`);
  }
  const [, sign, whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText) - fraction.length;
  const digits = BigInt(whole + fraction);
  const num = sign === '-' ? -digits : digits;
  return exponent >= 0 ? { num: num * 10n ** BigInt(exponent), den: 1n } : { num, den: 10n ** BigInt(-exponent) };
}

/** The product of two fractions; not reduced, as it is divided only once. */
export function multiply(a: Rational, b: Rational): Rational {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** `num / den` rounded to a whole number, halves away from zero: `divideHalfUp(5n, 2n)` is 3n. */
export function divideHalfUp(num: bigint, den: bigint): bigint {
  const negative = num < 0n !== den < 0n;
  const n = num < 0n ? -num : num;
  const d = den < 0n ? -den : den;
  const quotient = (2n * n + d) / (2n * d);
  return negative ? -quotient : quotient;
}

/** A number of dollars as atto-USD, halves rounded up: `toAttoUsd({ num: 1n, den: 2n })` is 5e17. */
export function toAttoUsd(usd: Rational): AttoUsd {
  return divideHalfUp(usd.num * attoPerUsd, usd.den);
}

/** Dollars in decimal as atto-USD: `usdToAtto('0.0048')` is 4_800_000_000_000_000n. */
export function usdToAtto(usd: string): AttoUsd {
  return toAttoUsd(parseDecimal(usd));
}

/**
 * Money as the shortest exact decimal string of dollars, for JSON: 4_800_000_000_000_000n is `'0.0048'`.
 * Nothing is rounded; `usdToAtto` reads it back unchanged.
 */
export function attoToUsd(atto: AttoUsd): string {
  return scaledToDecimal(atto, 18);
}

/** Money as dollars with exactly `places` decimals, halves up: `attoToUsdFixed(4_294_800_000_000_000n, 6)` is `'0.004295'`. */
export function attoToUsdFixed(atto: AttoUsd, places: number): string {
  const scaled = divideHalfUp(atto, 10n ** BigInt(18 - places));
  const negative = scaled < 0n;
  const digits = (negative ? -scaled : scaled).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(digits.length - places)}`;
  return negative ? `-${text}` : text;
}

/** A whole number of 10^-places as the shortest decimal: `scaledToDecimal(325n, 2)` is `'3.25'`. */
export function scaledToDecimal(value: bigint, places: number): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative ? `-${text}` : text;
}
