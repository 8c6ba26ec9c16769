// The heap graph's panel: asks the adapter, hands columns to the view.

import * as vscode from 'vscode';
import { webviewPage } from '../page';
import { Commands } from '../../ids';
import type { Sessions } from '../../sessions';
import type { FromView, Query, SessionState, ToView } from './contract';

/** How long (ms) after a stop the graph is read: the stack and the variables come first, as reading a large heap takes a while. */
const AFTER_STOP = 100;

const DEFAULT_QUERY: Query = { roots: 'locals', depth: 4, includeBuiltins: false };

interface VariableContext {
  readonly sessionId?: string;
  readonly container?: { readonly variablesReference?: number; readonly expression?: string };
  readonly variable?: { readonly name: string; readonly memoryReference?: string };
}

export class HeapGraphPanel {
  private static current: HeapGraphPanel | undefined;
  private query = DEFAULT_QUERY;
  private ready = false;
  private waiting: ToView[] = [];
  /** Counts questions: only the last one's answer is shown. */
  private asked = 0;
  /** Whose graph is shown. */
  private shown: vscode.DebugSession | undefined;
  /** There was a stop since the graph was read. */
  private behind = false;
  private reading: ReturnType<typeof setTimeout> | undefined;

  static register(context: vscode.ExtensionContext, sessions: Sessions): void {
    const open = (): HeapGraphPanel => (HeapGraphPanel.current ??= new HeapGraphPanel(context, sessions));
    context.subscriptions.push(
      vscode.commands.registerCommand(Commands.openHeapGraph, () => open().show(DEFAULT_QUERY)),
      vscode.commands.registerCommand(Commands.showInHeapGraph, (variable: VariableContext) => showVariable(open, sessions, variable)),
      vscode.debug.onDidChangeActiveDebugSession(() => HeapGraphPanel.current?.follow()),
      sessions.onDidChange(({ kind, session }) => {
        if (session !== sessions.current && kind !== 'ended') return;
        if (kind === 'stopped' || kind === 'variables') HeapGraphPanel.current?.follow();
        else if (kind === 'started' || kind === 'continued' || kind === 'ended') HeapGraphPanel.current?.sendState();
      }),
    );
  }

  private readonly panel: vscode.WebviewPanel;

  private constructor(
    context: vscode.ExtensionContext,
    private readonly sessions: Sessions,
  ) {
    const dist = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webviews');
    this.panel = vscode.window.createWebviewPanel(
      'pyxray.heapGraph',
      'Heap Graph',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [dist] },
    );
    this.panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'extension', 'media', 'heap-graph.svg');
    this.panel.onDidDispose(() => {
      clearTimeout(this.reading);
      HeapGraphPanel.current = undefined;
    });
    this.panel.onDidChangeViewState(() => this.readIfBehind());
    this.panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    this.panel.webview.html = webviewPage(this.panel.webview, dist, 'heapGraph', 'Heap Graph');
  }

  show(query: Query, select?: number): Promise<void> {
    this.panel.reveal(undefined, true);
    this.query = query;
    return this.load(select);
  }

  /** Another stop, or another session in front. */
  private follow(): void {
    this.sendState();
    this.behind = vscode.workspace.getConfiguration('pyxray').get<boolean>('heapGraph.followStops') ?? true;
    this.readIfBehind();
  }

  /** A graph that nobody sees is read when it is looked at; one that somebody steps past not at all. */
  private readIfBehind(): void {
    clearTimeout(this.reading);
    if (!this.behind || !this.panel.visible) return;
    this.reading = setTimeout(() => {
      const session = this.sessions.current;
      if (session !== undefined && this.sessions.isStopped(session)) void this.load();
    }, AFTER_STOP);
  }

  private sendState(): void {
    const session = this.sessions.current;
    const isOther = session !== undefined && this.shown !== undefined && session.id !== this.shown.id;
    const state: SessionState = session === undefined ? 'none' : isOther ? 'other' : this.sessions.isStopped(session) ? 'stopped' : 'running';
    this.send({ type: 'session', state, place: this.shown?.name ?? '' });
  }

  private send(message: ToView): void {
    if (this.ready) void this.panel.webview.postMessage(message);
    else this.waiting.push(message);
  }

  private receive(message: FromView): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.sendState();
        for (const waiting of this.waiting.splice(0)) this.send(waiting);
        break;
      case 'query':
        this.query = message.query;
        void this.load();
        break;
      case 'expand':
        void this.expand(message.address, message.direction);
        break;
      case 'summary':
        void this.ask(async (session) =>
          this.send({ type: 'summary', columns: await this.sessions.request(session, 'pyxray/heapSummary', { includeBuiltins: message.includeBuiltins }) }),
        );
        break;
      case 'debug':
        void vscode.commands.executeCommand(Commands.debugFile);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
    }
  }

  private load(select?: number): Promise<void> {
    this.behind = false;
    return this.ask(async (session, isCurrent) => {
      // Another program's addresses mean nothing here.
      if (select === undefined && typeof this.query.roots !== 'string' && session.id !== this.shown?.id) this.query = DEFAULT_QUERY;
      const { query } = this;
      const frame = vscode.debug.activeStackItem;
      const frameId = frame instanceof vscode.DebugStackFrame && frame.session.id === session.id ? frame.frameId : undefined;
      const { name, ...wanted } = query;
      const columns = await this.sessions.request(session, 'pyxray/heapGraph', { ...wanted, frameId, maxNodes: maxNodes() });
      if (!isCurrent()) return;
      this.shown = session;
      this.sendState();
      this.send({ type: 'graph', query, columns: name === undefined ? columns : { ...columns, rootName: columns.roots.map(() => name) }, select });
    });
  }

  private expand(address: number, direction: 'referents' | 'referrers'): Promise<void> {
    return this.ask(async (session, isCurrent) => {
      if (session.id !== this.shown?.id) throw new Error(`This is the heap of ${this.shown?.name}: bring that session to the front, or read the graph again.`);
      const columns = await this.sessions.request(session, 'pyxray/heapGraph', {
        roots: [address],
        depth: 1,
        maxNodes: maxNodes(),
        includeBuiltins: this.query.includeBuiltins,
        direction,
      });
      if (isCurrent()) this.send({ type: 'expansion', address, direction, columns });
    });
  }

  /** One question to the adapter; says why there can be no answer. */
  private async ask(question: (session: vscode.DebugSession, isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const session = this.sessions.current;
    const number = ++this.asked;
    if (session === undefined) return this.send({ type: 'error', message: 'No program is being debugged. Start one and stop it, at a breakpoint for example: then its objects are drawn here.', noSession: true });
    if (!this.sessions.isStopped(session))
      return this.send({ type: 'error', message: 'The program is running. Its heap can be drawn when it stands still: pause it or set a breakpoint.' });
    this.send({ type: 'busy' });
    try {
      await question(session, () => number === this.asked);
    } catch (error) {
      if (number === this.asked) this.send({ type: 'error', message: (error as Error).message });
    }
  }
}

function maxNodes(): number {
  return vscode.workspace.getConfiguration('pyxray').get<number>('heapGraph.maxNodes') ?? 400;
}

async function showVariable(open: () => HeapGraphPanel, sessions: Sessions, context: VariableContext): Promise<void> {
  const session = (context.sessionId === undefined ? undefined : sessions.get(context.sessionId)) ?? sessions.current;
  if (session === undefined || context.variable === undefined) return;
  try {
    const address = await addressOf(session, sessions, context);
    await open().show({ ...DEFAULT_QUERY, roots: [address], name: context.variable.name, depth: 3 }, address);
  } catch (error) {
    void vscode.window.showErrorMessage(`${context.variable.name} cannot be shown in the heap graph: ${(error as Error).message}`);
  }
}

async function addressOf(session: vscode.DebugSession, sessions: Sessions, { variable, container }: VariableContext): Promise<number> {
  const address = Number(variable!.memoryReference);
  if (variable!.memoryReference !== undefined && Number.isSafeInteger(address)) return address;
  if (container?.variablesReference === undefined) throw new Error('it is no object of its own.');
  return (await sessions.request(session, 'pyxray/resolveVariable', { variablesReference: container.variablesReference, name: variable!.name })).address;
}
