// The Python file that is meant where none is named.

import * as vscode from 'vscode';

export const NOTHING_TO_DEBUG = 'There is no Python file to debug: open one.';

/** Sources that only a debugger or git shows are no files to run. */
const SHOWN_ONLY = new Set(['debug', 'git', 'output']);

/** The one that was in front last. */
let last: vscode.TextDocument | undefined;

export function rememberPythonDocuments(context: vscode.ExtensionContext): void {
  const remember = (editor: vscode.TextEditor | undefined): void => {
    if (editor !== undefined && isProgram(editor.document)) last = editor.document;
  };
  remember(vscode.window.activeTextEditor);
  context.subscriptions.push(vscode.window.onDidChangeActiveTextEditor(remember));
}

/** That of the editor in front; else one that can be seen, or was in front last and is open: in front may be the timeline, the heap graph or the tour. */
export function pythonDocument(): vscode.TextDocument | undefined {
  const seen = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].map((editor) => editor?.document);
  return seen.find((document) => document !== undefined && isProgram(document)) ?? (last !== undefined && isOpen(last.uri) ? last : undefined);
}

function isProgram({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'python' && !SHOWN_ONLY.has(uri.scheme);
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()));
}
