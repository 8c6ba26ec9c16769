// The event breakpoints' state: kept with the workspace, there before any session.

import * as vscode from 'vscode';
import { implementedEventBreakpoints } from '../../debug-adapter/eventBreakpoints';
import type { EventBreakpointSetting } from '../../debug-adapter/protocol';
import { announce, receive, settings, type AnnouncedFilter, type FilterState, type Memory, type SetExceptionBreakpoints, type States } from './sync';

const STATES_KEY = 'pyxray.eventBreakpoints';
const MEMORY_KEY = 'pyxray.eventBreakpoints.vscode';

export class EventBreakpointStore {
  private readonly changed = new vscode.EventEmitter<{ byUser: boolean }>();
  /** byUser: in our view; else taken over from VS Code's. */
  readonly onDidChange = this.changed.event;
  private states: States;
  private memory: Memory;

  constructor(private readonly memento: vscode.Memento) {
    const kept = memento.get<States>(STATES_KEY, {});
    this.states = Object.fromEntries(implementedEventBreakpoints.map((event) => [event.id, kept[event.id] ?? { enabled: event.default, condition: '' }]));
    this.memory = memento.get<Memory>(MEMORY_KEY, {});
  }

  get(id: string): FilterState {
    return this.states[id];
  }

  get settings(): EventBreakpointSetting[] {
    return settings(this.states);
  }

  set(changes: Iterable<readonly [string, Partial<FilterState>]>): void {
    const states = { ...this.states };
    for (const [id, change] of changes) states[id] = { ...states[id], ...change };
    this.keep(states, this.memory);
    this.changed.fire({ byUser: true });
  }

  announce(filters: readonly AnnouncedFilter[]): AnnouncedFilter[] {
    const result = announce(filters, this.states, this.memory);
    this.keep(this.states, result.memory);
    return result.filters;
  }

  /** announced: the request is about the filters of announce; else VS Code does not know them yet, and says nothing about them. */
  receive(request: SetExceptionBreakpoints, announced: boolean): SetExceptionBreakpoints {
    const result = receive(request, this.states, announced ? this.memory : {});
    if (!announced) return result.request;
    this.keep(result.states, result.memory);
    this.changed.fire({ byUser: false });
    return result.request;
  }

  private keep(states: States, memory: Memory): void {
    this.states = states;
    this.memory = memory;
    void this.memento.update(STATES_KEY, states);
    void this.memento.update(MEMORY_KEY, memory);
  }
}
