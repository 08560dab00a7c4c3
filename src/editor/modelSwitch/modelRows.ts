/** The rows of Switch Model: each model with the cost of the open prompt and of the current session on it. */
import * as vscode from 'vscode';
import { formatMoney, formatRate } from '../../core/format/money.ts';
import { changeRatio, formatChange } from '../../core/format/percent.ts';
import {
  type CatalogueModel,
  capabilityOrder,
  findModel,
  modelName,
  suggestableModels,
} from '../../core/models/catalogue.ts';
import type { PriceData } from '../../core/pricing/pricer.ts';
import { rateSheet } from '../../core/pricing/rateSheet.ts';
import { type TextCost, textCost } from '../../core/prompts/promptCost.ts';
import type { TextCounts } from '../../core/tokens/bpeCounter.ts';
import { noTier } from '../../core/usage/usageRecord.ts';
import type { WhatIf } from '../../core/usage/whatIf.ts';

/** A row, or a separator with `action` null. */
export interface ModelRow extends vscode.QuickPickItem {
  readonly action: { readonly kind: 'model'; readonly model: string } | { readonly kind: 'undo' } | null;
}

/** What rows are made from. */
export interface ModelRowsInput {
  readonly prices: PriceData;
  /** The model that hints count for now. */
  readonly current: string;
  /** The open prompt's counts, or null when no text is open. */
  readonly prompt: TextCounts | null;
  readonly session: ReadonlyMap<string, WhatIf>;
  readonly nowMs: number;
  readonly hideAmounts: boolean;
  /** 'Opus 5.5 → Sonnet 5.5, 10:56' when a switch can be taken back. */
  readonly undo: string | null;
}

/** The models that are offered: those that may be suggested and have a price, and the current one. */
export function offeredModels(prices: PriceData, current: string, nowMs: number): CatalogueModel[] {
  const isPriced = ({ id }: CatalogueModel): boolean =>
    rateSheet(prices.index, { provider: null, model: id, at: nowMs, promptTokens: 1, tier: noTier }).status ===
    'priced';
  const currentModel = findModel(current);
  const offered = suggestableModels().filter((model) => isPriced(model) || model === currentModel);
  return currentModel && !offered.includes(currentModel) ? [currentModel, ...offered] : offered;
}

/** Rows in the order of the palette: the current model, Claude Code's models, other vendors', then undo. */
export function modelRows(models: readonly CatalogueModel[], input: ModelRowsInput): ModelRow[] {
  const currentId = findModel(input.current)?.id ?? input.current;
  const byPower = [...models].sort(
    (a, b) =>
      capabilityOrder.indexOf(b.capability) - capabilityOrder.indexOf(a.capability) || (a.name < b.name ? -1 : 1),
  );
  const claude = byPower.filter((model) => model.vendor === 'anthropic');
  const others = byPower.filter((model) => model.vendor !== 'anthropic');
  const row = (model: CatalogueModel): ModelRow => modelRow(model, model.id === currentId, input);
  const separator = (label: string): ModelRow => ({ label, kind: vscode.QuickPickItemKind.Separator, action: null });
  const first = (list: CatalogueModel[]): CatalogueModel[] =>
    list.toSorted((a, b) => Number(b.id === currentId) - Number(a.id === currentId));
  return [
    separator(vscode.l10n.t('Claude Code can use')),
    ...first(claude).map(row),
    separator(vscode.l10n.t('for estimates only')),
    ...first(others).map(row),
    ...(input.undo === null
      ? []
      : [
          separator(vscode.l10n.t('actions')),
          {
            label: vscode.l10n.t('Undo Last Switch'),
            iconPath: new vscode.ThemeIcon('discard'),
            description: input.undo,
            action: { kind: 'undo' } as const,
          },
        ]),
  ];
}

function modelRow(model: CatalogueModel, isCurrent: boolean, input: ModelRowsInput): ModelRow {
  const { prices, prompt, session, nowMs, hideAmounts } = input;
  const money = (atto: bigint): string => formatMoney(atto, { hide: hideAmounts });
  const parts: string[] = [];
  const cost = prompt && textCost(prices, model.id, prompt, nowMs);
  if (cost && cost.usd !== null) {
    parts.push(vscode.l10n.t('this file {0}', `${cost.count.quality === 'exact' ? '' : '≈ '}${money(cost.usd)}`));
  }
  const own = session.get(model.id);
  if (own && own.listUsd !== null) {
    parts.push(vscode.l10n.t('this session {0}', `${own.isEstimate ? '≈ ' : ''}${money(own.listUsd)}`));
  }
  const change = isCurrent ? null : changeText(cost, input);
  return {
    label: modelName(model.id),
    iconPath: new vscode.ThemeIcon(isCurrent ? 'check' : 'blank'),
    description: [isCurrent ? vscode.l10n.t('current') : null, ...parts, change]
      .filter((part) => part !== null)
      .join(' · '),
    detail: ratesText(model, prices, nowMs),
    action: { kind: 'model', model: model.id },
  };
}

function changeText(cost: TextCost | null, { prices, current, prompt, nowMs }: ModelRowsInput): string | null {
  const now = prompt && textCost(prices, current, prompt, nowMs);
  return now?.usd && cost?.usd ? formatChange(changeRatio(now.usd, cost.usd)) : null;
}

function ratesText(model: CatalogueModel, prices: PriceData, nowMs: number): string {
  const sheet = rateSheet(prices.index, { provider: null, model: model.id, at: nowMs, promptTokens: 1, tier: noTier });
  const rate = (meter: 'input' | 'output' | 'cache_read'): string | null => {
    const unit = sheet.status === 'priced' ? sheet.rates.get(meter) : undefined;
    return unit ? formatRate(unit.rate.price) : null;
  };
  const [input, output, cacheRead] = [rate('input'), rate('output'), rate('cache_read')];
  const rates = input && output ? vscode.l10n.t('{0} in · {1} out per M', input, output) : vscode.l10n.t('– no price');
  return [rates, cacheRead && vscode.l10n.t('{0} cache read', cacheRead), vscode.l10n.t('{0} class', model.capability)]
    .filter(Boolean)
    .join(' · ');
}
