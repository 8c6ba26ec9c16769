// Opens a source that the adapter named: a path, or in the browser a URI.

import * as vscode from 'vscode';

/** Of a path, or of a URI as text. */
export function sourceUri(path: string): vscode.Uri {
  return /^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path);
}

/** `line` counts from 1. Beside a webview the source goes to the other column. */
export async function openSource(path: string, line: number, viewColumn?: vscode.ViewColumn): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(sourceUri(path), { selection: new vscode.Range(at, at), viewColumn });
}
