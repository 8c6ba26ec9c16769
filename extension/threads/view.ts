// The Threads & GIL view: who holds, who waits, for what.

import * as vscode from 'vscode';
import type { GilSnapshot, GilThread } from '../../debug-adapter/protocol';
import { Commands, Views } from '../ids';
import { openSource } from '../openSource';
import type { SessionChange, Sessions } from '../sessions';
import { describeGil, describeThread, holderText, threadContext, threadDetails } from './describe';

/** A row has all that it shows: VS Code may ask for its item when the session has ended. */
type Row =
  | { kind: 'state'; label: string; why: string }
  | { kind: 'gil'; gil: GilSnapshot }
  | { kind: 'thread'; thread: GilThread }
  | { kind: 'detail'; owner: string; label: string; value: string };

export class ThreadsView implements vscode.TreeDataProvider<Row> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private snapshot: GilSnapshot | undefined;
  private tree: vscode.TreeView<Row> | undefined;
  /** Counts refreshes, so that a late answer does not overwrite a newer one. */
  private generation = 0;

  constructor(private readonly sessions: Sessions) {}

  register(context: vscode.ExtensionContext): void {
    this.tree = vscode.window.createTreeView(Views.threads, { treeDataProvider: this, showCollapseAll: false });
    context.subscriptions.push(
      this.tree,
      this.sessions.onDidChange((change) => this.onSession(change)),
      vscode.debug.onDidChangeActiveDebugSession(() => void this.refresh()),
      vscode.commands.registerCommand(Commands.refreshThreads, () => this.refresh()),
      vscode.commands.registerCommand(Commands.goToThread, (row: Row) => goTo(row)),
      vscode.commands.registerCommand(Commands.chooseNextOwner, (row: Row) =>
        this.onThread(row, (session, threadId) => this.sessions.request(session, 'pyxray/chooseNextOwner', { threadId })),
      ),
      vscode.commands.registerCommand(Commands.freezeThread, (row: Row) =>
        this.onThread(row, (session, threadId) => this.sessions.request(session, 'pyxray/freezeThread', { threadId, frozen: true })),
      ),
      vscode.commands.registerCommand(Commands.thawThread, (row: Row) =>
        this.onThread(row, (session, threadId) => this.sessions.request(session, 'pyxray/freezeThread', { threadId, frozen: false })),
      ),
    );
  }

  getChildren(parent?: Row): Row[] {
    const gil = this.snapshot;
    if (parent === undefined) return gil === undefined ? [] : [...this.stateRow(), ...gil.threads.map((thread): Row => ({ kind: 'thread', thread })), { kind: 'gil', gil }];
    if (parent.kind === 'gil') return describeGil(parent.gil).map(([label, value]) => ({ kind: 'detail', owner: 'gil', label, value }));
    if (parent.kind === 'thread') return threadDetails(parent.thread).map(([label, value]) => ({ kind: 'detail', owner: String(parent.thread.id), label, value }));
    return [];
  }

  /** In the same place whether the program runs or stands still: the rows below do not jump. */
  private stateRow(): Row[] {
    const session = this.sessions.current;
    if (session === undefined) return [];
    const { stops, reason } = this.sessions.lastStop(session);
    return [this.sessions.isStopped(session) ? { kind: 'state', label: `Stop ${stops}`, why: reason } : { kind: 'state', label: 'Running', why: '' }];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'state':
        return stateItem(row);
      case 'gil':
        return gilItem(row.gil);
      case 'thread':
        return threadItem(row.thread);
      case 'detail': {
        const item = new vscode.TreeItem(row.label);
        item.id = `${row.owner}.${row.label}`;
        item.description = row.value;
        return item;
      }
    }
  }

  private async onSession(change: SessionChange): Promise<void> {
    if (change.session !== this.sessions.current && change.kind !== 'ended') return;
    if (change.kind === 'gil') this.show(change.gil);
    else if (change.kind !== 'timeline') await this.refresh();
  }

  private async refresh(): Promise<void> {
    const session = this.sessions.current;
    if (session === undefined || !this.sessions.isReady(session)) return this.show(undefined);
    const generation = ++this.generation;
    // A session that is just starting or ending does not answer: the next event asks again.
    const snapshot = await this.sessions.request(session, 'pyxray/gil', {}).catch(() => undefined);
    if (generation === this.generation && snapshot !== undefined) this.show(snapshot);
  }

  private show(snapshot: GilSnapshot | undefined): void {
    this.generation++;
    this.snapshot = snapshot;
    if (this.tree !== undefined) {
      const waiting = snapshot?.threads.filter((thread) => thread.state === 'waiting').length ?? 0;
      this.tree.description = snapshot === undefined ? '' : this.sessions.current?.name;
      this.tree.badge = waiting > 0 ? { value: waiting, tooltip: `${waiting} ${waiting === 1 ? 'thread waits' : 'threads wait'} for the GIL` } : undefined;
    }
    this.changed.fire();
  }

  private async onThread(row: Row, act: (session: vscode.DebugSession, threadId: number) => Promise<unknown>): Promise<void> {
    const session = this.sessions.current;
    if (session === undefined || row?.kind !== 'thread') return;
    try {
      await act(session, row.thread.id);
    } catch (error) {
      void vscode.window.showErrorMessage((error as Error).message);
    }
    await this.refresh();
  }
}

function stateItem({ label, why }: Extract<Row, { kind: 'state' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = 'state';
  item.description = why;
  item.tooltip = why === '' ? label : `${label}: ${why}`;
  item.iconPath = why === '' ? new vscode.ThemeIcon('debug-start') : new vscode.ThemeIcon('debug-stackframe', new vscode.ThemeColor('debugIcon.breakpointCurrentStackframeForeground'));
  item.accessibilityInformation = { label: item.tooltip };
  return item;
}

function gilItem(gil: GilSnapshot): vscode.TreeItem {
  const item = new vscode.TreeItem('GIL', vscode.TreeItemCollapsibleState.Expanded);
  item.id = 'gil';
  item.iconPath = new vscode.ThemeIcon('lock');
  item.description = `held by ${holderText(gil)}`;
  return item;
}

function threadItem(thread: GilThread): vscode.TreeItem {
  const item = new vscode.TreeItem(thread.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `thread.${thread.id}`;
  item.description = describeThread(thread);
  item.tooltip = `${thread.name} (ident ${thread.ident}): ${item.description}`;
  item.iconPath = icon(thread);
  item.contextValue = threadContext(thread);
  item.accessibilityInformation = { label: `${thread.name}, ${item.description}` };
  if (thread.location?.path !== undefined) item.command = { command: Commands.goToThread, title: 'Go to the Line', arguments: [{ kind: 'thread', thread }] };
  return item;
}

function icon(thread: GilThread): vscode.ThemeIcon {
  if (thread.holdsGil) return new vscode.ThemeIcon('key', new vscode.ThemeColor('charts.green'));
  if (thread.frozen) return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.orange'));
  switch (thread.state) {
    case 'waiting':
      return new vscode.ThemeIcon('watch', new vscode.ThemeColor('charts.yellow'));
    case 'blocked':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('charts.blue'));
    case 'parked':
      return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('charts.orange'));
    case 'exited':
      return new vscode.ThemeIcon('pass');
    default:
      return new vscode.ThemeIcon('circle-outline');
  }
}

async function goTo(row: Row): Promise<void> {
  const location = row?.kind === 'thread' ? row.thread.location : undefined;
  if (location?.path === undefined) return;
  await openSource(location.path, location.line);
}
