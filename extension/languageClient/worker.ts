// Browser: the language server is a worker of the web extension host.

import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import type { MakeClient } from './features';

export function startServerWorker(extensionUri: vscode.Uri): MakeClient {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'languageServer.web.js').toString(true);
  return (options) => new LanguageClient('pyxray', 'PyXray Language Server', new Worker(script, { name: 'pyxray-language-server' }), options);
}
