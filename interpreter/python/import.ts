// Answers to Python/import.c of CPython 3.13: sys.modules, builtin modules, `import` itself, the module _imp.
//
// What finds and loads modules is the standard library's own importlib, as in CPython. Deviation: _bootstrap and
// _bootstrap_external are not frozen but read from the packed library; nothing is frozen.

import { PyInterpreterState } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_INCREF, Py_NewRef, Py_TYPE, Py_XDECREF } from '../include/object';
import { _PyInterpreterState_Main, Py_False, Py_None, Py_True, PyExc_ImportError, PyExc_ImportWarning, PyExc_KeyError, PyExc_ModuleNotFoundError, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { builtin_module, PyImport_Inittab } from '../include/typespec';
import { PyMapping_GetOptionalItem, PyObject_SetItem } from '../objects/abstract';
import { PyObject_CallMethodObjArgs } from '../objects/call';
import { PyCode_Check } from '../objects/codeobject';
import { PyDict_Check, PyDict_GetItemString, PyDict_GetItemWithError, PyDict_SetItemString } from '../objects/dictobject';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { _PyModuleSpec_IsInitializing, _PyModule_CreateFromSpec, _PyModule_ExecSpec, PyModule_Check, PyModule_GetDict, PyModule_NewObject } from '../objects/moduleobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr, PyObject_IsTrue } from '../objects/object';

import { _Py_ID, intern_common, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString, PyUnicode_GET_LENGTH } from '../objects/unicodeobject';

import { PyEval_EvalCode } from './ceval';
import { PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_WarnFormat } from './errors';
import { _imp_create_dynamic, _imp_exec_dynamic } from '../capi/dynload_wasm';
import { EXTENSION_SUFFIX } from '../capi/suffix';
import { _PyArg_CheckPositional } from './getargs';
import { PyMarshal_ReadObjectFromBytes } from './marshal';
import { Py_CompileStringObject, read_file } from './pythonrun';

import { PySys_Audit, PySys_GetObject } from './sysmodule';
import { PyBaseExceptionObject, PyTracebackObject, PyCodeObject, PyFrameObject } from '../include/generated/offsets';
import { Py_XSETREF, Py_XNewRef } from '../include/object';
import { _PyFrame_GetCode } from './frame';
import { import_lock_acquire, import_lock_held, import_lock_release } from '../modules/_threadmodule';

const INTERP = _PyInterpreterState_Main;
const MODULES = (INTERP + PyInterpreterState.imports_modules) >> 2;
const IMPORTLIB = (INTERP + PyInterpreterState.importlib) >> 2;

/** Borrowed: sys.modules. */
export function PyImport_GetModuleDict(): number {
  return HEAP32[MODULES];
}

/** The module `name` of sys.modules: new reference; 0 when it is not there or on failure. */
function import_get_module(name: number): number {
  const modules = HEAP32[MODULES];
  if (modules === 0) return PyErr_Format(PyExc_RuntimeError, 'unable to get sys.modules');
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyMapping_GetOptionalItem(modules, name, slot);
  const m = HEAP32[slot >> 2];
  stackRestore(mark);
  return r < 0 ? 0 : m;
}
export function PyImport_GetModule(name: number): number {
  return import_get_module(name);
}

/** Borrowed: the module from sys.modules, made empty when it is not there. */
export function PyImport_AddModule(name: string): number {
  const n = intern_common(PyUnicode_FromString(name), false);
  let m = import_get_module(n);
  if (m === 0 && !PyErr_Occurred()) {
    m = PyModule_NewObject(n);
    if (m !== 0) PyObject_SetItem(HEAP32[MODULES], n, m);
  }
  Py_DECREF(n);
  if (m !== 0) Py_DECREF(m);
  return m;
}

/** Whether `__import__` is the built-in one. */
export function _PyImport_IsDefaultImportFunc(_interp: number, func: number): boolean {
  return func === HEAP32[(INTERP + PyInterpreterState.import_func) >> 2];
}

// --- builtin modules ------------------------------------------------------------------------------------------------

/** A new module from the inittab, without __spec__, executed. 0 with an exception. */
export function create_builtin_by_name(name: string): number {
  const spec = PyImport_Inittab.get(name);
  if (!spec) return PyErr_Format(PyExc_ImportError, 'no built-in module named %s', name);
  const m = _PyModule_CreateFromSpec(spec, name);
  if (m !== 0 && _PyModule_ExecSpec(m, spec) < 0) {
    Py_DECREF(m);
    return 0;
  }
  return m;
}

function _imp_create_builtin(_m: number, spec: number): number {
  const name = PyObject_GetAttr(spec, _Py_ID('name'));
  if (name === 0) return 0;
  const text = PyUnicode_AsUTF8(name) ?? '';
  if (text === 'sys' || text === 'builtins') {
    // Made by the runtime itself.
    const m = PyDict_GetItemWithError(HEAP32[MODULES], name);
    Py_DECREF(name);
    return m === 0 ? Py_None : Py_NewRef(m);
  }
  Py_DECREF(name);
  const def = PyImport_Inittab.get(text);
  return def ? _PyModule_CreateFromSpec(def, text) : Py_None;
}

/** Runs the second phase of a module that create_builtin made; sys, builtins and _imp were executed when they were made. */
function _imp_exec_builtin(_m: number, mod: number): number {
  const name = PyModule_Check(mod) ? PyDict_GetItemString(PyModule_GetDict(mod), '__name__') : 0;
  const text = name === 0 ? '' : (PyUnicode_AsUTF8(name) ?? '');
  const def = text === 'sys' || text === 'builtins' || text === '_imp' ? undefined : PyImport_Inittab.get(text);
  if (def && _PyModule_ExecSpec(mod, def) < 0) return 0;
  return PyLong_FromLong(0);
}

/** 1 builtin, 0 not. (-1, a builtin that cannot be initialised twice, does not exist here.) */
function is_builtin(name: number): number {
  return PyUnicode_Check(name) && PyImport_Inittab.has(PyUnicode_AsUTF8(name) ?? '') ? 1 : 0;
}

// --- importing ------------------------------------------------------------------------------------------------------

/** Imports `name` with an absolute import; the module itself (not the top package). New reference or 0. */
export function PyImport_ImportModule(name: string): number {
  const n = PyUnicode_FromString(name);
  if (n === 0) return 0;
  const r = PyImport_Import(n);
  Py_DECREF(n);
  return r;
}
export function PyImport_Import(name: number): number {
  const fromlist = PyList_New(0);
  const top = PyImport_ImportModuleLevelObject(name, 0, 0, fromlist, 0);
  Py_DECREF(fromlist);
  if (top === 0) return 0;
  Py_DECREF(top);
  const m = import_get_module(name);
  if (m === 0 && !PyErr_Occurred()) PyErr_SetObject(PyExc_KeyError, name);
  return m;
}
export function _PyImport_GetModuleAttrString(modname: string, attrname: string): number {
  const m = PyImport_ImportModule(modname);
  if (m === 0) return 0;
  const v = PyObject_GetAttr(m, _Py_ID(attrname));
  Py_DECREF(m);
  return v;
}
export function _PyImport_GetModuleAttr(modname: number, attrname: number): number {
  const m = PyImport_Import(modname);
  if (m === 0) return 0;
  const v = PyObject_GetAttr(m, attrname);
  Py_DECREF(m);
  return v;
}

function optional_attr(o: number, name: string): number {
  const mark = stackSave();
  const slot = stackAlloc(8);
  const r = PyObject_GetOptionalAttr(o, _Py_ID(name), slot);
  const v = HEAP32[slot >> 2];
  stackRestore(mark);
  return r < 0 ? -1 : v;
}

/** The absolute name of a relative import. New reference or 0. */
function resolve_name(name: number, globals: number, level: number): number {
  if (globals === 0 || globals === Py_None) return PyErr_Format(PyExc_KeyError, `'__name__' not in globals`);
  if (!PyDict_Check(globals)) return PyErr_Format(PyExc_TypeError, 'globals must be a dict');
  const package_ = PyDict_GetItemWithError(globals, _Py_ID('__package__'));
  const spec = PyDict_GetItemWithError(globals, _Py_ID('__spec__'));
  let pkg = 0;
  if (package_ !== 0 && package_ !== Py_None) {
    if (!PyUnicode_Check(package_)) return PyErr_Format(PyExc_TypeError, 'package must be a string');
    pkg = Py_NewRef(package_);
  } else if (spec !== 0 && spec !== Py_None) {
    pkg = PyObject_GetAttr(spec, _Py_ID('parent'));
    if (pkg === 0) return 0;
    if (!PyUnicode_Check(pkg)) {
      Py_DECREF(pkg);
      return PyErr_Format(PyExc_TypeError, '__spec__.parent must be a string');
    }
  } else {
    if (PyErr_WarnFormat(PyExc_ImportWarning, 1, `can't resolve package from __spec__ or __package__, falling back on __name__ and __path__`) < 0) return 0;
    pkg = PyDict_GetItemWithError(globals, _Py_ID('__name__'));
    if (pkg === 0) return PyErr_Format(PyExc_KeyError, `'__name__' not in globals`);
    if (!PyUnicode_Check(pkg)) return PyErr_Format(PyExc_TypeError, '__name__ must be a string');
    Py_INCREF(pkg);
    if (PyDict_GetItemWithError(globals, _Py_ID('__path__')) === 0) {
      const text = PyUnicode_AsUTF8(pkg) ?? '';
      Py_DECREF(pkg);
      pkg = PyUnicode_FromString(text.includes('.') ? text.slice(0, text.lastIndexOf('.')) : '');
    }
  }
  let base = PyUnicode_AsUTF8(pkg) ?? '';
  Py_DECREF(pkg);
  if (base === '') return PyErr_Format(PyExc_ImportError, 'attempted relative import with no known parent package');
  for (let i = 1; i < level; i++) {
    const dot = base.lastIndexOf('.');
    if (dot < 0) return PyErr_Format(PyExc_ImportError, 'attempted relative import beyond top-level package');
    base = base.slice(0, dot);
  }
  const tail = PyUnicode_AsUTF8(name) ?? '';
  return PyUnicode_FromString(tail === '' ? base : `${base}.${tail}`);
}

/** Waits until a module that another thread is importing is there. 0 or -1. */
function import_ensure_initialized(mod: number, name: number): number {
  const spec = optional_attr(mod, '__spec__');
  if (spec === -1) return -1;
  if (spec === 0) return 0;
  const busy = _PyModuleSpec_IsInitializing(spec);
  Py_DECREF(spec);
  if (busy <= 0) return busy;
  const value = PyObject_CallMethodObjArgs(HEAP32[IMPORTLIB], _Py_ID('_lock_unlock_module'), name);
  if (value === 0) return -1;
  Py_DECREF(value);
  return 0;
}

function import_find_and_load(abs_name: number): number {
  if (PySys_Audit('import', abs_name, Py_None, PySys_GetObject('path'), PySys_GetObject('meta_path'), PySys_GetObject('path_hooks')) < 0) return 0;
  return PyObject_CallMethodObjArgs(HEAP32[IMPORTLIB], _Py_ID('_find_and_load'), abs_name, HEAP32[(INTERP + PyInterpreterState.import_func) >> 2]);
}

/**
 * `import name` / `from name import ...`: the top package without a fromlist, the module with one. New reference or 0.
 * Runs Python code. Borrows all; globals, locals and fromlist may be 0 or None.
 */
export function PyImport_ImportModuleLevelObject(name: number, globals: number, _locals: number, fromlist: number, level: number): number {
  if (name === 0) return PyErr_Format(PyExc_ValueError, 'Empty module name');
  if (!PyUnicode_Check(name)) return PyErr_Format(PyExc_TypeError, 'module name must be a string');
  if (level < 0) return PyErr_Format(PyExc_ValueError, 'level must be >= 0');
  let abs_name: number;
  if (level > 0) abs_name = resolve_name(name, globals, level);
  else {
    if (PyUnicode_GET_LENGTH(name) === 0) return PyErr_Format(PyExc_ValueError, 'Empty module name');
    abs_name = Py_NewRef(name);
  }
  if (abs_name === 0) return failed();
  let mod = import_get_module(abs_name);
  if (mod === 0 && PyErr_Occurred()) {
    Py_DECREF(abs_name);
    return failed();
  }
  if (mod !== 0 && mod !== Py_None) {
    if (import_ensure_initialized(mod, abs_name) < 0) {
      Py_DECREF(abs_name);
      Py_DECREF(mod);
      return failed();
    }
  } else {
    Py_XDECREF(mod);
    mod = import_find_and_load(abs_name);
    if (mod === 0) {
      Py_DECREF(abs_name);
      return failed();
    }
  }
  const has_from = fromlist === 0 || fromlist === Py_None ? 0 : PyObject_IsTrue(fromlist);
  const result = has_from < 0 ? 0 : has_from ? with_fromlist(mod, fromlist) : top_package(name, abs_name, mod, level);
  Py_DECREF(abs_name);
  Py_DECREF(mod);
  return result === 0 ? failed() : result;
}

function failed(): 0 {
  remove_importlib_frames();
  return 0;
}

function with_fromlist(mod: number, fromlist: number): number {
  const path = optional_attr(mod, '__path__');
  if (path === -1) return 0;
  if (path === 0) return Py_NewRef(mod);
  Py_DECREF(path);
  return PyObject_CallMethodObjArgs(HEAP32[IMPORTLIB], _Py_ID('_handle_fromlist'), mod, fromlist, HEAP32[(INTERP + PyInterpreterState.import_func) >> 2]);
}

function top_package(name: number, abs_name: number, mod: number, level: number): number {
  const text = PyUnicode_AsUTF8(name) ?? '';
  if (level !== 0 && text === '') return Py_NewRef(mod);
  const dot = text.indexOf('.');
  if (dot < 0) return Py_NewRef(mod);
  if (level === 0) {
    const front = PyUnicode_FromString(text.slice(0, dot));
    const r = PyImport_ImportModuleLevelObject(front, 0, 0, 0, 0);
    Py_DECREF(front);
    return r;
  }
  const abs = PyUnicode_AsUTF8(abs_name) ?? '';
  const to_return = PyUnicode_FromString(abs.slice(0, abs.length - (text.length - dot)));
  const m = import_get_module(to_return);
  if (m === 0 && !PyErr_Occurred()) PyErr_Format(PyExc_KeyError, '%R not in sys.modules as expected', to_return);
  Py_DECREF(to_return);
  return m;
}

/** Takes importlib's own frames out of the traceback of a failed import. */
function remove_importlib_frames(): void {
  const exc = PyErr_GetRaisedException();
  if (exc === 0) return;
  const always_trim = Py_TYPE(exc) === PyExc_ImportError || Py_TYPE(exc) === PyExc_ModuleNotFoundError;
  let prev = exc + PyBaseExceptionObject.traceback;
  let outer = 0;
  let in_importlib = false;
  for (let tb = HEAP32[prev >> 2]; tb !== 0; ) {
    const next = HEAP32[(tb + PyTracebackObject.tb_next) >> 2];
    const frame = HEAP32[(tb + PyTracebackObject.tb_frame) >> 2];
    const code = _PyFrame_GetCode(HEAP32[(frame + PyFrameObject.f_frame) >> 2]);
    const file = PyUnicode_AsUTF8(HEAP32[(code + PyCodeObject.co_filename) >> 2]) ?? '';
    const now = /(^<frozen importlib\._bootstrap(_external)?>$)/.test(file);
    if (now && !in_importlib) outer = prev;
    in_importlib = now;
    if (now && (always_trim || (PyUnicode_AsUTF8(HEAP32[(code + PyCodeObject.co_name) >> 2]) ?? '') === '_call_with_frames_removed')) {
      Py_XSETREF(outer, Py_XNewRef(next));
      prev = outer;
    } else prev = tb + PyTracebackObject.tb_next;
    tb = next;
  }
  PyErr_SetRaisedException(exc);
}

// --- start ----------------------------------------------------------------------------------------------------------

/** Runs `code` as the body of a new module `name`, put into sys.modules. New reference or 0. */
export function PyImport_ExecCodeModuleObject(name: string, code: number, file: string): number {
  const n = PyUnicode_FromString(name);
  const m = PyModule_NewObject(n);
  PyObject_SetItem(HEAP32[MODULES], n, m);
  const d = PyModule_GetDict(m);
  PyDict_SetItemString(d, '__builtins__', HEAP32[(INTERP + PyInterpreterState.builtins) >> 2]);
  const f = PyUnicode_FromString(file);
  PyDict_SetItemString(d, '__file__', f);
  Py_DECREF(f);
  const r = PyEval_EvalCode(code, d, d);
  Py_DECREF(n);
  if (r === 0) {
    Py_DECREF(m);
    return 0;
  }
  Py_DECREF(r);
  return m;
}

/** The code of a module of the packed library by its .pyc, or compiled. co_filename as CPython's frozen ones. */
function bootstrap_code(stdlib: string, module: string): number {
  const path = `${stdlib}/importlib/${module}.py`;
  const shown = `<frozen importlib.${module}>`;
  try {
    const pyc = read_file(`${stdlib}/importlib/__pycache__/${module}.frozen.pyc`);
    return PyMarshal_ReadObjectFromBytes(pyc.subarray(16));
  } catch {
    const filename = PyUnicode_FromString(shown);
    const code = Py_CompileStringObject(read_file(path), filename, 'exec', 0, -1);
    Py_DECREF(filename);
    return code;
  }
}

/** Makes importlib._bootstrap and installs it; then the external part. 0 or -1. */
export function _PyImport_InitImportlib(stdlib: string, sys_module: number): number {
  const code = bootstrap_code(stdlib, '_bootstrap');
  if (code === 0) return -1;
  const importlib = PyImport_ExecCodeModuleObject('_frozen_importlib', code, '<frozen>');
  Py_DECREF(code);
  if (importlib === 0) return -1;
  HEAP32[IMPORTLIB] = importlib;
  const imp = create_builtin_by_name('_imp');
  if (imp === 0) return -1;
  PyDict_SetItemString(HEAP32[MODULES], '_imp', imp);
  const r = PyObject_CallMethodObjArgs(importlib, _Py_ID('_install'), sys_module, imp);
  Py_DECREF(imp);
  if (r === 0) return -1;
  Py_DECREF(r);
  return 0;
}

/** importlib._bootstrap_external: path-based finders. 0 or -1. */
export function _PyImport_InitExternal(stdlib: string): number {
  const code = bootstrap_code(stdlib, '_bootstrap_external');
  if (code === 0) return -1;
  const external = PyImport_ExecCodeModuleObject('_frozen_importlib_external', code, '<frozen>');
  Py_DECREF(code);
  if (external === 0) return -1;
  Py_DECREF(external);
  const r = PyObject_CallMethodObjArgs(HEAP32[IMPORTLIB], _Py_ID('_install_external_importers'));
  if (r === 0) return -1;
  Py_DECREF(r);
  return 0;
}

// --- _imp -----------------------------------------------------------------------------------------------------------

function _imp_fix_co_filename(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('_fix_co_filename', nargs, 2, 2)) return 0;
  fix_co_filename(HEAP32[args >> 2], HEAP32[(args + 8) >> 2]);
  return Py_None;
}
function fix_co_filename(co: number, path: number): void {
  const slot = co + PyCodeObject.co_filename;
  if (HEAP32[slot >> 2] === path) return;
  Py_XSETREF(slot, Py_NewRef(path));
  const consts = HEAP32[(co + PyCodeObject.co_consts) >> 2];
  for (let i = 0; i < HEAP32[(consts + 16) >> 2]; i++) {
    const c = HEAP32[(consts + 24 + i * 8) >> 2];
    if (PyCode_Check(c)) fix_co_filename(c, path);
  }
}
function extension_suffixes(): number {
  const list = PyList_New(0);
  const s = PyUnicode_FromString(EXTENSION_SUFFIX);
  if (list !== 0 && s !== 0) PyList_Append(list, s);
  Py_XDECREF(s);
  return list;
}
const absent = (what: string) => (): number => PyErr_Format(PyExc_ImportError, what);

builtin_module({
  m_name: '_imp',
  m_doc: '(Extremely) low-level import machinery bits as used by importlib.',
  m_methods: [
    ['lock_held', () => (import_lock_held() ? Py_True : Py_False), METH_NOARGS],
    ['acquire_lock', () => (import_lock_acquire(), Py_None), METH_NOARGS],
    ['release_lock', () => (import_lock_release() ? Py_None : PyErr_Format(PyExc_RuntimeError, 'not holding the import lock')), METH_NOARGS],
    ['extension_suffixes', extension_suffixes, METH_NOARGS],
    ['create_builtin', _imp_create_builtin, METH_O],
    ['exec_builtin', _imp_exec_builtin, METH_O],
    ['is_builtin', (_m: number, n: number) => PyLong_FromLong(is_builtin(n)), METH_O],
    ['is_frozen', () => Py_False, METH_O],
    ['is_frozen_package', (_m: number, n: number) => PyErr_Format(PyExc_ImportError, 'No such frozen object named %R', n), METH_O],
    ['find_frozen', () => Py_None, METH_FASTCALL | METH_KEYWORDS],
    ['get_frozen_object', absent('No frozen modules'), METH_FASTCALL],
    ['init_frozen', () => Py_None, METH_O],
    ['_frozen_module_names', () => PyList_New(0), METH_NOARGS],
    ['create_dynamic', _imp_create_dynamic, METH_FASTCALL],
    ['exec_dynamic', _imp_exec_dynamic, METH_O],
    ['_fix_co_filename', _imp_fix_co_filename, METH_FASTCALL],
    ['_override_frozen_modules_for_tests', () => Py_None, METH_O],
    ['_override_multi_interp_extensions_check', () => PyLong_FromLong(0), METH_O],
  ],
  m_exec: (m) => {
    const s = PyUnicode_FromString('default');
    PyDict_SetItemString(PyModule_GetDict(m), 'check_hash_based_pycs', s);
    Py_DECREF(s);
    const token = PyLong_FromLong(3571 | 0x0a0d0000);
    PyDict_SetItemString(PyModule_GetDict(m), 'pyc_magic_number_token', token);
    Py_DECREF(token);
    return 0;
  },
});
