// The heap checker sees what it is there to see: counts that are too low or too high, the unreachable, a broken free list.
import assert from 'node:assert';
import { test } from 'node:test';
import '../../interpreter/index';
import { type Host, set_host } from '../../interpreter/host';
import { HEAP32, write_ptr } from '../../interpreter/include/heap';
import { Py_INCREF } from '../../interpreter/include/object';
import { PyList_Append, PyList_New } from '../../interpreter/objects/listobject';
import { PyFloat_FromDouble } from '../../interpreter/objects/floatobject';
import { PyObject_Free, PyObject_Malloc } from '../../interpreter/objects/obmalloc';
import { audit } from '../../interpreter/probe/audit';
import { init_core, init_modules } from '../../interpreter/python/pylifecycle';

set_host({ platform: 'node', monotonic_ms: () => performance.now(), urandom: (n: number) => new Uint8Array(n) } as unknown as Host);
const config = {
  hash_seed: 0, heap_limit: 256 << 20, gil: { policy: 'os' as const, seed: 1, interval_us: 5000 }, argv: [''], orig_argv: [], executable: '', prefix: '/usr', stdlib_dir: '/usr/lib/python3.13',
  module_search_paths: [], warnoptions: [], xoptions: {}, flags: {}, site: false,
};
init_core(config);
init_modules(config);
/** What the check says beyond what it says of a runtime that has just started. */
const before = audit();
const news = () => {
  const now = audit();
  return { violations: now.violations.filter((v) => !before.violations.includes(v)), leaks: now.leaks.filter((l) => / float/.test(l)) };
};

test('a fresh runtime has no violations', () => assert.deepStrictEqual(before.violations, []));

const list = PyList_New(0);
const value = PyFloat_FromDouble(1234.5);
PyList_Append(list, value);
PyList_Append(list, value);

test('a count below the references', () => {
  const count = HEAP32[value >> 2];
  HEAP32[value >> 2] = 1;
  assert.match(news().violations.join('\n'), /float .* 1234\.5 has a count of 1 and 2 references, from list/);
  HEAP32[value >> 2] = count;
});

test('a reference that is never released', () => {
  for (let i = 0; i < 5; i++) Py_INCREF(value);
  assert.match(news().leaks.join('\n'), /^1 float, 6 references too many/);
  HEAP32[value >> 2] -= 6;
  assert.deepStrictEqual(news(), { violations: [], leaks: [] });
});

test('an object that nothing references', () => {
  PyFloat_FromDouble(99.5);
  assert.match(news().leaks.join('\n'), /^1 float \(unreachable\), 1 references too many/);
});

test('a free list that was written to', () => {
  const block = PyObject_Malloc(100);
  const other = PyObject_Malloc(100);
  PyObject_Free(block);
  PyObject_Free(other);
  const link = HEAP32[other >> 2];
  write_ptr(other, other);
  assert.match(news().violations.join('\n'), /pool .* of 112-byte blocks: the free list is broken/);
  write_ptr(other, link);
  assert.deepStrictEqual(news().violations, []);
});
