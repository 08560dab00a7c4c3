/** The HTML of our pages: a style sheet, a script, and nothing else. Data comes by message. */
import * as vscode from 'vscode';

/** Where pages may load from. */
export function webviewRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')];
}

/**
 * The document of `dist/webview/<page>.js` and `.css`. Its policy allows that script by nonce and that style sheet by source:
 * no inline script or style, no image, no font, no request.
 */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: string, title: string): string {
  const nonce = crypto.randomUUID();
  const uriOf = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${uriOf(`${page}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${uriOf(`${page}.js`)}"></script>
</body>
</html>`;
}
