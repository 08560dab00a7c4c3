/** Markdown for hovers. Text from logs and prompts is escaped before it comes here. */
import * as vscode from 'vscode';
import { commands } from './ids.ts';

/** Markdown that may run Meterline's own commands and nothing else. */
export function trustedMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: Object.values(commands) };
  return markdown;
}

/** A link that runs a command. Its arguments travel as encoded JSON, so no text in them can end the link. */
export function commandLink(title: string, command: string, ...args: readonly unknown[]): string {
  return `[${title}](${commandTarget(command, ...args)})`;
}

/** The target of a command link. */
export function commandTarget(command: string, ...args: readonly unknown[]): string {
  // Parentheses would end a Markdown link, and encodeURIComponent leaves them.
  const encoded = encodeURIComponent(JSON.stringify(args)).replace(
    /[()']/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return args.length === 0 ? `command:${command}` : `command:${command}?${encoded}`;
}
