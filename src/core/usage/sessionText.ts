/** Words of the Sessions tree: labels, descriptions, hovers, and the same for screen readers. Text from logs is made harmless. */
import { formatInterval, unpricedText } from '../format/marks.ts';
import { formatPercent } from '../format/percent.ts';
import { escapeMarkdown, plainText, quoteMarkdown } from '../format/plainText.ts';
import { formatClock } from '../format/time.ts';
import { formatCount, formatTokens } from '../format/tokens.ts';
import { modelName } from '../models/catalogue.ts';
import { listText, type Showing, spentText } from './meterText.ts';
import type { RequestNode, SessionGroup, SubagentNode } from './sessionGroups.ts';
import { spendOf } from './sessionGroups.ts';
import { isUnpriced, type Spend, spendTokens, worstQuality } from './spend.ts';
import type { RequestCost, SessionSummary } from './spendSource.ts';
import { promptTokens } from './usageRecord.ts';

/** A row of the tree. `hover` is Markdown. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly hover: string;
  readonly words: string;
}

/** How rows are shown. */
export interface RowShowing extends Showing {
  readonly timezone: string;
}

/** Titles are cut so that the cost behind them survives in a narrow side bar. */
const maxLabel = 26;
const maxTitle = 80;

/** 'Today' with what its sessions cost together: '$0.563 · 3 sessions'. */
export function groupText(group: SessionGroup, showing: RowShowing): RowText {
  const label = { today: 'Today', yesterday: 'Yesterday', older: 'Older' }[group.id];
  const cost = costText(group.spend, showing);
  const sessions = plural(group.sessions.length, 'session');
  // A session that began before midnight counts whole here, and from midnight in the meter: the row says what it adds up.
  const hover = `${label}: ${sessions}, ${cost}. Each session counts whole, also what it used on an earlier day.`;
  return { label, description: `${cost} · ${sessions}`, hover, words: `${label}, ${sessions}, ${cost}` };
}

/** A session: its title, then cost first, so that a narrow side bar keeps it. */
export function sessionText(
  session: SessionSummary,
  agentLabel: string,
  isRunning: boolean,
  showing: RowShowing,
): RowText {
  const { spend, windowTokens, contextTokens, models } = session;
  const title = plainText(session.title ?? 'Untitled', maxTitle);
  const label = cutAtWord(title);
  const cost = costText(spend, showing);
  const fill = windowTokens ? formatPercent(contextTokens / windowTokens) : null;
  const model = modelName(models[0] ?? 'unknown');
  const size = isUnpriced(spend) ? formatTokens(spendTokens(spend)) : fill;
  const project = session.project === null ? null : escapeMarkdown(session.project, 120);
  const hover = [
    `**${escapeMarkdown(title)}**`,
    '',
    [
      agentLabel,
      project,
      formatInterval(formatClock(session.firstAt, showing.timezone), formatClock(session.lastAt, showing.timezone)),
      isRunning ? 'running' : null,
    ]
      .filter((part) => part !== null)
      .join(' · '),
    '',
    ...moneyTable(spend, showing),
    '',
    `${plural(spend.requests, 'request')} on ${models.map((id) => escapeMarkdown(modelName(id))).join(', ')}.`,
    windowTokens
      ? `The context holds ${formatTokens(contextTokens)} of ${formatTokens(windowTokens)} tokens.`
      : `The context holds ${formatTokens(contextTokens)} tokens.`,
    knownText(spend),
  ].join('\n');
  const words = [
    title,
    agentLabel,
    cost,
    fill === null ? null : `context ${fill} full`,
    model,
    isRunning ? 'running' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
  return { label, description: [cost, size, model].filter((part) => part !== null).join(' · '), hover, words };
}

/** A request of the main thread, with what its subagents used. */
export function requestText(node: RequestNode, showing: RowShowing): RowText {
  return rowOf(node.main, node.spend, showing, node.subagents.length > 0);
}

/** A request inside a subagent. */
export function subagentRequestText(request: RequestCost, showing: RowShowing): RowText {
  return rowOf(request, spendOf(request), showing, false);
}

/** A subagent. */
export function subagentText({ name, requests, spend }: SubagentNode, showing: RowShowing): RowText {
  const label = `Subagent ${plainText(name, maxTitle)}`;
  const cost = costText(spend, showing);
  const model = modelName(requests[0]?.usage.model ?? 'unknown');
  const count = plural(requests.length, 'request');
  return {
    label,
    description: `${cost} · ${count} · ${model}`,
    hover: [`**${escapeMarkdown(label)}**`, '', ...moneyTable(spend, showing), '', knownText(spend)].join('\n'),
    words: `${label}, ${count}, ${cost}, ${model}`,
  };
}

/** A session with its requests as Markdown, for the clipboard. */
export function sessionMarkdown(
  session: SessionSummary,
  requests: readonly RequestCost[],
  showing: RowShowing,
): string {
  const lines = [
    `## ${quoteMarkdown(session.title ?? 'Untitled')}`,
    '',
    '| Time | Model | Input | Cache read | Cache write | Output | Cost | Running total |',
    '| :-- | :-- | --: | --: | --: | --: | --: | --: |',
    ...requests.map(({ usage, priced, runningTotal }) => {
      const { meters } = usage;
      const cells = [
        formatClock(usage.at, showing.timezone),
        quoteMarkdown(modelName(usage.model)),
        ...[meters.input, meters.cacheRead, writes(meters), meters.output].map((count) => formatCount(count)),
        costText(spendOf({ usage, priced, runningTotal }), showing),
        costText(runningTotal, showing),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
  return lines.join('\n');
}

function rowOf(request: RequestCost, spend: Spend, showing: RowShowing, hasSubagents: boolean): RowText {
  const { usage, runningTotal, priced } = request;
  const { meters } = usage;
  const time = formatClock(usage.at, showing.timezone);
  const title = plainText(usage.label ?? modelName(usage.model), maxTitle);
  const cost = costText(spend, showing);
  const prompt = formatTokens(promptTokens(meters));
  const model = modelName(usage.model);
  const hover = [
    `**${escapeMarkdown(title)}** · ${time} · ${escapeMarkdown(model)}`,
    '',
    '| | &emsp;Tokens |',
    '| :-- | --: |',
    `| Input | ${formatCount(meters.input)} |`,
    `| Cache read | ${formatCount(meters.cacheRead)} |`,
    `| Cache write | ${formatCount(writes(meters))} |`,
    `| Output | ${formatCount(meters.output)} |`,
    ...(meters.reasoning > 0 ? [`| of which reasoning | ${formatCount(meters.reasoning)} |`] : []),
    ...(meters.webSearches > 0 ? [`| Web searches | ${formatCount(meters.webSearches)} |`] : []),
    '',
    ...moneyTable(spend, showing),
    '',
    `Running total ${costText(runningTotal, showing)}.${hasSubagents ? ' The cost includes its subagents.' : ''}`,
    priced.reason === null ? knownText(spend) : escapeMarkdown(priced.reason),
  ].join('\n');
  return {
    label: cutAtWord(title),
    description: `${cost} · ${prompt} · ${time}`,
    hover,
    words: `${title}, ${time}, ${model}, ${cost}, prompt of ${prompt} tokens, running total ${costText(runningTotal, showing)}`,
  };
}

function costText(spend: Spend, showing: Showing): string {
  return isUnpriced(spend) && spend.coveredRequests === 0 ? unpricedText : spentText(spend, showing);
}

function moneyTable(spend: Spend, showing: Showing): string[] {
  return [
    '| Spent | &emsp;List value |',
    '| --: | --: |',
    `| **${costText(spend, showing)}** | ${listText(spend, showing)} |`,
  ];
}

function knownText(spend: Spend): string {
  const missing =
    spend.unpricedRequests > 0 ? ` ~ leaves out ${plural(spend.unpricedRequests, 'request')} without a price.` : '';
  return `Counts: ${worstQuality(spend)}.${missing}`;
}

function writes(meters: { cacheWrite5m: number; cacheWrite1h: number; cacheWriteOther: number }): number {
  return meters.cacheWrite5m + meters.cacheWrite1h + meters.cacheWriteOther;
}

/** A text of at most `maxLabel` characters that ends at a word: 'Fix redirect loop after SSO…'. */
function cutAtWord(text: string): string {
  const characters = [...text];
  if (characters.length <= maxLabel) {
    return text;
  }
  const cut = characters.slice(0, maxLabel).join('');
  const end = cut.lastIndexOf(' ');
  return `${end > maxLabel / 2 ? cut.slice(0, end) : cut}…`;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
