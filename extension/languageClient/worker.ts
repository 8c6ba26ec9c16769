// Browser: the language server is a worker of the web extension host.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/browser';
import { mustExist } from '../web/mustExist';

export async function serverWorker(extensionUri: vscode.Uri, options: LanguageClientOptions): Promise<LanguageClient> {
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'languageServer.web.js').toString(true);
  await mustExist('The language server', script);
  return new LanguageClient('pyxray', 'PyXray Language Server', new Worker(script, { name: 'pyxray-language-server' }), options);
}
