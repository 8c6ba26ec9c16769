// The addresses of ctypes. Answers to no CPython file: where CPython dereferences a `void *`, this decides what it points to.
//
//   id(x), every pointer of the interpreter    an offset in the shared heap, below 2 GiB
//   a pointer that C sees or ctypes stores     real: heap base + offset for things of ours, anything else for C's own
//
// ctypes hands out and stores real addresses only (`addressof`, `pointer`, `byref`, c_char_p, CDataObject.b_ptr), so that C
// can follow pointers inside structures. It accepts both: `from_address(id(x))`, `cast(id(x), py_object)`, `string_at(id(x))`.
// `resolve` tells them apart: base <= p < base + size is ours; a bare number is ours where the heap has memory at that offset;
// all else is C's and is read and written through the host. (An executable that is not position-independent has data below
// 2 GiB too; malloc of a Python thread does not hand such addresses out, and where both are possible the heap wins.)
// A py_object slot holds the bare id(): C can only hand it back, and `c_void_p.from_buffer(py_object(x)).value == id(x)`.
//
// In JavaScript an address is a number: 2^53 is more than any machine's user space. Without a host that can call C (the
// browser) the base is 0 and both kinds are the same. An access below the first page raises instead of ending the process.

import { host, type HostFfi } from '../../host';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { HEAP32, HEAPDV, HEAPU8, memmove as heap_memmove } from '../../include/heap';
import { refcount_hooks } from '../../include/pydtrace';
import { PyExc_OSError, PyExc_ValueError } from '../../include/statics';
import { address_in_range, PyMem_Free, PyMem_Malloc, TOP } from '../../objects/obmalloc';
import { PyErr_Format, PyErr_NoMemory } from '../../python/errors';

const HEAP_SIZE = HEAPU8.length;
const FIRST_OBJECT = 0x10000;
const PAGE = 4096;
const WORD = 4294967296;
/** Copies up to this size go through the C stack. */
const SMALL_COPY = 4096;

let base = -1;

/** The calls into C of this host, or undefined. Loads the native library at the first call. */
export function ffi(): HostFfi | undefined {
  return host().ffi;
}

/** The real address of offset 0. */
export function heap_base(): number {
  if (base < 0) base = ffi()?.heap_base ?? 0;
  return base;
}

/** The real address of a heap offset; 0 stays NULL. */
export function real(offset: number): number {
  return offset === 0 ? 0 : heap_base() + offset;
}

/** The heap offset of address `p`, real or bare; -1 when it is not in the heap. */
export function resolve(p: number): number {
  const o = p - heap_base();
  if (o >= 0 && o < HEAP_SIZE) return o;
  return p >= FIRST_OBJECT && p < HEAP_SIZE && (p < HEAP32[TOP >> 2] || address_in_range(p)) ? p : -1;
}

/** Address `p` as C must see it. */
export function to_c(p: number): number {
  const o = p >= FIRST_OBJECT && p < HEAP_SIZE ? resolve(p) : -1;
  return o < 0 ? p : heap_base() + o;
}

/** The pointer stored at heap offset `o` (any alignment). */
export function read_pointer(o: number): number {
  return HEAPDV.getUint32(o, true) + HEAPDV.getUint32(o + 4, true) * WORD;
}

export function write_pointer(o: number, p: number): void {
  HEAPDV.setUint32(o, p % WORD, true);
  HEAPDV.setUint32(o + 4, Math.floor(p / WORD), true);
}

/** The low 64 bits of an int as an address. */
export function as_address(v: bigint): number {
  return Number(BigInt.asUintN(64, v));
}

/** Whether the address can be followed at all; false with ValueError. */
export function check_address(p: number): boolean {
  if (resolve(p) >= 0) return true;
  if (p >= PAGE && ffi() !== undefined) return true;
  PyErr_Format(PyExc_ValueError, p < PAGE ? 'NULL pointer access: no memory can be at address 0x%s' : 'no memory of this process is at address 0x%s', p.toString(16));
  return false;
}

/** memmove between any addresses. 0, or -1 with ValueError. */
export function copy(to: number, from: number, n: number): number {
  if (n <= 0) return 0;
  const a = resolve(to);
  const b = resolve(from);
  if (a >= 0 && b >= 0) {
    refcount_hooks.bare(b, n, () => refcount_hooks.bare(a, n, () => heap_memmove(a, b, n)));
    return 0;
  }
  if (!check_address(to) || !check_address(from)) return -1;
  (ffi() as HostFfi).memmove(a >= 0 ? real(a) : to, b >= 0 ? real(b) : from, n);
  return 0;
}

/** Runs `f` with the heap offset of the `n` bytes at address `p`: themselves, or a copy that is written back when `f` writes. */
export function with_memory<T>(p: number, n: number, writes: boolean, failed: T, f: (o: number) => T): T {
  const o = resolve(p);
  if (o >= 0) return refcount_hooks.bare(o, n, () => f(o));
  if (!check_address(p)) return failed;
  const mark = stackSave();
  const buffer = n <= SMALL_COPY ? stackAlloc(n + 16) : PyMem_Malloc(n);
  if (buffer === 0) {
    PyErr_NoMemory();
    return failed;
  }
  copy(buffer, p, n);
  const r = f(buffer);
  if (writes) copy(p, buffer, n);
  if (n > SMALL_COPY) PyMem_Free(buffer);
  stackRestore(mark);
  return r;
}

/** The number of elements of `width` bytes before a zero one at address `p`, at most `limit`; -1 with an exception. */
export function terminated_length(p: number, width: number, limit = Infinity): number {
  const o = resolve(p);
  if (o >= 0) return heap_length(o, width, limit);
  if (!check_address(p)) return -1;
  if (limit !== Infinity) return with_memory(p, limit * width, false, -1, (at) => heap_length(at, width, limit));
  return (ffi() as HostFfi).string_length(p, width);
}

function heap_length(o: number, width: number, limit: number): number {
  let n = 0;
  if (width === 1) while (n < limit && HEAPU8[o + n] !== 0) n++;
  else while (n < limit && HEAPDV.getUint32(o + n * 4, true) !== 0) n++;
  return n;
}

/** Sets the OSError of a host that has no way into C. Returns 0. */
export function no_native_calls(): 0 {
  return PyErr_Format(PyExc_OSError, 'native calls need the desktop: %s', host().no_ffi ?? 'a browser cannot load C libraries');
}
