/** `meterline report`: spend from the logs. */

import { dayStart, localDay } from '../../core/format/localDay.ts';
import { formatMoney } from '../../core/format/money.ts';
import { plainText } from '../../core/format/plainText.ts';
import { formatCount } from '../../core/format/tokens.ts';
import { presets } from '../../core/pricing/presets.ts';
import { createPricer } from '../../core/pricing/pricer.ts';
import { findPricingModel } from '../../core/pricing/pricingModel.ts';
import { usdToAtto } from '../../core/units.ts';
import {
  buildReport,
  type ReportFigures,
  type ReportKey,
  type ReportRow,
  reportKeys,
} from '../../core/usage/report.ts';
import { gatherDiagnostics } from '../diagnostics.ts';
import { extent, requestRows, type Span, usageRows } from '../ledger/queries.ts';
import {
  type Command,
  type CommandArguments,
  type CommandContext,
  jsonSchema,
  printJson,
  UsageError,
} from './command.ts';
import { type OpenSpend, openSpend } from './openSpend.ts';
import { readTime } from './readTime.ts';
import { type Column, formatTable } from './table.ts';

/** Spend from the logs, grouped as asked. */
export const report: Command = {
  name: 'report',
  usage: `report [--by ${reportKeys.join('|')},…] [--since DAY] [--until DAY] [--agent ID] [--pricing ID]`,
  does: 'Spend from the logs of every agent, by agent and model unless --by says otherwise.',
  options: { by: 'value', since: 'value', until: 'value', agent: 'value', pricing: 'value' },
  async run(args, context) {
    const by = readKeys(args.values.by ?? 'agent,model');
    const pricing = args.values.pricing ?? 'list';
    if (!findPricingModel(presets, pricing)) {
      throw new UsageError(
        `--pricing ${JSON.stringify(pricing)} is none of ${presets.map((model) => model.id).join(', ')}, discount-PERCENT`,
      );
    }
    const spend = await openSpend(context);
    try {
      const result = makeReport(spend, by, pricing, args, context);
      if (context.isJson) {
        printJson(context, { schema: jsonSchema, ...result });
      } else {
        printReport(result, by, context);
      }
      return 0;
    } finally {
      spend.close();
    }
  },
};

function readKeys(value: string): ReportKey[] {
  return value.split(',').map((name) => {
    const key = reportKeys.find((known) => known === name.trim());
    if (!key) {
      throw new UsageError(`--by ${JSON.stringify(name)} is none of ${reportKeys.join(', ')}`);
    }
    return key;
  });
}

function makeReport(
  spend: OpenSpend,
  by: readonly ReportKey[],
  pricing: string,
  args: CommandArguments,
  context: CommandContext,
) {
  const { db } = spend.ledger;
  const span = readSpan(args, context, extent(db));
  // Hourly sums lie in one local day only where the zone is whole hours from UTC.
  const needsRequests =
    by.includes('request') ||
    (by.some((key) => key === 'day' || key === 'month') && !isWholeHours(context.timezone, span));
  const rows = span === null ? [] : needsRequests ? requestRows(db, span) : usageRows(db, span);
  const wanted = args.values.agent;
  const chosen = wanted === undefined ? rows : rows.filter((row) => row.agent === wanted);
  const billing = Object.fromEntries([...new Set(chosen.map((row) => row.agent))].map((agent) => [agent, pricing]));
  const price = createPricer(spend.prices, { billing, customPricing: [] });
  const { rows: reportRows, totals } = buildReport(chosen, price, {
    by,
    dayOf: (at) => localDay(at, context.timezone),
  });
  const facts = gatherDiagnostics({
    db,
    ledgerFile: spend.ledgerFile,
    note: spend.note,
    discovery: spend.discovery,
    home: spend.home,
    nowMs: context.nowMs,
  });
  const problems = [
    ...facts.unreadable.map(({ path, reason }) => ({ file: path, count: 1, message: reason })),
    ...facts.problems.map(({ file, count, message, offset }) => ({
      file,
      count,
      message: `${message} First at byte ${offset}.`,
    })),
  ];
  return { rows: reportRows, totals, problems };
}

/** The asked-for span; whole days in the user's zone when only days are named. Null for an empty ledger. */
function readSpan(args: CommandArguments, { timezone }: CommandContext, all: Span | null): Span | null {
  const { since, until } = args.values;
  if (all === null) {
    return null;
  }
  const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value);
  const start = (option: string, value: string): number =>
    isDay(value) ? dayStart(value, timezone) : readTime(option, value);
  const end = (value: string): number =>
    isDay(value)
      ? dayStart(localDay(dayStart(value, timezone) + 36 * 3_600_000, timezone), timezone)
      : readTime('--until', value);
  return {
    fromMs: since === undefined ? all.fromMs : start('--since', since),
    untilMs: until === undefined ? all.untilMs : end(until),
  };
}

function isWholeHours(timezone: string, span: Span | null): boolean {
  const hourMs = 3_600_000;
  return (
    span === null ||
    [span.fromMs, span.untilMs].every((at) => dayStart(localDay(at, timezone), timezone) % hourMs === 0)
  );
}

const figureColumns: readonly { readonly column: Column; readonly cell: (figures: ReportFigures) => string }[] = [
  { column: { head: 'requests', isNumber: true }, cell: (row) => formatCount(row.requests) },
  { column: { head: 'input tok', isNumber: true }, cell: (row) => formatCount(row.inputTokens) },
  { column: { head: 'cache read tok', isNumber: true }, cell: (row) => formatCount(row.cacheReadTokens) },
  {
    column: { head: 'cache write tok', isNumber: true },
    cell: (row) => formatCount(row.cacheWrite5mTokens + row.cacheWrite1hTokens),
  },
  { column: { head: 'output tok', isNumber: true }, cell: (row) => formatCount(row.outputTokens) },
  { column: { head: 'list value', isNumber: true }, cell: (row) => money(row.listUsd, row) },
  { column: { head: 'spent', isNumber: true }, cell: (row) => money(row.marginalUsd, row) },
];

function money(usd: string | null, { unpricedRequests }: ReportFigures): string {
  return usd === null ? '– no price' : `${unpricedRequests > 0 ? '~' : ''}${formatMoney(usdToAtto(usd))}`;
}

function printReport(result: ReturnType<typeof makeReport>, by: readonly ReportKey[], context: CommandContext): void {
  const { rows, totals, problems } = result;
  if (rows.length === 0) {
    context.out('No usage was found. `meterline doctor` says where it looked.\n');
    return;
  }
  const keys = reportKeys.filter((key) => by.includes(key));
  const keyCells = (row: ReportRow): string[] => keys.map((key) => plainText(row[key] ?? '–', 60));
  const columns = [...keys.map((key) => ({ head: key })), ...figureColumns.map(({ column }) => column)];
  const cells = rows.map((row) => [...keyCells(row), ...figureColumns.map(({ cell }) => cell(row))]);
  const last = [
    ...keys.map((_, index) => (index === 0 ? 'total' : '')),
    ...figureColumns.map(({ cell }) => cell(totals)),
  ];
  context.out(formatTable(columns, [...cells, last]));
  if (totals.unpricedRequests > 0) {
    context.out(`~ leaves out ${formatCount(totals.unpricedRequests)} requests for whose model no price is known.\n`);
  }
  for (const { file, count, message } of problems) {
    context.err(`meterline report: ${file}: ${message} (${count} skipped)\n`);
  }
}
