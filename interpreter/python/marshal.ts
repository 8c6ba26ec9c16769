// Answers to Python/marshal.c of CPython 3.13 (version 4): reading and writing of marshalled objects.
// Deviation: a code object is read into a CodeDesc and made by PyCode_FromDesc, the same way as compiled code.

import { PyUnicode_DecodeUTF8, _PyUnicode_AsUTF8String } from '../objects/unicodeobject_codecs';
import { PyCodeObject as C, PyComplexObject, PyFloatObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, HEAPF64, HEAPU8, write_ssize } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, Py_DECREF, Py_NewRef, Py_REFCNT, Py_TYPE, Py_XDECREF } from '../include/object';
import { Py_Ellipsis, Py_False, Py_None, Py_True, PyComplex_Type, PyDict_Type, PyExc_EOFError, PyExc_StopIteration, PyExc_TypeError, PyExc_ValueError, PyFloat_Type, PyFrozenSet_Type, PyList_Type, PyLong_Type, PySet_Type, PyTuple_Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer, PySequence_List } from '../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyObject_CallMethodNoArgs, PyObject_CallMethodOneArg } from '../objects/call';
import { PyCode_Check, _PyCode_New, PyCode_GetCode } from '../objects/codeobject';
import { PyComplex_FromDoubles } from '../objects/complexobject';
import { PyDict_New, PyDict_Next, PyDict_SetItem } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_AsBigInt, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyFrozenSet_New, PySet_Add, PySet_New } from '../objects/setobject';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { PyUnicode_CHECK_INTERNED, PyUnicode_Check, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_InternInPlace, PyUnicode_IS_ASCII } from '../objects/unicodeobject';
import { _PyArg_CheckPositional } from './getargs';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from './errors';

import { PyMem_RawFree, PyMem_RawMalloc } from '../objects/obmalloc';
import { write_ptr } from '../include/heap';

const FLAG_REF = 0x80;

/** Reads one object from bytes in the heap at [p, end). */
class Reader {
  refs: number[] = [];
  constructor(
    public p: number,
    readonly end: number,
  ) {}

  byte(): number {
    if (this.p >= this.end) return this.eof();
    return HEAPU8[this.p++];
  }
  eof(): number {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_EOFError, 'marshal data too short');
    return -1;
  }
  need(n: number): boolean {
    if (n >= 0 && this.p + n <= this.end) return true;
    this.eof();
    return false;
  }
  long(): number {
    if (!this.need(4)) return -1;
    const v = HEAPU8[this.p] | (HEAPU8[this.p + 1] << 8) | (HEAPU8[this.p + 2] << 16) | (HEAPU8[this.p + 3] << 24);
    this.p += 4;
    return v;
  }
  short(): number {
    if (!this.need(2)) return -1;
    const v = HEAPU8[this.p] | (HEAPU8[this.p + 1] << 8);
    this.p += 2;
    return v;
  }
  double(): number {
    if (!this.need(8)) return 0;
    const v = new DataView(HEAPU8.slice(this.p, this.p + 8).buffer).getFloat64(0, true);
    this.p += 8;
    return v;
  }

  /** Reserves a place for an object whose parts are read first. */
  reserve(flag: boolean): number {
    if (!flag) return -1;
    this.refs.push(0);
    return this.refs.length - 1;
  }
  /** The reader keeps references of its own to what later parts may refer to. */
  keep(index: number, o: number): number {
    if (index >= 0 && o !== 0) {
      this.refs[index] = Py_NewRef(o);
    }
    return o;
  }
  done(): void {
    for (const r of this.refs) Py_XDECREF(r);
  }

  str(n: number, kind: 'ascii' | 'utf8', intern: boolean): number {
    if (!this.need(n)) return 0;
    const s = kind === 'ascii' ? PyUnicode_FromKindAndData(1, this.p, n) : PyUnicode_DecodeUTF8(this.p, n, 'surrogatepass');
    this.p += n;
    if (s === 0 || !intern) return s;
    const mark = stackSave();
    const slot = stackAlloc(8);
    write_ptr(slot, s);
    PyUnicode_InternInPlace(slot);
    const r = HEAP32[slot >> 2];
    stackRestore(mark);
    return r;
  }

  /** New reference, 0 with an exception. TYPE_NULL ('0') gives 0 without one. */
  object(): number {
    const code = this.byte();
    if (code < 0) return 0;
    const flag = (code & FLAG_REF) !== 0;
    const type = String.fromCharCode(code & 0x7f);
    switch (type) {
      case '0':
        return 0;
      case 'N':
        return Py_None;
      case 'S':
        return PyExc_StopIteration;
      case '.':
        return Py_Ellipsis;
      case 'F':
        return Py_False;
      case 'T':
        return Py_True;
      case 'i':
        return this.ref(flag, PyLong_FromLong(this.long()));
      case 'l':
        return this.ref(flag, this.big());
      case 'g':
        return this.ref(flag, PyFloat_FromDouble(this.double()));
      case 'y': {
        const re = this.double();
        return this.ref(flag, PyComplex_FromDoubles(re, this.double()));
      }
      case 's': {
        const n = this.long();
        if (!this.need(n)) return 0;
        const b = PyBytes_FromStringAndSize(this.p, n);
        this.p += n;
        return this.ref(flag, b);
      }
      case 'a':
      case 'A':
        return this.ref(flag, this.str(this.long(), 'ascii', type === 'A'));
      case 'z':
      case 'Z':
        return this.ref(flag, this.str(this.byte(), 'ascii', type === 'Z'));
      case 'u':
      case 't':
        return this.ref(flag, this.str(this.long(), 'utf8', type === 't'));
      case ')':
        return this.tuple(this.byte(), flag);
      case '(':
        return this.tuple(this.long(), flag);
      case '[':
        return this.list(flag);
      case '{':
        return this.dict(flag);
      case '<':
      case '>':
        return this.set(flag, type === '>');
      case 'r': {
        const n = this.long();
        const o = this.refs[n];
        if (!o) return PyErr_Format(PyExc_ValueError, 'bad marshal data (invalid reference)');
        return Py_NewRef(o);
      }
      case 'c':
        return this.code(flag);
      default:
        return PyErr_Format(PyExc_ValueError, 'bad marshal data (unknown type code)');
    }
  }

  ref(flag: boolean, o: number): number {
    return flag ? this.keep(this.reserve(true), o) : o;
  }

  big(): number {
    const n = this.long();
    let v = 0n;
    for (let i = 0, shift = 0n; i < Math.abs(n); i++, shift += 15n) v |= BigInt(this.short()) << shift;
    return PyLong_FromBigInt(n < 0 ? -v : v);
  }

  tuple(n: number, flag: boolean): number {
    if (!this.need(n)) return 0;
    const at = this.reserve(flag);
    const t = PyTuple_New(n);
    if (t === 0) return 0;
    this.keep(at, t);
    for (let i = 0; i < n; i++) {
      const v = this.item(t);
      if (v === 0) return 0;
      PyTuple_SET_ITEM(t, i, v);
    }
    return t;
  }
  /** An item of `container`, which is released on failure. */
  item(container: number): number {
    const v = this.object();
    if (v === 0) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, 'NULL object in marshal data');
      Py_DECREF(container);
    }
    return v;
  }
  list(flag: boolean): number {
    const n = this.long();
    if (!this.need(n)) return 0;
    const at = this.reserve(flag);
    const l = PyList_New(n);
    this.keep(at, l);
    for (let i = 0; i < n; i++) {
      const v = this.item(l);
      if (v === 0) return 0;
      PyList_SET_ITEM(l, i, v);
    }
    return l;
  }
  dict(flag: boolean): number {
    const at = this.reserve(flag);
    const d = PyDict_New();
    this.keep(at, d);
    for (;;) {
      const key = this.object();
      if (key === 0) break;
      const value = this.object();
      if (value === 0) {
        Py_DECREF(key);
        break;
      }
      PyDict_SetItem(d, key, value);
      Py_DECREF(key);
      Py_DECREF(value);
    }
    if (!PyErr_Occurred()) return d;
    Py_DECREF(d);
    return 0;
  }
  set(flag: boolean, frozen: boolean): number {
    const n = this.long();
    if (!this.need(n)) return 0;
    const at = this.reserve(flag && frozen);
    const s = frozen ? PyFrozenSet_New(0) : PySet_New(0);
    if (!frozen && flag) this.keep(this.reserve(true), s);
    for (let i = 0; i < n; i++) {
      const v = this.item(s);
      if (v === 0) return 0;
      const r = PySet_Add(s, v);
      Py_DECREF(v);
      if (r < 0) {
        Py_DECREF(s);
        return 0;
      }
    }
    return this.keep(at, s);
  }

  code(flag: boolean): number {
    const at = this.reserve(flag);
    const argcount = this.long();
    const posonlyargcount = this.long();
    const kwonlyargcount = this.long();
    const stacksize = this.long();
    const flags = this.long();
    const parts: number[] = [];
    // code, consts, names, localsplusnames, localspluskinds, filename, name, qualname | firstlineno | linetable, exceptiontable
    for (let i = 0; i < 8; i++) parts.push(this.object());
    const firstlineno = this.long();
    for (let i = 0; i < 2; i++) parts.push(this.object());
    let co = 0;
    if (parts.every((p) => p !== 0)) co = _PyCode_New({
        argcount, posonlyargcount, kwonlyargcount, stacksize, flags, firstlineno,
        code: parts[0], consts: parts[1], names: parts[2], localsplusnames: parts[3], localspluskinds: parts[4], filename: parts[5], name: parts[6], qualname: parts[7],
        linetable: parts[8], exceptiontable: parts[9],
      });
    for (const p of parts) Py_XDECREF(p);
    return this.keep(at, co);
  }
}

/** New reference to the object marshalled in [p, p+n) of the heap; 0 with an exception. */
export function PyMarshal_ReadObjectFromString(p: number, n: number): number {
  const r = new Reader(p, p + n);
  const o = r.object();
  r.done();
  if (o === 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, 'NULL object in marshal data for object');
  return o;
}

/** As PyMarshal_ReadObjectFromString for bytes outside the heap. */
export function PyMarshal_ReadObjectFromBytes(bytes: Uint8Array): number {
  const p = PyMem_RawMalloc(bytes.length);
  if (p === 0) return 0;
  HEAPU8.set(bytes, p);
  const o = PyMarshal_ReadObjectFromString(p, bytes.length);
  PyMem_RawFree(p);
  return o;
}

// --- writing --------------------------------------------------------------------------------------------------------

class Writer {
  out: number[] = [];
  refs = new Map<number, number>();
  constructor(readonly version: number) {}
  byte(b: number): void {
    this.out.push(b & 0xff);
  }
  long(n: number): void {
    this.out.push(n & 0xff, (n >> 8) & 0xff, (n >> 16) & 0xff, (n >> 24) & 0xff);
  }
  bytes(p: number, n: number): void {
    for (let i = 0; i < n; i++) this.out.push(HEAPU8[p + i]);
  }
  double(v: number): void {
    this.out.push(...new Uint8Array(new Float64Array([v]).buffer));
  }
  /** False with an exception for an object that cannot be marshalled. */
  object(o: number): boolean {
    const single = o === 0 ? '0' : o === Py_None ? 'N' : o === Py_True ? 'T' : o === Py_False ? 'F' : o === Py_Ellipsis ? '.' : o === PyExc_StopIteration ? 'S' : '';
    if (single !== '') {
      this.byte(single.charCodeAt(0));
      return true;
    }
    let flag = 0;
    if (this.version >= 3 && Py_REFCNT(o) > 1) {
      const at = this.refs.get(o);
      if (at !== undefined) {
        this.byte(114);
        this.long(at);
        return true;
      }
      this.refs.set(o, this.refs.size);
      flag = FLAG_REF;
    }
    return this.complex_object(o, flag);
  }
  tag(c: string, flag: number): void {
    this.byte(c.charCodeAt(0) | flag);
  }
  complex_object(o: number, flag: number): boolean {
    const type = Py_TYPE(o);
    if (type === PyLong_Type) return this.long_object(o, flag);
    if (type === PyFloat_Type) {
      this.tag('g', flag);
      this.double(HEAPF64[(o + PyFloatObject.ob_fval) >> 3]);
      return true;
    }
    if (type === PyComplex_Type) {
      this.tag('y', flag);
      this.double(HEAPF64[(o + PyComplexObject.real) >> 3]);
      this.double(HEAPF64[(o + PyComplexObject.imag) >> 3]);
      return true;
    }
    if (PyBytes_Check(o)) {
      this.tag('s', flag);
      this.long(PyBytes_GET_SIZE(o));
      this.bytes(PyBytes_AS_STRING(o), PyBytes_GET_SIZE(o));
      return true;
    }
    if (PyUnicode_Check(o)) return this.str(o, flag);
    if (type === PyTuple_Type) {
      const n = PyTuple_GET_SIZE(o);
      if (this.version >= 4 && n < 256) {
        this.tag(')', flag);
        this.byte(n);
      } else {
        this.tag('(', flag);
        this.long(n);
      }
      for (let i = 0; i < n; i++) if (!this.object(PyTuple_GET_ITEM(o, i))) return false;
      return true;
    }
    if (type === PyList_Type) {
      this.tag('[', flag);
      this.long(PyList_GET_SIZE(o));
      for (let i = 0; i < PyList_GET_SIZE(o); i++) if (!this.object(PyList_GET_ITEM(o, i))) return false;
      return true;
    }
    if (type === PyDict_Type) return this.dict(o, flag);
    if (type === PySet_Type || type === PyFrozenSet_Type) {
      const l = PySequence_List(o);
      if (l === 0) return false;
      this.tag(type === PySet_Type ? '<' : '>', flag);
      this.long(PyList_GET_SIZE(l));
      let ok = true;
      for (let i = 0; i < PyList_GET_SIZE(l) && ok; i++) ok = this.object(PyList_GET_ITEM(l, i));
      Py_DECREF(l);
      return ok;
    }
    if (PyCode_Check(o)) return this.code(o, flag);
    if (PyObject_CheckBuffer(o)) return this.buffer(o, flag);
    PyErr_SetString(PyExc_ValueError, 'unmarshallable object');
    return false;
  }
  long_object(o: number, flag: number): boolean {
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
    for (const d of digits) this.out.push(d & 0xff, d >> 8);
    return true;
  }
  str(o: number, flag: number): boolean {
    const interned = PyUnicode_CHECK_INTERNED(o) !== 0;
    const n = PyUnicode_GET_LENGTH(o);
    if (this.version >= 4 && PyUnicode_IS_ASCII(o)) {
      if (n < 256) {
        this.tag(interned ? 'Z' : 'z', flag);
        this.byte(n);
      } else {
        this.tag(interned ? 'A' : 'a', flag);
        this.long(n);
      }
      this.bytes(PyUnicode_DATA(o), n);
      return true;
    }
    const b = _PyUnicode_AsUTF8String(o, 'surrogatepass');
    if (b === 0) return false;
    this.tag(interned ? 't' : 'u', flag);
    this.long(PyBytes_GET_SIZE(b));
    this.bytes(PyBytes_AS_STRING(b), PyBytes_GET_SIZE(b));
    Py_DECREF(b);
    return true;
  }
  dict(o: number, flag: number): boolean {
    this.tag('{', flag);
    const mark = stackSave();
    const p = stackAlloc(24);
    write_ssize(p, 0);
    let ok = true;
    while (ok && PyDict_Next(o, p, p + 8, p + 16)) ok = this.object(HEAP32[(p + 8) >> 2]) && this.object(HEAP32[(p + 16) >> 2]);
    stackRestore(mark);
    this.byte(48);
    return ok;
  }
  buffer(o: number, flag: number): boolean {
    const mark = stackSave();
    const view = stackAlloc(80);
    const ok = PyObject_GetBuffer(o, view, 0) === 0;
    if (ok) {
      this.tag('s', flag);
      const n = HEAP32[(view + 16) >> 2];
      this.long(n);
      this.bytes(HEAP32[view >> 2], n);
      PyBuffer_Release(view);
    }
    stackRestore(mark);
    return ok;
  }
  code(o: number, flag: number): boolean {
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

/** New bytes object or 0. */
export function PyMarshal_WriteObjectToString(o: number, version: number): number {
  const w = new Writer(version);
  if (!w.object(o)) return 0;
  const b = PyBytes_FromStringAndSize(0, w.out.length);
  if (b !== 0) HEAPU8.set(w.out, PyBytes_AS_STRING(b));
  return b;
}

function marshal_loads(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('loads', nargs, 1, 1)) return 0;
  const mark = stackSave();
  const view = stackAlloc(80);
  let r = 0;
  if (PyObject_GetBuffer(HEAP32[args >> 2], view, 0) === 0) {
    r = PyMarshal_ReadObjectFromString(HEAP32[view >> 2], HEAP32[(view + 16) >> 2]);
    PyBuffer_Release(view);
  }
  stackRestore(mark);
  return r;
}
function marshal_dumps(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('dumps', nargs, 1, 2)) return 0;
  return PyMarshal_WriteObjectToString(HEAP32[args >> 2], 4);
}
function marshal_load(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('load', nargs, 1, 1)) return 0;
  const data = PyObject_CallMethodNoArgs_name(HEAP32[args >> 2], 'read');
  if (data === 0) return 0;
  const mark = stackSave();
  const a = stackAlloc(8);
  write_ptr(a, data);
  const r = marshal_loads(0, a, 1);
  stackRestore(mark);
  Py_DECREF(data);
  return r;
}
function marshal_dump(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('dump', nargs, 2, 3)) return 0;
  const b = PyMarshal_WriteObjectToString(HEAP32[args >> 2], 4);
  if (b === 0) return 0;
  const r = PyObject_CallMethodOneArg(HEAP32[(args + 8) >> 2], _Py_ID('write'), b);
  Py_DECREF(b);
  return r;
}
function PyObject_CallMethodNoArgs_name(o: number, name: string): number {
  return PyObject_CallMethodNoArgs(o, _Py_ID(name));
}
import { _Py_ID } from '../objects/unicodeobject';
import { PyModule_AddIntConstant } from './modsupport';

builtin_module({
  m_name: 'marshal',
  m_doc: 'Reading and writing of Python values in a binary format.',
  m_methods: [
    ['loads', marshal_loads, METH_FASTCALL | METH_KEYWORDS, 'loads($module, bytes, /, *, allow_code=True)\n--\n\nThe value in a bytes-like object.'],
    ['dumps', marshal_dumps, METH_FASTCALL | METH_KEYWORDS, 'dumps($module, value, version=version, /, *, allow_code=True)\n--\n\nThe bytes of a value.'],
    ['load', marshal_load, METH_FASTCALL | METH_KEYWORDS], ['dump', marshal_dump, METH_FASTCALL | METH_KEYWORDS],
  ],
  m_exec: (m) => PyModule_AddIntConstant(m, 'version', 4),
});
