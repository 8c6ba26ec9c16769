// The Python file that is meant where none is named.

import * as vscode from 'vscode';

export const NOTHING_TO_DEBUG = 'There is no Python file to debug on the screen: open one.';

/** Sources that only a debugger or git shows are no files to run. */
const SHOWN_ONLY = new Set(['debug', 'git', 'output']);

/** That of the editor in front, else one that can be seen: in front may be the timeline or the heap graph. */
export function pythonDocument(): vscode.TextDocument | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor !== undefined && editor.document.languageId === 'python' && !SHOWN_ONLY.has(editor.document.uri.scheme))?.document;
}
