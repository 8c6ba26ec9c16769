// The GIL timeline's panel: while it is open the adapter records; what is new is fetched and handed to the view.

import * as vscode from 'vscode';
import { webviewPage } from '../page';
import type { GilTimelineArguments, GilTimelineColumns, GilTimelineCursor, GilTimelineEvent } from '../../../debug-adapter/protocol';
import { Commands } from '../../ids';
import { openSource } from '../../openSource';
import type { SessionChange, Sessions } from '../../sessions';
import type { FromView, SessionState, ToView } from './contract';

export class GilTimelinePanel {
  private static current: GilTimelinePanel | undefined;
  private ready = false;
  private waiting: ToView[] = [];
  /** The session whose timeline is shown; it may have ended. */
  private shown: vscode.DebugSession | undefined;
  private recording = 0;
  private now = 0;
  private next: GilTimelineCursor | undefined;
  private isFetching = false;
  private hasMore = false;

  static register(context: vscode.ExtensionContext, sessions: Sessions): void {
    const open = (): GilTimelinePanel => (GilTimelinePanel.current ??= new GilTimelinePanel(context, sessions));
    context.subscriptions.push(
      vscode.commands.registerCommand(Commands.openGilTimeline, () => open().panel.reveal(undefined, true)),
      vscode.commands.registerCommand(Commands.showInTimeline, (row?: { kind: string; thread?: { id: number } }) => {
        open().panel.reveal(undefined, true);
        if (row?.thread !== undefined) open().send({ type: 'thread', id: row.thread.id });
      }),
      sessions.onDidChange((change) => GilTimelinePanel.current?.onSession(change)),
    );
  }

  private readonly panel: vscode.WebviewPanel;

  private constructor(
    context: vscode.ExtensionContext,
    private readonly sessions: Sessions,
  ) {
    const dist = vscode.Uri.joinPath(context.extensionUri, 'dist', 'webviews');
    this.panel = vscode.window.createWebviewPanel(
      'pyxray.gilTimeline',
      'GIL Timeline',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [dist] },
    );
    this.panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'extension', 'media', 'gil-timeline.svg');
    this.panel.onDidDispose(() => this.closed());
    this.panel.webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    this.panel.webview.html = webviewPage(this.panel.webview, dist, 'gilTimeline', 'GIL Timeline');
    const session = sessions.current;
    if (session !== undefined && sessions.isReady(session)) this.show(session);
  }

  private closed(): void {
    GilTimelinePanel.current = undefined;
    if (this.shown !== undefined && this.sessions.isReady(this.shown)) this.sessions.request(this.shown, 'pyxray/gilTimeline', { subscribe: false }).catch(() => {});
  }

  private onSession({ session, kind, timeline }: SessionChange): void {
    if (kind === 'ready') this.show(session);
    else if (session === this.shown) {
      if (kind === 'timeline') this.onTimeline(timeline!);
      else if (kind === 'stopped') void this.fetch({});
      if (kind === 'stopped' || kind === 'continued' || kind === 'ended') this.sendState();
    }
  }

  /** What the adapter sends at the end it cannot be asked for any more. */
  private onTimeline({ last }: GilTimelineEvent): void {
    if (last === undefined) void this.fetch({});
    else this.add(last);
  }

  private show(session: vscode.DebugSession): void {
    this.shown = session;
    this.recording = 0;
    this.now = 0;
    this.next = undefined;
    this.send({ type: 'clear' });
    this.sendState();
    void this.fetch({ subscribe: true });
  }

  private sendState(): void {
    const session = this.shown;
    const live = session !== undefined && this.sessions.isReady(session);
    const state: SessionState = !live ? 'none' : this.sessions.isStopped(session) ? 'stopped' : 'running';
    this.send({ type: 'session', state, place: session?.name ?? '' });
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
      case 'record':
        void this.fetch({ subscribe: message.on });
        break;
      case 'open':
        openSource(message.path, message.line, vscode.ViewColumn.One).then(undefined, (error: Error) => void vscode.window.showErrorMessage(error.message));
        break;
      case 'debug':
        void vscode.commands.executeCommand(Commands.debugFile);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
    }
  }

  /** Asks for what is new until there is no more; one question at a time, as each begins where the last ended. */
  private async fetch(args: GilTimelineArguments): Promise<void> {
    const session = this.shown;
    if (session === undefined || !this.sessions.isReady(session)) return;
    if (this.isFetching && args.subscribe === undefined) {
      this.hasMore = true;
      return;
    }
    this.isFetching = true;
    try {
      let question = args;
      do {
        this.hasMore = false;
        const columns = await this.sessions.request(session, 'pyxray/gilTimeline', { ...question, recording: this.recording, since: this.next });
        if (session !== this.shown) return;
        this.add(columns);
        this.hasMore ||= columns.more;
        question = {};
      } while (this.hasMore);
    } catch (error) {
      // A session that is just ending does not answer: what it had comes as an event.
      if (this.sessions.isReady(session)) this.send({ type: 'error', message: (error as Error).message });
    } finally {
      this.isFetching = false;
    }
  }

  /** An answer may arrive after the event that came later: VS Code passes it on by another way. The view leaves out what it has. */
  private add(columns: GilTimelineColumns): void {
    if (columns.recording < this.recording) return;
    if (columns.recording > this.recording || columns.now >= this.now) {
      this.recording = columns.recording;
      this.now = columns.now;
      this.next = columns.next;
    }
    this.send({ type: 'columns', columns });
  }
}
