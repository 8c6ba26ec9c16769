// The page of a webview: its script and its styles from dist/webviews, and nothing from anywhere else.

import * as vscode from 'vscode';

/** `name` is that of the bundle's .js and .css. Inline styles are allowed: graph libraries put a style element into the page. */
export function webviewPage(webview: vscode.Webview, dist: vscode.Uri, name: string, title: string): string {
  const uri = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = `default-src 'none'; img-src ${webview.cspSource} data:; font-src ${webview.cspSource}; style-src ${webview.cspSource} 'unsafe-inline'; script-src ${webview.cspSource};`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${uri('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${uri(`${name}.css`)}">
<title>${title}</title>
</head>
<body>
<script type="module" src="${uri(`${name}.js`)}"></script>
</body>
</html>`;
}
