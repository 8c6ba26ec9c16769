// What the less frequent requests do: changed values, hovers, instructions, jumps, memory, modules, chains of exceptions.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

describe('requests', { timeout: 300_000 }, () => {
  const path = program('values.py');
  let client: Client;
  afterEach(async () => client.close());

  async function stop_at(text: string, launch: object = {}): Promise<{ threadId: number; frameId: number }> {
    client = new Client();
    await client.start({ program: path, ...launch }, { breakpoints: { [path]: [line_of(path, text)] } });
    const s = await client.stopped();
    return { threadId: s.threadId, frameId: (await client.stack(s.threadId))[0].id };
  }

  test('setVariable: a local, a cell, a list item, a dict value, an attribute, a slot, a global', async () => {
    const { threadId, frameId } = await stop_at('result = inner()');
    const { scopes } = await client.request('scopes', { frameId });
    const [locals, globals] = scopes.map((s: { variablesReference: number }) => s.variablesReference);
    const rows = await client.variables(locals);
    const set = async (reference: number, name: string, value: string) => (await client.request('setVariable', { variablesReference: reference, name, value })).value as string;
    assert.match(await set(locals, 'cell', '5'), /^5 · immortal$/);
    assert.match(await set(rows.plain.variablesReference, '1', '"changed"'), /^'changed'/);
    assert.match(await set(rows.table.variablesReference, "'a'", 'plain[0] + 1'), /^11 /);
    assert.match(await set(rows.point.variablesReference, 'x', 'cell'), /^5 /);
    assert.match(await set(rows.slotted.variablesReference, 's', '"slot"'), /^'slot'/);
    assert.match(await client.failure('setVariable', { variablesReference: locals, name: 'cell', value: 'nothing' }), /NameError: name 'nothing' is not defined/);
    assert.match(await client.failure('setVariable', { variablesReference: locals, name: 'no_such', value: '1' }), /"no_such" cannot be changed/);
    assert.match(await set(globals, 'Slotted', 'Slotted'), /^<class/);
    // An expression is assigned to.
    assert.match((await client.request('setExpression', { expression: "table[2]", value: "'zwei'", frameId })).value, /^'zwei'/);
    assert.match(await client.failure('setExpression', { expression: '1', value: '2', frameId }), /SyntaxError: cannot assign to literal/);
    await client.request('continue', { threadId });
    await client.event('exited');
    assert.equal(client.output('stderr'), '');
    assert.equal(client.output(), "5 [10, 'changed'] {'a': 11, 2: 'zwei'} 5 slot 105\n");
  });

  test('a hover reads and runs nothing; format.hex; None in the console; statements', async () => {
    const { frameId } = await stop_at('result = inner()');
    const evaluate = async (expression: string, context: string, more: object = {}) => (await client.request('evaluate', { expression, context, frameId, ...more })).result as string;
    assert.match(await evaluate('point.x', 'hover'), /^255 · immortal$/);
    assert.match(await evaluate('table["a"]', 'hover'), /^1 /);
    assert.match(await evaluate('table[2]', 'hover'), /^'two'/);
    assert.match(await evaluate('plain[-1]', 'hover'), /^20 /);
    assert.match(await evaluate('point.kind', 'hover'), /^'point'/);
    assert.match(await evaluate('slotted.s', 'hover'), /^'s'/);
    assert.match(await evaluate('print', 'hover'), /built-in function print/);
    for (const expression of ['point.loud', 'print(1)', 'x := 1', 'nothing', 'point. ', 'plain[9]']) assert.match(await client.failure('evaluate', { expression, context: 'hover', frameId }), /cannot be read without running code/, expression);
    assert.equal(client.output(), '');
    assert.match(await evaluate('point.loud', 'watch'), /^1 /);
    assert.equal(client.output(), 'the property ran\n');
    assert.equal(await evaluate('[point.x, -16]', 'clipboard', { format: { hex: true } }), '[0xff, -0x10]');
    const { scopes } = await client.request('scopes', { frameId });
    assert.match((await client.variables(scopes[0].variablesReference, { format: { hex: true } })).plain.value, /^\[0xa, 0x14\]/);
    assert.match((await client.variables(scopes[0].variablesReference)).plain.value, /^\[10, 20\]/);
    assert.equal(await evaluate('None', 'repl'), '');
    assert.equal(await evaluate('for i in range(2): plain.append(i)', 'repl'), '');
    assert.equal(await evaluate('plain', 'repl'), '[10, 20, 0, 1]');
  });

  test('an evaluation that does not end is cancelled', async () => {
    const { frameId } = await stop_at('result = inner()');
    const seq = client.send('evaluate', { expression: 'while True: pass', context: 'repl', frameId });
    await new Promise((done) => setTimeout(done, 200));
    await client.request('cancel', { requestId: seq });
    const answer = await client.response(seq, 'evaluate');
    assert.equal(answer.success, false);
    assert.match(answer.message!, /KeyboardInterrupt/);
    assert.equal((await client.request('evaluate', { expression: '1 + 1', context: 'repl', frameId })).result, '2');
  });

  test('stepping by instruction, and a breakpoint on one', async () => {
    const { threadId } = await stop_at('total += cell');
    const where = async () => {
      const [top] = (await client.request('stackTrace', { threadId })).stackFrames;
      const { instructions } = await client.request('disassemble', { memoryReference: top.instructionPointerReference, instructionOffset: 0, instructionCount: 8 });
      return { pointer: top.instructionPointerReference as string, instructions: instructions as { address: string; instruction: string }[] };
    };
    const names: string[] = [];
    let here = await where();
    for (let i = 0; i < 3; i++) {
      await client.request('next', { threadId, granularity: 'instruction' });
      assert.equal((await client.stopped()).reason, 'step');
      here = await where();
      names.push(here.instructions[0].instruction.trim().replace(/^\d+ /, ''));
    }
    assert.deepEqual(names, ['LOAD_DEREF 1 (cell)', 'BINARY_OP 13 (+=)', 'STORE_FAST 0 (total)']);
    const target = here.instructions.find((i) => i.instruction.includes('RETURN'))!;
    const { breakpoints } = await client.request('setInstructionBreakpoints', { breakpoints: [{ instructionReference: target.address, condition: 'total == 101' }, { instructionReference: '0x10' }] });
    assert.deepEqual(breakpoints.map((b: { verified: boolean }) => b.verified), [true, false]);
    await client.request('continue', { threadId });
    const s = await client.stopped();
    assert.equal(s.reason, 'instruction breakpoint');
    assert.deepEqual(s.hitBreakpointIds, [breakpoints[0].id]);
    assert.equal((await where()).pointer, target.address);
    // A step by line goes on from there.
    await client.request('setInstructionBreakpoints', { breakpoints: [] });
    await client.request('next', { threadId });
    await client.stopped();
    assert.equal((await client.stack(threadId))[0].name, 'outer');
  });

  test('goto: a line is left out; what may not be jumped to is refused', async () => {
    const { threadId } = await stop_at('total += cell');
    const line = line_of(path, 'return total');
    const { targets } = await client.request('gotoTargets', { source: { path }, line });
    assert.deepEqual(targets, [{ id: line, label: `line ${line}`, line }]);
    await client.request('goto', { threadId, targetId: line });
    assert.equal((await client.stopped()).reason, 'goto');
    assert.equal((await client.stack(threadId))[0].line, line);
    const outside = (await client.request('gotoTargets', { source: { path }, line: 1 })).targets[0].id;
    assert.match(await client.failure('goto', { threadId, targetId: outside }), /cannot jump to line 1: ValueError: line 1 comes before the current code block/);
    await client.request('continue', { threadId });
    await client.event('exited');
    assert.match(client.output(), / 0\n$/);
  });

  test('writeMemory: what Python then sees; modules', async () => {
    const { frameId } = await stop_at('result = inner()');
    const evaluate = async (expression: string) => client.request('evaluate', { expression, context: 'clipboard', frameId });
    const word = await evaluate("'spam' + str(cell)");
    // A compact ASCII str: its characters follow a header of 40 bytes.
    const written = await client.request('writeMemory', { memoryReference: word.memoryReference, offset: 40, data: Buffer.from('S').toString('base64') });
    assert.equal(written.bytesWritten, 1);
    const { data } = await client.request('readMemory', { memoryReference: word.memoryReference, offset: 40, count: 5 });
    assert.equal(Buffer.from(data, 'base64').toString(), 'Spam1');
    assert.match(await client.failure('writeMemory', { memoryReference: '0x7ffffff0', data: 'AAAA' }), /only 0 of 3 bytes lie in the heap/);
    const { modules, totalModules } = await client.request('modules', {});
    assert.equal(modules.length, totalModules);
    assert.ok(modules.some((m: { name: string; path: string; isUserCode: boolean }) => m.name === '__main__' && m.path === path && m.isUserCode));
    assert.equal((await client.request('modules', { startModule: 1, moduleCount: 2 })).modules.length, 2);
    const { sources } = await client.request('loadedSources', {});
    const os = sources.find((s: { path?: string }) => s.path?.endsWith('/os.py'));
    assert.match((await client.request('source', { source: os, sourceReference: os.sourceReference })).content, /^r"""OS routines/);
  });

  test('exceptionInfo: causes and contexts', async () => {
    client = new Client();
    const code = `def f():
    try: {}['key']
    except KeyError as e:
        try: raise ValueError('second') from e
        except ValueError: raise RuntimeError('third')
f()`;
    await client.start({ code }, { events: ['uncaught'] });
    const s = await client.stopped();
    const { details } = await client.request('exceptionInfo', { threadId: s.threadId });
    const chain: string[] = [];
    for (let d = details; d !== undefined; d = d.innerException?.[0]) chain.push(`${d.fullTypeName}: ${d.message}`);
    assert.deepEqual(chain, ['RuntimeError: third', 'ValueError: second', "KeyError: 'key'"]);
    assert.match(details.stackTrace, /The above exception was the direct cause[^]*During handling of the above exception[^]*RuntimeError: third/);
  });

  test('large containers of every kind come page by page', async () => {
    client = new Client();
    await client.start({ code: 'import collections\nn = 1_000_000\nd = dict.fromkeys(range(n))\ns = set(range(n))\nt = tuple(range(n))\nq = collections.deque(range(1000))\nstop_here()' }, { events: ['uncaught'] });
    const s = await client.stopped(60_000);
    const globals = await client.scope(s.threadId, 'Globals');
    const started = Date.now();
    for (const name of ['d', 's', 't']) {
      assert.equal(globals[name].indexedVariables, 1_000_000);
      for (const start of [0, 500_000, 999_900]) assert.equal(Object.keys(await client.variables(globals[name].variablesReference, { filter: 'indexed', start, count: 100 })).length, 100);
    }
    assert.ok(Date.now() - started < 20_000, `${Date.now() - started} ms`);
    assert.match((await client.variables(globals.q.variablesReference, { filter: 'indexed', start: 990, count: 10 }))['999'].value, /^999 /);
  });
});
