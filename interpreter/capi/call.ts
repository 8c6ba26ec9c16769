// Answers to the variadic functions of Objects/call.c and tupleobject.c of CPython 3.13.

import { write_ptr } from '../include/heap';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { Py_DECREF, Py_NewRef } from '../include/object';
import { PyObject_CallNoArgs, PyObject_CallObject, PyObject_Vectorcall, PyObject_VectorcallMethod } from '../objects/call';
import { PyObject_GetAttrString } from '../objects/object';
import { PyTuple_Check, PyTuple_New, PyTuple_SET_ITEM } from '../objects/tupleobject';
import { Py_VaBuildValue } from './modsupport';
import { VaList } from './va_list';

/** Objects up to NULL, on the stack of the caller, with room for one before them. */
function objects(va: VaList, first: number[]): { args: number; n: number } {
  const all = [...first];
  for (let o = va.pointer(); o !== 0; o = va.pointer()) all.push(o);
  const args = stackAlloc((all.length + 1) * 8) + 8;
  all.forEach((o, i) => write_ptr(args + i * 8, o));
  return { args, n: all.length };
}

/** Returns new. Runs Python code; may fail. */
export function PyObject_CallFunctionObjArgs(callable: number, va: number): number {
  const mark = stackSave();
  const { args, n } = objects(new VaList(va), []);
  const r = PyObject_Vectorcall(callable, args, n, 0);
  stackRestore(mark);
  return r;
}
export function PyObject_CallMethodObjArgs(obj: number, name: number, va: number): number {
  const mark = stackSave();
  const { args, n } = objects(new VaList(va), [obj]);
  const r = PyObject_VectorcallMethod(name, args, n, 0);
  stackRestore(mark);
  return r;
}

/** A format that makes no tuple is one argument. */
function call_with(callable: number, format: string | null, va: number): number {
  if (format === null || format === '') return PyObject_CallNoArgs(callable);
  const built = Py_VaBuildValue(format, va);
  if (built === 0) return 0;
  let args = built;
  if (!PyTuple_Check(built)) {
    args = PyTuple_New(1);
    if (args === 0) {
      Py_DECREF(built);
      return 0;
    }
    PyTuple_SET_ITEM(args, 0, built);
  }
  const r = PyObject_CallObject(callable, args);
  Py_DECREF(args);
  return r;
}
export function PyObject_CallFunction(callable: number, format: string | null, va: number): number {
  return call_with(callable, format, va);
}
export function PyObject_CallMethod(obj: number, name: string, format: string | null, va: number): number {
  const callable = PyObject_GetAttrString(obj, name);
  if (callable === 0) return 0;
  const r = call_with(callable, format, va);
  Py_DECREF(callable);
  return r;
}

/** Returns new; borrows the items. */
export function PyTuple_Pack(n: number, va: number): number {
  const list = new VaList(va);
  const t = PyTuple_New(n);
  if (t !== 0) for (let i = 0; i < n; i++) PyTuple_SET_ITEM(t, i, Py_NewRef(list.pointer()));
  return t;
}
