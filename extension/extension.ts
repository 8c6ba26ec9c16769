// Entry in VS Code's Node extension host: desktop and remote.

import type * as vscode from 'vscode';
import { activatePyxray } from './activate';
import { ExecutableAdapterFactory } from './debug/executableAdapter';
import { startServerProcess } from './languageClient/process';

export function activate(context: vscode.ExtensionContext): void {
  activatePyxray(context, 'desktop', new ExecutableAdapterFactory(context.extensionUri), startServerProcess(context.extensionUri));
}
