// Desktop: the language server is a process of its own, so that a long file holds nobody else up. It ends with its parent.

import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { MakeClient } from './features';

export function startServerProcess(extensionUri: vscode.Uri): MakeClient {
  const server = { module: vscode.Uri.joinPath(extensionUri, 'dist', 'languageServer.cjs').fsPath, transport: TransportKind.ipc };
  return (options) => new LanguageClient('pyxray', 'PyXray Language Server', server, options);
}
