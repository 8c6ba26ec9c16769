// The running PyXray sessions, whether the one in front stands still, and typed custom requests.

import * as vscode from 'vscode';
import type { PyxrayEvents, PyxrayRequests } from '../debug-adapter/protocol';
import type { AnnouncedFilter, SetExceptionBreakpoints } from './eventBreakpoints/sync';
import type { EventBreakpointStore } from './eventBreakpoints/store';
import { ContextKeys, DEBUG_TYPE } from './ids';

type Message = { type: string; command?: string; event?: string; body?: unknown; arguments?: unknown; success?: boolean };

const CONTINUING = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'pyxray/continueToHandoff']);

export interface SessionChange {
  readonly session: vscode.DebugSession;
  readonly kind: 'started' | 'ready' | 'stopped' | 'continued' | 'threads' | 'variables' | 'gil' | 'timeline' | 'ended';
  /** kind gil: the event's body. */
  readonly gil?: PyxrayEvents['pyxray/gil'];
  /** kind timeline: the event's body. */
  readonly timeline?: PyxrayEvents['pyxray/gilTimeline'];
  /** kind stopped: the event's thread. */
  readonly threadId?: number;
}

interface Entry {
  readonly session: vscode.DebugSession;
  /** The adapter has answered `initialize`: VS Code knows its exception filters. */
  announced: boolean;
  /** The adapter has answered `launch`: before that it takes no requests of ours. */
  ready: boolean;
  stopped: boolean;
  stops: number;
  reason: string;
}

export class Sessions implements vscode.DebugAdapterTrackerFactory {
  private readonly live = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<SessionChange>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly events: EventBreakpointStore) {}

  register(context: vscode.ExtensionContext): void {
    context.subscriptions.push(
      vscode.debug.registerDebugAdapterTrackerFactory(DEBUG_TYPE, this),
      vscode.debug.onDidChangeActiveDebugSession(() => this.updateContext()),
      vscode.debug.onDidTerminateDebugSession((session) => this.end(session)),
    );
  }

  private get all(): vscode.DebugSession[] {
    return [...this.live.values()].map(({ session }) => session);
  }

  /** Those that take requests. */
  get ready(): vscode.DebugSession[] {
    return this.all.filter((session) => this.isReady(session));
  }

  /** The session in front, else the one that started last. */
  get current(): vscode.DebugSession | undefined {
    const active = vscode.debug.activeDebugSession;
    return active !== undefined && this.live.has(active.id) ? active : this.all.at(-1);
  }

  get(id: string): vscode.DebugSession | undefined {
    return this.live.get(id)?.session;
  }

  /** It takes requests. */
  isReady(session: vscode.DebugSession): boolean {
    return this.live.get(session.id)?.ready ?? false;
  }

  isStopped(session: vscode.DebugSession): boolean {
    return this.live.get(session.id)?.stopped ?? false;
  }

  /** How often it has stopped, and why the last time. */
  lastStop(session: vscode.DebugSession): { stops: number; reason: string } {
    return this.live.get(session.id) ?? { stops: 0, reason: '' };
  }

  async request<Name extends keyof PyxrayRequests & string>(session: vscode.DebugSession, name: Name, args: PyxrayRequests[Name][0]): Promise<PyxrayRequests[Name][1]> {
    return session.customRequest(name, args);
  }

  /** VS Code hands a tracker the very messages it passes on; changing them is how the event breakpoints keep in step (sync.ts). */
  createDebugAdapterTracker(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    return {
      onWillStartSession: () => {
        this.live.set(session.id, { session, announced: false, ready: false, stopped: false, stops: 0, reason: '' });
        this.notify({ session, kind: 'started' });
      },
      onWillReceiveMessage: (message: Message) => {
        if (message.type === 'request' && message.command === 'setExceptionBreakpoints') {
          const announced = this.live.get(session.id)?.announced ?? false;
          message.arguments = { ...(message.arguments as object), ...this.events.receive(message.arguments as SetExceptionBreakpoints, announced) };
        }
      },
      onDidSendMessage: (message: Message) => this.sent(session, message),
      onExit: () => this.end(session),
      onWillStopSession: () => this.end(session),
    };
  }

  private sent(session: vscode.DebugSession, message: Message): void {
    if (message.type === 'response' && message.command === 'initialize' && message.success) {
      const body = message.body as { exceptionBreakpointFilters?: AnnouncedFilter[] } | undefined;
      if (body?.exceptionBreakpointFilters === undefined) return;
      body.exceptionBreakpointFilters = this.events.announce(body.exceptionBreakpointFilters);
      const entry = this.live.get(session.id);
      if (entry !== undefined) entry.announced = true;
    } else if (message.type === 'event') this.onEvent(session, message);
    else if (message.type === 'response' && message.success) this.onResponse(session, message.command ?? '');
  }

  private onResponse(session: vscode.DebugSession, command: string): void {
    if (command === 'launch') {
      const entry = this.live.get(session.id);
      if (entry !== undefined) entry.ready = true;
      this.notify({ session, kind: 'ready' });
    } else if (CONTINUING.has(command)) {
      // An adapter sends `continued` only for what the client did not ask for.
      const entry = this.live.get(session.id);
      if (entry !== undefined) entry.stopped = false;
      this.notify({ session, kind: 'continued' });
    } else if (command === 'restart') {
      // Another program in the same session.
      const entry = this.live.get(session.id);
      if (entry !== undefined) Object.assign(entry, { stopped: false, stops: 0, reason: '' });
      this.notify({ session, kind: 'continued' });
    } else if (command === 'setVariable' || command === 'setExpression') this.notify({ session, kind: 'variables' });
  }

  private onEvent(session: vscode.DebugSession, message: Message): void {
    const entry = this.live.get(session.id);
    switch (message.event) {
      case 'stopped':
        if (entry !== undefined) {
          const { reason, description, text } = message.body as { reason: string; description?: string; text?: string };
          entry.stopped = true;
          entry.stops++;
          entry.reason = [description ?? reason, text].filter((part) => part).join(' · ');
        }
        this.notify({ session, kind: 'stopped', threadId: (message.body as { threadId?: number }).threadId });
        break;
      case 'continued':
        if (entry !== undefined) entry.stopped = false;
        this.notify({ session, kind: 'continued' });
        break;
      case 'thread':
        this.notify({ session, kind: 'threads' });
        break;
      case 'invalidated':
        this.notify({ session, kind: 'variables' });
        break;
      case 'pyxray/gil':
        this.notify({ session, kind: 'gil', gil: message.body as PyxrayEvents['pyxray/gil'] });
        break;
      case 'pyxray/gilTimeline':
        this.notify({ session, kind: 'timeline', timeline: message.body as PyxrayEvents['pyxray/gilTimeline'] });
        break;
      case 'terminated':
        this.end(session);
        break;
    }
  }

  private end(session: vscode.DebugSession): void {
    if (!this.live.delete(session.id)) return;
    this.notify({ session, kind: 'ended' });
  }

  private notify(change: SessionChange): void {
    this.updateContext();
    this.changed.fire(change);
  }

  private updateContext(): void {
    const current = this.current;
    void vscode.commands.executeCommand('setContext', ContextKeys.sessionActive, current !== undefined);
    void vscode.commands.executeCommand('setContext', ContextKeys.sessionStopped, current !== undefined && this.isStopped(current));
  }
}
