// Answers to the PyCArg_Type of Modules/_ctypes/callproc.c of CPython 3.13: a converted parameter, also what byref() gives.

import { PyCArgObject, PyTypeObject } from '../../include/generated/offsets';
import { FUNCS } from '../../include/functable';
import { HEAPDV, read_ptr, write_ptr, write_ssize } from '../../include/heap';
import {
  _Py_T_OBJECT, Py_CLEAR, Py_DECREF, Py_READONLY, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE,
} from '../../include/object';
import { PyExc_TypeError } from '../../include/statics';
import { type_spec } from '../../include/typespec';
import { PyFloat_FromDouble } from '../../objects/floatobject';
import { PyUnicode_FromFormat } from '../../objects/unicodeobject_format';
import { PyObject_GC_UnTrack, type visitproc } from '../../python/gc';
import { free_instance } from './cdata';
import { ffi_type_pointer } from './cfield_getset';
import { b_ptr, CDataObject_Check, st, raise } from './ctypes';
import { read_pointer, real, write_pointer } from './memory';

/** New: an empty parameter. May fail. */
export function PyCArgObject_new(): number {
  const type = read_ptr(st.PyCArg_Type);
  return FUNCS[read_ptr(type + PyTypeObject.tp_alloc)](type, 0);
}

/** Fills a parameter that is a pointer. Steals `obj`. */
export function set_carg_pointer(parg: number, tag: string, pffi_type: number, p: number, obj: number, size = 0): void {
  write_ssize(parg + PyCArgObject.tag, tag.charCodeAt(0));
  write_ptr(parg + PyCArgObject.pffi_type, pffi_type);
  write_pointer(parg + PyCArgObject.value, p);
  write_ptr(parg + PyCArgObject.obj, obj);
  write_ssize(parg + PyCArgObject.size, size);
}

/** New: a pointer as a parameter that keeps `obj` (stolen) alive. May fail. */
export function pointer_carg(tag: string, p: number, obj: number): number {
  const parg = PyCArgObject_new();
  if (parg === 0) Py_DECREF(obj);
  else set_carg_pointer(parg, tag, ffi_type_pointer, p, obj);
  return parg;
}

/** New: a parameter that a setfunc (by index) fills from `value`. 0 with its exception. */
export function converted_carg(tag: string, pffi_type: number, setfunc: number, value: number, size: number): number {
  const parg = PyCArgObject_new();
  if (parg === 0) return 0;
  set_carg_pointer(parg, tag, pffi_type, 0, 0);
  const keep = FUNCS[setfunc](parg + PyCArgObject.value, value, size);
  write_ptr(parg + PyCArgObject.obj, keep);
  if (keep !== 0) return parg;
  Py_DECREF(parg);
  return 0;
}

/** New: pointer to a ctypes object's memory, `offset` bytes in. Steals `obj`. May fail. */
export function byref(obj: number, offset = 0): number {
  if (CDataObject_Check(obj)) return pointer_carg('P', b_ptr(obj) + offset, obj);
  Py_DECREF(obj);
  return raise(PyExc_TypeError, 'expected CData instance');
}

function dealloc(self: number): void {
  PyObject_GC_UnTrack(self);
  clear(self);
  free_instance(self);
}

function traverse(self: number, visit: visitproc, arg: number): number {
  const obj = read_ptr(self + PyCArgObject.obj);
  if (obj !== 0) {
    const e = visit(obj, arg);
    if (e) return e;
  }
  return visit(Py_TYPE(self), arg);
}

function clear(self: number): number {
  Py_CLEAR(self + PyCArgObject.obj);
  return 0;
}

function char_repr(c: number): string {
  if (c === 39 || c === 92) return `'\\${String.fromCharCode(c)}'`;
  return c >= 32 && c < 127 ? `'${String.fromCharCode(c)}'` : `'\\x${c.toString(16).padStart(2, '0')}'`;
}

function address(p: number): string {
  return `0x${p.toString(16)}`;
}

function repr(self: number): number {
  const code = read_ptr(self + PyCArgObject.tag);
  const tag = String.fromCharCode(code);
  const v = self + PyCArgObject.value;
  const number = (text: string): number => PyUnicode_FromFormat('%s', `<cparam '${tag}' (${text})>`);
  switch (tag) {
    case 'b': return number(String(HEAPDV.getInt8(v)));
    case 'B': return number(String(HEAPDV.getInt8(v)));
    case 'h': return number(String(HEAPDV.getInt16(v, true)));
    case 'H': return number(String(HEAPDV.getInt16(v, true)));
    case 'i': return number(String(HEAPDV.getInt32(v, true)));
    case 'I': return number(String(HEAPDV.getInt32(v, true)));
    case 'l': case 'L': case 'q': case 'Q': return number(String(HEAPDV.getBigInt64(v, true)));
    case 'f': case 'd': {
      const f = PyFloat_FromDouble(tag === 'f' ? HEAPDV.getFloat32(v, true) : HEAPDV.getFloat64(v, true));
      const r = f === 0 ? 0 : PyUnicode_FromFormat("<cparam '%s' (%R)>", tag, f);
      if (f !== 0) Py_DECREF(f);
      return r;
    }
    case 'c': return number(char_repr(HEAPDV.getUint8(v)));
    case 'z': case 'Z': case 'P': return number(address(read_pointer(v)));
    default:
      if (code >= 32 && code < 127) return PyUnicode_FromFormat('%s', `<cparam '${tag}' at ${address(real(self))}>`);
      return PyUnicode_FromFormat('%s', `<cparam 0x${code.toString(16).padStart(2, '0')} at ${address(real(self))}>`);
  }
}

export const carg_spec = type_spec({
  tp_name: '_ctypes.CArgObject',
  tp_basicsize: PyCArgObject.SIZEOF,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_dealloc: dealloc,
  tp_traverse: traverse,
  tp_clear: clear,
  tp_repr: repr,
  tp_members: [['_obj', _Py_T_OBJECT, PyCArgObject.obj, Py_READONLY, 'The wrapped object.']],
});
