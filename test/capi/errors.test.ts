// What goes wrong with C extensions, and what is said about it: C that crashes, does not compile or does not link.
import assert from 'node:assert';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { directory_of, type Outcome, pyxray } from './extension';

const dir = directory_of('test/capi/broken/crash.c', []);
writeFileSync(join(dir, 'call.py'), 'import sys, crash\ngetattr(crash, sys.argv[1])(*(int(a) if a.isdigit() else a for a in sys.argv[2:]))\n');
const call = (name: string, ...args: string[]): Outcome => pyxray(['run', join(dir, 'call.py'), name, ...args]);

const source = readFileSync(join(dir, 'crash.c'), 'utf8').split('\n');
/** What is said of the function whose line is marked. */
function fault(name: string, why: string, inner = name): RegExp {
  const line = source.findIndex((text) => text.includes(`/* ${name} faults here */`)) + 1;
  assert.ok(line > 0, name);
  return new RegExp(`Segmentation fault\\n\\nPyXray: ${why}.*, in C code of .*crash.*, called as ${name}:\\n  C function ${inner}, crash\\.c:${line}\\n`);
}

const FATAL: [name: string, args: string[], status: number, text: RegExp][] = [
  ['recurse', [], 139, /Fatal Python error: Segmentation fault[\s\S]*stack overflow, in C code of .*crash[\s\S]*C function (depth|recurse), crash\.c:\d+\n[\s\S]*File ".*call\.py", line 2 in <module>/],
  ['wild_write', [], 139, /Segmentation fault[\s\S]*memory access out of bounds: .*, in C code of .*crash.*, called as wild_write:\n {2}C function wild_write, crash\.c:15\n/],
  ['null_call', [], 139, /Segmentation fault[\s\S]*NULL function pointer, or .*, called as null_call:\n {2}C function null_call, crash\.c:21\n/],
  ['divide', ['x'], 1, /TypeError: crash\.divide\(\) takes no arguments \(1 given\)/],
  ['divide', [], 139, /Segmentation fault[\s\S]*divide by zero[\s\S]*C function divide, crash\.c:26\n/],
  ['null_write', [], 139, fault('null_write', 'a NULL pointer is followed')],
  ['null_read', [], 139, fault('null_read', 'a NULL pointer is followed', '(second|null_read)')],
  ['null_object', [], 139, fault('null_object', 'a NULL pointer is followed')],
  ['bad_index', ['9'], 139, fault('bad_index', 'an index is outside of its array')],
  ['bad_index', ['3'], 0, /^$/],
  ['never', ['x'], 139, fault('never', 'code marked as unreachable')],
  ['wrong_pointer', [], 139, fault('wrong_pointer', 'a call through a NULL function pointer, or through one whose function has other parameter or result types')],
  ['aborts', [], 134, /Fatal Python error: Aborted\n\nStack \(most recent call first\):\n {2}File ".*call\.py", line 2/],
  ['asserts', [], 134, /crash\.c:\d+: asserts: Assertion `1 \+ 1 == 3' failed\.\nFatal Python error: Aborted/],
  ['exits', [], 7, /^$/],
  ['odd_method', ['x'], 1, /SystemError: C function odd_method of .*crash.* is called as METH_VARARGS, but its parameter 1 is a floating-point number: correct its declaration/],
  ['null_without_error', [], 1, /SystemError: error return without exception set/],
];
for (const [name, args, status, text] of FATAL) {
  test(`${name}(${args.join()})`, () => {
    const r = call(name, ...args);
    assert.match(r.stderr, text);
    assert.strictEqual(r.status, status);
    if (name === 'exits') assert.strictEqual(r.stdout, 'before exit\n');
  });
}

function write(name: string, files: Record<string, string>): string {
  const at = join(process.cwd(), 'out/capi', name);
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at, { recursive: true });
  for (const [f, text] of Object.entries(files)) writeFileSync(join(at, f), text);
  return at;
}
const init = (name: string, body = ''): string =>
  `#include <Python.h>\n${body}\nstatic struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "${name}"};\nPyMODINIT_FUNC PyInit_${name}(void) { return PyModule_Create(&def); }\n`;

test('a C file that does not compile: file, line and column; the program is not run', () => {
  const at = write('bad', { 'bad.c': init('bad', 'int f(void) { return undeclared; }'), 'use.py': 'print("ran")\nimport bad\n' });
  const r = pyxray(['run', join(at, 'use.py')]);
  assert.match(r.stderr, /bad\/bad\.c:2:22: error: use of undeclared identifier 'undeclared'[\s\S]*pyxray: not compiled: .*bad\.c\n$/);
  assert.strictEqual(r.stdout, '');
  assert.strictEqual(r.status, 1);
});

test('warnings are shown, and the program runs; a second run compiles nothing', () => {
  const at = write('warn', { 'warn.c': init('warn', 'static int f(void) { }\nvoid *g = (void *)&f;'), 'use.py': 'import warn\nprint(warn.__name__, warn.__file__.endswith(".cpython-313-wasm64-pyxray.so"))\n' });
  const first = pyxray(['run', join(at, 'use.py')]);
  assert.match(first.stderr, /warn\.c:2:\d+: warning: non-void function does not return a value/);
  assert.strictEqual(first.stdout, 'warn True\n');
  assert.strictEqual(pyxray(['run', join(at, 'use.py')]).stderr, '');
});

test('an undefined symbol, a module without PyInit, a file that is no module: ImportError', () => {
  const at = write('links', {
    'nosym.c': init('nosym', 'extern int not_there(int); __attribute__((visibility("default"))) int g(void) { return not_there(1); }'), 'other.c': init('another').replace('PyInit_another(void)', 'PyInit_another(void) /* PyInit_other */'),
    'junk.cpython-313-wasm64-pyxray.so': 'not wasm', 'use.py': "for name in ('nosym', 'other', 'junk'):\n    try:\n        __import__(name)\n    except ImportError as e:\n        print(str(e).replace(e.path, 'PATH'), e.name)\n",
  });
  const r = pyxray(['run', join(at, 'use.py')]);
  assert.strictEqual(r.stderr, '');
  assert.match(r.stdout, /^PATH: undefined symbol: not_there nosym\ndynamic module does not define module export function \(PyInit_other\) other\nPATH: not an extension that PyXray can load \(.*\); compile it with: pyxray cc junk\n$/);
});
