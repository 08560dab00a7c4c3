/** Select Pricing Model: how each agent is paid. */
import * as vscode from 'vscode';
import type { AgentId } from '../../core/agents/agentId.ts';
import { adapters } from '../../core/agents/registry.ts';
import { parsePricingModels } from '../../core/pricing/parsePricingModels.ts';
import { discountModel, findPricingModel, isPercent, type PricingModel } from '../../core/pricing/pricingModel.ts';
import { agentLabel } from '../agentLabels.ts';
import { billing, setBilling, spendSettings } from '../settings.ts';

interface AgentRow extends vscode.QuickPickItem {
  readonly agents: readonly AgentId[];
}

interface ModelRow extends vscode.QuickPickItem {
  readonly pick: { readonly id: string } | 'discount' | 'custom' | 'none';
}

/** Plans that only one agent can be paid by. */
const planAgents: Readonly<Record<string, AgentId>> = {
  'claude-pro': 'claude',
  'claude-max': 'claude',
  'claude-ultra': 'claude',
};

/** Asks for the agent, then for the pricing model; the setting changes at the end and every figure follows. */
export async function selectPricingModel(): Promise<void> {
  const { models } = parsePricingModels(spendSettings().customPricing);
  const agents = await pickAgents(models);
  const id = agents && (await pickModel(agents, models));
  if (!agents || !id) {
    return;
  }
  const next = { ...billing() };
  for (const agent of agents) {
    if (id === 'list') {
      delete next[agent];
    } else {
      next[agent] = id;
    }
  }
  await setBilling(next);
  const names = agents.map(agentLabel).join(', ');
  vscode.window.setStatusBarMessage(vscode.l10n.t('{0}: {1}', names, findPricingModel(models, id)?.label ?? id), 4_000);
}

async function pickAgents(models: readonly PricingModel[]): Promise<readonly AgentId[] | undefined> {
  const now = billing();
  const all = adapters.map(({ id }) => id);
  const rows: AgentRow[] = [
    { label: vscode.l10n.t('All agents'), agents: all },
    { label: '', kind: vscode.QuickPickItemKind.Separator, agents: [] },
    ...all.map((agent) => ({
      label: agentLabel(agent),
      description: findPricingModel(models, now[agent] ?? 'list')?.label ?? vscode.l10n.t('API list'),
      agents: [agent],
    })),
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Select Pricing Model: whose?'),
    placeHolder: vscode.l10n.t('Each agent can be paid in its own way'),
  });
  return picked?.agents;
}

async function pickModel(agents: readonly AgentId[], models: readonly PricingModel[]): Promise<string | undefined> {
  const now = billing();
  const current = new Set(agents.map((agent) => now[agent] ?? 'list'));
  const fits = ({ id }: PricingModel): boolean => {
    const only = planAgents[id];
    return only === undefined || agents.includes(only);
  };
  const row = (model: PricingModel): ModelRow => ({
    label: model.label,
    iconPath: new vscode.ThemeIcon(current.has(model.id) ? 'check' : 'blank'),
    ...(current.has(model.id) ? { description: vscode.l10n.t('current') } : {}),
    detail:
      model.kind === 'subscription' && model.date !== null
        ? `${model.note} ${vscode.l10n.t('As of {0}.', model.date)}`
        : model.note,
    pick: { id: model.id },
  });
  const separator = (label: string): ModelRow => ({ label, kind: vscode.QuickPickItemKind.Separator, pick: 'none' });
  const chosenDiscounts = [...current]
    .filter((id) => id.startsWith('discount-'))
    .map((id) => findPricingModel(models, id));
  const rows: ModelRow[] = [
    separator(vscode.l10n.t('by the token')),
    ...models.filter((model) => model.kind === 'token').map(row),
    separator(vscode.l10n.t('flat plans')),
    ...models.filter((model) => model.kind === 'subscription' && fits(model)).map(row),
    separator(vscode.l10n.t('contracts')),
    ...[
      ...models.filter((model) => model.kind === 'discount'),
      ...chosenDiscounts.filter((model) => model !== null),
    ].map(row),
    {
      label: vscode.l10n.t('Negotiated discount…'),
      iconPath: new vscode.ThemeIcon('edit'),
      detail: vscode.l10n.t('A share off the list price of every request.'),
      pick: 'discount',
    },
    {
      label: vscode.l10n.t('Pricing model of your own…'),
      iconPath: new vscode.ThemeIcon('settings-gear'),
      detail: vscode.l10n.t('Opens the setting meterline.pricing.custom.'),
      pick: 'custom',
    },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t('Select Pricing Model: {0}', agents.map(agentLabel).join(', ')),
    placeHolder: vscode.l10n.t('How is it paid? The meter, the sessions and the hints follow at once'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  switch (picked?.pick) {
    case undefined:
    case 'none':
      return undefined;
    case 'discount':
      return askForDiscount();
    case 'custom':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'meterline.pricing.custom');
      return undefined;
    default:
      return picked?.pick.id;
  }
}

async function askForDiscount(): Promise<string | undefined> {
  const percent = await vscode.window.showInputBox({
    title: vscode.l10n.t('Negotiated discount'),
    prompt: vscode.l10n.t('Percent off the list price'),
    placeHolder: '12.5',
    validateInput: (value) =>
      isPercent(value.trim()) ? undefined : vscode.l10n.t('Type a number from 0 to 100, such as 12.5.'),
  });
  return percent === undefined ? undefined : discountModel(percent.trim()).id;
}
