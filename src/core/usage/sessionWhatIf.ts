/** "What would this session have cost on…": which models are compared, and their rows. */
import { estimateMark } from '../format/marks.ts';
import { formatMoney, formatMoneyDelta } from '../format/money.ts';
import { changeRatio, formatChange } from '../format/percent.ts';
import { formatTokens } from '../format/tokens.ts';
import { type CatalogueModel, capabilityOrder, findModel, modelName, suggestableModels } from '../models/catalogue.ts';
import type { AttoUsd } from '../units.ts';
import type { WhatIfLine, WhatIfTable } from './sessionPageModel.ts';
import type { WhatIf } from './whatIf.ts';

/** Rows at most: models that can do the same, and others. */
const maxCapable = 5;
const maxOthers = 3;

const vendorNames: Readonly<Record<string, string>> = {
  alibaba: 'Alibaba',
  amazon: 'Amazon',
  anthropic: 'Anthropic',
  deepseek: 'DeepSeek',
  google: 'Google',
  meta: 'Meta',
  minimax: 'MiniMax',
  mistral: 'Mistral',
  moonshotai: 'Moonshot AI',
  openai: 'OpenAI',
  xai: 'xAI',
  zai: 'Z.ai',
};

/** What the table is made from. */
export interface WhatIfInput {
  /** The session's main model, by what it cost. */
  readonly model: string;
  readonly outcomes: readonly WhatIf[];
  /** The session at API list; null when it is not wholly priced. */
  readonly nowUsd: AttoUsd | null;
  /** The fullest that the context was: a smaller window could not have held the session. */
  readonly peakTokens: number;
  readonly hideAmounts: boolean;
}

interface Candidate {
  readonly model: CatalogueModel;
  readonly usd: AttoUsd;
  readonly isEstimate: boolean;
  readonly lack: string | null;
}

/** The models to ask `whatIf` about: all that may be suggested, and the session's own. */
export function whatIfModels(model: string): string[] {
  const own = findModel(model)?.id;
  return [...new Set([...(own === undefined ? [] : [own]), ...suggestableModels().map(({ id }) => id)])];
}

/**
 * The table: first models of the session's class or better that hold its context, the cheapest first, then the best of the
 * rest, the cheapest first. Null when no model has a price. For a model that is not known the class is 'strong'.
 */
export function whatIfTable(input: WhatIfInput): WhatIfTable | null {
  const own = findModel(input.model);
  const floor = own?.capability ?? 'strong';
  const candidates = input.outcomes.flatMap((outcome) => candidate(outcome, floor, input.peakTokens, own));
  const byCost = (a: Candidate, b: Candidate): number => compare(a.usd, b.usd);
  const current = candidates.filter(({ model }) => model === own);
  const able = candidates.filter(({ model, lack }) => lack === null && model !== own).sort(byCost);
  const capable = [...current, ...able.slice(0, maxCapable - current.length)].sort(byCost);
  const others = candidates
    .filter(({ lack }) => lack !== null)
    .sort((a, b) => strength(b.model) - strength(a.model) || byCost(a, b))
    .slice(0, maxOthers)
    .sort(byCost);
  if (capable.length + others.length === 0) {
    return null;
  }
  const { nowUsd, hideAmounts } = input;
  const top = [...capable, ...others].reduce((max, { usd }) => (usd > max ? usd : max), nowUsd ?? 0n);
  const share = (usd: AttoUsd): number => (top === 0n ? 0 : Number((usd * 1_000_000n) / top) / 1e6);
  const line = ({ model, usd, isEstimate, lack }: Candidate): WhatIfLine => ({
    model: modelName(model.id),
    vendor: vendorNames[model.vendor] ?? model.vendor,
    isCurrent: model === own,
    lack,
    cost: `${isEstimate ? estimateMark : ''}${formatMoney(usd, { hide: hideAmounts })}`,
    share: share(usd),
    change: nowUsd === null || model === own ? null : formatChange(changeRatio(nowUsd, usd)),
    difference: nowUsd === null || model === own ? null : formatMoneyDelta(usd - nowUsd, { hide: hideAmounts }),
  });
  return {
    now: nowUsd === null ? null : { text: formatMoney(nowUsd, { hide: hideAmounts }), share: share(nowUsd) },
    scale: `${formatMoney(0n, { hide: hideAmounts })} to ${formatMoney(top, { hide: hideAmounts })}`,
    groups: [
      {
        name: floor === 'frontier' ? 'Frontier class' : `${capitalised(floor)} class or better`,
        lines: capable.map(line),
      },
      { name: `Below ${floor} class, or with a smaller context than this session had`, lines: others.map(line) },
    ].filter(({ lines }) => lines.length > 0),
  };
}

function candidate(
  { model: id, listUsd, isEstimate }: WhatIf,
  floor: CatalogueModel['capability'],
  peakTokens: number,
  own: CatalogueModel | null,
): Candidate[] {
  const model = findModel(id);
  if (!model || listUsd === null) {
    return [];
  }
  const isTooSmall = model.contextWindow !== null && model.contextWindow < peakTokens;
  const isTooWeak = strength(model) < capabilityOrder.indexOf(floor);
  const lacks = [
    isTooWeak ? `${model.capability} class` : null,
    isTooSmall ? `${formatTokens(model.contextWindow ?? 0)} context` : null,
  ].filter((lack) => lack !== null);
  return [{ model, usd: listUsd, isEstimate, lack: model === own || lacks.length === 0 ? null : lacks.join(', ') }];
}

function strength(model: CatalogueModel): number {
  return capabilityOrder.indexOf(model.capability);
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
