/** Commands that belong to no surface of their own. */
import * as vscode from 'vscode';
import type { SpendSource } from '../core/usage/spendSource.ts';
import { DiagnosticsDocument } from './diagnosticsDocument.ts';
import { commands, views, walkthroughId } from './ids.ts';
import { selectPricingModel } from './pricing/selectPricingModel.ts';
import { registerCommand } from './registerCommand.ts';
import { amountsAreHidden, setAmountsHidden } from './settings.ts';

/** Registers them. */
export function registerCommands(spend: SpendSource, log: vscode.LogOutputChannel): vscode.Disposable {
  const diagnostics = new DiagnosticsDocument();
  const actions: Readonly<Record<string, () => unknown>> = {
    [commands.openSessions]: () => vscode.commands.executeCommand(`${views.sessions}.focus`),
    [commands.selectPricingModel]: () => selectPricingModel(),
    [commands.readLogsAgain]: () => spend.readAgain(),
    [commands.stopReading]: () => spend.stopReading(),
    [commands.showDiagnostics]: () => showDiagnostics(spend, diagnostics),
    [commands.setLogFolder]: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', '@ext:meterline.meterline meterline.sources'),
    [commands.toggleHideAmounts]: () => setAmountsHidden(!amountsAreHidden()),
    [commands.openWalkthrough]: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthroughId, false),
  };
  return vscode.Disposable.from(
    diagnostics,
    ...Object.entries(actions).map(([command, action]) => registerCommand(command, log, action)),
  );
}

async function showDiagnostics(spend: SpendSource, document: DiagnosticsDocument): Promise<void> {
  const text = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at logs and ledger') },
    () => spend.diagnostics(),
  );
  await document.show(text);
}
