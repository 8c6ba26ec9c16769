// Step-into targets: the calls of a statement in their order, and stepping into the one that was chosen.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

interface Target {
  id: number;
  label: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

describe('step-into targets', { timeout: 300_000 }, () => {
  const path = program('targets.py');
  let client: Client;
  let thread = 0;
  afterEach(async () => client.close());

  async function stop_at(...texts: string[]): Promise<void> {
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: texts.map((t) => line_of(path, t)) } });
    thread = (await client.stopped()).threadId;
  }

  async function targets(): Promise<Target[]> {
    const [top] = await client.stack(thread);
    return (await client.request('stepInTargets', { frameId: top.id })).targets;
  }

  const labels = async () => (await targets()).map((t) => t.label);
  const into = async (label: string): Promise<string> => {
    const target = (await targets()).find((t) => t.label === label);
    assert.ok(target, label);
    await client.request('stepIn', { threadId: thread, targetId: target.id });
    assert.equal((await client.stopped()).reason, 'step');
    const [top] = await client.stack(thread);
    return `${top.name}:${top.line}`;
  };

  test('each call of the line, then only those that are still to come', async () => {
    await stop_at('# one');
    assert.deepEqual(await labels(), ['inner(1)', 'other(2)', 'outer(inner(1), other(2))']);
    assert.equal(await into('other(2)'), 'other:10');
    // An older frame has none.
    const caller = (await client.stack(thread))[1];
    assert.deepEqual((await client.request('stepInTargets', { frameId: caller.id })).targets, []);
    await client.request('stepOut', { threadId: thread });
    await client.stopped();
    assert.deepEqual((await client.stack(thread))[0].line, line_of(path, 'b = outer('));
    // A statement of several lines; what is not ASCII.
    assert.deepEqual(await labels(), ["len('äö')", "inner(len('äö'))", 'other( # several 3)', "outer( inner(len('äö')), b=other( # several 3))"]);
    const [len] = await targets();
    const column = 15;
    assert.deepEqual([len.line, len.column, len.endColumn], [line_of(path, '# several'), column, column + "len('äö')".length]);
    assert.match(await client.failure('stepIn', { threadId: thread, targetId: 1 }), /choose it again/);
    assert.equal(await into("outer( inner(len('äö')), b=other( # several 3))"), 'outer:2');
  });

  test('a branch that is not taken: the step goes over the line', async () => {
    await stop_at('# branch');
    assert.deepEqual(await labels(), ['inner(1)', 'inner(2)', 'other(inner(2))']);
    assert.equal(await into('inner(1)'), `main:${line_of(path, '# chain')}`);
    assert.deepEqual(await labels(), ['Adder(1)', 'inner(2)', 'Adder(1).add(inner(2))', 'Adder(1).add(inner(2)).add(3)']);
    assert.equal(await into('Adder(1).add(inner(2)).add(3)'), `Adder.add:${line_of(path, 'self.n += n')}`);
    await client.request('stepOut', { threadId: thread });
    await client.stopped();
    // The condition of a while is compiled twice.
    assert.deepEqual(await labels(), ['inner(a)', 'other(a)', 'inner(a)']);
  });

  test('the head of a loop without its body; a builtin has nothing to step into', async () => {
    await stop_at('# loop', '# last');
    assert.deepEqual(await labels(), ['other(1)', 'range(other(1))']);
    assert.equal(await into('range(other(1))'), `main:${line_of(path, 'inner(i)')}`);
    await client.request('continue', { threadId: thread });
    await client.stopped();
    await client.request('continue', { threadId: thread });
    await client.stopped();
    await client.request('continue', { threadId: thread });
    await client.stopped();
    assert.deepEqual(await labels(), ['inner(b)', 'outer(a, inner(b))']);
    assert.equal(await into('inner(b)'), 'inner:6');
  });
});
