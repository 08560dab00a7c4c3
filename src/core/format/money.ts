/** Money in words and figures, the same on every surface. Nothing here rounds what is stored, only what is shown. */
import { type AttoUsd, attoPerUsd, attoToUsdFixed, divideHalfUp, parseDecimal, scaledToDecimal } from '../units.ts';

/** How an amount is shown. */
export interface MoneyOptions {
  /** Hide-amounts mode: every figure is •••. */
  readonly hide?: boolean;
}

/** What stands for every amount in hide-amounts mode. */
export const hiddenAmount = '•••';

/** Below this an amount would be shown as nothing: 0.0001 USD. */
const smallestShown = attoPerUsd / 10_000n;
/** From here an amount rounds to a whole dollar and has two decimals. */
const showsCents = (attoPerUsd * 9_995n) / 10_000n;

/**
 * `$12.40`, `$1,234.56`; below $1 three significant digits in two to four decimals without trailing zeros beyond cents
 * (`$0.625`, `$0.34`, `$0.0314`), then `<$0.0001`; exactly nothing is `$0`. Negative amounts have a true minus.
 */
export function formatMoney(atto: AttoUsd, options: MoneyOptions = {}): string {
  return signed(atto, atto < 0n ? '−' : '', options);
}

/** A change in money: `+$0.08`, `−$1.20`, `$0`. */
export function formatMoneyDelta(atto: AttoUsd, options: MoneyOptions = {}): string {
  return signed(atto, atto < 0n ? '−' : atto > 0n ? '+' : '', options);
}

/** Forecasts and limits, to the dollar from $10: `$107`, `$9.50`. */
export function formatRoundMoney(atto: AttoUsd, options: MoneyOptions = {}): string {
  const size = atto < 0n ? -atto : atto;
  if (options.hide || size < 10n * attoPerUsd) {
    return formatMoney(atto, options);
  }
  return `${atto < 0n ? '−' : ''}$${group(attoToUsdFixed(size, 0))}`;
}

/** A rate as price lists write it, from its decimal: `formatRate('0.10')` is `'$0.10'`, `formatRate('4')` is `'$4'`. */
export function formatRate(price: string): string {
  const { num, den } = parseDecimal(price);
  const places = den.toString().length - 1;
  const [whole = '0', fraction = ''] = scaledToDecimal(num, places).split('.');
  return `$${group(whole)}${fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`}`;
}

/** An amount for screen readers: `4 dollars 12`, `1 dollar 05`, `8 cents`, `0.48 cents`, `minus 3 dollars`. */
export function moneyInWords(atto: AttoUsd, options: MoneyOptions = {}): string {
  if (options.hide) {
    return 'amount hidden';
  }
  const size = atto < 0n ? -atto : atto;
  return atto < 0n ? `minus ${sizeInWords(size)}` : sizeInWords(size);
}

/** Credits with two decimals: `3.25 cr`, `1,024.00 cr`; less than a hundredth is `<0.01 cr`, nothing `0 cr`. */
export function formatCredits(credits: string, options: MoneyOptions = {}): string {
  if (options.hide) {
    return hiddenAmount;
  }
  const { num, den } = parseDecimal(credits);
  if (num === 0n) {
    return '0 cr';
  }
  const size = num < 0n ? -num : num;
  const hundredths = divideHalfUp(size * 100n, den);
  const sign = num < 0n ? '−' : '';
  if (hundredths === 0n) {
    return `${sign}<0.01 cr`;
  }
  return `${sign}${group((hundredths / 100n).toString())}.${(hundredths % 100n).toString().padStart(2, '0')} cr`;
}

function signed(atto: AttoUsd, sign: string, { hide }: MoneyOptions): string {
  if (hide) {
    return hiddenAmount;
  }
  const size = atto < 0n ? -atto : atto;
  if (size === 0n) {
    return '$0';
  }
  if (size < smallestShown) {
    return `${sign}<$0.0001`;
  }
  if (size >= showsCents) {
    return `${sign}$${group(attoToUsdFixed(size, 2))}`;
  }
  const places = size >= attoPerUsd / 10n ? 3 : 4;
  return `${sign}$${attoToUsdFixed(size, places).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}

function sizeInWords(size: AttoUsd): string {
  if (size === 0n) {
    return '0 dollars';
  }
  const cents = divideHalfUp(size * 100n, attoPerUsd);
  if (cents >= 100n) {
    const dollars = cents / 100n;
    const rest = cents % 100n;
    return `${dollars} ${dollars === 1n ? 'dollar' : 'dollars'}${rest === 0n ? '' : ` ${rest.toString().padStart(2, '0')}`}`;
  }
  if (size < smallestShown) {
    return 'less than 0.01 cents';
  }
  const exactCents = scaledToDecimal(divideHalfUp(size * 10_000n, attoPerUsd), 2);
  const shown = cents >= 10n ? cents.toString() : exactCents;
  return shown === '1' ? '1 cent' : `${shown} cents`;
}

/** Thousands in groups of three, with commas on every surface so that figures can be compared: `12345.6` is `12,345.6`. */
function group(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
