// A client that asks for anything at any time, with arguments that are right, nearly right or nonsense, from a seed. Every request
// is answered, none with an internal error, and the adapter ends when the client leaves.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client, type Message } from './client';
import { program } from './story';

const REQUESTS = 400;
const path = program('busy.py');

/** Numbers in [0, 1) that a seed determines (mulberry32). */
function random_of(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

class Monkey {
  private thread = 1;
  private frame = 0;
  private rows: number[] = [];
  private data: unknown = 'none';

  constructor(private readonly random: () => number) {}

  one<T>(...of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)];
  }

  private nonsense(): unknown {
    return this.one<unknown>(null, -1, 0, 1.5, 2 ** 31, 2 ** 53, '', 'x', '0x0', '0xffffffffffff', '0x1000', [], {}, true, 'a'.repeat(3000));
  }

  /** Mostly `right`. */
  private nearly(right: unknown): unknown {
    return this.random() < 0.8 ? right : this.nonsense();
  }

  private row(): unknown {
    return this.nearly(this.rows[Math.floor(this.random() * this.rows.length)] ?? 1);
  }

  /** A request's name and arguments. */
  next(): [string, unknown] {
    const command = this.random() < 0.4 ? this.one('stackTrace', 'scopes', 'variables', 'continue', 'next') : this.one(...Object.keys(this.arguments));
    return [command, this.arguments[command as keyof typeof this.arguments]()];
  }

  private readonly source = () => this.nearly({ path: this.one(path, '/nowhere.py', '') });
  private readonly step = () => ({ threadId: this.nearly(this.thread), granularity: this.one(undefined, 'instruction', 'line', this.nonsense()) });
  private readonly address = () => this.nearly(this.one('0x10000', '0x1000', '0x7ffffff0'));

  private readonly arguments = {
    threads: () => this.nonsense(),
    stackTrace: () => ({ threadId: this.nearly(this.thread), startFrame: this.one(undefined, 1, this.nonsense()), levels: this.one(undefined, 20, this.nonsense()) }),
    scopes: () => ({ frameId: this.nearly(this.frame) }),
    variables: () => ({ variablesReference: this.row(), start: this.one(undefined, 0, 1e9, this.nonsense()), count: this.one(undefined, 10, 1e9), filter: this.one(undefined, 'indexed', 'named', this.nonsense()) }),
    evaluate: () => ({ expression: this.nearly(this.one('table["k"]', '1/0', 'work(10)', '[', 'import os', 'table.update(z=1)', 'gc.collect()', 'del table')), frameId: this.nearly(this.frame), context: this.one('watch', 'repl', 'hover', 'clipboard', this.nonsense()) }),
    setVariable: () => ({ variablesReference: this.row(), name: this.nearly(this.one('i', 'total', 'table', 'ob_refcnt')), value: this.nearly(this.one('1', '[1, 2]', '(', 'None')) }),
    setExpression: () => ({ expression: this.nearly(this.one('i', 'table["k"]')), value: this.nearly('1'), frameId: this.nearly(this.frame) }),
    completions: () => ({ text: this.nearly(this.one('table.', 'thr')), column: this.nearly(3), frameId: this.nearly(this.frame) }),
    setBreakpoints: () => ({ source: this.source(), breakpoints: this.nearly(this.one([], [{ line: 14 }], [{ line: 14, condition: 'i % 1000 == 0' }, { line: 30, logMessage: 'at {i}' }], [{ line: 13, hitCondition: '>5' }], [this.nonsense()])) }),
    setFunctionBreakpoints: () => ({ breakpoints: this.nearly([{ name: this.nearly('work') }]) }),
    setExceptionBreakpoints: () => ({ filters: this.nearly(this.one([], ['gil.handoff'], ['raised'], ['gc.start'], ['no such'], ['refcount.zero'])), filterOptions: this.one(undefined, [{ filterId: 'gil.handoff', condition: 'waited_ms > 1' }], [{ filterId: 'gil.release', condition: 'call ==' }], this.nonsense()) }),
    setInstructionBreakpoints: () => ({ breakpoints: this.nearly([{ instructionReference: this.address(), offset: this.one(undefined, this.nonsense()) }]) }),
    continue: () => ({ threadId: this.nearly(this.thread) }),
    next: this.step,
    stepIn: this.step,
    stepOut: this.step,
    stepInTargets: () => ({ frameId: this.nearly(this.frame) }),
    dataBreakpointInfo: () => ({ variablesReference: this.one(undefined, this.row()), name: this.nearly(this.one('i', 'total', 'table', 'ob_refcnt', 'a')), frameId: this.nearly(this.frame), bytes: this.one(undefined, 8, this.nonsense()), asAddress: this.one(undefined, true) }),
    setDataBreakpoints: () => ({ breakpoints: this.nearly([{ dataId: this.data, accessType: this.one('write', 'read', this.nonsense()), hitCondition: this.one(undefined, '3', this.nonsense()) }]) }),
    pause: () => ({ threadId: this.nearly(1) }),
    exceptionInfo: () => ({ threadId: this.nearly(this.thread) }),
    source: () => ({ sourceReference: this.nonsense(), source: this.source() }),
    loadedSources: () => this.nonsense(),
    modules: () => ({ startModule: this.nonsense(), moduleCount: this.nonsense() }),
    readMemory: () => ({ memoryReference: this.address(), offset: this.one(0, -5, this.nonsense()), count: this.one(16, 1e9, this.nonsense()) }),
    writeMemory: () => ({ memoryReference: this.nearly('0x7ffffff0'), data: this.one('', '!!', 'AAAA', this.nonsense()), allowPartial: this.one(true, false) }),
    disassemble: () => ({ memoryReference: this.address(), instructionOffset: this.one(0, -10, this.nonsense()), instructionCount: this.one(10, 1e9, this.nonsense()) }),
    gotoTargets: () => ({ source: this.source(), line: this.nearly(13) }),
    goto: () => ({ threadId: this.nearly(this.thread), targetId: this.nonsense() }),
    breakpointLocations: () => ({ source: this.source(), line: this.nearly(1), endLine: this.one(undefined, 100, this.nonsense()) }),
    cancel: () => ({ requestId: this.nonsense() }),
    initialize: () => this.nonsense(),
    launch: () => this.nonsense(),
    'pyxray/gil': () => this.nonsense(),
    'pyxray/heapGraph': () => ({ roots: this.nearly(this.one<unknown>('locals', 'module', 'cycles', [4096])), depth: this.nearly(2), maxNodes: this.nearly(50), includeBuiltins: this.nearly(false) }),
    'pyxray/heapSummary': () => ({ includeBuiltins: this.nearly(false) }),
    'pyxray/gilTimeline': () => ({ subscribe: this.nearly(true), since: this.nonsense() }),
    'pyxray/chooseNextOwner': () => ({ threadId: this.nearly(this.thread) }),
    'pyxray/resolveVariable': () => ({ variablesReference: this.row(), name: this.nearly('table') }),
    'pyxray/setEventBreakpoints': () => ({ filters: this.nearly([{ id: this.one('gil.handoff', 'no such') }]) }),
    noSuchRequest: () => this.nonsense(),
  };

  /** Goes by what it was told. */
  learn(answer: Message): void {
    const { body } = answer;
    if (!answer.success) return;
    if (answer.command === 'stackTrace' && body.stackFrames.length > 0) this.frame = this.one(...body.stackFrames).id;
    if (answer.command === 'dataBreakpointInfo' && body.dataId !== null) this.data = body.dataId;
    const rows = answer.command === 'scopes' ? body.scopes : answer.command === 'variables' ? body.variables : [];
    this.rows = [...this.rows, ...rows.slice(0, 8).map((v: { variablesReference: number }) => v.variablesReference)].slice(-40);
  }

  stopped(thread: number): void {
    this.thread = thread;
  }
}

describe('anything at any time', { timeout: 200_000 }, () => {
  for (const seed of [1, 2, 3]) {
    test(`seed ${seed}: every request is answered`, async () => {
      const client = new Client();
      try {
        const monkey = new Monkey(random_of(seed));
        await client.start({ program: path, stopOnEntry: seed === 1 });
        for (let i = 0; i < REQUESTS && !client.messages.some((m) => m.event === 'terminated'); i++) {
          const [command, args] = monkey.next();
          const answer = await client.response(client.send(command, args), command);
          assert.doesNotMatch(answer.message ?? '', /internal error/, `${command} ${JSON.stringify(args)}`);
          monkey.learn(answer);
          const stop = client.messages.findLast((m) => m.event === 'stopped');
          if (stop !== undefined) monkey.stopped(stop.body.threadId);
        }
        assert.ok(!client.exited, client.stderr);
        await client.request('disconnect');
        const deadline = Date.now() + 10_000;
        while (!client.exited && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
        assert.ok(client.exited, 'the adapter is still there');
        assert.equal(client.stderr, '');
      } finally {
        await client.close();
      }
    });
  }
});
