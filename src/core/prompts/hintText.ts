/** Words of an inline cost hint and its hover. */
import { coveredText, estimateMark, formatInterval, unpricedText } from '../format/marks.ts';
import { formatMoney, formatRate } from '../format/money.ts';
import { changeRatio, formatChange } from '../format/percent.ts';
import { escapeMarkdown } from '../format/plainText.ts';
import { formatCount, formatTokens, withUnit } from '../format/tokens.ts';
import type { TokenCount } from '../tokens/estimate.ts';
import type { Showing } from '../usage/meterText.ts';
import type { TextCost } from './promptCost.ts';
import type { TextBill } from './textBill.ts';

/** '≈ 1.2k tok · $0.0048', or '· in plan' where a flat plan covers it; without the mark when the count is exact. */
export function hintLabel(cost: TextCost, bill: TextBill, showing: Showing): string {
  const mark = cost.count.quality === 'exact' ? '' : estimateMark;
  return `${mark}${withUnit(formatTokens(cost.count.tokens))} · ${billText(bill, showing)}`;
}

/** A count in full: '1,240 tok', or '≈ 1,240 tok (1,140–1,350)' when it is an estimate. */
export function countText({ quality, tokens, low, high }: TokenCount): string {
  const full = withUnit(formatCount(tokens));
  return quality === 'exact' ? full : `${estimateMark}${full} (${formatInterval(formatCount(low), formatCount(high))})`;
}

/** What `hintHover` shows. */
export interface HintHover {
  /** The section's title, or '' for the whole file. Hostile text. */
  readonly title: string;
  readonly cost: TextCost;
  readonly bill: TextBill;
  readonly others: readonly TextCost[];
  /** Links to commands, ready-made. */
  readonly actions: string;
}

/** The hover as Markdown: count, formula, five other models, how it is known. Only what a Markdown hover can do. */
export function hintHover({ title, cost, bill, others, actions }: HintHover, showing: Showing): string {
  const name = title === '' ? 'Whole file' : escapeMarkdown(title, 80);
  const rate =
    cost.ratePerMillion === null ? '' : ` × ${formatRate(cost.ratePerMillion)} / M = ${moneyText(cost, showing)}`;
  const billed = bill.pricing === null ? '' : `; **${billText(bill, showing)}** under ${escapeMarkdown(bill.pricing)}`;
  // VS Code cuts a hover at about ten lines: the formula stands in the first, the links in the last.
  const lines = [
    `**${name}**: \`${countText(cost.count)}${rate}\` once, uncached${billed}`,
    '',
    '| Same text on | &emsp;Tokens | &emsp;&emsp;At list | &emsp;Change |',
    '| :-- | --: | --: | --: |',
  ];
  const rows = [...others, cost].sort((a, b) => Number((a.usd ?? 0n) - (b.usd ?? 0n)));
  for (const row of rows) {
    const isCurrent = row === cost;
    const cells = [
      `${escapeMarkdown(row.name)}${isCurrent ? ' (current)' : ''}`,
      `${row.count.quality === 'exact' ? '' : estimateMark}${formatCount(row.count.tokens)}`,
      moneyText(row, showing),
      isCurrent || row.usd === null || cost.usd === null ? '–' : formatChange(changeRatio(cost.usd, row.usd)),
    ];
    lines.push(`| ${cells.map((cell) => (isCurrent ? `**${cell}**` : cell)).join(' | ')} |`);
  }
  lines.push('', `${knownText(cost)} ${priceText(cost)} ${actions}`);
  return lines.join('\n');
}

/** The same for screen readers. */
export function hintWords(title: string, cost: TextCost, bill: TextBill, showing: Showing): string {
  const what = title === '' ? 'Whole file' : title;
  return `${what}: ${cost.count.quality === 'exact' ? '' : 'about '}${formatCount(cost.count.tokens)} tokens, ${billText(bill, showing)} on ${cost.name}`;
}

function billText({ usd, isCovered }: TextBill, showing: Showing): string {
  return isCovered ? coveredText : moneyText({ usd }, showing);
}

function moneyText({ usd }: Pick<TextCost, 'usd'>, { hideAmounts }: Showing): string {
  return usd === null ? unpricedText : formatMoney(usd, { hide: hideAmounts });
}

function knownText({ count, name }: TextCost): string {
  return count.quality === 'exact'
    ? `Exact for ${escapeMarkdown(name)} by ${count.counter}.`
    : `Estimate for ${escapeMarkdown(name)} by ${count.counter}.`;
}

function priceText({ provenance }: TextCost): string {
  return provenance === null
    ? 'No list price is known for this model.'
    : `List price: ${escapeMarkdown(firstClause(provenance.source), 60)}, read ${provenance.retrieved}.`;
}

/** A source can be a sentence with its reasons; its beginning names it: 'LiteLLM #46238; doubles on 2026-12-01' is 'LiteLLM #46238'. */
function firstClause(source: string): string {
  return source.split(/[;:,(]\s|\.\s|\s\(|\swith\s/)[0] ?? source;
}
