// Desktop: the adapter is a Node process of its own, because ctypes and C extensions can crash a process.

import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

export class ExecutableAdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  constructor(private readonly extensionUri: vscode.Uri) {}

  createDebugAdapterDescriptor(): vscode.DebugAdapterDescriptor {
    const adapter = path.join(this.extensionUri.fsPath, 'dist', 'adapter.js');
    if (!fs.existsSync(adapter)) throw new Error(`The debug adapter is missing (${adapter}). In a checkout: npm run build.`);
    const chosen = vscode.workspace.getConfiguration('pyxray').get<string>('nodePath')?.trim();
    if (chosen) {
      if (!fs.existsSync(chosen)) throw new Error(`"pyxray.nodePath" names ${chosen}, which does not exist.`);
      return new vscode.DebugAdapterExecutable(chosen, [adapter]);
    }
    // VS Code's own runtime: Electron as Node on the desktop, plain Node in a remote server, where the variable does nothing.
    return new vscode.DebugAdapterExecutable(process.execPath, [adapter], { env: { ELECTRON_RUN_AS_NODE: '1' } });
  }
}
