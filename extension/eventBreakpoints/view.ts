// The Event Breakpoints view: a check box each, with conditions.

import * as vscode from 'vscode';
import { implementedEventBreakpoints, type EventBreakpoint } from '../../debug-adapter/eventBreakpoints';
import { Commands, Views } from '../ids';
import type { Sessions } from '../sessions';
import type { EventBreakpointStore } from './store';

export class EventBreakpointsView implements vscode.TreeDataProvider<EventBreakpoint> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  /** Why the adapter refused one, by id. */
  private problems = new Map<string, string>();

  constructor(
    private readonly store: EventBreakpointStore,
    private readonly sessions: Sessions,
  ) {}

  register(context: vscode.ExtensionContext): void {
    const tree = vscode.window.createTreeView(Views.eventBreakpoints, { treeDataProvider: this, manageCheckboxStateManually: true });
    context.subscriptions.push(
      tree,
      tree.onDidChangeCheckboxState(({ items }) => this.store.set(items.map(([event, state]) => [event.id, { enabled: state === vscode.TreeItemCheckboxState.Checked }]))),
      this.store.onDidChange(({ byUser }) => {
        this.changed.fire();
        if (byUser) void this.tellSessions();
      }),
      vscode.commands.registerCommand(Commands.editCondition, (event: EventBreakpoint) => this.editCondition(event)),
      vscode.commands.registerCommand(Commands.removeCondition, (event: EventBreakpoint) => this.store.set([[event.id, { condition: '' }]])),
      vscode.commands.registerCommand(Commands.disableAllEvents, () => this.store.set(implementedEventBreakpoints.map((event) => [event.id, { enabled: false }]))),
    );
  }

  getChildren(parent?: EventBreakpoint): EventBreakpoint[] {
    return parent === undefined ? [...implementedEventBreakpoints] : [];
  }

  getTreeItem(event: EventBreakpoint): vscode.TreeItem {
    const { enabled, condition } = this.store.get(event.id);
    const problem = this.problems.get(event.id);
    const item = new vscode.TreeItem(event.label);
    item.id = event.id;
    item.description = problem !== undefined ? `⚠ ${problem}` : condition === '' ? undefined : `if ${condition}`;
    item.tooltip = new vscode.MarkdownString(
      [
        event.description,
        `A condition can name: ${event.conditionDescription}`,
        ...(problem === undefined ? [] : [`$(warning) ${problem}`]),
        // There is no API for it.
        ...(this.sessions.ready.length === 0 ? [] : ["What is changed here holds at once; VS Code's own *Breakpoints* view shows it from the next session on."]),
      ].join('\n\n'),
      true,
    );
    item.checkboxState = {
      state: enabled ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: event.description,
      accessibilityInformation: { label: `${event.label}${condition === '' ? '' : ` if ${condition}`}`, role: 'checkbox' },
    };
    item.contextValue = condition === '' ? 'eventBreakpoint' : 'eventBreakpoint.conditional';
    return item;
  }

  private async editCondition(event: EventBreakpoint): Promise<void> {
    const condition = await vscode.window.showInputBox({
      title: `${event.label}: stop when this Python expression is true`,
      value: this.store.get(event.id).condition,
      placeHolder: event.conditionDescription,
      prompt: `Can name: ${event.conditionDescription}. Empty: stop every time.`,
      // A stop takes the focus to the editor; what one has written stays.
      ignoreFocusOut: true,
    });
    // A condition is written for a breakpoint one wants.
    if (condition !== undefined) this.store.set([[event.id, { condition: condition.trim(), enabled: true }]]);
  }

  private async tellSessions(): Promise<void> {
    const filters = this.store.settings;
    const problems = new Map<string, string>();
    for (const session of this.sessions.ready) {
      const answer = await this.sessions.request(session, 'pyxray/setEventBreakpoints', { filters }).catch(() => undefined);
      answer?.breakpoints.forEach((breakpoint, index) => {
        if (!breakpoint.verified) problems.set(filters[index].id, breakpoint.message ?? 'not accepted');
      });
    }
    this.problems = problems;
    this.changed.fire();
  }
}
