/** The meter's hover as Markdown: three spans of time, today by agent and model, the top sessions, and how all of it is known. */
import type { AgentId } from '../agents/agentId.ts';
import { formatPercent } from '../format/percent.ts';
import { escapeMarkdown } from '../format/plainText.ts';
import { formatClock } from '../format/time.ts';
import { formatTokens } from '../format/tokens.ts';
import { modelName } from '../models/catalogue.ts';
import { listText, spentText } from './meterText.ts';
import type { RowShowing } from './sessionText.ts';
import { cacheShare, type Spend, spendTokens } from './spend.ts';
import type { Overview, SessionSummary } from './spendSource.ts';

/** Names and links that the editor knows and core does not. */
export interface HoverLinks {
  readonly agentLabel: (agent: AgentId) => string;
  /** A command link's target for a session. */
  readonly sessionLink: (session: SessionSummary) => string;
  /** The name of the month in the user's language. */
  readonly monthName: string;
  /** The last line: links to commands. */
  readonly actions: string;
}

/** VS Code gives table cells of a hover no padding; figures would touch. */
const gap = '&emsp;';
/** Rows of the two lists beside each other. */
const maxRows = 3;

/** Markdown of the hover. Everything from logs is escaped. */
export function meterHover(overview: Overview, showing: RowShowing, links: HoverLinks): string {
  const { today, month, session } = overview;
  const spans: readonly (Spend | null)[] = [today, session?.spend ?? null, month];
  const row = (name: string, cell: (spend: Spend) => string): string =>
    `| ${name} | ${spans.map((spend) => (spend ? cell(spend) : '–')).join(' | ')} |`;
  const lines = [
    `|  | ${gap}Today | ${gap}This session | ${gap}${links.monthName} |`,
    '| :-- | --: | --: | --: |',
    row('**Spent**', (spend) => `**${spentText(spend, showing)}**`),
    row('List value', (spend) => listText(spend, showing)),
    row('Tokens', (spend) => formatTokens(spendTokens(spend))),
    row('From cache', (spend) => shareText(cacheShare(spend))),
  ];
  const agents = overview.todayByAgent.slice(0, maxRows);
  const models = overview.todayByModel.slice(0, maxRows);
  if (agents.length > 0) {
    lines.push('', '---', '', `| By agent | ${gap}Today | ${gap}By model | ${gap}Today |`, '| :-- | --: | :-- | --: |');
    for (let index = 0; index < Math.max(agents.length, models.length); index++) {
      const [agent, agentSpend] = agents[index] ?? [];
      const [model, modelSpend] = models[index] ?? [];
      lines.push(
        `| ${agent ? links.agentLabel(agent) : ''} | ${agentSpend ? spentText(agentSpend, showing) : ''} | ${
          model ? `${gap}${escapeMarkdown(modelName(model))}` : ''
        } | ${modelSpend ? spentText(modelSpend, showing) : ''} |`,
      );
    }
  }
  if (overview.topSessions.length > 0) {
    lines.push('', '---', '', `| Dearest sessions of today | ${gap}In all |`, '| :-- | --: |');
    for (const top of overview.topSessions) {
      const title = escapeMarkdown(top.title ?? 'Untitled');
      lines.push(`| [${title}](${links.sessionLink(top)}) | ${gap}${spentText(top.spend, showing)} |`);
    }
  }
  lines.push('', '---', '', `${knownText(month)}${latestText(overview, showing)}`, '', links.actions);
  return lines.join('\n');
}

/** How a sum is known, and what it leaves out. */
export function knownText(spend: Spend): string {
  const total = spend.requests;
  if (total === 0) {
    return 'No requests this month.';
  }
  const exact = spend.qualities.exact ?? 0;
  const share = exact === total ? 'All counts are exact.' : `${formatPercent(exact / total)} of the counts are exact.`;
  const missing =
    spend.unpricedRequests === 0
      ? ''
      : ` ~ leaves out ${spend.unpricedRequests} ${spend.unpricedRequests === 1 ? 'request' : 'requests'} without a price.`;
  const covered = spend.coveredRequests === 0 ? '' : ' Requests in a plan add nothing to the bill.';
  return `${share}${missing}${covered}`;
}

/** A hover is drawn before it is looked at, so it names a time and no age. */
function latestText({ lastRequest }: Overview, { timezone }: RowShowing): string {
  return lastRequest ? ` Latest request at ${formatClock(lastRequest.at, timezone)}.` : '';
}

function shareText(share: number | null): string {
  return share === null ? '–' : formatPercent(share);
}
