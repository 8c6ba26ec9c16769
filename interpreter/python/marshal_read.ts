// The reading half of Python/marshal.c of CPython 3.13. From memory, or from a file object through its readinto().
//
// refs[i] is the i-th object whose type byte had FLAG_REF; its index is taken before its parts are read, so that they may name
// it. A reader that met the end or bad data has an exception set, and from then on reads nothing.

import { HEAPF64, HEAPU8 } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_DECREF, Py_NewRef, Py_XDECREF } from '../include/object';
import { Py_Ellipsis, Py_False, Py_None, Py_True, PyExc_EOFError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { PyObject_CallMethodOneArg } from '../objects/call';
import { _PyCode_New, _PyCode_Validate } from '../objects/codeobject';
import { PyComplex_FromDoubles } from '../objects/complexobject';
import { PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_AsSsize_t, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyMemoryView_FromMemory } from '../objects/memoryobject';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyFrozenSet_New, PySet_Add, PySet_New } from '../objects/setobject';
import { PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { _Py_ID, intern_common, PyUnicode_FromKindAndData } from '../objects/unicodeobject';
import { PyUnicode_DecodeUTF8 } from '../objects/unicodeobject_codecs';
import { PyErr_ExceptionMatches, PyErr_Format, PyErr_NoMemory, PyErr_Occurred, PyErr_SetString } from './errors';
import { FLAG_REF, MAX_MARSHAL_STACK_DEPTH } from './marshal_write';
import { PyOS_string_to_double } from './pystrtod';

const PyBUF_WRITE = 0x200;

/** Stops the reader. Returns 0. */
function bad(what: string): 0 {
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, `bad marshal data (${what})`);
  return 0;
}

/** Reads objects from [p, end) of the heap. */
export class Reader {
  private readonly refs: number[] = [];
  private depth = 0;
  protected failed = false;

  constructor(
    public p: number,
    protected end: number,
    private readonly allow_code = true,
  ) {}

  /** Where the next n bytes are; 0 when there are fewer. */
  protected take(n: number): number {
    if (n > this.end - this.p || this.failed) return this.fail('marshal data too short');
    const at = this.p;
    this.p += n;
    return at;
  }
  protected fail(message: string): 0 {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_EOFError, message);
    this.failed = true;
    return 0;
  }
  private byte(): number {
    const at = this.take(1);
    return at === 0 ? -1 : HEAPU8[at];
  }
  private short(): number {
    const at = this.take(2);
    return at === 0 ? -1 : (HEAPU8[at] | (HEAPU8[at + 1] << 8)) << 16 >> 16;
  }
  private long(): number {
    const at = this.take(4);
    return at === 0 ? -1 : HEAPU8[at] | (HEAPU8[at + 1] << 8) | (HEAPU8[at + 2] << 16) | (HEAPU8[at + 3] << 24);
  }
  private double(): number {
    const at = this.take(8);
    if (at === 0) return -1;
    const mark = stackSave();
    const aligned = stackAlloc(8);
    HEAPU8.copyWithin(aligned, at, at + 8);
    const v = HEAPF64[aligned >> 3];
    stackRestore(mark);
    return v;
  }
  /** A float as text, after its length. */
  private text_double(): number {
    const n = this.byte();
    const at = n < 0 ? 0 : this.take(n);
    return at === 0 ? -1 : PyOS_string_to_double(String.fromCharCode(...HEAPU8.subarray(at, at + n)), 0, 0);
  }
  /** A length; -1 with an exception. */
  private size(what: string): number {
    const n = this.long();
    if (n >= 0 || this.failed) return this.failed ? -1 : n;
    bad(`${what} size out of range`);
    this.failed = true;
    return -1;
  }

  /** An index for an object whose parts are read first; -1 without flag. */
  private reserve(flag: boolean): number {
    return flag ? this.refs.push(Py_None) - 1 : -1;
  }
  private keep(index: number, o: number): number {
    if (index >= 0 && o !== 0) this.refs[index] = Py_NewRef(o);
    return o;
  }
  private ref(flag: boolean, o: number): number {
    if (this.failed || PyErr_Occurred()) {
      Py_XDECREF(o);
      return 0;
    }
    return flag ? this.keep(this.reserve(true), o) : o;
  }
  /** Lets go of what references could have named. */
  done(): void {
    for (const r of this.refs) Py_DECREF(r);
  }

  /** New reference, 0 with an exception, or 0 without one for TYPE_NULL. */
  object(): number {
    if (this.failed) return 0;
    const code = this.byte();
    if (code < 0) {
      if (PyErr_ExceptionMatches(PyExc_EOFError)) PyErr_SetString(PyExc_EOFError, 'EOF read where object expected');
      return 0;
    }
    if (++this.depth > MAX_MARSHAL_STACK_DEPTH) {
      this.depth--;
      this.failed = true;
      PyErr_SetString(PyExc_ValueError, 'recursion limit exceeded');
      return 0;
    }
    const o = this.of_type(String.fromCharCode(code & ~FLAG_REF), (code & FLAG_REF) !== 0);
    this.depth--;
    if (o === 0 && PyErr_Occurred()) this.failed = true;
    return o;
  }

  private of_type(type: string, flag: boolean): number {
    switch (type) {
      case '0': return 0;
      case 'N': return Py_None;
      case 'S': return PyExc_StopIteration;
      case '.': return Py_Ellipsis;
      case 'F': return Py_False;
      case 'T': return Py_True;
      case 'i': return this.ref(flag, PyLong_FromLong(this.long()));
      case 'I': return this.ref(flag, this.long64());
      case 'l': return this.ref(flag, this.big());
      case 'f': return this.ref(flag, PyFloat_FromDouble(this.text_double()));
      case 'g': return this.ref(flag, PyFloat_FromDouble(this.double()));
      case 'x': return this.ref(flag, this.complex(() => this.text_double()));
      case 'y': return this.ref(flag, this.complex(() => this.double()));
      case 's': return this.ref(flag, this.bytes());
      case 'a': case 'A': return this.ref(flag, this.str(this.size('string'), true, type === 'A'));
      case 'z': case 'Z': return this.ref(flag, this.str(this.byte(), true, type === 'Z'));
      case 'u': case 't': return this.ref(flag, this.str(this.size('string'), false, type === 't'));
      case ')': return this.tuple(this.byte(), flag);
      case '(': return this.tuple(this.size('tuple'), flag);
      case '[': return this.list(flag);
      case '{': return this.dict(flag);
      case '<': case '>': return this.set(flag, type === '>');
      case 'r': return this.reference();
      case 'c': return this.code(flag);
      default: return bad('unknown type code');
    }
  }

  private reference(): number {
    const n = this.long();
    if (this.failed) return 0;
    const o = this.refs[n];
    return o === undefined || o === Py_None ? bad('invalid reference') : Py_NewRef(o);
  }

  private complex(part: () => number): number {
    const re = part();
    return PyComplex_FromDoubles(re, part());
  }

  private bytes(): number {
    const n = this.size('bytes object');
    const at = n < 0 ? 0 : this.take(n);
    return at === 0 ? 0 : PyBytes_FromStringAndSize(at, n);
  }

  private str(n: number, ascii: boolean, intern: boolean): number {
    const at = n < 0 ? 0 : this.take(n);
    if (at === 0) return 0;
    const s = ascii ? PyUnicode_FromKindAndData(1, at, n) : PyUnicode_DecodeUTF8(at, n, 'surrogatepass');
    return intern ? intern_common(s, true) : s;
  }

  private long64(): number {
    const low = this.long();
    return PyLong_FromBigInt((BigInt(this.long()) << 32n) | BigInt(low >>> 0));
  }

  private big(): number {
    const n = this.long();
    if (this.failed) return 0;
    if (n === -0x80000000) return bad('long size out of range');
    const size = Math.abs(n);
    let v = 0n;
    for (let i = 0; i < size; i++) {
      const digit = this.short();
      if (this.failed) return 0;
      if (digit < 0) return bad('digit out of range in long');
      if (digit === 0 && i === size - 1) return bad('unnormalized long data');
      v |= BigInt(digit) << BigInt(15 * i);
    }
    return PyLong_FromBigInt(n < 0 ? -v : v);
  }

  /** Whether n items, of a byte at least, can follow. */
  protected room(n: number): boolean {
    if (n <= this.end - this.p) return true;
    this.fail('EOF read where object expected');
    return false;
  }

  private tuple(n: number, flag: boolean): number {
    if (n < 0 || !this.room(n)) return 0;
    const t = this.keep(this.reserve(flag), PyTuple_New(n));
    return t !== 0 && this.items(t, n, 'tuple', (i, v) => PyTuple_SET_ITEM(t, i, v)) ? t : 0;
  }

  private list(flag: boolean): number {
    const n = this.size('list');
    if (n < 0 || !this.room(n)) return 0;
    const l = this.keep(this.reserve(flag), PyList_New(n));
    return l !== 0 && this.items(l, n, 'list', (i, v) => PyList_SET_ITEM(l, i, v)) ? l : 0;
  }

  /** Reads n items, which `store` steals. False with an exception, and the container released. */
  private items(container: number, n: number, what: string, store: (i: number, v: number) => void): boolean {
    for (let i = 0; i < n; i++) {
      const v = this.object();
      if (v === 0) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, `NULL object in marshal data for ${what}`);
        Py_DECREF(container);
        return false;
      }
      store(i, v);
    }
    return true;
  }

  private dict(flag: boolean): number {
    const d = this.keep(this.reserve(flag), PyDict_New());
    if (d === 0) return 0;
    for (let key = this.object(); key !== 0; key = this.object()) {
      const value = this.object();
      const stored = value !== 0 && PyDict_SetItem(d, key, value) === 0;
      Py_DECREF(key);
      Py_XDECREF(value);
      if (!stored) break;
    }
    if (!PyErr_Occurred()) return d;
    Py_DECREF(d);
    return 0;
  }

  private set(flag: boolean, frozen: boolean): number {
    const n = this.size('set');
    if (n < 0) return 0;
    const at = this.reserve(flag);
    const s = frozen ? PyFrozenSet_New(0) : PySet_New(0);
    if (s === 0) return 0;
    // Nothing can be in a frozenset that names it.
    if (!frozen) this.keep(at, s);
    let ok = true;
    const filled = this.items(s, n, 'set', (_i, v) => {
      if (ok && PySet_Add(s, v) < 0) ok = false;
      Py_DECREF(v);
    });
    if (!filled) return 0;
    if (ok) return frozen ? this.keep(at, s) : s;
    Py_DECREF(s);
    return 0;
  }

  private code(flag: boolean): number {
    if (!this.allow_code) {
      PyErr_SetString(PyExc_ValueError, 'unmarshalling code objects is disallowed');
      return 0;
    }
    const at = this.reserve(flag);
    const [argcount, posonlyargcount, kwonlyargcount, stacksize, flags] = [0, 0, 0, 0, 0].map(() => this.long());
    const part = (): number => {
      const o = this.object();
      if (o === 0 && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, 'NULL object in marshal data for code object');
        this.failed = true;
      }
      return o;
    };
    // Literals evaluate in order: this is the order of the file.
    const con = {
      argcount, posonlyargcount, kwonlyargcount, stacksize, flags,
      code: part(), consts: part(), names: part(), localsplusnames: part(), localspluskinds: part(), filename: part(), name: part(), qualname: part(),
      firstlineno: this.long(), linetable: part(), exceptiontable: part(),
    };
    const co = this.failed || PyErr_Occurred() || _PyCode_Validate(con) < 0 ? 0 : _PyCode_New(con);
    for (const o of [con.code, con.consts, con.names, con.localsplusnames, con.localspluskinds, con.filename, con.name, con.qualname, con.linetable, con.exceptiontable]) Py_XDECREF(o);
    return this.keep(at, co);
  }
}

/** Reads from a file object, never more than an object needs. */
export class FileReader extends Reader {
  private buffer = 0;
  private capacity = 0;

  constructor(
    private readonly file: number,
    allow_code: boolean,
  ) {
    super(0, 0, allow_code);
  }

  protected override take(n: number): number {
    if (this.failed || !this.grow(n)) return 0;
    const view = PyMemoryView_FromMemory(this.buffer, n, PyBUF_WRITE);
    const result = view === 0 ? 0 : PyObject_CallMethodOneArg(this.file, _Py_ID('readinto'), view);
    Py_XDECREF(view);
    const read = result === 0 ? -1 : PyLong_AsSsize_t(result);
    Py_XDECREF(result);
    if (read === n) return this.buffer;
    if (read > n) PyErr_Format(PyExc_ValueError, 'read() returned too much data: %zd bytes requested, %zd returned', n, read);
    return this.fail('EOF read where not expected');
  }

  protected override room(): boolean {
    return true;
  }

  private grow(n: number): boolean {
    if (n <= this.capacity && this.buffer !== 0) return true;
    PyMem_Free(this.buffer);
    this.capacity = Math.max(n, 64);
    this.buffer = PyMem_Malloc(this.capacity);
    if (this.buffer === 0) PyErr_NoMemory();
    this.failed = this.buffer === 0;
    return !this.failed;
  }

  override done(): void {
    PyMem_Free(this.buffer);
    super.done();
  }
}
