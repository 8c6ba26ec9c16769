// Desktop: the language server is a process of its own, so that a long file holds nobody else up. It ends with its parent.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';

export function serverProcess(extensionUri: vscode.Uri, options: LanguageClientOptions): LanguageClient {
  const server = { module: vscode.Uri.joinPath(extensionUri, 'dist', 'languageServer.cjs').fsPath, transport: TransportKind.ipc };
  return new LanguageClient('pyxray', 'PyXray Language Server', server, options);
}
