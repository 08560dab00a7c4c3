import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateMark, formatInterval, partialMark } from '../../../src/core/format/marks.ts';
import { formatMoney } from '../../../src/core/format/money.ts';
import { changeRatio, formatChange, formatPercent } from '../../../src/core/format/percent.ts';
import { formatAge, formatClock } from '../../../src/core/format/time.ts';
import { formatCount, formatEstimatedTokens, formatTokens, withUnit } from '../../../src/core/format/tokens.ts';
import { usdToAtto } from '../../../src/core/units.ts';

test('tokens are short and change their letter before they need four digits', () => {
  const table: readonly [number, string][] = [
    [0, '0'],
    [842, '842'],
    [999, '999'],
    [1000, '1.0k'],
    [1240, '1.2k'],
    [12_400, '12.4k'],
    [99_949, '99.9k'],
    [99_950, '100k'],
    [842_100, '842k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [3_100_000, '3.1M'],
    [999_500_000, '1.0B'],
    [12_345_678_901, '12.3B'],
    [-1240, '−1.2k'],
  ];
  for (const [tokens, expected] of table) {
    assert.equal(formatTokens(tokens), expected);
  }
  assert.equal(withUnit(formatTokens(3_100_000)), '3.1M tok');
});

test('whole numbers are grouped as the language does it', () => {
  assert.equal(formatCount(12_345, 'en-US'), '12,345');
  assert.equal(formatCount(12_345, 'de-DE'), '12.345');
});

test('an estimate carries its mark and its interval', () => {
  assert.equal(formatEstimatedTokens(1240, 1140, 1350), '≈ 1,240 tok (1,140–1,350)');
  assert.equal(`${estimateMark}${formatInterval('$95', '$120')}`, '≈ $95–$120');
  assert.equal(formatInterval('$95', '$95'), '$95');
  assert.equal(`${partialMark}${formatMoney(usdToAtto('72.71'))}`, '~$72.71');
});

test('shares have a unit and never hide what is there', () => {
  assert.equal(formatPercent(0.62), '62 %');
  assert.equal(formatPercent(0.1234, 1), '12.3 %');
  assert.equal(formatPercent(0), '0 %');
  assert.equal(formatPercent(0.001), '<1 %');
  assert.equal(formatPercent(0.0001, 1), '<0.1 %');
});

test('a change has a sign, and above +300 % it is a factor', () => {
  const table: readonly [number, string][] = [
    [0.42, '−58 %'],
    [1, '0 %'],
    [1.1, '+10 %'],
    [4, '+300 %'],
    [6.5, '× 6.5'],
    [234.5, '× 235'],
    [Number.POSITIVE_INFINITY, '–'],
  ];
  for (const [ratio, expected] of table) {
    assert.equal(formatChange(ratio), expected);
  }
  assert.equal(formatChange(changeRatio(usdToAtto('2'), usdToAtto('13'))), '× 6.5');
  assert.equal(formatChange(changeRatio(0n, 0n)), '0 %');
  assert.equal(formatChange(changeRatio(0n, 5n)), '–');
});

test('an age has one unit', () => {
  const table: readonly [number, string][] = [
    [999, 'now'],
    [2400, '2 s ago'],
    [59_999, '59 s ago'],
    [5 * 60_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [47 * 3_600_000, '47 h ago'],
    [72 * 3_600_000, '3 d ago'],
  ];
  for (const [ms, expected] of table) {
    assert.equal(formatAge(ms), expected);
  }
});

test('a clock time has 24 hours in the stated zone', () => {
  assert.equal(formatClock(Date.parse('2026-11-22T11:41:59Z'), 'UTC'), '11:41');
  assert.equal(formatClock(Date.parse('2026-11-22T23:05:00Z'), 'Europe/Berlin'), '00:05');
});
