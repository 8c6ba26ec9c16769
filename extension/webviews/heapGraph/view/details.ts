// The panel beside the drawing: one object, what it holds, what holds it.

import { countText, formatAddress, formatBytes, generationText, neighbours, type HeapGraph, type HeapNode } from '../model';
import { h } from '../../dom';

export interface DetailActions {
  choose(address: number): void;
  expand(address: number, direction: 'referents' | 'referrers'): void;
  copy(text: string): void;
}

const LIST_AT_MOST = 100;

export function renderDetails(host: HTMLElement, graph: HeapGraph, component: Int32Array, node: HeapNode, actions: DetailActions): void {
  const { holds, heldBy } = neighbours(graph, node.address);
  const cycle = component[graph.index.get(node.address)!];
  host.replaceChildren(
    h('h2', {}, node.root ? `${node.root}: ` : '', h('span', { class: 'type' }, node.type)),
    h('p', { class: 'repr' }, node.repr),
    h(
      'dl',
      {},
      ...entry('count', countText(node).replace('refs ', '')),
      ...entry('address', formatAddress(node.address)),
      ...entry('size', formatBytes(node.size)),
      ...entry('generation', node.generation < 0 ? 'not tracked by the collector' : generationText(node).replace('gen ', '')),
      ...(cycle >= 0
        ? entry('cycle', `one of ${component.filter((number) => number === cycle).length} in a cycle`)
        : node.onCycle
          ? entry('cycle', 'on one that is not all here')
          : []),
    ),
    h('p', { class: 'explain' }, explainCount(node, heldBy.length)),
    h(
      'div',
      { class: 'actions' },
      button('references', 'Reveal what holds it', () => actions.expand(node.address, 'referrers')),
      button('type-hierarchy-sub', 'Expand what it holds', () => actions.expand(node.address, 'referents')),
      button('copy', 'Copy address', () => actions.copy(formatAddress(node.address))),
    ),
    list('Held by', heldBy, heldBy.length, (other, label) => `${other.type} ${other.repr} ${label}`, actions),
    list('Holds', holds, Math.max(node.references, holds.length), (other, label) => `${label} → ${other.type} ${other.repr}`, actions),
  );
}

/** The count against the arrows: where the two differ is what one learns from. */
function explainCount(node: HeapNode, arrows: number): string {
  if (node.refcount < 0) return 'Immortal: nobody counts its references.';
  const rest = node.refcount - arrows;
  const elsewhere = 'frames, the evaluation stack, or objects that are not here: reveal what holds it.';
  if (rest <= 0) return node.refcount === 1 ? 'Its one reference is in this graph.' : `All ${node.refcount} references are in this graph.`;
  if (arrows === 0) return `${node.refcount === 1 ? 'Its one reference comes' : `Its ${node.refcount} references come`} from ${elsewhere}`;
  return `${arrows} of its ${node.refcount} references ${arrows === 1 ? 'is' : 'are'} in this graph; ${rest === 1 ? 'the other comes' : `the other ${rest} come`} from ${elsewhere}`;
}

function entry(name: string, value: string): HTMLElement[] {
  return [h('dt', {}, name), h('dd', {}, value)];
}

function button(icon: string, label: string, act: () => void): HTMLElement {
  return h('vscode-button', { icon, secondary: true, onClick: act }, label);
}

/** `count`: how many there are, of which `items` are here. */
function list(title: string, items: { node: HeapNode; label: string }[], count: number, text: (node: HeapNode, label: string) => string, actions: DetailActions): HTMLElement {
  const shown = items.slice(0, LIST_AT_MOST);
  return h(
    'section',
    {},
    h('h3', {}, `${title} (${items.length < count ? `${items.length.toLocaleString('en')} of ` : ''}${count.toLocaleString('en')})`),
    h('ul', {}, ...shown.map(({ node, label }) => h('li', {}, h('button', { class: 'link', onClick: () => actions.choose(node.address) }, text(node, label))))),
    items.length > shown.length ? h('p', { class: 'explain' }, `and ${(items.length - shown.length).toLocaleString('en')} more`) : null,
  );
}
