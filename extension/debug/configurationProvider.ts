// F5 with and without a launch.json.

import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../ids';
import { validateLaunch } from './validate';

export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(private readonly where: 'desktop' | 'web') {}

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return initialConfigurations();
  }

  /** F5 without a launch.json arrives as an empty configuration: the Python file in the editor is meant. */
  resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.ProviderResult<vscode.DebugConfiguration> {
    if (configuration.type || configuration.request || configuration.name) return withDefaults(configuration, folder);
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || document.languageId !== 'python') {
      return refuse('There is nothing to debug: open a Python file, or write a launch.json.');
    }
    return withDefaults({ ...configuration, ...configurationForDocument(document) }, folder);
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): vscode.ProviderResult<vscode.DebugConfiguration> {
    const problem = validateLaunch(configuration, this.where);
    return problem === null ? configuration : refuse(problem, 'Open launch.json');
  }
}

/** What "debug this file" means for a document; text that was never saved runs as python -c runs it. */
export function configurationForDocument(document: vscode.TextDocument): vscode.DebugConfiguration {
  const base = { type: DEBUG_TYPE, request: 'launch' };
  if (document.isUntitled) return { ...base, name: 'PyXray: unsaved text', code: document.getText() };
  const program = document.uri.scheme === 'file' ? document.uri.fsPath : document.uri.toString();
  return { ...base, name: `PyXray: ${document.uri.path.split('/').pop()}`, program };
}

export function initialConfigurations(): vscode.DebugConfiguration[] {
  return [{ type: DEBUG_TYPE, request: 'launch', name: 'PyXray: current file', program: '${file}' }];
}

function withDefaults(configuration: vscode.DebugConfiguration, folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration {
  const cwd = configuration.cwd ?? (folder === undefined ? undefined : folder.uri.scheme === 'file' ? folder.uri.fsPath : folder.uri.toString());
  return { ...configuration, request: configuration.request || 'launch', name: configuration.name || 'PyXray', ...(cwd === undefined ? {} : { cwd }) };
}

async function refuse(message: string, action?: string): Promise<undefined> {
  // Returning undefined ends the start silently; null would open launch.json without a word.
  const chosen = await vscode.window.showErrorMessage(message, { modal: true }, ...(action === undefined ? [] : [action]));
  if (chosen !== undefined) await vscode.commands.executeCommand('workbench.action.debug.configure');
  return undefined;
}
