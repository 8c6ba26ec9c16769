// The heap graph's view: keeps the graph and what is chosen, and draws it as graph, table or summary by type.

import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import './heapGraph.css';
import { strongly_connected } from '../../../../interpreter/probe/graph';
import type { FromView, Query, ToView } from '../contract';
import {
  bundleId,
  DRAW_AT_MOST,
  elements,
  fromColumns,
  inventory,
  initialSelection,
  merge,
  neighbours,
  nextOfBundle,
  objectId,
  search,
  toText,
  type HeapGraph,
  type HeapNode,
} from '../model';
import { renderDetails } from './details';
import { h } from '../../dom';
import { GraphDrawing, type Direction } from './graph';
import { renderSummary, renderTable } from './table';
import { Toolbar, type Mode } from './toolbar';

declare function acquireVsCodeApi(): { postMessage(message: FromView): void };
const vscode = acquireVsCodeApi();

let graph: HeapGraph | undefined;
let component: Int32Array = new Int32Array(0);
let selected = new Set<number>();
let chosen: number | undefined;
let searchText = '';
let mode: Mode = 'graph';
let sessionText = '';

const canvas = h('div', {
  id: 'canvas',
  tabindex: 0,
  role: 'application',
  'aria-label': 'Heap graph',
  'aria-describedby': 'keys',
  onKeydown: (event) => onKey(event as KeyboardEvent),
});
const table = h('div', { id: 'table', tabindex: -1, hidden: true, onKeydown: (event) => onTableKey(event as KeyboardEvent) });
const details = h('aside', { id: 'details', 'aria-label': 'The chosen object', hidden: true, onKeydown: (event) => (event as KeyboardEvent).key === 'Escape' && focusMode() });
const status = h('div', { id: 'status', role: 'status', 'aria-live': 'polite' });
const message = h('div', { id: 'message' });
const keys = h(
  'div',
  { id: 'keys', class: 'hidden' },
  'Arrow keys choose a neighbour, Enter expands what it holds, H reveals what holds it, slash searches, F fits the drawing, plus and minus zoom, D goes to the details, Escape chooses nothing, T shows a table and from there the graph again.',
);

const toolbar = new Toolbar({
  query: (query) => ask(query),
  search: (text) => {
    searchText = text;
    showMatches();
  },
  nextMatch: () => stepMatch(),
  leaveSearch: () => focusMode(),
  fit: () => drawing.fit(),
  mode: (next) => setMode(next),
  chosen: () => chosen,
  explain: (text) => announce(text),
  copyText: () => graph !== undefined && vscode.postMessage({ type: 'copy', text: toText(graph, component) }),
});
document.body.append(toolbar.element, h('main', {}, canvas, table, details, message), status, keys);
const drawing = new GraphDrawing(canvas, (id) => choose(id, false));

window.addEventListener('message', (event: MessageEvent<ToView>) => receive(event.data));
vscode.postMessage({ type: 'ready' });

function receive(incoming: ToView): void {
  switch (incoming.type) {
    case 'session':
      sessionText = { other: `this is the heap of ${incoming.place} at its last stop`, none: 'the program has ended; this is its heap at the last stop', running: 'the program is running; this is its heap at the last stop', stopped: '' }[incoming.state];
      document.body.classList.toggle('stale', incoming.state !== 'stopped');
      showStatus();
      break;
    case 'busy':
      document.body.classList.add('busy');
      break;
    case 'error':
      document.body.classList.remove('busy');
      showMessage(incoming.message, incoming.noSession ? [['debug-alt', 'Debug the Python File', () => vscode.postMessage({ type: 'debug' })]] : []);
      break;
    case 'graph':
      showGraph(incoming);
      break;
    case 'expansion':
      document.body.classList.remove('busy');
      if (graph !== undefined) addExpansion(graph, incoming);
      break;
    case 'summary':
      document.body.classList.remove('busy');
      showMessage('');
      renderSummary(table, incoming.columns, (examples) => ask({ ...toolbar.query, roots: examples, depth: 2 }));
      showParts();
      break;
  }
}

function showGraph({ columns, query, select }: Extract<ToView, { type: 'graph' }>): void {
  document.body.classList.remove('busy');
  if (mode === 'summary') mode = 'graph';
  try {
    graph = fromColumns(columns);
  } catch (error) {
    return showMessage((error as Error).message);
  }
  component = strongly_connected(graph.nodes.length, graph.from, graph.to);
  selected = initialSelection(graph, component);
  toolbar.show(query);
  const keep = select ?? chosen;
  chosen = keep !== undefined && graph.index.has(keep) ? keep : undefined;
  if (chosen !== undefined) selected.add(chosen);
  if (graph.nodes.length === 0) showEmpty(graph, query);
  else showMessage('');
  redraw(false);
}

/** Why there is nothing to draw, and where there may be something. */
function showEmpty({ complete, total }: HeapGraph, query: Query): void {
  const module: Action = ['symbol-namespace', 'Module globals', () => ask({ ...query, roots: 'module' })];
  const builtins: Action = ['symbol-misc', 'With the built-ins', () => ask({ ...query, includeBuiltins: true })];
  const leftOut = "of the program's own; small ints, None, types, modules and the library's functions are left out.";
  if (query.roots === 'cycles' && !complete) showMessage(`No cycle among the ${total.toLocaleString('en')} objects that were read; there are more.`, [module]);
  else if (query.roots === 'cycles') showMessage('No object of this program is on a cycle.', [module]);
  else if (query.includeBuiltins) showMessage('There is nothing here to draw.', query.roots === 'module' ? [] : [module]);
  else if (query.roots === 'module') showMessage(`No global variable here names an object ${leftOut}`, [builtins]);
  else showMessage(`No local variable here names an object ${leftOut}`, [module, builtins]);
}

function addExpansion(before: HeapGraph, { address, direction, columns }: Extract<ToView, { type: 'expansion' }>): void {
  const more = fromColumns(columns);
  graph = merge(before, more);
  component = strongly_connected(graph.nodes.length, graph.from, graph.to);
  const around = neighbours(graph, address);
  const wanted = (direction === 'referrers' ? around.heldBy : around.holds).map(({ node }) => node.address);
  const fresh = wanted.filter((other) => !selected.has(other));
  draw(fresh.slice(0, 40));
  if (fresh.length === 0) announce(direction === 'referrers' ? 'Nothing else that the collector knows holds it: the rest is frames and C code.' : 'It holds nothing else.');
  chooseAddress(address, false);
  drawing.revealWithSelected(fresh.map(objectId));
}

/** Draws these objects too. */
function draw(addresses: readonly number[]): void {
  for (const address of addresses) {
    if (selected.size >= DRAW_AT_MOST) {
      announce(`${DRAW_AT_MOST} objects are drawn; see the others in the table.`);
      break;
    }
    selected.add(address);
  }
  redraw(true);
}

function redraw(keep: boolean): void {
  if (graph === undefined) return;
  showParts();
  if (mode === 'graph') drawing.draw(elements(graph, component, selected), keep);
  showMatches();
  drawing.select(chosen === undefined ? undefined : objectId(chosen), true);
  showDetails();
  showStatus();
}

function choose(id: string, reveal: boolean): void {
  if (graph === undefined) return;
  if (id.startsWith('b')) {
    const type = graph.nodes.find((node) => bundleId(node.type) === id && !selected.has(node.address))?.type;
    if (type !== undefined) draw(nextOfBundle(graph, selected, type));
    return;
  }
  chooseAddress(Number(id.slice(1)), reveal);
}

function chooseAddress(address: number, reveal: boolean): void {
  if (graph === undefined || !graph.index.has(address)) return;
  chosen = address;
  if (!selected.has(address)) draw([address]);
  drawing.select(objectId(address), reveal);
  showDetails();
  const node = graph.nodes[graph.index.get(address)!];
  announce(`${node.root ? `${node.root}, ` : ''}${node.type} ${node.repr}`);
}

function showDetails(): void {
  const at = graph === undefined || chosen === undefined ? undefined : graph.index.get(chosen);
  details.hidden = at === undefined || mode === 'summary';
  if (at === undefined) return;
  renderDetails(details, graph!, component, graph!.nodes[at], {
    choose: (address) => chooseAddress(address, true),
    expand: (address, direction) => vscode.postMessage({ type: 'expand', address, direction }),
    copy: (text) => vscode.postMessage({ type: 'copy', text }),
  });
}

function matches(): HeapNode[] | null {
  return graph === undefined || searchText.trim() === '' ? null : search(graph, searchText);
}

function chooseNothing(): void {
  chosen = undefined;
  drawing.select(undefined, false);
  showDetails();
  showStatus();
}

function showMatches(): void {
  const found = matches();
  toolbar.showMatches(found?.length);
  if (mode === 'table' && graph !== undefined) renderTable(table, graph, component, found, { choose: (address) => chooseAddress(address, false) });
  drawing.mark(found === null ? null : new Set(found.map((node) => (selected.has(node.address) ? objectId(node.address) : bundleId(node.type)))));
}

function stepMatch(): void {
  const found = matches();
  if (found === null || found.length === 0) return;
  const at = found.findIndex((node) => node.address === chosen);
  chooseAddress(found[(at + 1) % found.length].address, true);
}

function ask(query: Query): void {
  vscode.postMessage({ type: 'query', query });
}

function setMode(next: Mode): void {
  mode = next;
  if (next === 'summary') vscode.postMessage({ type: 'summary', includeBuiltins: toolbar.query.includeBuiltins });
  redraw(next === 'graph');
  showParts();
}

function focusMode(): void {
  (mode === 'graph' ? canvas : table).focus();
}

function showParts(): void {
  toolbar.showMode(mode);
  canvas.hidden = mode !== 'graph';
  table.hidden = mode === 'graph';
  if (mode === 'summary') details.hidden = true;
}

type Action = readonly [icon: string, label: string, act: () => void];

/** What is drawn stays on the screen below it. */
function showMessage(text: string, actions: readonly Action[] = []): void {
  message.hidden = text === '';
  message.classList.toggle('banner', graph !== undefined && graph.nodes.length > 0);
  message.replaceChildren(
    h('p', {}, text),
    h('div', { class: 'actions' }, ...actions.map(([icon, label, act]) => h('vscode-button', { icon, secondary: true, onClick: act }, label))),
  );
}

function showStatus(): void {
  status.textContent = graph === undefined ? '' : [inventory(graph, component, selected.size), sessionText].filter((part) => part !== '').join(' · ');
}

/** For screen readers, through the status line. */
function announce(text: string): void {
  showStatus();
  status.textContent = `${text} · ${status.textContent}`;
}

const ARROWS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const direction = ARROWS[event.key];
  if (direction !== undefined) {
    const next = chosen === undefined ? drawing.ids()[0] : drawing.beside(objectId(chosen), direction);
    if (next !== undefined) choose(next, true);
  } else if (event.key === 'Enter' && chosen !== undefined) vscode.postMessage({ type: 'expand', address: chosen, direction: 'referents' });
  else if (event.key === 'h' && chosen !== undefined) vscode.postMessage({ type: 'expand', address: chosen, direction: 'referrers' });
  else if (event.key === '/') toolbar.focusSearch();
  else if (event.key === 'f') drawing.fit();
  else if (event.key === '+' || event.key === '=') drawing.zoom(1.25);
  else if (event.key === '-') drawing.zoom(0.8);
  else if (event.key === 'Escape') chooseNothing();
  else if (event.key === 'd' && !details.hidden) details.querySelector<HTMLElement>('vscode-button')?.focus();
  else if (event.key === 't') switchTo('table');
  else return;
  event.preventDefault();
}

function onTableKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/') toolbar.focusSearch();
  else if (event.key === 't' || event.key === 'Escape') switchTo('graph');
  else return;
  event.preventDefault();
}

/** By key: who looked at the one goes on in the other. */
function switchTo(next: Mode): void {
  setMode(next);
  focusMode();
}
