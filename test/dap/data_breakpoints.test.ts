// Data breakpoints: on the value of names, attributes, items and bytes; on a reference count.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';
import { line_of, program, Story } from './story';

interface Info {
  dataId: string | null;
  description: string;
  accessTypes?: string[];
  canPersist?: boolean;
}

describe('data breakpoints', { timeout: 300_000 }, () => {
  let client: Client;
  let thread = 0;
  let top = 0;
  afterEach(async () => client.close());

  async function stop_at(path: string, text: string, launch: object = {}): Promise<void> {
    client = new Client();
    // Where a thread gives the GIL up it stops at once for what it has changed: by the clock, that would be now here, now there.
    await client.start({ program: path, scheduler: 'seeded', seed: 1, ...launch }, { breakpoints: { [path]: [line_of(path, text)] } });
    thread = (await client.stopped()).threadId;
    top = (await client.stack(thread))[0].id;
  }

  const go_on = () => client.request('continue', { threadId: thread });
  const named = (name: string): Promise<Info> => client.request('dataBreakpointInfo', { name, frameId: top });

  /** The row `row` below the local of this name. */
  async function below(local: string, row: string): Promise<Info> {
    const { scopes } = await client.request('scopes', { frameId: top });
    const rows = await client.variables(scopes[0].variablesReference);
    return client.request('dataBreakpointInfo', { variablesReference: rows[local].variablesReference, name: row });
  }

  async function set(all: (Info | { dataId: string | null; condition?: string; hitCondition?: string })[]): Promise<{ id: number; verified: boolean; message?: string }[]> {
    const breakpoints = all.map(({ dataId, ...more }) => ({ dataId, accessType: 'write', condition: 'condition' in more ? more.condition : undefined, hitCondition: 'hitCondition' in more ? more.hitCondition : undefined }));
    return (await client.request('setDataBreakpoints', { breakpoints })).breakpoints;
  }

  /** Every stop until the program ends. */
  async function tell_all(story: Story): Promise<void> {
    for (;;) {
      const next = client.messages.length;
      await go_on();
      await client.next_of(['stopped', 'terminated'], next);
      if (client.messages.some((m) => m.event === 'terminated')) break;
      await story.stop();
    }
    for (const m of client.messages) if (m.event === 'breakpoint') story.tell(`breakpoint ${m.body.breakpoint.id} ${m.body.reason}, verified ${m.body.breakpoint.verified}: ${m.body.breakpoint.message}`);
    story.output();
  }

  test('values: attributes, slots, items, keys, by whatever stores, in whatever thread', async () => {
    await stop_at(program('data_values.py'), '# here');
    const story = new Story('data_values', client);
    const all = [await named('point.x'), await below('slotted', 's'), await named('items[0]'), await named("table['a']")];
    for (const info of all) story.tell(`${info.description}: ${info.accessTypes}, persists: ${info.canPersist}`);
    assert.deepEqual((await set(all)).map((b) => b.verified), [true, true, true, true]);
    await tell_all(story);
    story.check();
  });

  test('values: a local ends with its call, a cell, a global, the items of a loop, a field of the struct', async () => {
    await stop_at(program('data_values.py'), 'number += 1');
    const story = new Story('data_names', client);
    const { scopes } = await client.request('scopes', { frameId: top });
    const row = (name: string) => client.request('dataBreakpointInfo', { variablesReference: scopes[0].variablesReference, name }) as Promise<Info>;
    assert.deepEqual((await set([await row('number'), await row('shared'), await named('setting')])).map((b) => b.verified), [true, true, true]);
    await tell_all(story);
    story.check();
  });

  test('bytes at an address, and a field in the C view', async () => {
    await stop_at(program('data_values.py'), '# here');
    const { scopes } = await client.request('scopes', { frameId: top });
    const items = (await client.variables(scopes[0].variablesReference)).items;
    const view = (await client.variables(items.variablesReference))['C view'];
    const size: Info = await client.request('dataBreakpointInfo', { variablesReference: view.variablesReference, name: 'ob_size' });
    assert.match(size.description, /^ob_size of list at 0x/);
    const address = Number(items.memoryReference);
    // The pointer to the items moves when the list grows.
    const pointer: Info = await client.request('dataBreakpointInfo', { name: `0x${(address + 24).toString(16)}`, asAddress: true, bytes: 8 });
    assert.equal(await named_problem({ name: '0x10', asAddress: true, bytes: 100 }), '1 to 64 bytes can be watched, not 100');
    assert.equal(await named_problem({ name: 'nowhere', asAddress: true }), 'there is no memory of the program at this address');
    const [first] = await set([size]);
    await go_on();
    const s = await client.stopped();
    assert.match(s.description, /^ob_size of list at 0x[0-9a-f]+ changed 3 → 4$/);
    assert.match(s.text, /^CALL 1, line 25 in change$/);
    assert.deepEqual(s.hitBreakpointIds, [first.id]);
    const [still, unknown] = await set([size, pointer]);
    assert.deepEqual([still.id, still.verified], [first.id, true]);
    assert.match(unknown.message!, /chosen at an earlier stop/);
  });

  const named_problem = async (args: object): Promise<string> => {
    const info: Info = await client.request('dataBreakpointInfo', args);
    assert.equal(info.dataId, null);
    return info.description;
  };

  test('a count: each change, with what made it, until the object dies', async () => {
    const path = program('data_counts.py');
    await stop_at(path, '# here');
    const story = new Story('data_counts', client);
    const info = await below('x', 'ob_refcnt');
    story.tell(info.description);
    const [b] = await set([info]);
    await client.set_breakpoints({ [path]: [] });
    await tell_all(story);
    story.check();
    const [again] = await set([info]);
    assert.deepEqual([again.id, again.verified], [b.id, false]);
    assert.match(again.message!, /was deallocated/);
  });

  test('the count that is shown is the true one while it is watched', async () => {
    const path = program('data_counts.py');
    await stop_at(path, '# here');
    const info = await below('x', 'ob_refcnt');
    await set([{ ...info, condition: 'refcount > 100' }]);
    await client.set_breakpoints({ [path]: [line_of(path, 'number += 1')] });
    await go_on();
    assert.equal((await client.stopped()).reason, 'breakpoint');
    top = (await client.stack(thread))[0].id;
    const { scopes } = await client.request('scopes', { frameId: top });
    const x = (await client.variables(scopes[0].variablesReference)).x;
    assert.equal(x.value, '[1, 2] · refs 3');
    const rows = await client.variables(x.variablesReference);
    assert.equal(rows.ob_refcnt.value, '3');
    assert.equal((await client.variables(rows['C view'].variablesReference)).ob_refcnt.value, '3');
    const { data } = await client.request('readMemory', { memoryReference: x.memoryReference, count: 8 });
    assert.equal(Buffer.from(data, 'base64').readBigInt64LE(), 3n);
    assert.equal((await client.request('evaluate', { expression: 'sys.getrefcount(x), true_count(x)', frameId: top })).result, '(4, 4)');
    // The memory view writes the count, the tag stays.
    await client.request('writeMemory', { memoryReference: x.memoryReference, data: Buffer.from([4, 0, 0, 0]).toString('base64') });
    assert.equal((await client.variables(x.variablesReference)).ob_refcnt.value, '4');
    await client.request('writeMemory', { memoryReference: x.memoryReference, data: Buffer.from([3, 0, 0, 0]).toString('base64') });
    // Given up: nothing of it is left.
    await client.set_breakpoints({ [path]: [] });
    await set([]);
    await go_on();
    await client.event('exited');
    assert.match(client.output(), /^4 4 \d\ndone\n$/);
  });

  test('conditions and hit counts, several at once', async () => {
    const path = program('data_counts.py');
    await stop_at(path, '# here');
    const [count, value] = await set([{ ...(await below('x', 'ob_refcnt')), condition: 'refcount == 5 and old_refcount == 4' }, { ...(await named('number')), condition: 'number and len(x) == 2' }]);
    await go_on();
    let s = await client.stopped();
    assert.match(s.description, /^Count of \[1, 2\] changed 4 → 5$/);
    assert.deepEqual(s.hitBreakpointIds, [count.id]);
    top = (await client.stack(thread)).find((f) => f.name === 'main')!.id;
    const answers = await set([{ ...(await below('x', 'ob_refcnt')), hitCondition: '% 4' }, { ...(await named('number')), hitCondition: '2' }]);
    assert.deepEqual(answers.map((b) => b.verified), [true, true]);
    assert.equal(answers[1].id, value.id);
    await go_on();
    s = await client.stopped();
    assert.deepEqual(s.hitBreakpointIds, [count.id]);
    top = (await client.stack(s.threadId)).find((f) => f.name === 'main')!.id;
    const last_id = (await named('number')).dataId;
    const [last] = await set([{ dataId: last_id, hitCondition: '2' }]);
    assert.equal(last.id, value.id);
    await go_on();
    s = await client.stopped();
    assert.equal(s.description, 'number changed 301 → 5');
    // Taken away and set again, at another stop, it is the same; with an empty list nothing stops.
    await set([]);
    assert.deepEqual(await set([{ dataId: last_id, hitCondition: '9' }]), [{ id: value.id, verified: true }]);
    await set([]);
    await go_on();
    await client.event('exited');
  });

  test('justMyCode: the library’s changes are told in the program’s own code', async () => {
    const file = source('data_copy.py', "import copy\nx = [1, 2]\nprint('here')\ny = copy.copy(x)\nprint('there')\n");
    for (const justMyCode of [true, false]) {
      await stop_at(file, "print('here')", { justMyCode });
      await set([await named_count('x')]);
      const lines: string[] = [];
      for (let i = 0; i < 2; i++) {
        await go_on();
        const s = await client.stopped();
        assert.equal(s.reason, 'data breakpoint');
        const [frame] = await client.stack(thread);
        lines.push(frame.name);
      }
      assert.deepEqual(lines, ['<module>', justMyCode ? '<module>' : 'copy']);
      if (justMyCode) await client.close();
    }
  });

  async function named_count(name: string): Promise<Info> {
    const { scopes } = await client.request('scopes', { frameId: top });
    const rows = await client.variables(scopes[0].variablesReference);
    return client.request('dataBreakpointInfo', { variablesReference: rows[name].variablesReference, name: 'ob_refcnt' });
  }

  function source(name: string, text: string): string {
    const file = join(process.cwd(), 'out', name);
    mkdirSync(join(process.cwd(), 'out'), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  test('a local of a generator lives as long as that', async () => {
    await stop_at(source('data_gen.py', "def gen():\n    n = 1\n    yield 'here'\n    n = 2\n    yield\n\ng = gen()\nfor i in range(2): next(g)\ng = 0\nfor i in range(5): pass\n"), "yield 'here'");
    await set([await named('n')]);
    await go_on();
    const s = await client.stopped();
    assert.equal(s.description, 'n changed 1 → 2');
    assert.equal(s.text, 'STORE_FAST 0 (n), line 4 in gen');
    await go_on();
    assert.match((await client.event('breakpoint')).breakpoint.message, /^n is gone: generator at 0x[0-9a-f]+ was deallocated$/);
    await client.event('exited');
  });

  test('a change before a hand-off is the thread’s that made it; restart ends what was set', async () => {
    const text = "import threading, time\nbox = [0]\ndef work(n):\n    for i in range(3):\n        box[0] = n\n        time.sleep(0.001)\nprint('here')\nall = [threading.Thread(target=work, args=(n,), name=f'w{n}') for n in (1, 2)]\nfor t in all: t.start()\nfor t in all: t.join()\n";
    const file = source('data_threads.py', text);
    await stop_at(file, "print('here')", { scheduler: 'os' });
    const [b] = await set([await named('box[0]')]);
    // At least: one that writes what is there already changes nothing.
    for (let i = 0; i < 2; i++) {
      await go_on();
      const s = await client.stopped();
      assert.match(s.text, /^STORE_SUBSCR, line 5 in work$/);
      const value = /→ (\d)$/.exec(s.description)![1];
      const { threads } = await client.request('threads');
      assert.equal(threads.find((t: { id: number }) => t.id === s.threadId).name, `w${value}`);
    }
    await client.set_breakpoints({ [file]: [] });
    await client.request('restart');
    const ended = (await client.event('breakpoint')).breakpoint;
    assert.deepEqual([ended.id, ended.verified], [b.id, false]);
    await client.event('exited');
  });

  test('what cannot be watched is refused with a reason', async () => {
    await stop_at(program('data_values.py'), '# here');
    const { capabilities } = { capabilities: client.messages.find((m) => m.command === 'initialize' && m.type === 'response')!.body };
    assert.equal(capabilities.supportsDataBreakpoints, true);
    assert.equal(capabilities.supportsDataBreakpointBytes, true);
    const { scopes } = await client.request('scopes', { frameId: top });
    const table = (await client.variables(scopes[0].variablesReference)).table;
    const one = (await client.variables(table.variablesReference))["'a'"];
    assert.match(await named_problem({ variablesReference: one.variablesReference, name: 'ob_refcnt' }), /^int at 0x[0-9a-f]+ is immortal: its count never changes$/);
    assert.match(await named_problem({ name: 'nothing', frameId: top }), /"nothing" is nothing that can be watched/);
    assert.match(await named_problem({ name: '1 + 1', frameId: top }), /nothing that can be watched/);
    const info = await named('point.x');
    const { breakpoints } = await client.request('setDataBreakpoints', {
      breakpoints: [{ dataId: info.dataId, accessType: 'readWrite' }, { dataId: info.dataId, condition: '1 +' }, { dataId: info.dataId, hitCondition: 'often' }, { dataId: 'forged' }],
    });
    assert.deepEqual(breakpoints.map((b: { verified: boolean }) => b.verified), [false, false, false, false]);
    assert.match(breakpoints[0].message, /Only changes/);
    assert.match(breakpoints[1].message, /SyntaxError/);
    assert.match(breakpoints[2].message, /hit count/);
    assert.match(breakpoints[3].message, /choose it again/);
  });

  test('a C extension: the function in C and its line', async () => {
    const dir = join(process.cwd(), 'out/capi/dap-data');
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'keeper.c'), [
      '#include <Python.h>',
      'static PyObject *keep(PyObject *self, PyObject *arg) {',
      '    Py_INCREF(arg);',
      '    Py_DECREF(arg);',
      '    Py_RETURN_NONE;',
      '}',
      'static PyMethodDef methods[] = {{"keep", keep, METH_O, ""}, {0}};',
      'static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "keeper", "", -1, methods};',
      'PyMODINIT_FUNC PyInit_keeper(void) { return PyModule_Create(&def); }',
    ].join('\n'));
    const file = join(dir, 'use.py');
    writeFileSync(file, "import keeper\nx = [1, 2]\nprint('here')\nkeeper.keep(x)\nprint('there')\n");
    await stop_at(file, "print('here')");
    await set([await named_count('x')]);
    await go_on();
    assert.match((await client.stopped()).text, /^LOAD_NAME/);
    await go_on();
    const s = await client.stopped();
    assert.equal(s.description, 'Count of [1, 2] changed 2 → 3 → 2 → 1');
    assert.equal(s.text.replaceAll(dir, 'DIR'), 'CALL 1 in keep (DIR/keeper.c:3), line 4 in <module>, then CALL 1 in keep (DIR/keeper.c:4), line 4 in <module>, then CALL 1 in keep, line 4 in <module>');
  });
});
