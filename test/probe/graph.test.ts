// What the heap graph takes of a graph that is too large to show.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fair_choice, strongly_connected } from '../../interpreter/probe/graph';

/** Holders as lists of what they hold; a node's distance is that of the breadth-first walk from the first `roots` nodes. */
function graph(holds: number[][], roots: number): { depth: number[]; from: number[]; to: number[] } {
  const depth: number[] = holds.map((_, i) => (i < roots ? 0 : -1));
  for (let i = 0; i < holds.length; i++) for (const to of holds[i]) if (depth[to] < 0) depth[to] = depth[i] + 1;
  return { depth, from: holds.flatMap((held, i) => held.map(() => i)), to: holds.flat() };
}

test('a small graph is taken whole, as deep as is asked for', () => {
  const chain = graph([[1], [2], [3], []], 1);
  assert.deepEqual(fair_choice(chain, 4, 100), [0, 1, 2, 3]);
  assert.deepEqual(fair_choice(chain, 2, 100), [0, 1, 2]);
  assert.deepEqual(fair_choice(chain, 0, 100), [0]);
});

test('a root with very many references leaves room for what the others hold', () => {
  // 0 holds 1,000 objects, 1 and 2 hold two each; what 2 holds holds another one.
  const many = Array.from({ length: 1000 }, (_, i) => 3 + i);
  const g = graph([many, [1003, 1004], [1005, 1006], ...many.map(() => []), [], [], [1007], [], []], 3);
  const chosen = fair_choice(g, 3, 20);
  assert.equal(chosen.length, 20);
  for (const node of [0, 1, 2, 1003, 1004, 1005, 1006, 1007]) assert.ok(chosen.includes(node), `${node} is not among ${chosen.join(', ')}`);
});

test('what a distance leaves over is shared out', () => {
  const first = Array.from({ length: 50 }, (_, i) => 2 + i);
  const second = Array.from({ length: 50 }, (_, i) => 52 + i);
  const chosen = fair_choice(graph([first, second, ...first.map(() => []), ...second.map(() => [])], 2), 4, 42);
  assert.equal(chosen.filter((i) => first.includes(i)).length, 20);
  assert.equal(chosen.filter((i) => second.includes(i)).length, 20);
});

test('more roots than there is room for', () => {
  assert.deepEqual(fair_choice(graph([[], [], [], []], 4), 2, 3), [0, 1, 2]);
});

test('a cycle that comes back to its root is one component', () => {
  const ring = graph([[1], [2], [0]], 1);
  assert.deepEqual([...strongly_connected(3, ring.from, ring.to)], [0, 0, 0]);
  assert.deepEqual(fair_choice(ring, 9, 9), [0, 1, 2]);
});
