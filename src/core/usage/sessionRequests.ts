/** The requests of the Session panel: rows of its table, bars of its chart. */
import { type Axis, moneyAxis, tokenAxis } from '../format/axis.ts';
import { formatMoney } from '../format/money.ts';
import { formatPercent } from '../format/percent.ts';
import { plainText } from '../format/plainText.ts';
import { formatClock } from '../format/time.ts';
import { formatCount, formatTokens, withUnit } from '../format/tokens.ts';
import { findModel, modelName } from '../models/catalogue.ts';
import type { AttoUsd } from '../units.ts';
import {
  addCostParts,
  amountOf,
  type Book,
  type CostParts,
  costPartNames,
  costParts,
  noCostParts,
} from './costParts.ts';
import { amountText, type PageShowing, partNames } from './sessionAmounts.ts';
import { eventBetween } from './sessionEvents.ts';
import { nestRequests, type RequestNode, spendOf, sumSpends } from './sessionGroups.ts';
import type { DrawnRequest, RequestLine, SessionChart } from './sessionPageModel.ts';
import { isUnpriced, noSpend, type Spend, worstQuality } from './spend.ts';
import type { RequestCost } from './spendSource.ts';
import { type Meters, promptTokens } from './usageRecord.ts';
import type { Pricer } from './usageRow.ts';

const maxLabel = 120;
/** A bar this many times as high as the median is labelled. */
const peakFactor = 3.2;
/** A context that fills less of its window than this is drawn against its own peak. */
const windowScaleFrom = 0.25;

interface Scales {
  readonly cost: Axis<AttoUsd>;
  readonly total: Axis<AttoUsd>;
  readonly context: Axis<number>;
  readonly peakFrom: number;
}

interface Node {
  readonly node: RequestNode;
  /** Null when neither the request nor a subagent has a price. */
  readonly parts: CostParts | null;
  readonly total: Spend;
  readonly contextTokens: number;
}

/** Rows and chart of a session's requests, which come oldest first. */
export function sessionRequests(
  requests: readonly RequestCost[],
  price: Pricer,
  showing: PageShowing,
): { readonly lines: readonly RequestLine[]; readonly chart: SessionChart } {
  const { book } = showing;
  const nodes = measured(nestRequests(requests), book, price);
  const costs = ascending(nodes.map(({ node }) => money(node.spend, book)));
  const total = nodes.at(-1)?.total ?? noSpend;
  const peak = nodes.reduce((max, { contextTokens }) => Math.max(max, contextTokens), 0);
  const window = windowOf(nodes.at(-1)?.node.main);
  const contextTop = window !== null && peak >= window * windowScaleFrom ? Math.max(window, peak) : peak;
  const hide = { hide: showing.hideAmounts };
  const scales: Scales = {
    cost: moneyAxis(costs.at(-1) ?? 0n, 4, hide),
    total: moneyAxis(money(total, book), 4, hide),
    context: tokenAxis(contextTop, 3),
    peakFrom: Number(costs[costs.length >> 1] ?? 0n) * peakFactor,
  };
  const legend = nodes.reduce((sum, { parts }) => (parts ? addCostParts(sum, parts) : sum), noCostParts);
  return {
    lines: nodes.map((node, index) => line(node, nodes[index - 1], index, { scales, price, showing })),
    chart: {
      hasMoney: nodes.some(({ parts }) => parts !== null),
      totalTicks: scales.total.ticks,
      costTicks: scales.cost.ticks,
      contextTicks: scales.context.ticks,
      contextNote: `peak ${formatTokens(peak)}${window === null ? ' tok' : ` of ${withUnit(formatTokens(window))}`}`,
      legend: partTexts(legend, showing).map((part) => ({ ...part, name: partNames[part.part] })),
    },
  };
}

function measured(nodes: readonly RequestNode[], book: Book, price: Pricer): Node[] {
  let total = noSpend;
  return nodes.map((node) => {
    total = sumSpends([total, node.spend]);
    const all = [node.main, ...node.subagents.flatMap(({ requests }) => requests)];
    const priced = all.flatMap(({ usage }) => costParts(usage, book, price) ?? []);
    const { meters } = node.main.usage;
    return {
      node,
      total,
      parts: priced.length === 0 ? null : priced.reduce(addCostParts),
      contextTokens: promptTokens(meters) + meters.output,
    };
  });
}

interface LineContext {
  readonly scales: Scales;
  readonly price: Pricer;
  readonly showing: PageShowing;
}

function line(of: Node, before: Node | undefined, index: number, context: LineContext): RequestLine {
  const { node, parts, total, contextTokens } = of;
  const { scales, showing } = context;
  const { usage } = node.main;
  const window = windowOf(node.main);
  const prompt = promptTokens(usage.meters);
  const cost = money(node.spend, showing.book);
  const number = String(index + 1);
  const children = node.subagents.flatMap(({ requests }) => requests);
  return {
    ...plainLine(node.main, node.spend, parts, number, showing),
    context: window === null ? withUnit(formatTokens(contextTokens)) : formatPercent(contextTokens / window),
    contextTokens: formatTokens(contextTokens),
    cacheHit: prompt === 0 ? null : formatPercent(usage.meters.cacheRead / prompt),
    total: amountText(total, showing),
    quality: worstQuality(node.spend),
    event: before ? eventBetween(before.node.main.usage, usage) : null,
    subagentsText: children.length === 0 ? null : subagentsText(node, children.length, showing),
    subagents: children.map((child, at) => {
      const own = costParts(child.usage, showing.book, context.price);
      return plainLine(child, spendOf(child), own, `${number}.${at + 1}`, showing);
    }),
    drawn: {
      parts: parts === null ? null : costPartNames.map((name) => scales.cost.shareOf(parts[name])),
      total: scales.total.shareOf(money(total, showing.book)),
      context: scales.context.shareOf(contextTokens),
      cacheHit: prompt === 0 ? null : usage.meters.cacheRead / prompt,
      isPeak: cost > 0n && Number(cost) > scales.peakFrom,
    },
  };
}

const nothingDrawn: DrawnRequest = { parts: null, total: 0, context: 0, cacheHit: null, isPeak: false };

/** What every line has: all of a subagent's, which stands below its parent. */
function plainLine(
  { usage, priced }: RequestCost,
  spend: Spend,
  parts: CostParts | null,
  number: string,
  showing: PageShowing,
): RequestLine {
  return {
    key: usage.key,
    number,
    time: formatClock(usage.at, showing.timezone),
    label: plainText(usage.label ?? '', maxLabel) || (usage.subagent === null ? 'Request' : 'Subagent request'),
    model: modelName(usage.model),
    tokens: tokenTexts(spend.meters),
    parts: parts === null ? [] : partTexts(parts, showing),
    context: null,
    contextTokens: null,
    cacheHit: null,
    cost: amountText(spend, showing),
    total: null,
    quality: usage.quality,
    reason: amountOf(priced, showing.book) === null ? priced.reason : null,
    event: null,
    subagentsText: null,
    subagents: [],
    drawn: nothingDrawn,
  };
}

function subagentsText(node: RequestNode, count: number, showing: PageShowing): string {
  const spend = sumSpends(node.subagents.map((subagent) => subagent.spend));
  return `with ${formatCount(count)} subagent ${count === 1 ? 'request' : 'requests'}, ${amountText(spend, showing)}`;
}

function tokenTexts(meters: Meters): RequestLine['tokens'] {
  return {
    input: formatTokens(meters.input),
    cacheWrite: formatTokens(meters.cacheWrite5m + meters.cacheWrite1h + meters.cacheWriteOther),
    cacheRead: formatTokens(meters.cacheRead),
    output: formatTokens(meters.output),
  };
}

function partTexts(parts: CostParts, { hideAmounts }: PageShowing): RequestLine['parts'] {
  return costPartNames
    .filter((part) => parts[part] > 0n)
    .map((part) => ({ part, cost: formatMoney(parts[part], { hide: hideAmounts }) }));
}

function money(spend: Spend, book: Book): AttoUsd {
  return isUnpriced(spend) && spend.coveredRequests === 0 ? 0n : book === 'spent' ? spend.marginalUsd : spend.listUsd;
}

function windowOf(request: RequestCost | undefined): number | null {
  return request ? (findModel(request.usage.model)?.contextWindow ?? null) : null;
}

function ascending(values: readonly bigint[]): bigint[] {
  return values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
