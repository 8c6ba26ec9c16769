// What the heap graph, here and in its view, needs of graphs, which are columns of edges: cycles, and a part that stands for the
// whole. Pure. Answers to no CPython file.

/** The targets of node i are targets[first[i]] up to targets[first[i + 1]]. */
export function adjacency(count: number, from: readonly number[], to: readonly number[]): { first: Int32Array; targets: Int32Array } {
  const first = new Int32Array(count + 1);
  for (const f of from) first[f + 1]++;
  for (let i = 0; i < count; i++) first[i + 1] += first[i];
  const targets = new Int32Array(from.length);
  const next = first.slice(0, count);
  from.forEach((f, e) => {
    targets[next[f]++] = to[e];
  });
  return { first, targets };
}

/** Strongly connected components (Tarjan, without recursion: a linked list of 100,000 nodes is a path of that length), counted from 0; -1 for those of one node without a reference to itself. */
export function strongly_connected(count: number, from: readonly number[], to: readonly number[]): Int32Array {
  const { first, targets } = adjacency(count, from, to);
  const component = new Int32Array(count).fill(-1);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const on_stack = new Uint8Array(count);
  const next = first.slice(0, count);
  const stack: number[] = [];
  const path: number[] = [];
  let time = 0;
  let found = 0;
  for (let start = 0; start < count; start++) {
    if (order[start] >= 0) continue;
    path.push(start);
    while (path.length > 0) {
      const v = path[path.length - 1];
      if (order[v] < 0) {
        order[v] = low[v] = time++;
        stack.push(v);
        on_stack[v] = 1;
      }
      if (next[v] < first[v + 1]) {
        const w = targets[next[v]++];
        if (order[w] < 0) path.push(w);
        else if (on_stack[w]) low[v] = Math.min(low[v], order[w]);
        continue;
      }
      path.pop();
      if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[v]);
      if (low[v] !== order[v]) continue;
      const at = stack.lastIndexOf(v);
      const members = stack.splice(at);
      for (const m of members) on_stack[m] = 0;
      const itself = members.length > 1 || targets.subarray(first[v], first[v + 1]).includes(v);
      if (itself) {
        for (const m of members) component[m] = found;
        found++;
      }
    }
  }
  return component;
}

/**
 * Of nodes in breadth-first order with their distances at most maxNodes, some of everybody's: from one distance to the next
 * the holders put forward one object each in turn, and no distance takes more than half of what is left while there is another
 * one. What the halves leave over is taken in turns too.
 */
export function fair_choice(reached: { depth: readonly number[]; from: readonly number[]; to: readonly number[] }, depth: number, maxNodes: number): number[] {
  const { first, targets } = adjacency(reached.depth.length, reached.from, reached.to);
  let level: number[] = [];
  for (let i = 0; reached.depth[i] === 0 && i < maxNodes; i++) level.push(i);
  const chosen = new Set(level);
  for (let d = 1; d <= depth && level.length > 0 && chosen.size < maxNodes; d++) {
    const left = maxNodes - chosen.size;
    level = in_turns(level, first, targets, chosen, d < depth ? Math.ceil(left / 2) : left);
  }
  const in_order = (): number[] => [...chosen].sort((a, b) => a - b);
  in_turns(in_order().filter((i) => reached.depth[i] < depth), first, targets, chosen, maxNodes - chosen.size);
  return in_order();
}

/** Up to `most` targets of `holders` that are not chosen yet, one of each holder, then a second one of each, ...; they are chosen then. */
function in_turns(holders: readonly number[], first: Int32Array, targets: Int32Array, chosen: Set<number>, most: number): number[] {
  const found: number[] = [];
  const next = holders.map((i) => first[i]);
  let open = true;
  while (open && found.length < most) {
    open = false;
    for (let h = 0; h < holders.length && found.length < most; h++) {
      while (next[h] < first[holders[h] + 1] && chosen.has(targets[next[h]])) next[h]++;
      if (next[h] === first[holders[h] + 1]) continue;
      const target = targets[next[h]++];
      chosen.add(target);
      found.push(target);
      open = true;
    }
  }
  return found;
}
