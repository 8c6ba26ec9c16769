// Answers to Modules/atexitmodule.c of CPython 3.13. The callbacks are a list of (func, args, kwargs) in the interpreter state.

import { PyInterpreterState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, Py_DECREF, Py_EQ, Py_NewRef } from '../include/object';
import { _PyInterpreterState_Main, Py_None, PyExc_TypeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyObject_Call } from '../objects/call';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SetSlice } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyCallable_Check, PyObject_RichCompareBool } from '../objects/object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_GetSlice, PyTuple_Pack } from '../objects/tupleobject';
import { PyErr_Format, PyErr_FormatUnraisable } from '../python/errors';

const SLOT = (_PyInterpreterState_Main + PyInterpreterState.atexit_callbacks) >> 2;

/** Borrowed. */
function callbacks(): number {
  if (HEAP32[SLOT] === 0) HEAP32[SLOT] = PyList_New(0);
  return HEAP32[SLOT];
}
function truncate(n: number): void {
  PyList_SetSlice(callbacks(), n, PyList_GET_SIZE(callbacks()), 0);
}

/** Calls and drops the callbacks, last registered first. Exceptions go to sys.unraisablehook. */
export function _PyAtExit_Call(): void {
  for (let n = PyList_GET_SIZE(callbacks()); n > 0; n = PyList_GET_SIZE(callbacks())) {
    const entry = Py_NewRef(PyList_GET_ITEM(callbacks(), n - 1));
    truncate(n - 1);
    const func = PyTuple_GET_ITEM(entry, 0);
    const kwargs = PyTuple_GET_ITEM(entry, 2);
    const r = PyObject_Call(func, PyTuple_GET_ITEM(entry, 1), kwargs === Py_None ? 0 : kwargs);
    if (r === 0) PyErr_FormatUnraisable('Exception ignored in atexit callback %R', func);
    else Py_DECREF(r);
    Py_DECREF(entry);
  }
}

function atexit_register(_m: number, args: number, kwargs: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (n === 0) return PyErr_Format(PyExc_TypeError, 'register() takes at least 1 argument (0 given)');
  const func = PyTuple_GET_ITEM(args, 0);
  if (!PyCallable_Check(func)) return PyErr_Format(PyExc_TypeError, 'the first argument must be callable');
  const rest = PyTuple_GetSlice(args, 1, n);
  const entry = PyTuple_Pack(3, func, rest, kwargs === 0 ? Py_None : kwargs);
  Py_DECREF(rest);
  const r = PyList_Append(callbacks(), entry);
  Py_DECREF(entry);
  return r < 0 ? 0 : Py_NewRef(func);
}

function atexit_unregister(_m: number, func: number): number {
  for (let i = PyList_GET_SIZE(callbacks()) - 1; i >= 0; i--) {
    const eq = PyObject_RichCompareBool(PyTuple_GET_ITEM(PyList_GET_ITEM(callbacks(), i), 0), func, Py_EQ);
    if (eq < 0) return 0;
    if (eq > 0) PyList_SetSlice(callbacks(), i, i + 1, 0);
  }
  return Py_None;
}

builtin_module({
  m_name: 'atexit',
  m_doc: 'Register functions to be run at program termination.',
  m_methods: [
    ['register', atexit_register, METH_VARARGS | METH_KEYWORDS, 'register($module, func, /, *args, **kwargs)\n--\n\nRegister a function to be executed at exit.'],
    ['unregister', atexit_unregister, METH_O], ['_clear', () => (truncate(0), Py_None), METH_NOARGS], ['_run_exitfuncs', () => (_PyAtExit_Call(), Py_None), METH_NOARGS],
    ['_ncallbacks', () => PyLong_FromLong(PyList_GET_SIZE(callbacks())), METH_NOARGS],
  ],
});
