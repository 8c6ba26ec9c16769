// The heap graph's model: columns from the adapter → a graph → what of it is drawn. Pure.
//
//   columns ──fromColumns──► HeapGraph ──merge──► HeapGraph (grown by expansions)
//                               │
//                  strongly_connected (interpreter/probe/graph.ts), over the references we have
//                               │
//                  select: which objects are drawn one by one; the others stand in one bundle per type
//                               │
//                  elements: nodes, bundles, cycle outlines and references, for layout and view
//
// A drawing of more than some hundred objects says nothing. So a large graph starts as its roots, its small cycles and
// their neighbours, with everything else in bundles ("1,780 × Node"), which a click opens a handful at a time.

import type { HeapGraphColumns } from '../../../debug-adapter/protocol';
import { adjacency } from '../../../interpreter/probe/graph';

export interface HeapNode {
  readonly address: number;
  readonly type: string;
  readonly repr: string;
  /** -1: immortal. */
  readonly refcount: number;
  readonly size: number;
  readonly generation: number;
  /** The name by which a root was reached; undefined: no root. */
  readonly root: string | undefined;
  /** It lies on a cycle somewhere in the heap, drawn here or not. */
  readonly onCycle: boolean;
  /** How many references it holds, here or not. */
  readonly references: number;
}

/** Columns again, with indexes into `nodes`. */
export interface HeapGraph {
  readonly nodes: readonly HeapNode[];
  readonly index: ReadonlyMap<number, number>;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly label: readonly string[];
  /** How many objects were reached; `complete` is false where there are more. */
  readonly total: number;
  readonly complete: boolean;
}

/** Refuses columns that do not fit together: a wrong picture is worse than none. */
export function fromColumns(columns: HeapGraphColumns): HeapGraph {
  if (columns.version !== 1) throw new Error(`The heap graph's data has version ${String(columns.version)}; this view reads version 1.`);
  const count = columns.address.length;
  for (const name of ['typeIndex', 'repr', 'refcount', 'size', 'generation', 'scc', 'references'] as const) {
    if (columns[name].length !== count) throw new Error(`The heap graph's column ${name} has ${columns[name].length} entries instead of ${count}.`);
  }
  if (columns.edgesFrom.length !== columns.edgesTo.length || columns.edgesFrom.length !== columns.edgeLabel.length) {
    throw new Error("The heap graph's edge columns differ in length.");
  }
  for (let edge = 0; edge < columns.edgesFrom.length; edge++) {
    if (!(columns.edgesFrom[edge] >= 0 && columns.edgesFrom[edge] < count && columns.edgesTo[edge] >= 0 && columns.edgesTo[edge] < count)) {
      throw new Error(`The heap graph's reference ${edge} leads outside of its ${count} objects.`);
    }
  }
  const rootNames = new Map(columns.roots.map((node, i) => [node, columns.rootName[i] ?? '']));
  const nodes = columns.address.map((address, i) => ({
    address,
    type: columns.types[columns.typeIndex[i]] ?? '?',
    repr: columns.repr[i],
    refcount: columns.refcount[i],
    size: columns.size[i],
    generation: columns.generation[i],
    root: rootNames.get(i),
    onCycle: columns.scc[i] >= 0,
    references: columns.references[i],
  }));
  return {
    nodes,
    index: new Map(columns.address.map((address, i) => [address, i])),
    from: columns.edgesFrom,
    to: columns.edgesTo,
    label: columns.edgeLabel,
    total: columns.total,
    complete: columns.complete,
  };
}

/** `more` read at the same stop: known objects are taken as they are there now, references are added once. */
export function merge(graph: HeapGraph, more: HeapGraph): HeapGraph {
  const nodes = [...graph.nodes];
  const index = new Map(graph.index);
  const place = more.nodes.map((node) => {
    const known = index.get(node.address);
    if (known !== undefined) {
      // A root of an expansion is no root of the graph.
      nodes[known] = { ...node, root: nodes[known].root };
      return known;
    }
    index.set(node.address, nodes.length);
    return nodes.push({ ...node, root: undefined }) - 1;
  });
  const from = [...graph.from];
  const to = [...graph.to];
  const label = [...graph.label];
  const known = new Set(from.map((source, i) => edgeKey(source, to[i], label[i])));
  more.from.forEach((source, i) => {
    const key = edgeKey(place[source], place[more.to[i]], more.label[i]);
    if (known.has(key)) return;
    known.add(key);
    from.push(place[source]);
    to.push(place[more.to[i]]);
    label.push(more.label[i]);
  });
  return { nodes, index, from, to, label, total: Math.max(graph.total, nodes.length), complete: graph.complete };
}

function edgeKey(from: number, to: number, label: string): string {
  return `${from} ${to} ${label}`;
}

/** Everything up to this many objects is drawn at once. */
export const DRAW_ALL = 90;
/** How many a larger graph starts with. */
const START_WITH = 45;
/** Cycles of more members are left in their bundles at first. */
const SMALL_CYCLE = 40;
/** How many of a bundle a click draws. */
export const BUNDLE_STEP = 20;
/** Beyond this a drawing is refused, and the table is the way to look. */
export const DRAW_AT_MOST = 400;

/** Which objects (addresses) a fresh graph draws one by one. */
export function initialSelection(graph: HeapGraph, component: Int32Array): Set<number> {
  if (graph.nodes.length <= DRAW_ALL) return new Set(graph.nodes.map((node) => node.address));
  const selected = new Set<number>();
  const add = (node: number): void => void (selected.size < START_WITH && selected.add(graph.nodes[node].address));
  graph.nodes.forEach((node, i) => node.root !== undefined && add(i));
  const sizes = new Map<number, number>();
  for (const number of component) if (number >= 0) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  component.forEach((number, node) => number >= 0 && sizes.get(number)! <= SMALL_CYCLE && selected.size + 1 <= START_WITH && add(node));
  for (const node of nearest(graph)) {
    // Of many objects of one type only some: the rest is what bundles are for.
    if (selected.size >= START_WITH) break;
    if (sameType(graph, selected, graph.nodes[node].type) < 8) add(node);
  }
  return selected;
}

function sameType(graph: HeapGraph, selected: ReadonlySet<number>, type: string): number {
  let count = 0;
  for (const address of selected) if (graph.nodes[graph.index.get(address)!].type === type) count++;
  return count;
}

/** Breadth first from the roots. */
function* nearest(graph: HeapGraph): Generator<number> {
  const { first, targets } = adjacency(graph.nodes.length, graph.from, graph.to);
  const queue = graph.nodes.flatMap((node, i) => (node.root === undefined ? [] : [i]));
  const seen = new Uint8Array(graph.nodes.length);
  for (const node of queue) seen[node] = 1;
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at];
    yield node;
    for (let i = first[node]; i < first[node + 1]; i++) {
      if (seen[targets[i]]) continue;
      seen[targets[i]] = 1;
      queue.push(targets[i]);
    }
  }
}

/** The next members of a bundle to draw: those that drawn objects hold come first. */
export function nextOfBundle(graph: HeapGraph, selected: ReadonlySet<number>, type: string): number[] {
  const held: number[] = [];
  const members = new Set(graph.nodes.filter((node) => node.type === type && !selected.has(node.address)).map((node) => node.address));
  graph.from.forEach((source, i) => {
    const target = graph.nodes[graph.to[i]].address;
    if (members.has(target) && selected.has(graph.nodes[source].address)) held.push(target);
  });
  return [...new Set([...held, ...members])].slice(0, BUNDLE_STEP);
}

export interface ObjectElement {
  readonly kind: 'object';
  readonly id: string;
  /** The cycle it is drawn in. */
  readonly parent: string | undefined;
  readonly node: HeapNode;
  readonly lines: readonly string[];
}
export interface BundleElement {
  readonly kind: 'bundle';
  readonly id: string;
  readonly type: string;
  readonly count: number;
  readonly bytes: number;
  readonly lines: readonly string[];
}
export interface CycleElement {
  readonly kind: 'cycle';
  readonly id: string;
  readonly size: number;
  readonly lines: readonly string[];
}
export interface EdgeElement {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  /** How many references it stands for. */
  readonly count: number;
  readonly onCycle: boolean;
}
export interface Elements {
  readonly nodes: readonly (ObjectElement | BundleElement | CycleElement)[];
  readonly edges: readonly EdgeElement[];
}

export const objectId = (address: number): string => `o${address}`;
export const bundleId = (type: string): string => `b${type}`;

/** What is drawn when the selected objects stand alone and all others in bundles. */
export function elements(graph: HeapGraph, component: Int32Array, selected: ReadonlySet<number>): Elements {
  const nodes: (ObjectElement | BundleElement | CycleElement)[] = [];
  const ids: string[] = [];
  const cycles = new Map<number, number>();
  const bundles = new Map<string, { count: number; bytes: number }>();
  graph.nodes.forEach((node, i) => {
    if (selected.has(node.address)) {
      if (component[i] >= 0) cycles.set(component[i], (cycles.get(component[i]) ?? 0) + 1);
      ids.push(objectId(node.address));
      return;
    }
    const bundle = bundles.get(node.type) ?? { count: 0, bytes: 0 };
    bundle.count++;
    bundle.bytes += node.size;
    bundles.set(node.type, bundle);
    ids.push(bundleId(node.type));
  });
  for (const [number, size] of cycles) nodes.push({ kind: 'cycle', id: `c${number}`, size, lines: [`cycle of ${size}`] });
  const here = referencesHere(graph);
  graph.nodes.forEach((node, i) => {
    if (!selected.has(node.address)) return;
    nodes.push({ kind: 'object', id: ids[i], parent: component[i] >= 0 ? `c${component[i]}` : undefined, node, lines: describe(node, here[i]) });
  });
  for (const [type, { count, bytes }] of bundles) {
    nodes.push({
      kind: 'bundle',
      id: bundleId(type),
      type,
      count,
      bytes,
      lines: [`${count.toLocaleString('en')} × ${shorten(type, 24)}`, `${formatBytes(bytes)} · click for more`],
    });
  }
  return { nodes, edges: edgesOf(graph, component, ids) };
}

function edgesOf(graph: HeapGraph, component: Int32Array, ids: readonly string[]): EdgeElement[] {
  const drawn = new Map<string, { source: string; target: string; labels: string[]; count: number; onCycle: boolean }>();
  graph.from.forEach((from, i) => {
    const to = graph.to[i];
    const source = ids[from];
    const target = ids[to];
    // References inside a bundle say nothing.
    if (source === target && from !== to) return;
    if (source === target && source.startsWith('b')) return;
    const key = `${source}>${target}`;
    const edge = drawn.get(key) ?? { source, target, labels: [], count: 0, onCycle: false };
    edge.count++;
    if (edge.labels.length < 2) edge.labels.push(graph.label[i]);
    edge.onCycle ||= component[from] >= 0 && component[from] === component[to];
    drawn.set(key, edge);
  });
  return [...drawn].map(([key, { source, target, labels, count, onCycle }]) => ({
    id: `e${key}`,
    source,
    target,
    label: count <= labels.length ? labels.map((label) => shorten(label, 22)).join(', ') : `${shorten(labels[0], 16)} … ×${count.toLocaleString('en')}`,
    count,
    onCycle,
  }));
}

/** How many references of each node are in the graph. */
function referencesHere(graph: HeapGraph): Int32Array {
  const here = new Int32Array(graph.nodes.length);
  for (const from of graph.from) here[from]++;
  return here;
}

/** The lines of an object's box; `here` of its references are in the graph. */
export function describe(node: HeapNode, here: number): string[] {
  const heading = node.root ? `${shorten(node.root, 14)}: ${node.type}` : node.type;
  return [shorten(heading, 30), shorten(node.repr, 30), facts(node), ...(here < node.references ? [`holds ${node.references.toLocaleString('en')}, ${here.toLocaleString('en')} here`] : [])];
}

/** What is here and what is not, in a line. */
export function inventory(graph: HeapGraph, component: Int32Array, oneByOne: number): string {
  const count = (n: number): string => n.toLocaleString('en');
  const { nodes, total, complete } = graph;
  const all = complete && total <= nodes.length;
  return [
    all ? `${count(nodes.length)} object${nodes.length === 1 ? '' : 's'}` : `${count(nodes.length)} of ${complete ? '' : 'more than '}${count(total)} objects`,
    `${count(graph.from.length)} reference${graph.from.length === 1 ? '' : 's'}`,
    cyclesText(graph, component),
    ...(oneByOne < nodes.length ? [`${count(oneByOne)} drawn one by one, the others in bundles`] : []),
  ].join(' · ');
}

function cyclesText(graph: HeapGraph, component: Int32Array): string {
  const cycles = component.reduce((most, number) => Math.max(most, number + 1), 0);
  if (cycles > 0) return cycles === 1 ? '1 cycle' : `${cycles.toLocaleString('en')} cycles`;
  const on = graph.nodes.filter((node) => node.onCycle).length;
  if (on > 0) return `${on.toLocaleString('en')} on a cycle that is not all here`;
  return graph.complete ? 'no cycle' : 'no cycle in what was read';
}

export function facts(node: HeapNode): string {
  return [countText(node), generationText(node)].filter((part) => part !== '').join(' · ');
}

export function countText(node: HeapNode): string {
  return node.refcount < 0 ? 'immortal' : `refs ${node.refcount.toLocaleString('en')}`;
}

export function generationText(node: HeapNode): string {
  return node.generation < 0 ? '' : node.generation > 2 ? 'permanent' : `gen ${node.generation}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 10_000) return `${bytes.toLocaleString('en')} bytes`;
  if (bytes < 10_000_000) return `${Math.round(bytes / 1024).toLocaleString('en')} KiB`;
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('en')} MiB`;
}

export function formatAddress(address: number): string {
  return `0x${address.toString(16)}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** References to and from one object, in the graph's order. */
export function neighbours(graph: HeapGraph, address: number): { holds: { node: HeapNode; label: string }[]; heldBy: { node: HeapNode; label: string }[] } {
  const at = graph.index.get(address);
  const holds: { node: HeapNode; label: string }[] = [];
  const heldBy: { node: HeapNode; label: string }[] = [];
  graph.from.forEach((from, i) => {
    if (from === at) holds.push({ node: graph.nodes[graph.to[i]], label: graph.label[i] });
    if (graph.to[i] === at) heldBy.push({ node: graph.nodes[from], label: graph.label[i] });
  });
  return { holds, heldBy };
}

/** Case-insensitive over type, repr, root name and address; all words must be found. */
export function search(graph: HeapGraph, text: string): HeapNode[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return graph.nodes.filter((node) => {
    const haystack = `${node.type} ${node.repr} ${node.root ?? ''} ${formatAddress(node.address)}`.toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** The drawing as text: a line an object with its references below; cycles marked. For tests, copying and screen readers. */
export function toText(graph: HeapGraph, component: Int32Array): string {
  const names = graph.nodes.map((node, i) => `#${i} ${node.type} ${node.repr}`);
  const out = adjacency(
    graph.nodes.length,
    graph.from,
    graph.from.map((_, i) => i),
  );
  const lines: string[] = [];
  graph.nodes.forEach((node, i) => {
    const marks = [node.root === undefined ? '' : `root ${node.root}`.trim(), component[i] >= 0 ? `cycle ${component[i] + 1}` : ''].filter((mark) => mark !== '');
    lines.push(`${names[i]} (${facts(node)})${marks.length > 0 ? ` [${marks.join(', ')}]` : ''}`);
    for (let k = out.first[i]; k < out.first[i + 1]; k++) {
      const edge = out.targets[k];
      lines.push(`  ${graph.label[edge]} → ${names[graph.to[edge]]}`);
    }
  });
  return lines.join('\n');
}
