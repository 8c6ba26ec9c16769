// Answers to the paramflags part of PyCFuncPtr in Modules/_ctypes/_ctypes.c of CPython 3.13: named, default and output arguments.
//
// paramflags is a tuple with an item (direction[, name[, default]]) for each argtype. 'out' parameters are made for the call and
// are its result, instead of the function's own.

import { HEAP32, read_ptr, write_ptr } from '../../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../../include/cstack';
import { Py_DECREF, Py_NewRef } from '../../include/object';
import * as S from '../../include/statics';
import { PyObject_CallMethodNoArgs, PyObject_CallNoArgs } from '../../objects/call';
import { PyDict_GET_SIZE } from '../../objects/dictobject';
import { type_name_of } from '../../objects/fileobject';
import { _PyLong_GetZero, PyLong_AsUnsignedLongMask } from '../../objects/longobject';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New, PyTuple_SET_ITEM } from '../../objects/tupleobject';
import { PyType_Check } from '../../objects/typeobject';
import { _Py_ID, PyUnicode_Check } from '../../objects/unicodeobject';
import { PyErr_Format, PyErr_SetString } from '../../python/errors';
import { PyArg_ParseTuple } from '../../python/getargs';
import { StgInfo } from '../../include/generated/offsets';
import { concrete_info, name_of } from './cdata';
import { info_proto, PARAMFLAG_FIN, PARAMFLAG_FLCID, PARAMFLAG_FOUT, PyCArrayTypeObject_Check, PyCPointerTypeObject_Check, PyStgInfo_FromType, raise } from './ctypes';
import { dict_item } from './pycpointer';
import { simple_code } from './pycsimple';

const DIRECTION = PARAMFLAG_FIN | PARAMFLAG_FOUT | PARAMFLAG_FLCID;

// --- when the function is made ----------------------------------------------------------------------------------------

function check_outarg_type(arg: number, index: number): boolean {
  if (PyCPointerTypeObject_Check(arg) || PyCArrayTypeObject_Check(arg) || 'PzZ'.includes(simple_code(PyStgInfo_FromType(arg)) || ' ')) return true;
  PyErr_Format(S.PyExc_TypeError, "'out' parameter %d must be a pointer type, not %s", index, PyType_Check(arg) ? name_of(arg) : type_name_of(arg));
  return false;
}

/** The direction of an item; -1 with TypeError. */
function parse_item(item: number): number {
  const mark = stackSave();
  const at = stackAlloc(24);
  write_ptr(at + 8, S.Py_None);
  const ok = PyTuple_Check(item) && PyArg_ParseTuple(item, 'i|OO', at, at + 8, at + 16);
  const name = read_ptr(at + 8);
  const flag = HEAP32[at >> 2];
  stackRestore(mark);
  if (ok && (name === S.Py_None || PyUnicode_Check(name))) return flag;
  PyErr_SetString(S.PyExc_TypeError, 'paramflags must be a sequence of (int [,string [,value]]) tuples');
  return -1;
}

function validate_item(item: number, argtype: number, i: number): boolean {
  const flag = parse_item(item);
  if (flag === -1) return false;
  switch (flag & DIRECTION) {
    case 0:
    case PARAMFLAG_FIN:
    case PARAMFLAG_FIN | PARAMFLAG_FLCID:
    case PARAMFLAG_FIN | PARAMFLAG_FOUT:
      return true;
    case PARAMFLAG_FOUT:
      return check_outarg_type(argtype, i + 1);
    default:
      PyErr_Format(S.PyExc_TypeError, 'paramflag value %d not supported', flag);
      return false;
  }
}

/** Whether paramflags (0: none) fit the class's argtypes; false with an exception. */
export function validate_paramflags(type: number, paramflags: number): boolean {
  const info = concrete_info(type);
  if (info === 0) return false;
  const argtypes = read_ptr(info + StgInfo.argtypes);
  if (paramflags === 0 || argtypes === 0) return true;
  if (!PyTuple_Check(paramflags)) PyErr_SetString(S.PyExc_TypeError, 'paramflags must be a tuple or None');
  else if (PyTuple_GET_SIZE(paramflags) !== PyTuple_GET_SIZE(argtypes)) PyErr_SetString(S.PyExc_ValueError, 'paramflags must have the same length as argtypes');
  else {
    const n = PyTuple_GET_SIZE(paramflags);
    for (let i = 0; i < n; i++) if (!validate_item(PyTuple_GET_ITEM(paramflags, i), PyTuple_GET_ITEM(argtypes, i), i)) return false;
    return true;
  }
  return false;
}

// --- when it is called ------------------------------------------------------------------------------------------------

/** The arguments of a call, and which of them are its results. */
export interface CallArgs {
  /** Owned. */
  tuple: number;
  out: Set<number>;
  inout: Set<number>;
}

/** New: the next given argument, or the one with this name, or the default; 0 with TypeError. */
function get_arg(state: { used: number }, name: number, defval: number, inargs: number, kwds: number): number {
  if (state.used < PyTuple_GET_SIZE(inargs)) return Py_NewRef(PyTuple_GET_ITEM(inargs, state.used++));
  if (kwds !== 0 && name !== 0) {
    const v = dict_item(kwds, name);
    if (v < 0) return 0;
    if (v !== 0) {
      state.used++;
      return v;
    }
  }
  if (defval !== 0) return Py_NewRef(defval);
  if (name !== 0) return PyErr_Format(S.PyExc_TypeError, "required argument '%S' missing", name);
  return raise(S.PyExc_TypeError, 'not enough arguments');
}

/** New: the object that an 'out' parameter fills. */
function make_out(argtype: number): number {
  const proto = info_proto(PyStgInfo_FromType(argtype));
  if (PyUnicode_Check(proto)) return PyErr_Format(S.PyExc_TypeError, "%s 'out' parameter must be passed as default value", name_of(argtype));
  return PyObject_CallNoArgs(PyCArrayTypeObject_Check(argtype) ? argtype : proto);
}

/** New: the i-th argument. */
function build_arg(args: CallArgs, state: { used: number }, i: number, item: number, argtype: number, inargs: number, kwds: number): number {
  const size = PyTuple_GET_SIZE(item);
  const flag = PyLong_AsUnsignedLongMask(PyTuple_GET_ITEM(item, 0));
  const name = size > 1 ? PyTuple_GET_ITEM(item, 1) : 0;
  const defval = size > 2 ? PyTuple_GET_ITEM(item, 2) : 0;
  switch (flag & DIRECTION) {
    case PARAMFLAG_FIN | PARAMFLAG_FLCID:
      return Py_NewRef(defval || _PyLong_GetZero());
    case PARAMFLAG_FIN | PARAMFLAG_FOUT:
      args.inout.add(i);
      return get_arg(state, name, defval, inargs, kwds);
    case 0:
    case PARAMFLAG_FIN:
      return get_arg(state, name, defval, inargs, kwds);
    case PARAMFLAG_FOUT:
      args.out.add(i);
      return defval !== 0 ? Py_NewRef(defval) : make_out(argtype);
    default:
      return PyErr_Format(S.PyExc_ValueError, 'paramflag %u not yet implemented', flag);
  }
}

/** The arguments to call with; null with an exception. */
export function build_callargs(paramflags: number, argtypes: number, inargs: number, kwds: number): CallArgs | null {
  const args: CallArgs = { tuple: 0, out: new Set(), inout: new Set() };
  if (argtypes === 0 || paramflags === 0 || PyTuple_GET_SIZE(argtypes) === 0) {
    args.tuple = Py_NewRef(inargs);
    return args;
  }
  const n = PyTuple_GET_SIZE(argtypes);
  args.tuple = PyTuple_New(n);
  const state = { used: 0 };
  for (let i = 0; i < n; i++) {
    const v = build_arg(args, state, i, PyTuple_GET_ITEM(paramflags, i), PyTuple_GET_ITEM(argtypes, i), inargs, kwds);
    if (v === 0) {
      Py_DECREF(args.tuple);
      return null;
    }
    PyTuple_SET_ITEM(args.tuple, i, v);
  }
  const given = PyTuple_GET_SIZE(inargs) + (kwds === 0 ? 0 : PyDict_GET_SIZE(kwds));
  if (given === state.used) return args;
  PyErr_Format(S.PyExc_TypeError, 'call takes exactly %d arguments (%zd given)', state.used, given);
  Py_DECREF(args.tuple);
  return null;
}

/** New: what an output argument is as a result. */
function out_value(args: CallArgs, i: number): number {
  const v = PyTuple_GET_ITEM(args.tuple, i);
  return args.inout.has(i) ? Py_NewRef(v) : PyObject_CallMethodNoArgs(v, _Py_ID('__ctypes_from_outparam__'));
}

/** New: the result of the call: `result` (stolen), or its output arguments. Releases `args`. */
export function build_result(result: number, args: CallArgs): number {
  const outputs = [...args.inout, ...args.out].sort((a, b) => a - b);
  let value = result;
  if (result !== 0 && outputs.length > 0) {
    Py_DECREF(result);
    value = outputs.length === 1 ? out_value(args, outputs[0]) : PyTuple_New(outputs.length);
    for (let i = 0; i < outputs.length && outputs.length > 1 && value !== 0; i++) {
      const v = out_value(args, outputs[i]);
      if (v !== 0) PyTuple_SET_ITEM(value, i, v);
      else {
        Py_DECREF(value);
        value = 0;
      }
    }
  }
  Py_DECREF(args.tuple);
  return value;
}
