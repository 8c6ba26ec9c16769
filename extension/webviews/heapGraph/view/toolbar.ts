// What is asked for, search, and the three ways to look.

import type { Query } from '../contract';
import { h } from '../../dom';

export type Mode = 'graph' | 'table' | 'summary';

export interface ToolbarActions {
  query(query: Query): void;
  search(text: string): void;
  nextMatch(): void;
  /** Escape in the search. */
  leaveSearch(): void;
  fit(): void;
  mode(mode: Mode): void;
  copyText(): void;
  /** Says why something did not happen. */
  explain(text: string): void;
  /** The address of the object that is chosen. */
  chosen(): number | undefined;
}

const OBJECT = 'object';
const DEPTHS = [1, 2, 3, 4, 6, 8, 12];

export class Toolbar {
  query: Query = { roots: 'locals', depth: 4, includeBuiltins: false };
  readonly element: HTMLElement;
  private readonly roots: HTMLElement & { value?: string };
  private readonly depth: HTMLElement & { value?: string };
  private readonly builtins: HTMLElement & { checked?: boolean };
  private readonly search: HTMLElement & { value?: string };
  private readonly found = h('span', { class: 'found', 'aria-live': 'polite' });
  private readonly modes: Record<Mode, HTMLElement>;

  constructor(private readonly actions: ToolbarActions) {
    const option = (value: string, label: string) => h('vscode-option', { value }, label);
    this.roots = h(
      'vscode-single-select',
      { label: 'From', onChange: () => this.changeRoots(this.roots.value ?? 'locals') },
      option('locals', 'Locals'),
      option('module', 'Module globals'),
      option('cycles', 'Cycles'),
      option(OBJECT, 'Chosen object'),
    );
    this.depth = h(
      'vscode-single-select',
      { label: 'Depth', class: 'narrow', onChange: () => this.change({ depth: Number(this.depth.value) }) },
      ...DEPTHS.map((depth) => option(String(depth), `${depth} deep`)),
    );
    this.depth.setAttribute('value', '4');
    this.builtins = h('vscode-checkbox', {
      label: 'Built-ins',
      title: 'Also types, modules, functions of the library, small ints',
      onChange: () => this.change({ includeBuiltins: this.builtins.checked ?? false }),
    });
    this.search = h('vscode-textfield', {
      placeholder: 'Search',
      'aria-label': 'Search type, value, name or address',
      onInput: () => actions.search(this.search.value ?? ''),
      onKeydown: (event) => this.onSearchKey((event as KeyboardEvent).key),
    });
    const icon = (name: string, label: string, act: () => void): HTMLElement => h('vscode-toolbar-button', { icon: name, label, title: label, onClick: act });
    this.modes = {
      graph: icon('type-hierarchy', 'Graph', () => actions.mode('graph')),
      table: icon('table', 'Table', () => actions.mode('table')),
      summary: icon('list-tree', 'All objects by type', () => actions.mode('summary')),
    };
    this.element = h(
      'header',
      { id: 'toolbar', role: 'toolbar', 'aria-label': 'Heap graph' },
      this.roots,
      this.depth,
      this.builtins,
      this.search,
      this.found,
      h('span', { class: 'space' }),
      ...Object.values(this.modes),
      h('span', { class: 'separator' }),
      icon('screen-full', 'Fit the drawing', () => actions.fit()),
      icon('copy', 'Copy as text', () => actions.copyText()),
      icon('refresh', 'Read again', () => actions.query(this.query)),
    );
  }

  show(query: Query): void {
    this.query = query;
    this.roots.value = typeof query.roots === 'string' ? query.roots : OBJECT;
    this.depth.value = String(query.depth);
    this.builtins.checked = query.includeBuiltins;
  }

  showMode(mode: Mode): void {
    for (const [name, button] of Object.entries(this.modes)) button.toggleAttribute('checked', name === mode);
  }

  showMatches(count: number | undefined): void {
    this.found.textContent = count === undefined ? '' : count === 0 ? 'none here' : count === 1 ? '1 found' : `${count.toLocaleString('en')} found`;
  }

  focusSearch(): void {
    this.search.focus();
  }

  private onSearchKey(key: string): void {
    if (key === 'Enter') this.actions.nextMatch();
    if (key !== 'Escape') return;
    this.search.value = '';
    this.actions.search('');
    this.actions.leaveSearch();
  }

  private changeRoots(value: string): void {
    if (value !== OBJECT) return this.change({ roots: value as 'locals' | 'module' | 'cycles', name: undefined });
    const chosen = this.actions.chosen();
    if (chosen !== undefined) this.change({ roots: [chosen], name: undefined });
    else {
      this.show(this.query);
      this.actions.explain('Choose an object in the drawing first');
    }
  }

  private change(part: Partial<Query>): void {
    this.query = { ...this.query, ...part };
    this.actions.query(this.query);
  }
}
