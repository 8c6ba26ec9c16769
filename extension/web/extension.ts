// Entry in VS Code's web extension host.

import type * as vscode from 'vscode';
import { activatePyxray } from '../activate';
import { WorkerAdapterFactory } from './workerAdapter';

export function activate(context: vscode.ExtensionContext): void {
  activatePyxray(context, 'web', new WorkerAdapterFactory(context.extensionUri), async (options) => {
    const { serverWorker } = await import('../languageClient/worker');
    return serverWorker(context.extensionUri, options);
  });
}
