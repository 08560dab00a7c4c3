/** Tools that are billed by the hour across a whole organisation, not by the request. */
import { plainText } from '../format/plainText.ts';
import { parseDecimal, scaledToDecimal, toAttoUsd } from '../units.ts';
import type { Cost } from './cost.ts';
import { type Unpriced, unpriced } from './rateSheet.ts';

/** Anthropic's code execution: free hours a month for an organisation, then dollars an hour (platform.claude.com, 2026-10-09). */
const codeExecution = { freeHours: '1550', usdPerHour: '0.05' } as const;

/**
 * The month's bill for code execution: 1,600 container hours are 50 × $0.05 = $2.50; used with web tools they are free.
 */
export function meteredToolCost(stated: Readonly<Record<string, unknown>>): Cost | Unpriced {
  const { provider, model } = stated;
  if (provider !== 'anthropic' || model !== 'code-execution') {
    return unpriced(`No price is known for the tool ${plainText(String(model), 60)}.`);
  }
  const usage = isObject(stated.usage) ? stated.usage : {};
  const options = isObject(stated.options) ? stated.options : {};
  const hours = String(usage.containerHoursThisMonth ?? '');
  if (!/^\d+(\.\d+)?$/.test(hours)) {
    return unpriced('The hours of containers this month must be a number that is not negative.');
  }
  const { num, den } = parseDecimal(hours);
  const over = num - parseDecimal(codeExecution.freeHours).num * den;
  if (options.withWebTools === true || over <= 0n) {
    return { status: 'priced', usd: 0n, lines: [] };
  }
  const rate = parseDecimal(codeExecution.usdPerHour);
  const usd = toAttoUsd({ num: over * rate.num, den: den * rate.den });
  const billed = { price: codeExecution.usdPerHour, per: '1' };
  const quantity = scaledToDecimal(over, den.toString().length - 1);
  return { status: 'priced', usd, lines: [{ meter: 'code_execution_hour', quantity, rate: billed, factors: [], usd }] };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
