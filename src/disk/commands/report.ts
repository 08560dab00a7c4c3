/** `meterline report`: spend from the logs. */
import { adapters } from '../../core/agents/registry.ts';
import { localDay } from '../../core/format/localDay.ts';
import { coveredText, partialMark, unpricedText } from '../../core/format/marks.ts';
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
import type { UsageRow } from '../../core/usage/usageRow.ts';
import { gatherProblems } from '../diagnostics.ts';
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
import { readEnd, readTime } from './readTime.ts';
import { type Column, formatTable } from './table.ts';

/** Spend from the logs, grouped as asked. */
export const report: Command = {
  name: 'report',
  usage: 'report [--by KEY,…] [--since DAY] [--until DAY] [--agent ID] [--pricing ID]',
  does: `Spend from the logs of every agent, by agent and model unless --by says otherwise.
  KEY        ${reportKeys.join(', ')}
  DAY        such as 2026-11-22, or a time; --until includes its day
  --agent    ${adapters.map(({ id }) => id).join(' or ')}
  --pricing  ${presets.map(({ id }) => id).join(', ')} or discount-PERCENT`,
  summary: 'Spend from the logs, by agent, model, session, project, day, …',
  options: { by: 'value', since: 'value', until: 'value', agent: 'value', pricing: 'value' },
  async run(args, context) {
    const by = readKeys(args.values.by ?? 'agent,model');
    const pricing = args.values.pricing ?? 'list';
    if (!findPricingModel(presets, pricing)) {
      throw new UsageError(
        `--pricing ${JSON.stringify(pricing)} is none of ${presets.map((model) => model.id).join(', ')}, discount-PERCENT`,
      );
    }
    const { agent } = args.values;
    if (agent !== undefined && !adapters.some(({ id }) => id === agent)) {
      throw new UsageError(
        `--agent ${JSON.stringify(agent)} is none of ${adapters.map(({ id }) => id).join(', ')}, whose logs are read`,
      );
    }
    const asked = readSpan(args, context);
    const spend = await openSpend(context);
    try {
      const result = makeReport(spend, { by, pricing, agent, ...asked }, context);
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

/** What was asked for; a span without ends is all there is. */
interface Asked extends Partial<Span> {
  readonly by: readonly ReportKey[];
  readonly pricing: string;
  readonly agent: string | undefined;
}

function makeReport(spend: OpenSpend, asked: Asked, { timezone }: CommandContext) {
  const { db } = spend.ledger;
  const { by, pricing, agent } = asked;
  const dayOf = (at: number): string => localDay(at, timezone);
  const all = extent(db);
  const rows = all === null ? [] : usageOf(spend, { ...all, ...asked }, by, dayOf);
  const chosen = agent === undefined ? rows : rows.filter((row) => row.agent === agent);
  const billing = Object.fromEntries(adapters.map(({ id }) => [id, pricing]));
  const price = createPricer(spend.prices, { billing, customPricing: [] });
  const { rows: reportRows, totals } = buildReport(chosen, price, { by, dayOf });
  const { unreadable, problems } = gatherProblems(db, spend.discovery, spend.home);
  return {
    rows: reportRows,
    totals,
    problems: [
      ...unreadable.map(({ path, reason }) => ({ file: path, count: 1, message: reason })),
      ...problems.map(({ file, count, message, offset }) => ({
        file,
        count,
        message: `${message} First at byte ${offset}.`,
      })),
    ],
  };
}

/** Hourly sums where they answer the question; requests where a row is one, or where an hour lies in two of the user's days. */
function usageOf(
  spend: OpenSpend,
  span: Span,
  by: readonly ReportKey[],
  dayOf: (at: number) => string,
): readonly UsageRow[] {
  const { db } = spend.ledger;
  if (by.includes('request')) {
    return requestRows(db, span);
  }
  const sums = usageRows(db, span);
  const byDay = by.includes('day') || by.includes('month');
  const lastMoment = 3_599_999;
  return byDay && sums.some((row) => dayOf(row.at) !== dayOf(row.at + lastMoment)) ? requestRows(db, span) : sums;
}

/** The asked-for ends of the span; whole days in the user's zone where only days are named. */
function readSpan({ values }: CommandArguments, { timezone }: CommandContext): Partial<Span> {
  const { since, until } = values;
  return {
    ...(since === undefined ? {} : { fromMs: readTime('--since', since, timezone) }),
    ...(until === undefined ? {} : { untilMs: readEnd('--until', until, timezone) }),
  };
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
  { column: { head: 'spent', isNumber: true }, cell: spent },
];

function money(usd: string | null, { unpricedRequests }: ReportFigures): string {
  return usd === null ? unpricedText : `${unpricedRequests > 0 ? partialMark : ''}${formatMoney(usdToAtto(usd))}`;
}

/** What a plan covers costs nothing more, but is not free. */
function spent(row: ReportFigures): string {
  const isCovered = row.marginalUsd === '0' && row.listUsd !== '0';
  return isCovered ? coveredText : money(row.marginalUsd, row);
}

function printReport(result: ReturnType<typeof makeReport>, by: readonly ReportKey[], context: CommandContext): void {
  const { rows, totals, problems } = result;
  if (rows.length === 0) {
    context.out('No usage was found. `meterline doctor` says where it looked.\n');
    tellProblems(problems, context);
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
    const requests = totals.unpricedRequests === 1 ? '1 request' : `${formatCount(totals.unpricedRequests)} requests`;
    context.out(`${partialMark} leaves out ${requests} without a known price for the model and its tier.\n`);
  }
  tellProblems(problems, context);
}

function tellProblems(problems: ReturnType<typeof makeReport>['problems'], context: CommandContext): void {
  for (const { file, count, message } of problems) {
    context.err(`meterline report: ${plainText(file, 500)}: ${message}${count > 1 ? ` (${count} times)` : ''}\n`);
  }
}
