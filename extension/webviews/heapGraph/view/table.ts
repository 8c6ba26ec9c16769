// The same graph as a table: for screen readers, for reading numbers, and for graphs too large to draw.

import type { HeapSummaryColumns } from '../../../../debug-adapter/protocol';
import { formatAddress, formatBytes, generationText, type HeapGraph, type HeapNode } from '../model';
import { h } from '../../dom';

const ROWS = 500;

export interface TableActions {
  choose(address: number): void;
}

export function renderTable(host: HTMLElement, graph: HeapGraph, component: Int32Array, matches: readonly HeapNode[] | null, actions: TableActions): void {
  const nodes = matches ?? graph.nodes;
  const held = new Map<number, string[]>();
  graph.from.forEach((from, i) => {
    const to = graph.nodes[graph.to[i]].address;
    const texts = held.get(to) ?? [];
    if (texts.length < 3) texts.push(`${graph.nodes[from].type}${graph.label[i]}`);
    held.set(to, texts);
  });
  const row = (node: HeapNode): HTMLElement => {
    const cycle = component[graph.index.get(node.address)!];
    return h(
      'tr',
      {},
      h('td', {}, h('button', { class: 'link', onClick: () => actions.choose(node.address) }, node.type)),
      h('td', { class: 'repr' }, node.repr),
      h('td', { class: 'number' }, node.refcount < 0 ? 'immortal' : String(node.refcount)),
      h('td', {}, generationText(node) || 'untracked'),
      h('td', { class: 'number' }, node.size.toLocaleString('en')),
      h('td', {}, cycle < 0 ? '' : `cycle ${cycle + 1}`),
      h('td', {}, (held.get(node.address) ?? []).join(', ')),
      h('td', { class: 'number' }, formatAddress(node.address)),
    );
  };
  host.replaceChildren(
    h(
      'table',
      {},
      h('caption', {}, `${nodes.length.toLocaleString('en')} objects${nodes.length > ROWS ? `, the first ${ROWS} shown: search for others` : ''}`),
      header('Type', 'Object', 'Count', 'Generation', 'Bytes', 'Cycle', 'Held by', 'Address'),
      h('tbody', {}, ...nodes.slice(0, ROWS).map(row)),
    ),
  );
}

/** All objects by type, largest first. */
export function renderSummary(host: HTMLElement, summary: HeapSummaryColumns, open: (examples: readonly number[]) => void): void {
  const order = summary.types.map((_, i) => i).sort((a, b) => summary.bytes[b] - summary.bytes[a]);
  const objects = summary.count.reduce((sum, count) => sum + count, 0);
  const bytes = summary.bytes.reduce((sum, size) => sum + size, 0);
  const row = (i: number): HTMLElement => {
    const examples = summary.examples[i] ?? [];
    const name = summary.types[i];
    return h(
      'tr',
      {},
      h('td', {}, examples.length > 0 ? h('button', { class: 'link', title: `Draw ${examples.length} of them`, onClick: () => open(examples) }, name) : name),
      h('td', { class: 'number' }, summary.count[i].toLocaleString('en')),
      h('td', { class: 'number' }, summary.bytes[i].toLocaleString('en')),
      h('td', { class: 'bar' }, h('span', { 'aria-hidden': 'true', style: `width: ${Math.round((100 * summary.bytes[i]) / Math.max(1, bytes))}%` })),
    );
  };
  host.replaceChildren(
    h(
      'table',
      {},
      h('caption', {}, `${objects.toLocaleString('en')} objects of ${summary.types.length.toLocaleString('en')} types, ${formatBytes(bytes)}`),
      header('Type', 'Objects', 'Bytes', 'Share'),
      h('tbody', {}, ...order.map(row)),
    ),
  );
}

function header(...names: string[]): HTMLElement {
  return h('thead', {}, h('tr', {}, ...names.map((name) => h('th', { scope: 'col' }, name))));
}
