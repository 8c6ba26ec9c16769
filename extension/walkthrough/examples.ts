// "PyXray: Open Example": the programs of examples/, which travel with the extension.

import * as vscode from 'vscode';
import { Commands } from '../ids';
import { examples } from './exampleList';

export function registerExamples(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.commands.registerCommand(Commands.openWalkthrough, () => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false)),
    vscode.commands.registerCommand(Commands.openExample, async (file?: string) => {
      const chosen = file ?? (await choose());
      if (chosen === undefined) return;
      try {
        await vscode.window.showTextDocument(await open(chosen, context.extensionUri));
      } catch (error) {
        void vscode.window.showErrorMessage(`The example ${chosen} cannot be opened: ${(error as Error).message}`);
      }
    }),
  );
}

async function choose(): Promise<string | undefined> {
  const items = examples.map(({ file, about }) => ({ label: file, description: about }));
  return (await vscode.window.showQuickPick(items, { title: 'PyXray: Open Example', matchOnDescription: true }))?.label;
}

/** The workspace's own copy, if it has one; else the extension's. */
async function open(file: string, extension: vscode.Uri): Promise<vscode.TextDocument> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const own = vscode.Uri.joinPath(folder.uri, file);
    if (await exists(own)) return vscode.workspace.openTextDocument(own);
  }
  const packed = vscode.Uri.joinPath(extension, 'examples', file);
  if (!/^https?$/.test(packed.scheme)) return vscode.workspace.openTextDocument(packed);
  // In the browser the extension lies on a server, which is no file system of VS Code's.
  const response = await fetch(packed.toString(true));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return vscode.workspace.openTextDocument({ language: 'python', content: await response.text() });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
