/** The nodes of the Sessions tree and how each is drawn. */
import * as vscode from 'vscode';
import { isRunning, type RequestNode, type SessionGroup, type SubagentNode } from '../../core/usage/sessionGroups.ts';
import {
  groupText,
  type RowShowing,
  type RowText,
  requestText,
  sessionText,
  subagentRequestText,
  subagentText,
} from '../../core/usage/sessionText.ts';
import type { RequestCost, SessionSummary } from '../../core/usage/spendSource.ts';
import { agentLabel } from '../agentLabels.ts';
import { commands } from '../ids.ts';
import { trustedMarkdown } from '../markdown.ts';

/** A row of the tree. */
export type SessionTreeNode =
  | { readonly kind: 'group'; readonly group: SessionGroup }
  | { readonly kind: 'session'; readonly session: SessionSummary }
  | { readonly kind: 'request'; readonly session: SessionSummary; readonly request: RequestNode }
  | { readonly kind: 'subagent'; readonly session: SessionSummary; readonly subagent: SubagentNode }
  | { readonly kind: 'subagentRequest'; readonly session: SessionSummary; readonly request: RequestCost }
  | { readonly kind: 'more'; readonly shown: number };

/** Agents with an icon of their own. */
const drawnAgents: ReadonlySet<string> = new Set(['claude', 'codex']);

/** What drawing depends on besides the node. */
export interface Drawing extends RowShowing {
  readonly nowMs: number;
  readonly extensionUri: vscode.Uri;
}

/** A stable id, so that the tree keeps what is open and selected while its rows change. */
export function nodeId(node: SessionTreeNode): string {
  switch (node.kind) {
    case 'group':
      return `group ${node.group.id}`;
    case 'session':
      return `session ${node.session.agent} ${node.session.session}`;
    case 'request':
      return `request ${node.session.agent} ${node.session.session} ${node.request.main.usage.key}`;
    case 'subagent':
      return `subagent ${node.session.agent} ${node.session.session} ${node.subagent.name}`;
    case 'subagentRequest':
      return `subagentRequest ${node.session.agent} ${node.session.session} ${node.request.usage.key}`;
    case 'more':
      return 'more';
  }
}

/** A node as VS Code shows it. */
export function drawNode(node: SessionTreeNode, drawing: Drawing): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'group':
      return row(node, groupText(node.group, drawing), node.group.id === 'older' ? Collapsed : Expanded);
    case 'session': {
      const { session } = node;
      const text = sessionText(session, agentLabel(session.agent), isRunning(session, drawing.nowMs), drawing);
      const item = row(node, text, Collapsed);
      item.iconPath = agentIcon(session, drawing);
      item.contextValue = 'session';
      return item;
    }
    case 'request': {
      const { request } = node;
      const item = row(node, requestText(request, drawing), request.subagents.length > 0 ? Collapsed : None);
      item.iconPath = new vscode.ThemeIcon('pass');
      return item;
    }
    case 'subagent': {
      const item = row(node, subagentText(node.subagent, drawing), Collapsed);
      item.iconPath = new vscode.ThemeIcon('git-branch');
      return item;
    }
    case 'subagentRequest': {
      const item = row(node, subagentRequestText(node.request, drawing), None);
      item.iconPath = new vscode.ThemeIcon('circle-small');
      return item;
    }
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('Show more sessions'), None);
      item.id = nodeId(node);
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.command = { command: commands.showMoreSessions, title: vscode.l10n.t('Show more sessions') };
      return item;
    }
  }
}

function row(node: SessionTreeNode, text: RowText, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(text.label, state);
  item.id = nodeId(node);
  item.description = text.description;
  item.tooltip = trustedMarkdown(text.hover);
  item.accessibilityInformation = { label: text.words };
  return item;
}

function agentIcon(session: SessionSummary, { nowMs, extensionUri }: Drawing): vscode.IconPath {
  const { agent } = session;
  if (!drawnAgents.has(agent)) {
    return new vscode.ThemeIcon('comment-discussion');
  }
  const live = isRunning(session, nowMs) ? '-live' : '';
  const file = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(extensionUri, 'media', 'agents', `${agent}${live}-${theme}.svg`);
  return { light: file('light'), dark: file('dark') };
}
