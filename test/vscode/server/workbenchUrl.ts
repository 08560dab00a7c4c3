/** Addresses by which a browser and the workbench name things of this machine. */
import path from 'node:path';
import type { VscodeServer } from './vscodeServer.ts';

/** VS Code's own list of pairs that tell a window what to load: ['openFile', uri], ['extensionDevelopmentPath', uri], … */
export type Payload = readonly (readonly [string, string])[];

/** The address of the workbench with a folder (or a .code-workspace file) open; without one, of an empty window. */
export function workbenchUrl(server: VscodeServer, workspace: string | undefined, payload: Payload = []): string {
  const url = new URL(server.url);
  if (workspace === undefined) {
    url.searchParams.set('ew', 'true');
  } else {
    url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', path.resolve(workspace));
  }
  if (payload.length > 0) {
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  return url.href;
}

/** A path of this machine as the remote URI by which the workbench names it. */
export function remoteUri(server: VscodeServer, file: string): string {
  return `vscode-remote://${new URL(server.url).host}${encodeURI(path.resolve(file))}`;
}
