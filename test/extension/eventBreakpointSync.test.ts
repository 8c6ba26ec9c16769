// Two lists of check boxes in step: our view, and a VS Code that remembers filters as VS Code does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announce, receive, settings, type AnnouncedFilter, type Memory, type SetExceptionBreakpoints, type States } from '../../extension/eventBreakpoints/sync';

const FILTERS: AnnouncedFilter[] = [
  { filter: 'gil.handoff', label: 'GIL hand-off', description: 'd' },
  { filter: 'uncaught', label: 'Uncaught', description: 'd', default: true },
];

/** VS Code's Breakpoints view: keyed by filter, label and description, it takes `default` once and then its own memory. */
class VsCode {
  private remembered = new Map<string, { filter: string; enabled: boolean; condition: string }>();
  private shown: string[] = [];

  startSession(filters: readonly AnnouncedFilter[]): void {
    this.shown = filters.map((filter) => {
      const key = JSON.stringify([filter.filter, filter.label, filter.description]);
      if (!this.remembered.has(key)) this.remembered.set(key, { filter: filter.filter, enabled: filter.default ?? false, condition: '' });
      return key;
    });
  }
  request(): SetExceptionBreakpoints {
    const filterOptions = this.shown
      .map((key) => this.remembered.get(key)!)
      .filter((filter) => filter.enabled)
      .map(({ filter, condition }) => (condition === '' ? { filterId: filter } : { filterId: filter, condition }));
    return { filters: [], filterOptions };
  }
  set(id: string, change: { enabled?: boolean; condition?: string }): void {
    const key = this.shown.find((shown) => this.remembered.get(shown)!.filter === id)!;
    this.remembered.set(key, { ...this.remembered.get(key)!, ...change });
  }
  ticked(): string {
    return this.request()
      .filterOptions!.map((option) => option.filterId)
      .join(' ');
  }
}

class Extension {
  states: States = { 'gil.handoff': { enabled: false, condition: '' }, uncaught: { enabled: true, condition: '' } };
  memory: Memory = {};

  constructor(readonly vscode: VsCode) {}
  set(id: string, change: { enabled?: boolean; condition?: string }): void {
    this.states = { ...this.states, [id]: { ...this.states[id], ...change } };
  }
  startSession(): string {
    const result = announce(FILTERS, this.states, this.memory);
    this.memory = result.memory;
    this.vscode.startSession(result.filters);
    return this.update();
  }
  /** VS Code sends what is ticked; answers what the adapter is told. */
  update(): string {
    const result = receive(this.vscode.request(), this.states, this.memory);
    this.states = result.states;
    this.memory = result.memory;
    return result.request.filterOptions!.map(({ filterId, condition }) => (condition === undefined ? filterId : `${filterId} if ${condition}`)).join(', ');
  }
  ticked(): string {
    return settings(this.states)
      .map(({ id, condition }) => (condition === undefined ? id : `${id} if ${condition}`))
      .join(', ');
  }
}

test('ticked in our view before the first session: VS Code starts with it ticked', () => {
  const extension = new Extension(new VsCode());
  extension.set('gil.handoff', { enabled: true });
  assert.equal(extension.startSession(), 'gil.handoff, uncaught');
  assert.equal(extension.vscode.ticked(), 'gil.handoff uncaught');
});

test("ticked in VS Code's view: ours follows at once", () => {
  const extension = new Extension(new VsCode());
  extension.startSession();
  extension.vscode.set('gil.handoff', { enabled: true });
  assert.equal(extension.update(), 'gil.handoff, uncaught');
  assert.equal(extension.ticked(), 'gil.handoff, uncaught');
});

test("changed in VS Code's view between two sessions: ours follows at the next start", () => {
  const extension = new Extension(new VsCode());
  extension.startSession();
  extension.vscode.set('uncaught', { enabled: false });
  assert.equal(extension.startSession(), '');
  assert.equal(extension.ticked(), '');
});

test('changed in our view back and forth over sessions: VS Code always starts from our state', () => {
  const extension = new Extension(new VsCode());
  for (const enabled of [true, false, true, true, false, false, true, false]) {
    extension.set('gil.handoff', { enabled });
    assert.equal(extension.startSession(), enabled ? 'gil.handoff, uncaught' : 'uncaught');
    assert.equal(extension.vscode.ticked(), enabled ? 'gil.handoff uncaught' : 'uncaught');
  }
  assert.ok(extension.memory['gil.handoff'].variants.length <= 3);
});

test('changed in both views in turn: the last change counts', () => {
  const extension = new Extension(new VsCode());
  extension.startSession();
  for (let round = 0; round < 6; round++) {
    extension.set('gil.handoff', { enabled: true });
    assert.equal(extension.startSession(), 'gil.handoff, uncaught');
    extension.vscode.set('gil.handoff', { enabled: false });
    assert.equal(extension.update(), 'uncaught');
    assert.equal(extension.ticked(), 'uncaught');
  }
});

test('a condition of our view reaches the adapter, and survives a tick elsewhere in VS Code', () => {
  const extension = new Extension(new VsCode());
  extension.set('gil.handoff', { enabled: true, condition: "reason == 'exit'" });
  assert.equal(extension.startSession(), "gil.handoff if reason == 'exit', uncaught");
  extension.vscode.set('uncaught', { enabled: false });
  assert.equal(extension.update(), "gil.handoff if reason == 'exit'");
});

test("a condition of VS Code's view is taken over, and taken back", () => {
  const extension = new Extension(new VsCode());
  extension.set('gil.handoff', { enabled: true });
  extension.startSession();
  extension.vscode.set('gil.handoff', { condition: 'waited_ms > 5' });
  assert.equal(extension.update(), 'gil.handoff if waited_ms > 5, uncaught');
  extension.vscode.set('gil.handoff', { condition: '' });
  assert.equal(extension.update(), 'gil.handoff, uncaught');
});

test('a change in our view during a session is not undone when VS Code sends its own list', () => {
  const extension = new Extension(new VsCode());
  extension.startSession();
  extension.set('gil.handoff', { enabled: true });
  extension.vscode.set('uncaught', { enabled: false });
  assert.equal(extension.update(), 'gil.handoff');
});

test('filters of others are passed on as they are', () => {
  const states: States = { 'gil.handoff': { enabled: true, condition: '' } };
  const result = receive({ filters: ['other'], filterOptions: [{ filterId: 'another', condition: 'x' }] }, states, {});
  assert.deepEqual(result.request, { filters: ['other'], filterOptions: [{ filterId: 'another', condition: 'x' }, { filterId: 'gil.handoff' }] });
});
