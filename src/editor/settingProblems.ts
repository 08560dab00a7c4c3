/** Tells the user of settings that cannot be used: each sentence once, with the way to the setting. */
import * as vscode from 'vscode';
import { plainNotice } from './plainNotice.ts';
import type { SettingProblem } from './settings.ts';

/** Returns a function that logs all problems and shows the ones that were not shown before. */
export function createProblemTeller(log: vscode.LogOutputChannel): (problems: readonly SettingProblem[]) => void {
  const told = new Set<string>();
  return (problems) => {
    for (const { setting, message } of problems) {
      const text = `${setting}: ${message}`;
      if (told.has(text)) {
        continue;
      }
      told.add(text);
      log.warn(text);
      const open = vscode.l10n.t('Open Settings');
      void vscode.window.showWarningMessage(plainNotice(text), open).then((choice) => {
        if (choice === open) {
          void vscode.commands.executeCommand('workbench.action.openSettings', setting);
        }
      });
    }
  };
}
