// The writing half of Python/marshal.c of CPython 3.13, for objects of the heap.
//
// From version 3 on an object that may occur again gets FLAG_REF and the next index, and TYPE_REF with that index stands for it
// later. An object with one reference cannot occur again; an interned str is marked all the same, so that a pyc does not depend
// on who else uses the name.

import { PyCodeObject as C, PyComplexObject, PyFloatObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAPF64, HEAPU8, write_ssize } from '../include/heap';
import { Py_DECREF, Py_NewRef, Py_REFCNT, Py_TYPE } from '../include/object';
import {
  Py_Ellipsis, Py_False, Py_None, Py_True, PyBytes_Type, PyComplex_Type, PyDict_Type, PyExc_StopIteration, PyExc_ValueError, PyFloat_Type, PyFrozenSet_Type, PyList_Type, PyLong_Type, PySet_Type, PyTuple_Type,
  PyUnicode_Type,
} from '../include/statics';
import { with_buffer } from '../modules/clinic';
import { PyObject_CheckBuffer, PySequence_List } from '../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyCode_Check, PyCode_GetCode } from '../objects/codeobject';
import { PyDict_Next } from '../objects/dictobject';
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM, PyList_Sort } from '../objects/listobject';
import { PyLong_AsBigInt } from '../objects/longobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { PyUnicode_CHECK_INTERNED, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII } from '../objects/unicodeobject';
import { _PyUnicode_AsUTF8String } from '../objects/unicodeobject_codecs';
import { PyErr_SetString } from './errors';
import { FLAG_REF, MAX_MARSHAL_STACK_DEPTH } from './marshal_write';
import { PyOS_double_to_string } from './pystrtod';

const SINGLETONS: readonly (readonly [number, string])[] = [[0, '0'], [Py_None, 'N'], [Py_True, 'T'], [Py_False, 'F'], [Py_Ellipsis, '.'], [PyExc_StopIteration, 'S']];
const scratch = new DataView(new ArrayBuffer(8));

function fail(message: string): false {
  PyErr_SetString(PyExc_ValueError, message);
  return false;
}

export class Writer {
  private buf = new Uint8Array(256);
  private len = 0;
  /** Object, which is held, to index. */
  private readonly refs = new Map<number, number>();
  private depth = 0;

  constructor(
    private readonly version: number,
    private readonly allow_code: boolean,
  ) {}

  /** New bytes object. Ends the writer. */
  finish(): number {
    for (const o of this.refs.keys()) Py_DECREF(o);
    const b = PyBytes_FromStringAndSize(0, this.len);
    if (b !== 0) HEAPU8.set(this.buf.subarray(0, this.len), PyBytes_AS_STRING(b));
    return b;
  }
  drop(): void {
    for (const o of this.refs.keys()) Py_DECREF(o);
  }

  private reserve(n: number): number {
    const at = this.len;
    this.len += n;
    if (this.len > this.buf.length) {
      const bigger = new Uint8Array(Math.max(this.len, this.buf.length * 2));
      bigger.set(this.buf.subarray(0, at));
      this.buf = bigger;
    }
    return at;
  }
  private byte(b: number): void {
    const at = this.reserve(1);
    this.buf[at] = b;
  }
  private long(n: number): void {
    const at = this.reserve(4);
    for (let i = 0; i < 4; i++) this.buf[at + i] = n >> (8 * i);
  }
  private bytes(p: number, n: number): void {
    const at = this.reserve(n);
    this.buf.set(HEAPU8.subarray(p, p + n), at);
  }
  private tag(c: string, flag: number): void {
    this.byte(c.charCodeAt(0) | flag);
  }

  /** A float: 8 bytes, or before version 2 its length and text. */
  private double(v: number): void {
    if (this.version > 1) {
      scratch.setFloat64(0, v, true);
      const at = this.reserve(8);
      for (let i = 0; i < 8; i++) this.buf[at + i] = scratch.getUint8(i);
      return;
    }
    const text = PyOS_double_to_string(v, 'g', 17, 0);
    this.byte(text.length);
    for (const ch of text) this.byte(ch.charCodeAt(0));
  }

  /** False with ValueError for an object that cannot be marshalled. */
  object(o: number): boolean {
    if (++this.depth > MAX_MARSHAL_STACK_DEPTH) {
      this.depth--;
      return fail('object too deeply nested to marshal');
    }
    const single = SINGLETONS.find(([object]) => object === o);
    if (single !== undefined) this.tag(single[1], 0);
    const ok = single !== undefined || this.complex_object(o);
    this.depth--;
    return ok;
  }

  /** The flag for the object's type byte; -1: a reference is written instead. */
  private ref(o: number): number {
    if (this.version < 3 || (Py_REFCNT(o) === 1 && !(Py_TYPE(o) === PyUnicode_Type && PyUnicode_CHECK_INTERNED(o)))) return 0;
    const at = this.refs.get(o);
    if (at === undefined) {
      this.refs.set(Py_NewRef(o), this.refs.size);
      return FLAG_REF;
    }
    this.tag('r', 0);
    this.long(at);
    return -1;
  }

  private complex_object(o: number): boolean {
    const flag = this.ref(o);
    if (flag < 0) return true;
    switch (Py_TYPE(o)) {
      case PyLong_Type: return this.int(o, flag);
      case PyFloat_Type: return this.floats(this.version > 1 ? 'g' : 'f', flag, o + PyFloatObject.ob_fval);
      case PyComplex_Type: return this.floats(this.version > 1 ? 'y' : 'x', flag, o + PyComplexObject.real, o + PyComplexObject.imag);
      case PyBytes_Type: return this.string('s', flag, PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
      case PyUnicode_Type: return this.str(o, flag);
      case PyTuple_Type: return this.tuple(o, flag);
      case PyList_Type: return this.list(o, '[', flag);
      case PyDict_Type: return this.dict(o, flag);
      case PySet_Type: return this.set(o, '<', flag);
      case PyFrozenSet_Type: return this.set(o, '>', flag);
    }
    if (PyCode_Check(o)) return this.allow_code ? this.code(o, flag) : fail('marshalling code objects is disallowed');
    if (PyObject_CheckBuffer(o)) return with_buffer(o, 0, false, (p, n) => this.string('s', flag, p, n));
    return fail('unmarshallable object');
  }

  private floats(tag: string, flag: number, ...addresses: number[]): boolean {
    this.tag(tag, flag);
    for (const a of addresses) this.double(HEAPF64[a >> 3]);
    return true;
  }

  private string(tag: string, flag: number, p: number, n: number): boolean {
    this.tag(tag, flag);
    this.long(n);
    this.bytes(p, n);
    return true;
  }

  private int(o: number, flag: number): boolean {
    const v = PyLong_AsBigInt(o) as bigint;
    if (v >= -0x80000000n && v <= 0x7fffffffn) {
      this.tag('i', flag);
      this.long(Number(v));
      return true;
    }
    this.tag('l', flag);
    const digits: number[] = [];
    for (let a = v < 0n ? -v : v; a > 0n; a >>= 15n) digits.push(Number(a & 0x7fffn));
    this.long(v < 0n ? -digits.length : digits.length);
    for (const d of digits) {
      this.byte(d);
      this.byte(d >> 8);
    }
    return true;
  }

  private str(o: number, flag: number): boolean {
    const interned = PyUnicode_CHECK_INTERNED(o) !== 0;
    const n = PyUnicode_GET_LENGTH(o);
    if (this.version >= 4 && PyUnicode_IS_ASCII(o)) {
      if (n >= 256) return this.string(interned ? 'A' : 'a', flag, PyUnicode_DATA(o), n);
      this.tag(interned ? 'Z' : 'z', flag);
      this.byte(n);
      this.bytes(PyUnicode_DATA(o), n);
      return true;
    }
    const b = _PyUnicode_AsUTF8String(o, 'surrogatepass');
    if (b === 0) return false;
    this.string(this.version >= 3 && interned ? 't' : 'u', flag, PyBytes_AS_STRING(b), PyBytes_GET_SIZE(b));
    Py_DECREF(b);
    return true;
  }

  private tuple(o: number, flag: number): boolean {
    const n = PyTuple_GET_SIZE(o);
    const small = this.version >= 4 && n < 256;
    this.tag(small ? ')' : '(', flag);
    if (small) this.byte(n);
    else this.long(n);
    for (let i = 0; i < n; i++) if (!this.object(PyTuple_GET_ITEM(o, i))) return false;
    return true;
  }

  private list(o: number, tag: string, flag: number): boolean {
    this.tag(tag, flag);
    this.long(PyList_GET_SIZE(o));
    for (let i = 0; i < PyList_GET_SIZE(o); i++) if (!this.object(PyList_GET_ITEM(o, i))) return false;
    return true;
  }

  private dict(o: number, flag: number): boolean {
    this.tag('{', flag);
    const mark = stackSave();
    const p = stackAlloc(24);
    write_ssize(p, 0);
    let ok = true;
    while (ok && PyDict_Next(o, p, p + 8, p + 16)) ok = this.object(HEAP32[(p + 8) >> 2]) && this.object(HEAP32[(p + 16) >> 2]);
    stackRestore(mark);
    if (ok) this.tag('0', 0);
    return ok;
  }

  /** The items in the order of their marshalled forms: the same bytes under every hash seed. */
  private set(o: number, tag: string, flag: number): boolean {
    const items = PySequence_List(o);
    if (items === 0) return false;
    const n = PyList_GET_SIZE(items);
    const pairs = PyList_New(n);
    let ok = pairs !== 0;
    for (let i = 0; i < n && ok; i++) {
      const item = PyList_GET_ITEM(items, i);
      const dump = PyMarshal_WriteObject(item, this.version, this.allow_code);
      ok = dump !== 0;
      if (!ok) break;
      PyList_SET_ITEM(pairs, i, PyTuple_Pack(2, dump, item));
      Py_DECREF(dump);
    }
    Py_DECREF(items);
    ok = ok && PyList_Sort(pairs) === 0;
    if (ok) {
      this.tag(tag, flag);
      this.long(n);
      for (let i = 0; i < n && ok; i++) ok = this.object(PyTuple_GET_ITEM(PyList_GET_ITEM(pairs, i), 1));
    }
    if (pairs !== 0) Py_DECREF(pairs);
    return ok;
  }

  private code(o: number, flag: number): boolean {
    const co_code = PyCode_GetCode(o);
    if (co_code === 0) return false;
    this.tag('c', flag);
    for (const f of [C.co_argcount, C.co_posonlyargcount, C.co_kwonlyargcount, C.co_stacksize, C.co_flags]) this.long(HEAP32[(o + f) >> 2]);
    let ok = this.object(co_code);
    Py_DECREF(co_code);
    for (const f of [C.co_consts, C.co_names, C.co_localsplusnames, C.co_localspluskinds, C.co_filename, C.co_name, C.co_qualname]) ok = ok && this.object(HEAP32[(o + f) >> 2]);
    this.long(HEAP32[(o + C.co_firstlineno) >> 2]);
    return ok && this.object(HEAP32[(o + C.co_linetable) >> 2]) && this.object(HEAP32[(o + C.co_exceptiontable) >> 2]);
  }
}

/** New bytes object; 0 with ValueError. */
export function PyMarshal_WriteObject(o: number, version: number, allow_code: boolean): number {
  const w = new Writer(version, allow_code);
  if (w.object(o)) return w.finish();
  w.drop();
  return 0;
}
