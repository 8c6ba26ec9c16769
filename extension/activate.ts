// What both extension hosts share: all of PyXray but the ways to its adapter and to its language server.

import * as vscode from 'vscode';
import { ConfigurationProvider, configurationForDocument } from './debug/configurationProvider';
import { NOTHING_TO_DEBUG, pythonDocument, rememberPythonDocuments } from './debug/pythonDocument';
import { EventBreakpointStore } from './eventBreakpoints/store';
import { EventBreakpointsView } from './eventBreakpoints/view';
import { Commands, DEBUG_TYPE } from './ids';
import { BytecodeView } from './languageClient/bytecodeView';
import { LanguageFeatures, type MakeClient } from './languageClient/features';
import { Sessions } from './sessions';
import { ThreadsView } from './threads/view';
import { registerExamples } from './walkthrough/examples';
import { GilTimelinePanel } from './webviews/gilTimeline/panel';
import { HeapGraphPanel } from './webviews/heapGraph/panel';

export function activatePyxray(context: vscode.ExtensionContext, where: 'desktop' | 'web', adapters: vscode.DebugAdapterDescriptorFactory, makeClient: MakeClient): void {
  const events = new EventBreakpointStore(context.workspaceState);
  const sessions = new Sessions(events);
  const configurations = new ConfigurationProvider(where);
  context.subscriptions.push(
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, configurations, vscode.DebugConfigurationProviderTriggerKind.Dynamic),
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, adapters),
    vscode.commands.registerCommand(Commands.debugFile, (uri?: vscode.Uri) => start(uri, false)),
    vscode.commands.registerCommand(Commands.runFile, (uri?: vscode.Uri) => start(uri, true)),
    vscode.commands.registerCommand(Commands.continueToHandoff, () => continueToHandoff(sessions)),
  );
  rememberPythonDocuments(context);
  sessions.register(context);
  new EventBreakpointsView(events, sessions).register(context);
  new ThreadsView(sessions).register(context);
  HeapGraphPanel.register(context, sessions);
  GilTimelinePanel.register(context, sessions);
  registerExamples(context);
  const language = new LanguageFeatures(makeClient);
  language.register(context);
  new BytecodeView(language).register(context);
}

async function start(uri: vscode.Uri | undefined, noDebug: boolean): Promise<void> {
  const document = uri === undefined ? pythonDocument() : await vscode.workspace.openTextDocument(uri);
  if (document === undefined) {
    const example = 'Open an Example';
    if ((await vscode.window.showErrorMessage(NOTHING_TO_DEBUG, example)) === example) await vscode.commands.executeCommand(Commands.openExample);
    return;
  }
  const saved = await savedFor(document, noDebug);
  if (saved === undefined) return;
  const configuration: vscode.DebugConfiguration = { ...configurationForDocument(saved), noDebug };
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(saved.uri), configuration, { suppressSaveBeforeStart: saved.isUntitled });
}

/** To run, text needs no name; to be debugged it does: a stop shows its file. Undefined: none was given. */
async function savedFor(document: vscode.TextDocument, noDebug: boolean): Promise<vscode.TextDocument | undefined> {
  if (!document.isUntitled) {
    if (document.isDirty) await document.save();
    return document;
  }
  if (noDebug) return document;
  const uri = await vscode.workspace.saveAs(document.uri);
  return uri === undefined ? undefined : vscode.workspace.openTextDocument(uri);
}

async function continueToHandoff(sessions: Sessions): Promise<void> {
  const session = sessions.current;
  if (session === undefined || !sessions.isStopped(session)) return;
  const item = vscode.debug.activeStackItem;
  try {
    await sessions.request(session, 'pyxray/continueToHandoff', { threadId: item !== undefined && item.session.id === session.id ? item.threadId : 0 });
  } catch (error) {
    void vscode.window.showErrorMessage((error as Error).message);
  }
}
