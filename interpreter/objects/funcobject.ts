// Answers to Objects/funcobject.c of CPython 3.13: function, classmethod, staticmethod.
//
// Deviations: no function watchers, no audit events, and no cache from func_version to function (only the tier 2 optimiser of
// CPython reads it).

import { _PyEval_BuiltinsFromGlobals } from './frameobject';
import { PyUnicode_FromFormat } from './unicodeobject_format';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { FUNCS, func_index } from '../include/functable';
import { classmethod, PyCodeObject, PyFunctionObject, PyTypeObject, staticmethod } from '../include/generated/offsets';
import { HEAP32, read_ptr, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, Py_CLEAR, Py_DECREF, Py_NewRef, Py_READONLY, Py_SETREF, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HAVE_VECTORCALL,
  Py_TPFLAGS_METHOD_DESCRIPTOR, Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF,
} from '../include/object';
import {
  _Py_SINGLETON_str_empty, Py_False, Py_None, Py_True, PyClassMethod_Type, PyCode_Type, PyExc_DeprecationWarning, PyExc_RuntimeError, PyExc_SystemError, PyExc_TypeError,
  PyExc_ValueError, PyFunction_Type, PyStaticMethod_Type,
} from '../include/statics';
import { static_type } from '../include/typespec';

import { PyErr_BadInternalCall, PyErr_Format, PyErr_SetString, PyErr_WarnEx } from '../python/errors';
import { _PyObject_GC_New, _PyObject_GC_TRACK, _PyObject_GC_UNTRACK, PyObject_GC_Del } from '../python/gc';
import { _PyArg_BadArgument, _PyArg_NoKeywords, PyArg_UnpackTuple } from '../python/getargs';
import { _PyThreadState_GET } from '../python/pystate';
import { _PyFunction_Vectorcall, PyObject_Call, PyVectorcall_Call } from './call';
import { PyCell_Check } from './cellobject';
import { PyMethod_New } from './classobject';
import { unpack_tuple_keywords } from './descrobject';
import { PyDict_Check, PyDict_GetItemRef, PyDict_New, PyDict_SetItem, PyObject_GenericGetDict } from './dictobject';
import { _PyObject_IsAbstract, PyObject_GenericSetDict, PyObject_GetOptionalAttr, PyObject_SetAttr } from './object';
import { PyTuple_Check, PyTuple_CheckExact, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New } from './tupleobject';
import { PyType_GenericAlloc, PyType_GenericNew, tp_name } from './typeobject';
import { _Py_ID, PyUnicode_Check } from './unicodeobject';
import { PyObject_ClearWeakRefs } from './weakrefobject';

type visitproc = (op: number, arg: number) => number;

const CO_GENERATOR = 0x20;
const CO_COROUTINE = 0x80;
const CO_ASYNC_GENERATOR = 0x200;

export function PyFunction_Check(op: number): boolean {
  return Py_TYPE(op) === PyFunction_Type;
}

// Borrowed, of a function.
export function PyFunction_GET_CODE(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_code) >> 2];
}
export function PyFunction_GET_GLOBALS(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_globals) >> 2];
}
export function PyFunction_GET_BUILTINS(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_builtins) >> 2];
}
export function PyFunction_GET_MODULE(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_module) >> 2];
}
export function PyFunction_GET_DEFAULTS(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_defaults) >> 2];
}
export function PyFunction_GET_KW_DEFAULTS(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_kwdefaults) >> 2];
}
export function PyFunction_GET_CLOSURE(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_closure) >> 2];
}
export function PyFunction_GET_ANNOTATIONS(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_annotations) >> 2];
}

// ---- new ------------------------------------------------------------------------------------------------------------------

export interface PyFrameConstructor {
  fc_globals: number;
  fc_builtins: number;
  fc_name: number;
  fc_qualname: number;
  fc_code: number;
  fc_defaults: number;
  fc_kwdefaults: number;
  fc_closure: number;
}

/** globals["__name__"]: new, NULL when there is none, -1 on error. */
function module_name(globals: number): number {
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const rc = PyDict_GetItemRef(globals, _Py_ID('__name__'), out);
  const module = read_ptr(out);
  stackRestore(mark);
  return rc < 0 ? -1 : module;
}

/** A function object with every field 0 but those of the call protocol. Not tracked. May fail. */
function alloc_function(): number {
  const op = _PyObject_GC_New(PyFunction_Type);
  if (op === 0) return 0;
  for (let p = op + PyFunctionObject.func_globals; p < op + PyFunctionObject.SIZEOF; p += 4) HEAP32[p >> 2] = 0;
  HEAP32[(op + PyFunctionObject.vectorcall) >> 2] = function_vectorcall;
  return op;
}
const function_vectorcall = func_index(_PyFunction_Vectorcall);

/** Returns new. May fail. */
export function _PyFunction_FromConstructor(constr: PyFrameConstructor): number {
  const module = module_name(constr.fc_globals);
  if (module < 0) return 0;
  const op = alloc_function();
  if (op === 0) {
    Py_XDECREF(module);
    return 0;
  }
  write_ptr(op + PyFunctionObject.func_globals, Py_NewRef(constr.fc_globals));
  write_ptr(op + PyFunctionObject.func_builtins, Py_NewRef(constr.fc_builtins));
  write_ptr(op + PyFunctionObject.func_name, Py_NewRef(constr.fc_name));
  write_ptr(op + PyFunctionObject.func_qualname, Py_NewRef(constr.fc_qualname));
  write_ptr(op + PyFunctionObject.func_code, Py_NewRef(constr.fc_code));
  write_ptr(op + PyFunctionObject.func_defaults, Py_XNewRef(constr.fc_defaults));
  write_ptr(op + PyFunctionObject.func_kwdefaults, Py_XNewRef(constr.fc_kwdefaults));
  write_ptr(op + PyFunctionObject.func_closure, Py_XNewRef(constr.fc_closure));
  write_ptr(op + PyFunctionObject.func_doc, Py_None);
  write_ptr(op + PyFunctionObject.func_module, module);
  _PyObject_GC_TRACK(op);
  return op;
}

/** Returns new; qualname NULL means the code's. May fail. */
export function PyFunction_NewWithQualName(code: number, globals: number, qualname: number): number {
  const module = module_name(globals);
  if (module < 0) return 0;
  const builtins = _PyEval_BuiltinsFromGlobals(_PyThreadState_GET(), globals);
  const op = builtins === 0 ? 0 : alloc_function();
  if (op === 0) {
    Py_XDECREF(module);
    return 0;
  }
  const consts = HEAP32[(code + PyCodeObject.co_consts) >> 2];
  let doc = Py_None;
  if (PyTuple_GET_SIZE(consts) >= 1 && PyUnicode_Check(PyTuple_GET_ITEM(consts, 0))) doc = PyTuple_GET_ITEM(consts, 0);
  HEAP32[(op + PyFunctionObject.func_globals) >> 2] = Py_NewRef(globals);
  HEAP32[(op + PyFunctionObject.func_builtins) >> 2] = Py_NewRef(builtins);
  HEAP32[(op + PyFunctionObject.func_name) >> 2] = Py_NewRef(HEAP32[(code + PyCodeObject.co_name) >> 2]);
  HEAP32[(op + PyFunctionObject.func_qualname) >> 2] = Py_NewRef(qualname || HEAP32[(code + PyCodeObject.co_qualname) >> 2]);
  HEAP32[(op + PyFunctionObject.func_code) >> 2] = Py_NewRef(code);
  HEAP32[(op + PyFunctionObject.func_doc) >> 2] = Py_NewRef(doc);
  HEAP32[(op + PyFunctionObject.func_module) >> 2] = module;
  _PyObject_GC_TRACK(op);
  return op;
}

export function PyFunction_New(code: number, globals: number): number {
  return PyFunction_NewWithQualName(code, globals, 0);
}

// ---- version: specialized calls are valid as long as a function keeps it --------------------------------------------------------

export function _PyFunction_SetVersion(func: number, version: number): void {
  HEAP32[(func + PyFunctionObject.func_version) >> 2] = version;
}

/** 0 when the function has none (any more). */
export function _PyFunction_GetVersionForCurrentState(func: number): number {
  return HEAP32[(func + PyFunctionObject.func_version) >> 2];
}

// ---- C API accessors --------------------------------------------------------------------------------------------------------------

/** Borrowed, with SystemError when op is not a function. */
function field_of(op: number, field: number): number {
  if (PyFunction_Check(op)) return read_ptr(op + field);
  PyErr_BadInternalCall();
  return 0;
}
export function PyFunction_GetCode(op: number): number {
  return field_of(op, PyFunctionObject.func_code);
}
export function PyFunction_GetGlobals(op: number): number {
  return field_of(op, PyFunctionObject.func_globals);
}
export function PyFunction_GetModule(op: number): number {
  return field_of(op, PyFunctionObject.func_module);
}
export function PyFunction_GetDefaults(op: number): number {
  return field_of(op, PyFunctionObject.func_defaults);
}
export function PyFunction_GetKwDefaults(op: number): number {
  return field_of(op, PyFunctionObject.func_kwdefaults);
}
export function PyFunction_GetClosure(op: number): number {
  return field_of(op, PyFunctionObject.func_closure);
}

/** Sets a field to value, or to NULL for None. 0, or -1 with SystemError. */
function set_field(op: number, field: number, value: number, check: (op: number) => boolean, error: string): number {
  if (!PyFunction_Check(op)) {
    PyErr_BadInternalCall();
    return -1;
  }
  if (value === Py_None) value = 0;
  else if (value === 0 || !check(value)) {
    PyErr_SetString(PyExc_SystemError, error);
    return -1;
  }
  if (field !== PyFunctionObject.func_annotations) _PyFunction_SetVersion(op, 0);
  Py_XSETREF(op + field, Py_XNewRef(value));
  return 0;
}
export function PyFunction_SetDefaults(op: number, defaults: number): number {
  return set_field(op, PyFunctionObject.func_defaults, defaults, PyTuple_Check, 'non-tuple default args');
}
export function PyFunction_SetKwDefaults(op: number, defaults: number): number {
  return set_field(op, PyFunctionObject.func_kwdefaults, defaults, PyDict_Check, 'non-dict keyword only default args');
}
export function PyFunction_SetClosure(op: number, closure: number): number {
  const text = closure === 0 ? 'NULL' : tp_name(Py_TYPE(closure));
  return set_field(op, PyFunctionObject.func_closure, closure, PyTuple_Check, `expected tuple for closure, got '${text}'`);
}
export function PyFunction_SetAnnotations(op: number, annotations: number): number {
  return set_field(op, PyFunctionObject.func_annotations, annotations, PyDict_Check, 'non-dict annotations');
}
export function PyFunction_SetVectorcall(func: number, vectorcall: number): void {
  _PyFunction_SetVersion(func, 0);
  write_ptr(func + PyFunctionObject.vectorcall, vectorcall);
}

/** The annotations as a dict, borrowed: the compiler leaves a tuple (name, value, name, ...), unpacked here on first use. */
function func_get_annotation_dict(op: number): number {
  const annotations = read_ptr(op + PyFunctionObject.func_annotations);
  if (annotations === 0 || !PyTuple_CheckExact(annotations)) return annotations;
  const ann_dict = PyDict_New();
  if (ann_dict === 0) return 0;
  const n = PyTuple_GET_SIZE(annotations);
  for (let i = 0; i < n; i += 2) {
    if (PyDict_SetItem(ann_dict, PyTuple_GET_ITEM(annotations, i), PyTuple_GET_ITEM(annotations, i + 1)) < 0) {
      Py_DECREF(ann_dict);
      return 0;
    }
  }
  Py_SETREF(op + PyFunctionObject.func_annotations, ann_dict);
  return ann_dict;
}

/** Borrowed. May fail. */
export function PyFunction_GetAnnotations(op: number): number {
  if (!PyFunction_Check(op)) {
    PyErr_BadInternalCall();
    return 0;
  }
  return func_get_annotation_dict(op);
}

// ---- attributes ----------------------------------------------------------------------------------------------------------------------

function func_get_code(op: number, _closure: number): number {
  return Py_NewRef(PyFunction_GET_CODE(op));
}

function func_set_code(op: number, value: number, _closure: number): number {
  if (value === 0 || Py_TYPE(value) !== PyCode_Type) {
    PyErr_SetString(PyExc_TypeError, '__code__ must be set to a code object');
    return -1;
  }
  const nfree = HEAP32[(value + PyCodeObject.co_nfreevars) >> 2];
  const closure = PyFunction_GET_CLOSURE(op);
  const nclosure = closure === 0 ? 0 : PyTuple_GET_SIZE(closure);
  if (nclosure !== nfree) {
    PyErr_Format(PyExc_ValueError, '%U() requires a code object with %zd free vars, not %zd', read_ptr(op + PyFunctionObject.func_name), nclosure, nfree);
    return -1;
  }
  const changed = HEAP32[(PyFunction_GET_CODE(op) + PyCodeObject.co_flags) >> 2] ^ HEAP32[(value + PyCodeObject.co_flags) >> 2];
  if (changed & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) {
    const text = 'Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)';
    if (PyErr_WarnEx(PyExc_DeprecationWarning, text, 1) < 0) return -1;
  }
  _PyFunction_SetVersion(op, 0);
  Py_XSETREF(op + PyFunctionObject.func_code, Py_NewRef(value));
  return 0;
}

function func_get_name(op: number, _closure: number): number {
  return Py_NewRef(read_ptr(op + PyFunctionObject.func_name));
}
function func_get_qualname(op: number, _closure: number): number {
  return Py_NewRef(read_ptr(op + PyFunctionObject.func_qualname));
}

function set_string(op: number, value: number, field: number, name: string): number {
  if (value === 0 || !PyUnicode_Check(value)) {
    PyErr_SetString(PyExc_TypeError, `${name} must be set to a string object`);
    return -1;
  }
  Py_XSETREF(op + field, Py_NewRef(value));
  return 0;
}
function func_set_name(op: number, value: number, _closure: number): number {
  return set_string(op, value, PyFunctionObject.func_name, '__name__');
}
function func_set_qualname(op: number, value: number, _closure: number): number {
  return set_string(op, value, PyFunctionObject.func_qualname, '__qualname__');
}

function func_get_defaults(op: number, _closure: number): number {
  return Py_NewRef(PyFunction_GET_DEFAULTS(op) || Py_None);
}
function func_get_kwdefaults(op: number, _closure: number): number {
  return Py_NewRef(PyFunction_GET_KW_DEFAULTS(op) || Py_None);
}

function func_set_defaults(op: number, value: number, _closure: number): number {
  if (value === Py_None) value = 0;
  if (value !== 0 && !PyTuple_Check(value)) {
    PyErr_SetString(PyExc_TypeError, '__defaults__ must be set to a tuple object');
    return -1;
  }
  _PyFunction_SetVersion(op, 0);
  Py_XSETREF(op + PyFunctionObject.func_defaults, Py_XNewRef(value));
  return 0;
}

function func_set_kwdefaults(op: number, value: number, _closure: number): number {
  if (value === Py_None) value = 0;
  if (value !== 0 && !PyDict_Check(value)) {
    PyErr_SetString(PyExc_TypeError, '__kwdefaults__ must be set to a dict object');
    return -1;
  }
  _PyFunction_SetVersion(op, 0);
  Py_XSETREF(op + PyFunctionObject.func_kwdefaults, Py_XNewRef(value));
  return 0;
}

function func_get_annotations(op: number, _closure: number): number {
  if (PyFunction_GET_ANNOTATIONS(op) === 0) {
    const made = PyDict_New();
    if (made === 0) return 0;
    write_ptr(op + PyFunctionObject.func_annotations, made);
  }
  return Py_XNewRef(func_get_annotation_dict(op));
}

function func_set_annotations(op: number, value: number, _closure: number): number {
  if (value === Py_None) value = 0;
  if (value !== 0 && !PyDict_Check(value)) {
    PyErr_SetString(PyExc_TypeError, '__annotations__ must be set to a dict object');
    return -1;
  }
  Py_XSETREF(op + PyFunctionObject.func_annotations, Py_XNewRef(value));
  return 0;
}

function func_get_type_params(op: number, _closure: number): number {
  const params = read_ptr(op + PyFunctionObject.func_typeparams);
  return params === 0 ? PyTuple_New(0) : Py_NewRef(params);
}

function func_set_type_params(op: number, value: number, _closure: number): number {
  if (value === 0 || !PyTuple_Check(value)) {
    PyErr_SetString(PyExc_TypeError, '__type_params__ must be set to a tuple');
    return -1;
  }
  Py_XSETREF(op + PyFunctionObject.func_typeparams, Py_NewRef(value));
  return 0;
}

/** Returns new: func itself. */
export function _Py_set_function_type_params(_tstate: number, func: number, type_params: number): number {
  Py_XSETREF(func + PyFunctionObject.func_typeparams, Py_NewRef(type_params));
  return Py_NewRef(func);
}

// ---- function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None) ---------------------------------------------------

function check_new_arguments(code: number, name: number, defaults: number, closure: number, kwdefaults: number): boolean {
  const fail = (text: string): boolean => {
    PyErr_SetString(PyExc_TypeError, text);
    return false;
  };
  const nfreevars = HEAP32[(code + PyCodeObject.co_nfreevars) >> 2];
  if (name !== Py_None && !PyUnicode_Check(name)) return fail('arg 3 (name) must be None or string');
  if (defaults !== Py_None && !PyTuple_Check(defaults)) return fail('arg 4 (defaults) must be None or tuple');
  if (!PyTuple_Check(closure)) {
    if (nfreevars !== 0 && closure === Py_None) return fail('arg 5 (closure) must be tuple');
    if (closure !== Py_None) return fail('arg 5 (closure) must be None or tuple');
  }
  if (kwdefaults !== Py_None && !PyDict_Check(kwdefaults)) return fail('arg 6 (kwdefaults) must be None or dict');
  const nclosure = closure === Py_None ? 0 : PyTuple_GET_SIZE(closure);
  if (nfreevars !== nclosure) {
    PyErr_Format(PyExc_ValueError, '%U requires closure of length %zd, not %zd', read_ptr(code + PyCodeObject.co_name), nfreevars, nclosure);
    return false;
  }
  for (let i = 0; i < nclosure; i++) {
    const o = PyTuple_GET_ITEM(closure, i);
    if (!PyCell_Check(o)) {
      PyErr_Format(PyExc_TypeError, 'arg 5 (closure) expected cell, found %s', tp_name(Py_TYPE(o)));
      return false;
    }
  }
  return true;
}

function func_new(_type: number, args: number, kwargs: number): number {
  const values = unpack_tuple_keywords(args, kwargs, 'function', ['code', 'globals', 'name', 'argdefs', 'closure', 'kwdefaults'], 2);
  if (values === null) return 0;
  const [code, globals] = values;
  const [name, defaults, closure, kwdefaults] = values.slice(2).map((v) => v || Py_None);
  if (Py_TYPE(code) !== PyCode_Type) return _PyArg_BadArgument('function', "argument 'code'", 'code', code);
  if (!PyDict_Check(globals)) return _PyArg_BadArgument('function', "argument 'globals'", 'dict', globals);
  if (!check_new_arguments(code, name, defaults, closure, kwdefaults)) return 0;
  const func = PyFunction_New(code, globals);
  if (func === 0) return 0;
  if (name !== Py_None) Py_SETREF(func + PyFunctionObject.func_name, Py_NewRef(name));
  if (defaults !== Py_None) write_ptr(func + PyFunctionObject.func_defaults, Py_NewRef(defaults));
  if (closure !== Py_None) write_ptr(func + PyFunctionObject.func_closure, Py_NewRef(closure));
  if (kwdefaults !== Py_None) write_ptr(func + PyFunctionObject.func_kwdefaults, Py_NewRef(kwdefaults));
  return func;
}

// ---- dealloc, traverse, clear, repr, get --------------------------------------------------------------------------------------------------

function func_clear(op: number): number {
  _PyFunction_SetVersion(op, 0);
  Py_CLEAR(op + PyFunctionObject.func_globals);
  Py_CLEAR(op + PyFunctionObject.func_builtins);
  Py_CLEAR(op + PyFunctionObject.func_module);
  Py_CLEAR(op + PyFunctionObject.func_defaults);
  Py_CLEAR(op + PyFunctionObject.func_kwdefaults);
  Py_CLEAR(op + PyFunctionObject.func_doc);
  Py_CLEAR(op + PyFunctionObject.func_dict);
  Py_CLEAR(op + PyFunctionObject.func_closure);
  Py_CLEAR(op + PyFunctionObject.func_annotations);
  Py_CLEAR(op + PyFunctionObject.func_typeparams);
  // The function may still be called or printed while the collector breaks cycles: code and names stay valid.
  Py_SETREF(op + PyFunctionObject.func_name, _Py_SINGLETON_str_empty);
  Py_SETREF(op + PyFunctionObject.func_qualname, _Py_SINGLETON_str_empty);
  return 0;
}

function func_dealloc(op: number): void {
  _PyObject_GC_UNTRACK(op);
  if (HEAP32[(op + PyFunctionObject.func_weakreflist) >> 2] !== 0) PyObject_ClearWeakRefs(op);
  func_clear(op);
  Py_DECREF(HEAP32[(op + PyFunctionObject.func_code) >> 2]);
  PyObject_GC_Del(op);
}

function func_repr(op: number): number {
  return PyUnicode_FromFormat('<function %U at %p>', read_ptr(op + PyFunctionObject.func_qualname), op);
}

const TRAVERSED = [
  PyFunctionObject.func_code, PyFunctionObject.func_globals, PyFunctionObject.func_builtins, PyFunctionObject.func_module, PyFunctionObject.func_defaults,
  PyFunctionObject.func_kwdefaults, PyFunctionObject.func_doc, PyFunctionObject.func_name, PyFunctionObject.func_dict, PyFunctionObject.func_closure,
  PyFunctionObject.func_annotations, PyFunctionObject.func_typeparams, PyFunctionObject.func_qualname,
];

function func_traverse(f: number, visit: visitproc, arg: number): number {
  for (let i = 0; i < TRAVERSED.length; i++) {
    const op = HEAP32[(f + TRAVERSED[i]) >> 2];
    if (op !== 0) {
      const err = visit(op, arg);
      if (err) return err;
    }
  }
  return 0;
}

/** A function found on a class becomes a bound method. */
function func_descr_get(func: number, obj: number, _type: number): number {
  return obj === Py_None || obj === 0 ? Py_NewRef(func) : PyMethod_New(func, obj);
}

static_type(PyFunction_Type, {
  tp_name: 'function',
  tp_basicsize: PyFunctionObject.SIZEOF,
  tp_dealloc: func_dealloc,
  tp_vectorcall_offset: PyFunctionObject.vectorcall,
  tp_repr: func_repr,
  tp_call: PyVectorcall_Call,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_METHOD_DESCRIPTOR,
  tp_doc: 'function(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)\n--\n\nA function object from a code object and globals.',
  tp_traverse: func_traverse,
  tp_clear: func_clear,
  tp_weaklistoffset: PyFunctionObject.func_weakreflist,
  tp_members: [
    ['__closure__', _Py_T_OBJECT, PyFunctionObject.func_closure, Py_READONLY],
    ['__doc__', _Py_T_OBJECT, PyFunctionObject.func_doc, 0],
    ['__globals__', _Py_T_OBJECT, PyFunctionObject.func_globals, Py_READONLY],
    ['__module__', _Py_T_OBJECT, PyFunctionObject.func_module, 0],
    ['__builtins__', _Py_T_OBJECT, PyFunctionObject.func_builtins, Py_READONLY],
  ],
  tp_getset: [
    ['__code__', func_get_code, func_set_code],
    ['__defaults__', func_get_defaults, func_set_defaults],
    ['__kwdefaults__', func_get_kwdefaults, func_set_kwdefaults],
    ['__annotations__', func_get_annotations, func_set_annotations, 'The annotations of the parameters and the result.'],
    ['__dict__', PyObject_GenericGetDict, PyObject_GenericSetDict],
    ['__name__', func_get_name, func_set_name],
    ['__qualname__', func_get_qualname, func_set_qualname],
    ['__type_params__', func_get_type_params, func_set_type_params, 'The type parameters.'],
  ],
  tp_descr_get: func_descr_get,
  tp_dictoffset: PyFunctionObject.func_dict,
  tp_new: func_new,
});

// ---- classmethod and staticmethod: one layout, callable and dict ----------------------------------------------------------------------------

function functools_copy_attr(wrapper: number, wrapped: number, name: string): number {
  const id = _Py_ID(name);
  const mark = stackSave();
  const out = stackAlloc(8);
  let res = PyObject_GetOptionalAttr(wrapped, id, out);
  const value = read_ptr(out);
  stackRestore(mark);
  if (value !== 0) {
    res = PyObject_SetAttr(wrapper, id, value);
    Py_DECREF(value);
  }
  return res;
}

/** Copies what functools.wraps copies. 0 or -1. */
function functools_wraps(wrapper: number, wrapped: number): number {
  for (const name of ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']) if (functools_copy_attr(wrapper, wrapped, name) < 0) return -1;
  return 0;
}

function cm_dealloc(cm: number): void {
  _PyObject_GC_UNTRACK(cm);
  Py_XDECREF(read_ptr(cm + classmethod.cm_callable));
  Py_XDECREF(read_ptr(cm + classmethod.cm_dict));
  FUNCS[read_ptr(Py_TYPE(cm) + PyTypeObject.tp_free)](cm);
}

function cm_traverse(cm: number, visit: visitproc, arg: number): number {
  const callable = read_ptr(cm + classmethod.cm_callable);
  const dict = read_ptr(cm + classmethod.cm_dict);
  const err = callable !== 0 ? visit(callable, arg) : 0;
  if (err) return err;
  return dict !== 0 ? visit(dict, arg) : 0;
}

function cm_clear(cm: number): number {
  Py_CLEAR(cm + classmethod.cm_callable);
  Py_CLEAR(cm + classmethod.cm_dict);
  return 0;
}

function cm_descr_get(cm: number, obj: number, type: number): number {
  const callable = HEAP32[(cm + classmethod.cm_callable) >> 2];
  if (callable === 0) {
    PyErr_SetString(PyExc_RuntimeError, 'uninitialized classmethod object');
    return 0;
  }
  return PyMethod_New(callable, type === 0 ? Py_TYPE(obj) : type);
}

function init_wrapper(self: number, args: number, kwds: number, name: string): number {
  if (!_PyArg_NoKeywords(name, kwds)) return -1;
  const mark = stackSave();
  const out = stackAlloc(8);
  const ok = PyArg_UnpackTuple(args, name, 1, 1, out);
  const callable = read_ptr(out);
  stackRestore(mark);
  if (!ok) return -1;
  Py_XSETREF(self + classmethod.cm_callable, Py_NewRef(callable));
  return functools_wraps(self, callable);
}
function cm_init(cm: number, args: number, kwds: number): number {
  return init_wrapper(cm, args, kwds, 'classmethod');
}
function sm_init(sm: number, args: number, kwds: number): number {
  return init_wrapper(sm, args, kwds, 'staticmethod');
}

function cm_get___isabstractmethod__(cm: number, _closure: number): number {
  const res = _PyObject_IsAbstract(read_ptr(cm + classmethod.cm_callable));
  return res < 0 ? 0 : res ? Py_True : Py_False;
}

function cm_repr(cm: number): number {
  return PyUnicode_FromFormat('<classmethod(%R)>', read_ptr(cm + classmethod.cm_callable));
}

function wrapper_new(type: number, callable: number): number {
  const op = PyType_GenericAlloc(type, 0);
  if (op !== 0) write_ptr(op + classmethod.cm_callable, Py_NewRef(callable));
  return op;
}

/** Returns new. May fail. */
export function PyClassMethod_New(callable: number): number {
  return wrapper_new(PyClassMethod_Type, callable);
}

/** Returns new. May fail. */
export function PyStaticMethod_New(callable: number): number {
  return wrapper_new(PyStaticMethod_Type, callable);
}

function sm_descr_get(sm: number, _obj: number, _type: number): number {
  const callable = HEAP32[(sm + staticmethod.sm_callable) >> 2];
  if (callable === 0) {
    PyErr_SetString(PyExc_RuntimeError, 'uninitialized staticmethod object');
    return 0;
  }
  return Py_NewRef(callable);
}

function sm_call(sm: number, args: number, kwargs: number): number {
  return PyObject_Call(read_ptr(sm + staticmethod.sm_callable), args, kwargs);
}

function sm_repr(sm: number): number {
  return PyUnicode_FromFormat('<staticmethod(%R)>', read_ptr(sm + staticmethod.sm_callable));
}

static_type(PyClassMethod_Type, {
  tp_name: 'classmethod',
  tp_basicsize: classmethod.SIZEOF,
  tp_dealloc: cm_dealloc,
  tp_repr: cm_repr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'classmethod(function, /)\n--\n\nMakes a function a class method: it gets the class as its first argument.',
  tp_traverse: cm_traverse,
  tp_clear: cm_clear,
  tp_members: [
    ['__func__', _Py_T_OBJECT, classmethod.cm_callable, Py_READONLY],
    ['__wrapped__', _Py_T_OBJECT, classmethod.cm_callable, Py_READONLY],
  ],
  tp_getset: [
    ['__isabstractmethod__', cm_get___isabstractmethod__, null],
    ['__dict__', PyObject_GenericGetDict, PyObject_GenericSetDict],
  ],
  tp_descr_get: cm_descr_get,
  tp_dictoffset: classmethod.cm_dict,
  tp_init: cm_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
});

static_type(PyStaticMethod_Type, {
  tp_name: 'staticmethod',
  tp_basicsize: staticmethod.SIZEOF,
  tp_dealloc: cm_dealloc,
  tp_repr: sm_repr,
  tp_call: sm_call,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  tp_doc: 'staticmethod(function, /)\n--\n\nMakes a function a static method: it gets neither instance nor class.',
  tp_traverse: cm_traverse,
  tp_clear: cm_clear,
  tp_members: [
    ['__func__', _Py_T_OBJECT, staticmethod.sm_callable, Py_READONLY],
    ['__wrapped__', _Py_T_OBJECT, staticmethod.sm_callable, Py_READONLY],
  ],
  tp_getset: [
    ['__isabstractmethod__', cm_get___isabstractmethod__, null],
    ['__dict__', PyObject_GenericGetDict, PyObject_GenericSetDict],
  ],
  tp_descr_get: sm_descr_get,
  tp_dictoffset: staticmethod.sm_dict,
  tp_init: sm_init,
  tp_alloc: PyType_GenericAlloc,
  tp_new: PyType_GenericNew,
  tp_free: PyObject_GC_Del,
});
