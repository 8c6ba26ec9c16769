// Standard input: typed into the debug console, or in a terminal whose relay the client starts.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { afterEach, describe, test } from 'node:test';
import { Client } from './client';

const ASK = 'name = input("who? ")\nprint("hello", name)\nimport sys\nprint(repr(sys.stdin.read()))\n';

describe('standard input', { timeout: 120_000 }, () => {
  let client: Client;
  let relay: ChildProcess | null = null;
  afterEach(async () => {
    await client.close();
    relay?.kill('SIGKILL');
    relay = null;
  });

  const type = (expression: string) => client.request('evaluate', { expression, context: 'repl' });

  async function asked(): Promise<void> {
    while (!client.output('console').includes('reads its standard input')) await client.event('output');
  }

  test('what is typed into the debug console while the program reads goes to it; ^D ends the input', async () => {
    client = new Client();
    await client.start({ code: ASK });
    await asked();
    assert.equal(client.output(), 'who? ');
    assert.deepEqual(await type('Wörld'), { result: '', variablesReference: 0 });
    while (!client.output().includes('hello')) await client.event('output');
    await type('one');
    await type('two');
    await type('^D');
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.equal(client.output(), "who? hello Wörld\n'one\\ntwo\\n'\n");
  });

  test('the console is the debugger\'s when the program stands still or does not read', async () => {
    client = new Client();
    await client.start({ code: 'import time\nprint("go", flush=True)\nwhile True: time.sleep(0.01)' });
    while (!client.output().includes('go')) await client.event('output');
    assert.match(await client.failure('evaluate', { expression: '1 + 1', context: 'repl' }), /the program is running: pause it/);
    await client.request('pause', { threadId: 1 });
    const s = await client.stopped();
    const [top] = await client.stack(s.threadId);
    assert.equal((await client.request('evaluate', { expression: '1 + 1', context: 'repl', frameId: top.id })).result, '2');
  });

  test('input() in an expression of the console', async () => {
    client = new Client();
    await client.start({ code: 'x = 1\ny = 2', stopOnEntry: true });
    const s = await client.stopped();
    const [top] = await client.stack(s.threadId);
    const seq = client.send('evaluate', { expression: 'input()', context: 'repl', frameId: top.id });
    await asked();
    await type('typed');
    assert.equal((await client.response(seq, 'evaluate')).body.result, "'typed'");
  });

  test('large input arrives whole', async () => {
    client = new Client();
    await client.start({ code: 'import sys, hashlib\nd = sys.stdin.buffer.read()\nprint(len(d), d.count(b"x"))' });
    await asked();
    await type('x'.repeat(300_000));
    await type('^D');
    await client.event('exited');
    assert.equal(client.output(), '300001 300000\n');
  });

  /** Plays a client with terminals: the relay runs with pipes for streams, or in a pseudo-terminal of `script`. */
  function with_terminal(pty = false): { out: () => string; err: () => string; ended: Promise<number | null>; relay: () => ChildProcess } {
    let [out, err] = ['', ''];
    let finish: (code: number | null) => void;
    const ended = new Promise<number | null>((done) => (finish = done));
    client = new Client();
    client.on_request = (request) => {
      assert.equal(request.command, 'runInTerminal');
      const { args, env, cwd } = request.arguments as { args: string[]; env: Record<string, string>; cwd: string };
      const [command, ...rest] = pty ? ['script', '-qec', args.map((a) => `'${a}'`).join(' '), '/dev/null'] : args;
      relay = spawn(command, rest, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
      relay.stdout!.on('data', (d: Buffer) => (out += d.toString()));
      relay.stderr!.on('data', (d: Buffer) => (err += d.toString()));
      relay.on('exit', (code) => finish(code));
      client.answer(request, { processId: relay.pid });
    };
    return { out: () => out, err: () => err, ended, relay: () => relay! };
  }

  async function until(f: () => boolean): Promise<void> {
    for (const end = Date.now() + 30_000; !f() && Date.now() < end; ) await new Promise((done) => setTimeout(done, 10));
    assert.ok(f());
  }

  test('integratedTerminal: output there, input from there, the exit status; nothing in the debug console', async () => {
    const terminal = with_terminal();
    await client.start({ code: `${ASK}print("bad", file=sys.stderr)\nsys.exit(3)`, console: 'integratedTerminal' });
    await until(() => terminal.out() === 'who? ');
    terminal.relay().stdin!.end('you\nrest\n');
    assert.deepEqual(await client.event('exited'), { exitCode: 3 });
    assert.equal(await terminal.ended, 3);
    assert.equal(terminal.out(), "who? hello you\n'rest\\n'\n");
    assert.equal(terminal.err(), 'bad\n');
    assert.equal(client.output() + client.output('stderr') + client.output('console'), '');
    assert.equal((client.messages.find((m) => m.command === 'runInTerminal')!.arguments as { kind: string }).kind, 'integrated');
  });

  test('Ctrl+C in the terminal is a KeyboardInterrupt, also while input() waits', async () => {
    const terminal = with_terminal();
    await client.start({ code: 'try: input("? ")\nexcept KeyboardInterrupt: print("first", flush=True)\ntry:\n    while True: pass\nexcept KeyboardInterrupt: print("second")', console: 'externalTerminal' });
    await until(() => terminal.out() === '? ');
    terminal.relay().kill('SIGINT');
    await until(() => terminal.out().includes('first'));
    terminal.relay().kill('SIGINT');
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    assert.equal(await terminal.ended, 0);
    assert.equal(terminal.out(), '? first\nsecond\n');
  });

  test('a real terminal is one for Python', { skip: spawnSync('script', ['--version']).status !== 0 }, async () => {
    const terminal = with_terminal(true);
    await client.start({ code: 'import sys\nprint([f.isatty() for f in (sys.stdin, sys.stdout, sys.stderr)])\nprint(input())\nprint(repr(sys.stdin.read()))\nprint(input())', console: 'integratedTerminal' });
    await until(() => terminal.out().includes('[True, True, True]'));
    terminal.relay().stdin!.write('typed\n');
    await until(() => terminal.out().split('typed').length === 3);
    // Ctrl+D ends one read, not the terminal.
    terminal.relay().stdin!.write('\x04');
    await until(() => terminal.out().includes("''"));
    terminal.relay().stdin!.write('again\n');
    assert.deepEqual(await client.event('exited'), { exitCode: 0 });
    await terminal.ended;
    assert.match(terminal.out(), /again\r?\nagain/);
  });

  test('a terminal that is closed ends the program', async () => {
    const terminal = with_terminal();
    await client.start({ code: 'input()', console: 'integratedTerminal' });
    await until(() => relay !== null);
    await client.event('thread');
    terminal.relay().kill('SIGKILL');
    await client.event('terminated');
  });

  test('a client without terminals, and one that refuses, get a reason', async () => {
    client = new Client();
    await assert.rejects(client.start({ code: '1', console: 'integratedTerminal' }), /this client starts no programs in terminals/);
    await client.close();
    client = new Client();
    client.on_request = (request) => client.answer(request, {}, false);
    await assert.rejects(client.start({ code: '1', console: 'integratedTerminal' }), /the client refused "runInTerminal": refused/);
  });
});
