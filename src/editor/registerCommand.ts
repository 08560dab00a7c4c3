/** Commands whose errors reach the user, who started them, and the log. */
import * as vscode from 'vscode';
import { plainNotice } from './plainNotice.ts';

/** Registers a command; what it throws is logged with its name and shown. */
export function registerCommand(
  command: string,
  log: vscode.LogOutputChannel,
  action: (...args: readonly unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (...args: readonly unknown[]) => {
    try {
      await action(...args);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(`${command}: ${message}`);
      void vscode.window.showErrorMessage(plainNotice(message));
    }
  });
}
