/** The settings under `meterline.`, read typed and checked. A wrong value is named, and the default is used. */
import * as vscode from 'vscode';
import { isTimezone } from '../core/format/localDay.ts';
import { parsePricingModels } from '../core/pricing/parsePricingModels.ts';
import { findPricingModel } from '../core/pricing/pricingModel.ts';
import type { SpendSettings } from '../core/usage/spendSource.ts';

const section = 'meterline';

/** A setting whose value cannot be used. */
export interface SettingProblem {
  readonly setting: string;
  readonly message: string;
}

/** Agents whose logs have settings of their own. */
const sourceAgents = ['claude', 'codex'] as const;

function read<T>(key: string, scope?: vscode.ConfigurationScope): T | undefined {
  return vscode.workspace.getConfiguration(section, scope).get<T>(key);
}

/** Whether a change concerns one of the keys; true for no change at all, so that one function renders first and later. */
export function concerns(event: vscode.ConfigurationChangeEvent | undefined, ...keys: string[]): boolean {
  return event === undefined || keys.some((key) => event.affectsConfiguration(`${section}.${key}`));
}

/** Whether prompt files of a kind get hints. */
export function hintsAreOn(kind: string, uri: vscode.Uri): boolean {
  const kinds = read<readonly string[]>('hints.kinds', uri);
  return read<boolean>('hints.enabled', uri) !== false && (Array.isArray(kinds) ? kinds.includes(kind) : true);
}

/** The model that hints count and price for. */
export function estimateModel(): string {
  const value = read<string>('model.estimateFor');
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : 'claude-sonnet-5-5';
}

/** Sets the model that hints count and price for: in the workspace when it is set there, else for the user. */
export async function setEstimateModel(model: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const isInWorkspace = configuration.inspect('model.estimateFor')?.workspaceValue !== undefined;
  await configuration.update('model.estimateFor', model, !isInWorkspace);
}

/** Whether the meter is shown. */
export function meterIsShown(): boolean {
  return read<boolean>('meter.show') !== false;
}

/** Whether amounts of money are hidden. */
export function amountsAreHidden(): boolean {
  return read<boolean>('privacy.hideAmounts') === true;
}

/** Hides amounts, or shows them again. */
export async function setAmountsHidden(isHidden: boolean): Promise<void> {
  await vscode.workspace
    .getConfiguration(section)
    .update('privacy.hideAmounts', isHidden, vscode.ConfigurationTarget.Global);
}

/** Agent → id of the pricing model that it is paid under. */
export function billing(): Readonly<Record<string, string>> {
  const value = read<unknown>('billing');
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Replaces the billing of all agents. */
export async function setBilling(next: Readonly<Record<string, string>>): Promise<void> {
  await vscode.workspace.getConfiguration(section).update('billing', next, vscode.ConfigurationTarget.Global);
}

/** The ledger's file when the user named one, else null. */
export function ledgerFile(): string | null {
  return read<string>('ledger.path')?.trim() || null;
}

/** The settings on which usage and prices depend. Cheap: it is read while VS Code waits for activation. */
export function spendSettings(): SpendSettings {
  const configuration = vscode.workspace.getConfiguration(section);
  return {
    billing: billing(),
    customPricing: configuration.get<unknown>('pricing.custom'),
    timezone: configuration.get<string>('timezone')?.trim() ?? '',
    sources: Object.fromEntries(
      sourceAgents.map((agent) => [
        agent,
        {
          isEnabled: configuration.get<boolean>(`sources.${agent}.enabled`) !== false,
          folder: configuration.get<string>(`sources.${agent}.path`)?.trim() || null,
        },
      ]),
    ),
  };
}

/**
 * The zone of the user's days. The first use of Intl in a process holds its thread for tens of milliseconds, so this is for
 * when the ledger's thread, which uses it first, has answered.
 */
export function userTimezone(): string {
  const { timezone } = spendSettings();
  return timezone !== '' && isTimezone(timezone) ? timezone : machineTimezone();
}

/** What is wrong in those settings, for when the ledger's thread has answered. */
export function settingProblems(): readonly SettingProblem[] {
  const { timezone, customPricing, billing: chosen } = spendSettings();
  const { models, problems } = parsePricingModels(customPricing);
  return [
    ...(timezone === '' || isTimezone(timezone)
      ? []
      : [
          {
            setting: 'meterline.timezone',
            message: vscode.l10n.t('"{0}" is not a time zone; {1} is used.', timezone, machineTimezone()),
          },
        ]),
    ...problems.map((message) => ({ setting: 'meterline.pricing.custom', message })),
    ...Object.entries(chosen)
      .filter(([, id]) => !findPricingModel(models, id))
      .map(([agent, id]) => ({
        setting: 'meterline.billing',
        message: vscode.l10n.t('{0} names the pricing model "{1}", which does not exist; API list is used.', agent, id),
      })),
  ];
}

function machineTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
