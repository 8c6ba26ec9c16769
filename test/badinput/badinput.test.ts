// Programs that cannot run, run away or are stopped: the message and the exit status are CPython's, and nothing is left behind.
// Where a CPython 3.13 is there it says what is expected; else what it said is written here.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Outcome, oracle, run } from '../run/oracle';

const folder = mkdtempSync(join(tmpdir(), 'pyxray-bad-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const python = oracle();
const cli = join(process.cwd(), 'dist/pyxray.mjs');

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function ours(args: string[], timeout = 90_000): Outcome {
  return run(process.execPath, [cli, 'run', ...args], { timeout });
}

/** Masks what names the interpreter and the machine. */
function masked(o: Outcome): Outcome {
  const mask = (s: string): string => s.replace(/^\S*python[\d.]*(?=: )/gm, 'PYTHON').replaceAll(folder, 'FOLDER').replace(/File "[^"]*python3\.13\//g, 'File "LIB/').replace(/0x[0-9a-f]{5,}/g, '0xADDRESS');
  return { stdout: mask(o.stdout), stderr: mask(o.stderr), status: o.status };
}

function as_cpython(args: string[], otherwise: Outcome): void {
  const expected = python === null ? otherwise : masked(run(python, args));
  assert.deepStrictEqual(masked(ours(args)), expected);
}

const outcome = (status: number, stderr: string, stdout = ''): Outcome => ({ stdout, stderr, status });

test('a syntax error', () => {
  as_cpython([file('syntax.py', 'x = 1\nif x = 2:\n    pass\n')], outcome(1, `  File "FOLDER/syntax.py", line 2
    if x = 2:
       ^^^^^
SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
`));
});

test('an unclosed bracket', () => {
  as_cpython([file('bracket.py', 'print((1, 2)\n')], outcome(1, `  File "FOLDER/bracket.py", line 1
    print((1, 2)
         ^
SyntaxError: '(' was never closed
`));
});

test('a file that is not UTF-8', () => {
  as_cpython([file('latin.py', Uint8Array.from([0x78, 0x3d, 0x27, 0xe9, 0x27, 10]))], outcome(1, "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file FOLDER/latin.py on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details\n"));
});

test('NUL bytes', () => {
  as_cpython([file('nul.py', 'x = 1\0\n')], outcome(1, '  File "FOLDER/nul.py", line 1\n    x = 1\nSyntaxError: source code cannot contain null bytes\n'));
});

test('an empty file, and one without a newline at its end', () => {
  as_cpython([file('empty.py', '')], outcome(0, ''));
  as_cpython([file('no_newline.py', 'print(1)')], outcome(0, '', '1\n'));
});

test('a missing file', () => {
  as_cpython([join(folder, 'missing.py')], outcome(2, "PYTHON: can't open file 'FOLDER/missing.py': [Errno 2] No such file or directory\n"));
});

test('a folder without __main__, and a missing module', () => {
  mkdirSync(join(folder, 'plain'), { recursive: true });
  as_cpython([join(folder, 'plain')], outcome(1, "PYTHON: can't find '__main__' module in 'FOLDER/plain'\n"));
  as_cpython(['-m', 'no_such_module_at_all'], outcome(1, 'PYTHON: No module named no_such_module_at_all\n'));
});

test('options that are none', () => {
  for (const args of [['--wrong'], ['--policy', 'nobody', 'x.py'], ['--heap', '3', 'x.py'], [], ['-c']]) {
    const o = ours(args);
    assert.strictEqual(o.status, 2, args.join(' '));
    assert.match(o.stderr, /^pyxray: /);
  }
});

const RECURSIONS: Record<string, string> = {
  'in Python': 'def f(n): return f(n + 1)\nf(0)\n',
  'in __repr__': 'class C:\n    def __repr__(self): return repr(self)\nrepr(C())\n',
  'in a property': 'class C:\n    @property\n    def x(self): return self.x\nC().x\n',
  'in __eq__': 'class C:\n    def __eq__(self, o): return o == self\nC() == C()\n',
  'in repr of nested lists': 'a = []\nfor i in range(200000): a = [a]\nrepr(a)\n',
  'in comparing nested tuples': 'a = b = ()\nfor i in range(100000): a, b = (a,), (b,)\na == b\n',
  'in sorted with a key': 'def k(x): return sorted([x, x], key=k)\nk(1)\n',
  'in map in map': 'def f(x): return list(map(f, [x]))\nf(1)\n',
  'in __getattr__': 'class C:\n    def __getattr__(self, n): return getattr(self, n + "x")\nC().y\n',
  'in a generator': 'def g(): yield from g()\nnext(g())\n',
};
for (const [name, program] of Object.entries(RECURSIONS)) {
  test(`endless recursion ${name} is a RecursionError that can be caught`, () => {
    const body = program.trimEnd().split('\n').map((l) => `    ${l}`).join('\n');
    const text = `try:\n${body}\nexcept RecursionError as e:\n    print('caught', str(e)[:32])\nprint('alive', sum(range(10)))\n`;
    const o = ours([file('recursion.py', text)]);
    assert.deepStrictEqual(o, outcome(0, '', 'caught maximum recursion depth exceeded\nalive 45\n'), name);
  });
}

test('an uncaught RecursionError prints the repeated line once', () => {
  const path = file('deep.py', 'def f(): return f()\nf()\n');
  as_cpython([path], outcome(1, `Traceback (most recent call last):
  File "FOLDER/deep.py", line 2, in <module>
    f()
    ~^^
  File "FOLDER/deep.py", line 1, in f
    def f(): return f()
                    ~^^
  File "FOLDER/deep.py", line 1, in f
    def f(): return f()
                    ~^^
  File "FOLDER/deep.py", line 1, in f
    def f(): return f()
                    ~^^
  [Previous line repeated 996 more times]
RecursionError: maximum recursion depth exceeded
`));
});

test('deeply nested source', () => {
  const o = ours([file('nested.py', `x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`)]);
  assert.strictEqual(o.status, 1);
  assert.match(o.stderr, /too many nested parentheses|MemoryError|RecursionError/);
});

test('memory used up is a MemoryError that can be caught', () => {
  const program = `
big = []
try:
    while True: big.append('x' * 100000 + str(len(big)))
except MemoryError:
    n = len(big)
    big.clear()
    print('caught', n > 100)
small = []
try:
    while True: small.append([len(small)])
except MemoryError:
    small = None
    print('caught again')
try: bytearray(1 << 40)
except MemoryError: print('too big')
try: [0] * (1 << 60)
except MemoryError: print('far too big')
try: 'ab' * (1 << 62)
except (MemoryError, OverflowError) as e: print('still alive')
print(sum(range(1000)))
`;
  assert.deepStrictEqual(ours(['--heap', '64', file('memory.py', program)]), outcome(0, '', 'caught True\ncaught again\ntoo big\nfar too big\nstill alive\n499500\n'));
});

test('an uncaught MemoryError ends with status 1', () => {
  const o = ours(['--heap', '64', file('oom.py', 'x = []\nwhile True: x.append(object())\n')]);
  assert.strictEqual(o.status, 1, o.stderr);
  assert.match(o.stderr, /MemoryError\n$/);
});

test('raising a MemoryError needs no memory, however little is left', () => {
  const program = `
import gc
def fill(pad, make):
    kept = []
    try:
        while True: kept.append(make())
    except MemoryError as e:
        n, kept = len(kept), None
        return n > 1000 and e.args == ()
for n in range(60):
    assert fill('x' * (n * 97), (object, list, lambda: [n], lambda: 'x' * n + str(n))[n % 4]), n
held = []
big = 1 << 45
for n in range(40):
    try: bytearray(big)
    except MemoryError as e: held.append(e)
assert all(type(e) is MemoryError and e.args == () and gc.is_tracked(e) for e in held[:16])
e = None
held.clear()
try: bytearray(big)
except MemoryError as e: e.mine = 1; e.add_note('n'); held.append(e)
try: bytearray(big)
except MemoryError as e: assert e is not held[0] and not hasattr(e, 'mine')
print('fine')
`;
  assert.deepStrictEqual(ours(['--heap', '16', file('layouts.py', program)]), outcome(0, '', 'fine\n'));
});

test('an exception in a thread, sys.exit in a thread', () => {
  as_cpython([file('thread.py', `
import threading, sys
def fails(): raise ValueError('in the thread')
def leaves(): sys.exit(5)
for f in (fails, leaves):
    t = threading.Thread(target=f); t.start(); t.join()
print('main goes on')
`)], outcome(0, `Exception in thread Thread-1 (fails):
Traceback (most recent call last):
  File "LIB/threading.py", line 1041, in _bootstrap_inner
    self.run()
    ~~~~~~~~^^
  File "LIB/threading.py", line 992, in run
    self._target(*self._args, **self._kwargs)
    ~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "FOLDER/thread.py", line 3, in fails
    def fails(): raise ValueError('in the thread')
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ValueError: in the thread
`, 'main goes on\n'));
});

test('an exception while exiting, in __del__, in atexit', () => {
  as_cpython([file('ending.py', `
import atexit, sys
class C:
    def __del__(self): raise ValueError('del')
c = C()
del c
@atexit.register
def last(): raise KeyError('atexit')
sys.exit('bye')
`)], outcome(1, `Exception ignored in: <function C.__del__ at 0xADDRESS>
Traceback (most recent call last):
  File "FOLDER/ending.py", line 4, in __del__
    def __del__(self): raise ValueError('del')
ValueError: del
bye
Exception ignored in atexit callback <function last at 0xADDRESS>:
Traceback (most recent call last):
  File "FOLDER/ending.py", line 8, in last
    def last(): raise KeyError('atexit')
KeyError: 'atexit'
`));
});

interface Signalled {
  stdout: string;
  stderr: string;
  status: number | null;
  signal: string | null;
}

/** Sends a signal when the program has printed something. */
function interrupted(program: string, signal: NodeJS.Signals): Promise<Signalled> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, 'run', file('interrupted.py', program)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr, sent] = ['', '', false];
    const limit = setTimeout(() => child.kill('SIGKILL'), 40_000);
    child.stdout.on('data', (d) => {
      stdout += d;
      if (!sent) setTimeout(() => child.kill(signal), 200);
      sent = true;
    });
    child.stderr.on('data', (d) => {
      stderr += d;
    });
    child.on('close', (status, sig) => {
      clearTimeout(limit);
      resolve({ stdout, stderr, status, signal: sig });
    });
  });
}

for (const [name, line] of [['a busy loop', 'while True: pass'], ['time.sleep', 'import time; time.sleep(1000)'], ['a lock', 'import threading; l = threading.Lock(); l.acquire(); l.acquire()']]) {
  test(`SIGINT in ${name} is a KeyboardInterrupt`, async () => {
    const o = await interrupted(`print('ready', flush=True)\n${line}\n`, 'SIGINT');
    assert.match(o.stderr, /^Traceback \(most recent call last\):\n {2}File ".*interrupted\.py", line 2, in <module>\n[^]*KeyboardInterrupt\n$/);
    assert.ok(o.status === 130 || o.signal === 'SIGINT', `status ${o.status}, signal ${o.signal}`);
  });
}

test('SIGINT can be caught', async () => {
  const o = await interrupted(`print('ready', flush=True)\ntry:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')\n`, 'SIGINT');
  assert.deepStrictEqual(o, { stdout: 'ready\ncaught\n', stderr: '', status: 0, signal: null });
});

test('a reader that goes away', async () => {
  const o = await new Promise<Signalled>((resolve) => {
    const child = spawn(process.execPath, [cli, 'run', file('pipe.py', 'for i in range(200000): print(i, "x" * 50)\n')], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stdout.once('data', () => child.stdout.destroy());
    child.stderr.on('data', (d) => {
      stderr += d;
    });
    child.on('close', (status, signal) => resolve({ stdout: '', stderr, status, signal }));
  });
  assert.match(o.stderr, /BrokenPipeError: \[Errno 32\] Broken pipe/);
  assert.ok(o.status === 1 || o.status === 120, `status ${o.status}`);
});
