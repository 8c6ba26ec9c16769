// The debugger's main jobs over stdio: golden transcripts.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program, Story } from './story';

describe('a session over stdio', { timeout: 300_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  test('line breakpoints, conditions, hit counts, log points, counts of every local', async () => {
    const path = program('lines.py');
    client = new Client();
    const story = new Story('lines', client);
    await client.start({ program: path }, {
      breakpoints: {
        [path]: [
          { line: line_of(path, 'result += number'), condition: 'number == 2' },
          { line: line_of(path, 'return result'), logMessage: 'result is {result}' },
          { line: line_of(path, 'return point, other') },
        ],
      },
    });
    let s = await story.stop();
    await story.scope(s.threadId, 'Locals');
    story.output();
    await client.request('continue', { threadId: s.threadId });
    s = await story.stop();
    await story.scope(s.threadId, 'Locals');
    const locals = await client.scope(s.threadId, 'Locals');
    story.tell('  point:');
    for (const v of Object.values(await client.variables(locals.point.variablesReference))) if (!['id()', 'ob_type'].includes(v.name)) story.tell(`    ${v.name} = ${v.value}`);
    const c_view = (await client.variables(locals.point.variablesReference))['C view'];
    for (const v of Object.values(await client.variables(c_view.variablesReference))) story.tell(`      ${v.name} = ${v.value} (${v.type})`);
    await client.request('continue', { threadId: s.threadId });
    await client.event('exited');
    story.tell(`console| ${client.output('console').trim()}`);
    story.output();
    story.check();
  });

  test('a stop at every third hit', async () => {
    const path = program('lines.py');
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [{ line: line_of(path, 'result += number'), hitCondition: '% 3' }] } });
    const s = await client.stopped();
    assert.match((await client.scope(s.threadId, 'Locals')).number.value, /^3 /);
    await client.request('continue', { threadId: s.threadId });
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
  });

  test('stepping over, in and out; entry; breakpoint on a line without code', async () => {
    const path = program('lines.py');
    client = new Client();
    const story = new Story('steps', client);
    await client.start({ program: path, stopOnEntry: true });
    let s = await story.stop();
    const [answer] = await client.set_breakpoints({ [path]: [line_of(path, 'names = [') - 1] });
    story.tell(`breakpoint moved to ${answer.breakpoints[0].line}, verified ${answer.breakpoints[0].verified}`);
    await client.request('continue', { threadId: s.threadId });
    s = await story.stop();
    for (const kind of ['next', 'next', 'stepIn', 'next', 'next', 'next', 'stepOut', 'stepIn', 'stepIn', 'stepIn', 'stepOut']) {
      await client.request(kind, { threadId: s.threadId });
      story.tell(kind);
      s = await story.stop();
    }
    await client.request('continue', { threadId: s.threadId });
    await client.event('exited');
    story.output();
    story.check();
  });

  test('a GIL hand-off with a condition: who, why, where the other one is', async () => {
    const path = program('race.py');
    client = new Client();
    await client.start({ program: path }, { events: [{ filterId: 'gil.handoff', condition: "reason == 'drop_request' and from_thread == 'worker-1' and to_thread == 'worker-2'" }] });
    const s = await client.stopped();
    assert.equal(s.description, 'GIL hand-off');
    assert.match(s.text, /^worker-1 → worker-2, drop_request, waited [\d.]+ [mµ]s$/);
    const { threads } = await client.request('threads');
    assert.deepEqual(threads.map((t: { name: string }) => t.name), ['MainThread', 'worker-1', 'worker-2']);
    const gil = await client.request('pyxray/gil', {});
    assert.equal(gil.stopped, true);
    assert.equal(gil.holder, s.threadId);
    const [main, ...workers] = gil.threads as { state: string; call?: string }[];
    assert.deepEqual(workers.map((t) => t.state), ['waiting', 'running']);
    // It joins the workers, once it has had the GIL after starting the second.
    if (main.state === 'blocked') assert.equal(main.call, 'Thread.join');
    else assert.equal(main.state, 'waiting');
    for (const t of threads) assert.ok((await client.stack(t.id)).length > 0);
    const rows = await client.scope(s.threadId, 'GIL');
    assert.equal(rows.holder.value, 'worker-2');
    // The condition is taken away while the program stands still.
    await client.request('setExceptionBreakpoints', { filters: [] });
    await client.request('next', { threadId: s.threadId });
    const stepped = await client.stopped();
    assert.equal(stepped.reason, 'step');
    assert.equal(stepped.threadId, s.threadId);
    await client.request('continue', { threadId: s.threadId });
    assert.deepEqual(await client.event('exited', 60_000), { exitCode: 0 });
    assert.equal(client.output(), 'counted True\n');
  });

  test('a condition that names what is not there stops and says why', async () => {
    client = new Client();
    await client.start({ program: program('race.py') }, { events: [{ filterId: 'gil.handoff', condition: 'resaon == 1' }] });
    await client.stopped();
    assert.match(client.output('stderr'), /condition resaon == 1: NameError: name 'resaon' is not defined/);
  });

  test('gc.start, refcount.zero', async () => {
    const path = program('memory.py');
    client = new Client();
    const story = new Story('memory', client);
    await client.start({ program: path }, { breakpoints: { [path]: [line_of(path, 'print("start")'), line_of(path, 'return watch')] } });
    let s = await story.stop();
    await client.request('setExceptionBreakpoints', { filters: ['gc.start'], filterOptions: [{ filterId: 'refcount.zero', condition: "type == 'Node'" }] });
    await client.request('continue', { threadId: s.threadId });
    s = await story.stop();
    await client.request('continue', { threadId: s.threadId });
    s = await story.stop();
    const [top] = await client.stack(s.threadId);
    const graph = await client.request('pyxray/heapGraph', { roots: 'cycles', frameId: top.id, depth: 1, maxNodes: 50, includeBuiltins: false });
    story.tell('cycles:');
    graph.repr.forEach((r: string, i: number) => story.tell(`  ${r} refs ${graph.refcount[i]} component ${graph.scc[i]}`));
    graph.edgesFrom.forEach((f: number, i: number) => story.tell(`  ${graph.repr[f]} ${graph.edgeLabel[i]} ${graph.repr[graph.edgesTo[i]]}`));
    for (let i = 0; i < 4; i++) {
      await client.request('continue', { threadId: s.threadId });
      if (i < 3) s = await story.stop();
    }
    await client.event('exited');
    story.output();
    story.check();
  });

  test('the other events: thread start and end, GIL given up and taken back, what a collection finds', async () => {
    client = new Client();
    await client.start({ program: program('events.py') }, {
      events: ['thread.start', 'thread.exit', { filterId: 'gil.release', condition: "call == 'time.sleep'" }, { filterId: 'gil.acquire', condition: "call == 'time.sleep'" }, { filterId: 'gc.unreachable', condition: 'generation == 2' }, { filterId: 'gc.done', condition: 'collected > 0' }],
    });
    const seen: string[] = [];
    for (;;) {
      const s = await client.stopped();
      seen.push(`${s.description}: ${s.text}`);
      await client.request('continue', { threadId: s.threadId });
      if (s.description === 'Garbage collection done') break;
    }
    assert.deepEqual(seen.map((line) => line.replace(/\d+ (unreachable|collected)/, '$1')), [
      'Thread starts: sleeper', 'GIL release for a blocking call: sleeper, time.sleep', 'GIL re-acquired after a blocking call: sleeper, time.sleep', 'Thread exits: sleeper',
      'Unreachable objects found: generation 2, unreachable', 'Garbage collection done: generation 2, collected, 0 uncollectable',
    ]);
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
  });

  test('raised and uncaught exceptions', async () => {
    const path = program('errors.py');
    client = new Client();
    const story = new Story('errors', client);
    await client.start({ program: path }, { events: ['uncaught', { filterId: 'raised', condition: "'class' in value" }] });
    let s = await story.stop();
    await client.request('continue', { threadId: s.threadId });
    s = await story.stop();
    const info = await client.request('exceptionInfo', { threadId: s.threadId });
    story.tell(`${info.exceptionId}, ${info.breakMode}`);
    for (const l of info.details.stackTrace.trimEnd().split('\n')) story.tell(`  ${l}`);
    await client.request('continue', { threadId: s.threadId });
    story.tell(`exit ${(await client.event('exited')).exitCode}`);
    story.output();
    story.check();
  });

  test('pause in a tight loop; evaluate, set a variable, memory; terminate', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    while (!client.output().includes('looping')) await client.event('output');
    await client.request('pause', { threadId: 1 });
    const s = await client.stopped();
    assert.equal(s.reason, 'pause');
    const [top] = await client.stack(s.threadId);
    assert.equal(top.name, '<module>');
    const evaluate = async (expression: string, context = 'watch') => (await client.request('evaluate', { expression, frameId: top.id, context })).result as string;
    assert.equal(await evaluate('n >= 0'), 'True · immortal');
    assert.equal(await evaluate('[i * 2 for i in range(3)]', 'clipboard'), '[0, 2, 4]');
    await evaluate('import sys; spare = object()', 'repl');
    assert.equal(await evaluate('sys.getrefcount(spare)', 'repl'), '2');
    assert.match(await client.failure('evaluate', { expression: '1 / 0', frameId: top.id, context: 'repl' }), /ZeroDivisionError: division by zero/);
    assert.match(await client.failure('evaluate', { expression: 'a b', frameId: top.id, context: 'repl' }), /SyntaxError: invalid syntax/);
    // What id() says is where the count is.
    const result = await client.request('evaluate', { expression: '[spare, spare]', frameId: top.id, context: 'watch' });
    const items = await client.variables(result.variablesReference);
    assert.match(items['0'].value, /· refs 3$/);
    const memory = await client.request('readMemory', { memoryReference: items['0'].memoryReference, count: 8 });
    assert.equal(Buffer.from(memory.data, 'base64').readInt32LE(0), 3);
    const { scopes } = await client.request('scopes', { frameId: top.id });
    const changed = await client.request('setVariable', { variablesReference: scopes[0].variablesReference, name: 'n', value: "'changed' · refs 1" });
    assert.match(changed.value, /^'changed'/);
    assert.equal(await evaluate('n', 'clipboard'), "'changed'");
    const { targets } = await client.request('completions', { text: 'sys.setswitch', column: 14, frameId: top.id });
    assert.deepEqual(targets.map((t: { label: string }) => t.label), ['setswitchinterval']);
    await client.request('terminate');
    await client.event('terminated');
  });

  test('a breakpoint set while the program runs; a function breakpoint; conditions that are none', async () => {
    const path = program('loop.py');
    client = new Client();
    await client.start({ program: path });
    while (!client.output().includes('looping')) await client.event('output');
    const [answer] = await client.set_breakpoints({ [path]: [{ line: line_of(path, 'n += 1'), condition: 'n %' }, { line: line_of(path, 'n += 1'), condition: 'n > 10' }] });
    assert.equal(answer.breakpoints[0].verified, false);
    assert.match(answer.breakpoints[0].message, /SyntaxError: invalid syntax/);
    await client.set_breakpoints({ [path]: [{ line: line_of(path, 'n += 1'), condition: 'n > 10' }] });
    const s = await client.stopped();
    assert.equal(s.reason, 'breakpoint');
    const filters = await client.request('setExceptionBreakpoints', { filters: [], filterOptions: [{ filterId: 'raised', condition: 'type ==' }, { filterId: 'nothing' }] });
    assert.deepEqual(filters.breakpoints.map((b: { verified: boolean }) => b.verified), [false, false]);
  });

  test('a function breakpoint and the disassembly where it stops', async () => {
    client = new Client();
    await client.request('initialize', {});
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'Point.__init__' }] });
    client.send('launch', { program: program('lines.py') });
    await client.request('configurationDone');
    const s = await client.stopped();
    const [top] = (await client.request('stackTrace', { threadId: s.threadId })).stackFrames;
    assert.equal(top.name, 'Point.__init__');
    const { instructions } = await client.request('disassemble', { memoryReference: top.instructionPointerReference, instructionOffset: -2, instructionCount: 9 });
    assert.equal(instructions.length, 9);
    assert.deepEqual(instructions.filter((i: { presentationHint?: string }) => i.presentationHint !== 'invalid').map((i: { instruction: string }) => i.instruction.trim().replace(/^\d+ /, '')), [
      'RESUME 0', 'LOAD_FAST_LOAD_FAST 16 (x, self)', 'STORE_ATTR 0 (x)', 'LOAD_FAST_LOAD_FAST 32 (y, self)', 'STORE_ATTR 1 (y)', 'RETURN_CONST 0 (None)',
    ]);
  });

  test('pause while every thread is blocked', async () => {
    client = new Client();
    await client.start({ program: program('sleep.py') });
    while (!client.output().includes('sleeping')) await client.event('output');
    await client.request('pause', { threadId: 1 });
    const s = await client.stopped();
    assert.equal((await client.stack(s.threadId))[0].name, '<module>');
    assert.match(await client.failure('evaluate', { expression: '1', context: 'repl' }), /blocked/);
    await client.request('continue', { threadId: s.threadId });
    await client.request('terminate');
    await client.event('terminated');
  });

  test('output comes before the stop that follows it', async () => {
    const path = program('lines.py');
    client = new Client();
    await client.start({ program: path }, { breakpoints: { [path]: [line_of(path, 'print("end")')] } });
    await client.stopped();
    const at = client.messages.findIndex((m) => m.event === 'stopped');
    const before = client.messages.slice(0, at).filter((m) => m.event === 'output');
    assert.equal(before.filter((m) => m.body.category === 'stdout').map((m) => m.body.output).join(''), 'first line\nvalue 60\n');
    assert.equal(before.filter((m) => m.body.category === 'stderr').map((m) => m.body.output).join(''), 'to stderr\n');
  });

  test('a million elements are paged', async () => {
    client = new Client();
    await client.start({ code: 'big = list(range(1_000_000))\nd = {i: i for i in range(1000)}\nbreakpoint_here()', stopOnEntry: false }, { events: ['uncaught'] });
    const s = await client.stopped();
    const globals = await client.scope(s.threadId, 'Globals');
    assert.equal(globals.big.indexedVariables, 1_000_000);
    const page = await client.variables(globals.big.variablesReference, { filter: 'indexed', start: 999_990, count: 10 });
    assert.match(page['999999'].value, /^999999 /);
    const keys = await client.variables(globals.d.variablesReference, { filter: 'indexed', start: 500, count: 2 });
    assert.deepEqual(Object.keys(keys), ['500', '501']);
  });
});
