// F5 with and without a launch.json.

import * as vscode from 'vscode';
import { sourceUri } from '../openSource';
import { DEBUG_TYPE } from '../ids';
import { NOTHING_TO_DEBUG, pythonDocument } from './pythonDocument';
import { validateLaunch } from './validate';

export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(private readonly where: 'desktop' | 'web') {}

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return initialConfigurations();
  }

  /** F5 without a launch.json arrives as an empty configuration: the Python file in the editor is meant. */
  resolveDebugConfiguration(folder: vscode.WorkspaceFolder | undefined, configuration: vscode.DebugConfiguration): vscode.ProviderResult<vscode.DebugConfiguration> {
    if (configuration.type || configuration.request || configuration.name) {
      const other = configuration.program === '${file}' ? fileOfAnotherKind() : undefined;
      return other === undefined ? withDefaults(configuration, folder) : refuse(`"program" is the file in front, but ${other} is no Python file: bring the one to debug to the front.`);
    }
    const document = pythonDocument();
    if (document === undefined) return refuse(NOTHING_TO_DEBUG);
    return withDefaults({ ...configuration, ...configurationForDocument(document) }, folder);
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const problem = validateLaunch(configuration, this.where) ?? (await missing(configuration, 'program')) ?? (await missing(configuration, 'cwd'));
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

/** The name of the file in front, if Python would not make sense of it. */
function fileOfAnotherKind(): string | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || document.languageId === 'python' || /\.pyw?$/.test(document.uri.path)) return undefined;
  return document.uri.path.split('/').pop();
}

/** What is wrong with an attribute that names a place; a relative one is the adapter's to find. */
async function missing(configuration: vscode.DebugConfiguration, attribute: 'program' | 'cwd'): Promise<string | null> {
  const place: unknown = configuration[attribute];
  if (typeof place !== 'string' || !/^([a-zA-Z][a-zA-Z0-9+.-]*:|\/)/.test(place)) return null;
  const stat = await vscode.workspace.fs.stat(sourceUri(place)).then((found) => found, () => undefined);
  if (stat === undefined) return `"${attribute}" is ${place}, which does not exist.`;
  const isFolder = (stat.type & vscode.FileType.Directory) !== 0;
  return attribute === 'cwd' && !isFolder ? `"cwd" is ${place}, which is no folder.` : null;
}

async function refuse(message: string, action?: string): Promise<undefined> {
  // Returning undefined ends the start silently; null would open launch.json without a word.
  const chosen = await vscode.window.showErrorMessage(message, { modal: true }, ...(action === undefined ? [] : [action]));
  if (chosen !== undefined) await vscode.commands.executeCommand('workbench.action.debug.configure');
  return undefined;
}
