// Entry in VS Code's Node extension host: desktop and remote.

import type * as vscode from 'vscode';
import { activatePyxray } from './activate';
import { ExecutableAdapterFactory } from './debug/executableAdapter';

export function activate(context: vscode.ExtensionContext): void {
  activatePyxray(context, 'desktop', new ExecutableAdapterFactory(context.extensionUri), async (options) => {
    // Later than F5's first needs: it is the larger half of the bundle.
    const { serverProcess } = await import('./languageClient/process');
    return serverProcess(context.extensionUri, options);
  });
}
