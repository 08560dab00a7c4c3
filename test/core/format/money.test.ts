import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatCredits,
  formatMoney,
  formatMoneyDelta,
  formatRate,
  formatRoundMoney,
  moneyInWords,
} from '../../../src/core/format/money.ts';
import { usdToAtto } from '../../../src/core/units.ts';

test('money has two decimals from $1 and three digits below', () => {
  const table: readonly [string, string][] = [
    ['12.4', '$12.40'],
    ['4.12', '$4.12'],
    ['1234567.891', '$1,234,567.89'],
    ['999.995', '$1,000.00'],
    ['1', '$1.00'],
    ['0.9995', '$1.00'],
    ['0.999499', '$0.999'],
    ['0.625', '$0.625'],
    ['0.34', '$0.34'],
    ['0.5', '$0.50'],
    ['0.0314', '$0.0314'],
    ['0.0123', '$0.0123'],
    ['0.0048', '$0.0048'],
    ['0.01', '$0.01'],
    ['0.09996', '$0.10'],
    ['0.0001', '$0.0001'],
    ['0.00009999', '<$0.0001'],
    ['0.000000000000000001', '<$0.0001'],
    ['0', '$0'],
    ['-12.4', '−$12.40'],
    ['-0.0048', '−$0.0048'],
    ['-0.00001', '−<$0.0001'],
  ];
  for (const [usd, expected] of table) {
    assert.equal(formatMoney(usdToAtto(usd)), expected, usd);
  }
});

test('what cost something is never shown as zero', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 24n }), (atto) => {
      assert.doesNotMatch(formatMoney(atto), /^\$0(\.0+)?$/);
    }),
  );
});

test('a change carries its sign', () => {
  assert.equal(formatMoneyDelta(usdToAtto('0.08')), '+$0.08');
  assert.equal(formatMoneyDelta(usdToAtto('-1.2')), '−$1.20');
  assert.equal(formatMoneyDelta(0n), '$0');
  assert.equal(formatMoneyDelta(usdToAtto('0.00001')), '+<$0.0001');
});

test('forecasts and limits are rounded to the dollar from $10', () => {
  assert.equal(formatRoundMoney(usdToAtto('107.49')), '$107');
  assert.equal(formatRoundMoney(usdToAtto('10')), '$10');
  assert.equal(formatRoundMoney(usdToAtto('9.5')), '$9.50');
  assert.equal(formatRoundMoney(usdToAtto('-2500')), '−$2,500');
});

test('a rate is written as price lists write it', () => {
  assert.equal(formatRate('4'), '$4');
  assert.equal(formatRate('0.1'), '$0.10');
  assert.equal(formatRate('0.003625'), '$0.003625');
});

test('credits have two decimals and their unit', () => {
  const table: readonly [string, string][] = [
    ['3.25', '3.25 cr'],
    ['66.814', '66.81 cr'],
    ['3.625', '3.63 cr'],
    ['1024', '1,024.00 cr'],
    ['0.004', '<0.01 cr'],
    ['0', '0 cr'],
    ['-2', '−2.00 cr'],
  ];
  for (const [credits, expected] of table) {
    assert.equal(formatCredits(credits), expected);
  }
});

test('money is spoken in dollars and cents', () => {
  const table: readonly [string, string][] = [
    ['4.12', '4 dollars 12'],
    ['1.05', '1 dollar 05'],
    ['3', '3 dollars'],
    ['0.996', '1 dollar'],
    ['0.08', '8 cents'],
    ['0.34', '34 cents'],
    ['0.01', '1 cent'],
    ['0.0048', '0.48 cents'],
    ['0.00001', 'less than 0.01 cents'],
    ['0', '0 dollars'],
    ['-2.5', 'minus 2 dollars 50'],
  ];
  for (const [usd, expected] of table) {
    assert.equal(moneyInWords(usdToAtto(usd)), expected, usd);
  }
});

test('hide-amounts mode shows no figure at all', () => {
  const hide = { hide: true };
  for (const text of [
    formatMoney(5n, hide),
    formatMoneyDelta(-5n, hide),
    formatRoundMoney(10n ** 21n, hide),
    formatCredits('7.5', hide),
    moneyInWords(10n ** 18n, hide),
  ]) {
    assert.doesNotMatch(text, /[\d$−+]/);
  }
});
