// Answers to Objects/boolobject.c of CPython 3.13: bool. True and False are static, immortal ints of one digit or none.

import { PyLongObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { _Py_SetImmortal, Py_SET_TYPE, Py_TPFLAGS_DEFAULT } from '../include/object';
import { Py_False, Py_True, PyBool_Type, PyExc_DeprecationWarning, PyLong_Type } from '../include/statics';
import { static_type } from '../include/typespec';
import { _PyArg_CheckPositional, _PyArg_NoKeywords, _PyArg_NoKwnames } from '../python/getargs';
import { PyErr_WarnEx } from '../python/_warnings';
import { PyVectorcall_NARGS } from './call';
import { long_and, long_or, long_xor } from './longobject';
import { long_from_int32 } from './longobject_arith';
import { PyObject_IsTrue } from './object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from './tupleobject';
import { _Py_ID } from './unicodeobject';

export function PyBool_Check(op: number): boolean {
  return HEAP32[(op + PyLongObject.ob_type) >> 2] === PyBool_Type;
}

/** True and False. Once a process. */
export function init_bools(): void {
  for (const [o, v] of [[Py_True, 1], [Py_False, 0]]) {
    _Py_SetImmortal(o);
    Py_SET_TYPE(o, PyBool_Type);
    HEAP32[(o + PyLongObject.lv_tag) >> 2] = v === 1 ? 8 : 1;
    HEAP32[(o + PyLongObject.ob_digit) >> 2] = v;
  }
}

/** Returns new (both are immortal). */
export function PyBool_FromLong(ok: number | boolean): number {
  return ok ? Py_True : Py_False;
}

function bool_repr(self: number): number {
  return self === Py_True ? _Py_ID('True') : _Py_ID('False');
}

function bool_new(_type: number, args: number, kwds: number): number {
  if (kwds !== 0 && !_PyArg_NoKeywords('bool', kwds)) return 0;
  const nargs = PyTuple_GET_SIZE(args);
  if (!_PyArg_CheckPositional('bool', nargs, 0, 1)) return 0;
  const ok = nargs === 0 ? 0 : PyObject_IsTrue(PyTuple_GET_ITEM(args, 0));
  return ok < 0 ? 0 : PyBool_FromLong(ok);
}

function bool_vectorcall(_type: number, args: number, nargsf: number, kwnames: number): number {
  const nargs = PyVectorcall_NARGS(nargsf);
  if (kwnames !== 0 && !_PyArg_NoKwnames('bool', kwnames)) return 0;
  if (!_PyArg_CheckPositional('bool', nargs, 0, 1)) return 0;
  const ok = nargs === 0 ? 0 : PyObject_IsTrue(HEAP32[args >> 2]);
  return ok < 0 ? 0 : PyBool_FromLong(ok);
}

function bool_invert(v: number): number {
  const text =
    "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. " +
    'This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. ' +
    "Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.";
  if (PyErr_WarnEx(PyExc_DeprecationWarning, text, 1) < 0) return 0;
  return long_from_int32(v === Py_True ? -2 : -1);
}

function bool_and(a: number, b: number): number {
  if (!PyBool_Check(a) || !PyBool_Check(b)) return long_and(a, b);
  return PyBool_FromLong(a === Py_True && b === Py_True);
}

function bool_or(a: number, b: number): number {
  if (!PyBool_Check(a) || !PyBool_Check(b)) return long_or(a, b);
  return PyBool_FromLong(a === Py_True || b === Py_True);
}

function bool_xor(a: number, b: number): number {
  if (!PyBool_Check(a) || !PyBool_Check(b)) return long_xor(a, b);
  return PyBool_FromLong(a !== b);
}

static_type(PyBool_Type, {
  tp_name: 'bool',
  tp_doc: 'bool(object=False, /)\n--\n\nTrue where the argument is true, False elsewhere; there is no other instance, and no subclass.',
  tp_basicsize: PyLongObject.ob_digit,
  tp_itemsize: 4,
  tp_flags: Py_TPFLAGS_DEFAULT,
  tp_base: PyLong_Type,
  tp_dealloc: _Py_SetImmortal,
  tp_repr: bool_repr,
  tp_new: bool_new,
  tp_vectorcall: bool_vectorcall,
  tp_as_number: { nb_invert: bool_invert, nb_and: bool_and, nb_xor: bool_xor, nb_or: bool_or },
});
