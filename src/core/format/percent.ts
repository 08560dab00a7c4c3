/** Shares and changes. */

/** A share of 1: `formatPercent(0.62)` is `'62 %'`; what is there but rounds to nothing is `<1 %`. */
export function formatPercent(share: number, decimals = 0): string {
  const shown = Math.abs(share * 100).toFixed(decimals);
  if (share !== 0 && Number(shown) === 0) {
    return `<${(1 / 10 ** decimals).toFixed(decimals)} %`;
  }
  return `${share < 0 ? '−' : ''}${shown} %`;
}

/** A change as the ratio of after to before: 0.42 is `−58 %`, 1.1 is `+10 %`; above +300 % a factor, `× 6.5`. */
export function formatChange(ratio: number): string {
  if (!Number.isFinite(ratio)) {
    return '–';
  }
  if (ratio > 4) {
    return `× ${ratio.toFixed(ratio < 100 ? 1 : 0)}`;
  }
  const percent = Math.round((ratio - 1) * 100);
  return `${percent < 0 ? '−' : percent > 0 ? '+' : ''}${Math.abs(percent)} %`;
}

/** The ratio that `formatChange` takes, from two amounts; infinite when there was nothing before. */
export function changeRatio(before: bigint, after: bigint): number {
  if (before === 0n) {
    return after === 0n ? 1 : Number.POSITIVE_INFINITY;
  }
  return Number((after * 1_000_000n) / before) / 1e6;
}
