// The named references of the heap graph against tp_traverse, which gc.get_referents asks: the same objects for every kind.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

describe('the heap graph', { timeout: 120_000 }, () => {
  test('has the references that tp_traverse has', async () => {
    const client = new Client();
    const path = program('zoo.py');
    await client.start({ program: path }, { breakpoints: { [path]: [line_of(path, 'print("zoo")')] } });
    const s = await client.stopped();
    const [top] = await client.stack(s.threadId);
    const evaluate = async (expression: string) => (await client.request('evaluate', { expression, frameId: top.id, context: 'clipboard' })).result as string;
    const wrong: string[] = [];
    const names = JSON.parse((await evaluate('__import__("json").dumps(list(zoo))')).slice(1, -1)) as string[];
    for (const name of names) {
      const key = JSON.stringify(name);
      const [address, ...expected] = JSON.parse(await evaluate(`[id(zoo[${key}])] + sorted({id(r) for r in gc.get_referents(zoo[${key}])})`)) as number[];
      const graph = await client.request('pyxray/heapGraph', { roots: [address], depth: 1, maxNodes: 5000, includeBuiltins: true });
      const found = new Map<number, string>();
      graph.edgesFrom.forEach((from: number, i: number) => {
        if (from === 0) found.set(graph.address[graph.edgesTo[i]], graph.edgeLabel[i]);
      });
      const missing = expected.filter((r) => !found.has(r));
      const extra = [...found.keys()].filter((r) => !expected.includes(r));
      for (const r of missing) wrong.push(`${name}: no edge to ${(await client.request('pyxray/heapGraph', { roots: [r], depth: 0, maxNodes: 1, includeBuiltins: true })).repr[0]}`);
      for (const r of extra) wrong.push(`${name}: ${found.get(r)} is not traversed`);
    }
    await client.close();
    assert.deepEqual(wrong, []);
  });

  test("starts from a module's names when a module's code is stopped", async () => {
    const client = new Client();
    await client.start({ code: "class Node: pass\na, b = Node(), Node()\na.other, b.other = b, a\nbreakpoint_here = 1\n", stopOnEntry: true });
    const s = await client.stopped();
    for (let i = 0; i < 3; i++) {
      await client.request('next', { threadId: s.threadId });
      await client.stopped();
    }
    const [top] = await client.stack(s.threadId);
    assert.match(await client.failure('pyxray/heapGraph', { roots: 'locals', frameId: top.id }), /"depth" is missing/);
    const graph = await client.request('pyxray/heapGraph', { roots: 'locals', frameId: top.id, depth: 2, maxNodes: 50, includeBuiltins: false });
    const at = ['a', 'b'].map((name) => graph.roots[graph.rootName.indexOf(name)] as number);
    assert.deepEqual(at.map((i) => graph.refcount[i]), [2, 2]);
    assert.ok(at[0] !== at[1] && graph.scc[at[0]] === graph.scc[at[1]] && graph.scc[at[0]] >= 0, 'a and b are one cycle');
    await client.close();
  });
});
