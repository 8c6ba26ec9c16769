// The heap graph's model, drawn as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeapGraphColumns } from '../../debug-adapter/protocol';
import { layout } from '../../extension/webviews/heapGraph/layout';
import * as model from '../../extension/webviews/heapGraph/model';
import { strongly_connected } from '../../interpreter/probe/graph';

type NodeSpec = [type: string, repr: string, refcount: number, root?: string];

function columns(nodes: NodeSpec[], edges: [from: number, to: number, label: string][], base = 0x1000): HeapGraphColumns {
  const types = [...new Set(nodes.map(([type]) => type))];
  const roots = nodes.flatMap((node, i) => (node[3] === undefined ? [] : [i]));
  const references = nodes.map(() => 0);
  for (const [from] of edges) references[from]++;
  return {
    version: 1,
    address: nodes.map((_, i) => base + 16 * i),
    typeIndex: nodes.map(([type]) => types.indexOf(type)),
    types,
    repr: nodes.map((node) => node[1]),
    refcount: nodes.map((node) => node[2]),
    size: nodes.map(() => 48),
    generation: nodes.map((node) => (node[2] < 0 ? -1 : 0)),
    edgesFrom: edges.map((edge) => edge[0]),
    edgesTo: edges.map((edge) => edge[1]),
    edgeLabel: edges.map((edge) => edge[2]),
    roots,
    rootName: roots.map((root) => nodes[root][3]!),
    scc: nodes.map(() => -1),
    references,
    total: nodes.length,
    complete: true,
  };
}

const family = columns(
  [
    ['Node', "<Node 'parent'>", 2, 'parent'],
    ['list', "[<Node 'child'>]", 1],
    ['Node', "<Node 'child'>", 2, 'child'],
    ['str', "'child'", -1],
  ],
  [
    [0, 1, '.children'],
    [1, 2, '[0]'],
    [2, 0, '.parent'],
    [2, 3, '.name'],
  ],
);

function componentsOf(graph: model.HeapGraph): Int32Array {
  return strongly_connected(graph.nodes.length, graph.from, graph.to);
}

/** Which nodes share a component, in the order of nodes; '-' for none. */
function groups(count: number, edges: [number, number][]): string {
  const found = strongly_connected(
    count,
    edges.map(([from]) => from),
    edges.map(([, to]) => to),
  );
  const names = new Map<number, string>();
  return [...found].map((number) => (number < 0 ? '-' : (names.get(number) ?? (names.set(number, String.fromCharCode(97 + names.size)), names.get(number)!)))).join('');
}

test('a parent and its child are one cycle; what they hold is outside', () => {
  const graph = model.fromColumns(family);
  assert.equal(
    model.toText(graph, componentsOf(graph)),
    `#0 Node <Node 'parent'> (refs 2 · gen 0) [root parent, cycle 1]
  .children → #1 list [<Node 'child'>]
#1 list [<Node 'child'>] (refs 1 · gen 0) [cycle 1]
  [0] → #2 Node <Node 'child'>
#2 Node <Node 'child'> (refs 2 · gen 0) [root child, cycle 1]
  .parent → #0 Node <Node 'parent'>
  .name → #3 str 'child'
#3 str 'child' (immortal)`,
  );
});

test('strongly connected components', () => {
  assert.equal(
    groups(3, [
      [0, 1],
      [1, 2],
    ]),
    '---',
  );
  assert.equal(groups(1, [[0, 0]]), 'a');
  assert.equal(
    groups(4, [
      [0, 1],
      [1, 0],
      [2, 3],
      [3, 2],
    ]),
    'aabb',
  );
  assert.equal(
    groups(4, [
      [0, 1],
      [1, 0],
      [1, 2],
      [2, 3],
      [3, 2],
    ]),
    'aabb',
  );
  assert.equal(
    groups(5, [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 4],
      [4, 2],
    ]),
    'aaaaa',
  );
  assert.equal(
    groups(3, [
      [0, 1],
      [0, 1],
      [1, 0],
      [2, 0],
    ]),
    'aa-',
  );
});

test('components agree with reachability on random graphs', () => {
  let seed = 12345;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let round = 0; round < 200; round++) {
    const count = 2 + random(9);
    const edges: [number, number][] = Array.from({ length: random(20) }, () => [random(count), random(count)]);
    const reach = Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => edges.some(([from, to]) => from === i && to === j)));
    for (let k = 0; k < count; k++) for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) reach[i][j] ||= reach[i][k] && reach[k][j];
    const found = strongly_connected(
      count,
      edges.map(([from]) => from),
      edges.map(([, to]) => to),
    );
    for (let i = 0; i < count; i++) {
      assert.equal(found[i] >= 0, reach[i][i], `node ${i} of ${JSON.stringify(edges)}`);
      for (let j = 0; j < count; j++) if (i !== j && found[i] >= 0) assert.equal(found[i] === found[j], reach[i][j] && reach[j][i]);
    }
  }
});

test('an expansion is merged by address, its references once', () => {
  const graph = model.fromColumns(family);
  const more = model.fromColumns(
    columns(
      [
        ['Node', "<Node 'parent'>", 3, 'x'],
        ['list', "[<Node 'child'>]", 1],
      ],
      [
        [0, 1, '.children'],
        [1, 0, '[1]'],
      ],
    ),
  );
  const merged = model.merge(graph, more);
  assert.equal(merged.nodes.length, 4);
  assert.equal(merged.from.length, 5);
  assert.equal(merged.nodes[0].refcount, 3);
  assert.equal(merged.nodes[0].root, 'parent');
});

test('columns that do not fit together are refused', () => {
  assert.throws(() => model.fromColumns({ ...family, repr: [] }), /column repr has 0 entries instead of 4/);
  assert.throws(() => model.fromColumns({ ...family, edgesTo: [9, 0, 0, 0] }), /reference 0 leads outside/);
  assert.throws(() => model.fromColumns({ ...family, version: 2 as never }), /version 2/);
});

function manyNodes(count: number): HeapGraphColumns {
  const nodes: NodeSpec[] = [['list', '[…]', 1, 'many']];
  const edges: [number, number, string][] = [];
  for (let i = 1; i <= count; i++) {
    nodes.push([i % 2 ? 'Node' : 'Leaf', `<${i}>`, 2]);
    edges.push([0, i, `[${i - 1}]`]);
    if (i > 1) edges.push([i, i - 1, '.previous']);
  }
  return columns(nodes, edges);
}

test('a large graph starts small, with the rest in bundles, and opens by the handful', () => {
  const graph = model.fromColumns(manyNodes(1000));
  const component = componentsOf(graph);
  const selected = model.initialSelection(graph, component);
  assert.ok(selected.size < 60 && selected.has(graph.nodes[0].address));
  const drawn = model.elements(graph, component, selected);
  const bundles = drawn.nodes.filter((node) => node.kind === 'bundle');
  assert.deepEqual(bundles.map((bundle) => bundle.id).sort(), ['bLeaf', 'bNode']);
  assert.equal(bundles.reduce((sum, bundle) => sum + bundle.count, 0) + selected.size, 1001);
  const next = model.nextOfBundle(graph, selected, 'Leaf');
  assert.equal(next.length, model.BUNDLE_STEP);
  assert.ok(next.every((address) => !selected.has(address)));
});

test('every reference between drawn things is drawn, none twice', () => {
  const graph = model.fromColumns(manyNodes(300));
  const component = componentsOf(graph);
  const drawn = model.elements(graph, component, model.initialSelection(graph, component));
  const ids = new Set(drawn.nodes.map((node) => node.id));
  assert.ok(drawn.edges.every((edge) => ids.has(edge.source) && ids.has(edge.target)));
  assert.equal(new Set(drawn.edges.map((edge) => edge.id)).size, drawn.edges.length);
});

test('100,000 objects: model in good time', () => {
  const data = manyNodes(100_000);
  const start = performance.now();
  const graph = model.fromColumns(data);
  const component = componentsOf(graph);
  const drawn = model.elements(graph, component, model.initialSelection(graph, component));
  layout(drawn);
  const took = performance.now() - start;
  assert.ok(drawn.nodes.length < 100);
  assert.ok(took < 5000, `took ${took} ms`);
});

test('search: all words, over type, value, name and address', () => {
  const graph = model.fromColumns(family);
  const found = (text: string) => model.search(graph, text).map((node) => node.repr);
  assert.deepEqual(found('node CHILD'), ["[<Node 'child'>]", "<Node 'child'>"]);
  assert.deepEqual(found('0x1010'), ["[<Node 'child'>]"]);
  assert.deepEqual(found('  '), []);
});

test('the layout is the same every time, keeps what is held behind what holds it, and boxes apart', () => {
  const graph = model.fromColumns(manyNodes(12));
  const drawn = model.elements(graph, componentsOf(graph), new Set(graph.nodes.map((node) => node.address)));
  const first = layout(drawn);
  assert.deepEqual([...layout(drawn)], [...first]);
  const root = first.get(model.objectId(graph.nodes[0].address))!;
  for (const [id, place] of first) if (id !== model.objectId(graph.nodes[0].address)) assert.ok(place.x > root.x, id);
  const down = layout(drawn, new Map(), 'down');
  const top = down.get(model.objectId(graph.nodes[0].address))!;
  for (const [id, place] of down) if (id !== model.objectId(graph.nodes[0].address)) assert.ok(place.y > top.y, id);
  const places = [...first.values()];
  const overlaps = places.filter((a, i) => places.some((b, j) => i < j && Math.abs(a.x - b.x) < 30 && Math.abs(a.y - b.y) < 20));
  assert.equal(overlaps.length, 0);
});

test('the line below the drawing says what is here and what is not', () => {
  const line = (data: HeapGraphColumns): string => {
    const graph = model.fromColumns(data);
    return model.inventory(graph, componentsOf(graph), graph.nodes.length);
  };
  assert.equal(line(family), '4 objects · 4 references · 1 cycle');
  assert.equal(line({ ...family, total: 2000 }), '4 of 2,000 objects · 4 references · 1 cycle');
  const cut = { ...family, edgesFrom: [0], edgesTo: [1], edgeLabel: ['.children'], scc: [0, 0, 0, -1] };
  assert.equal(line(cut), '4 objects · 1 reference · 3 on a cycle that is not all here');
  assert.equal(line({ ...cut, scc: [-1, -1, -1, -1], complete: false }), '4 of more than 4 objects · 1 reference · no cycle in what was read');
});

test('an object says how many of its references are here, if not all', () => {
  const graph = model.fromColumns({ ...family, references: [1, 100_000, 2, 0] });
  const lines = model.elements(graph, componentsOf(graph), new Set(graph.nodes.map((node) => node.address))).nodes.flatMap((node) => (node.kind === 'object' ? [node.lines.slice(3)] : []));
  assert.deepEqual(lines, [[], ['holds 100,000, 1 here'], [], []]);
});
