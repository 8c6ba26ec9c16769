// Answers to Python/_warnings.c of CPython 3.13: warnings as C code issues them, and the _warnings module.
//
// A warning is looked up in the registry of the module that it is attributed to (`__warningregistry__`, keyed by text,
// category and line), then goes down the list of filters; "show" is warnings._showwarnmsg when `warnings` is imported.
// State: three objects of PyInterpreterState and the version of the filters, which empties registries that are older.

import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { PyUnicode_Splitlines, PyUnicode_Tailmatch } from '../objects/unicodeobject_methods';
import { _PyInterpreterFrame, PyCodeObject, PyInterpreterState, PyTypeObject } from '../include/generated/offsets';
import { cstring, HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, Py_DECREF, Py_INCREF, Py_NewRef, Py_TYPE, Py_XDECREF, Py_XNewRef, Py_XSETREF } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc } from '../include/typespec';
import { clinic_args, optional_attr, as_ssize } from '../modules/clinic';
import { PyObject_IsInstance, PyObject_IsSubclass } from '../objects/abstract';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodOneArg, PyObject_CallOneArg } from '../objects/call';
import { PyDict_Check, PyDict_Clear, PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { Py_PRINT_RAW, PyFile_WriteObject, PyFile_WriteString } from '../objects/fileobject';
import { PyList_Check, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { _PyLong_AsInt, PyLong_AsLong, PyLong_AsSsize_t, PyLong_CheckExact, PyLong_FromLong } from '../objects/longobject';
import { PyCallable_Check, PyObject_GetAttr, PyObject_IsTrue, PyObject_Str } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { _Py_ID, _PyUnicode_EqualToASCIIString, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_CheckExact, PyUnicode_Compare, PyUnicode_FromString, PyUnicode_Substring, PyUnicode_GET_LENGTH } from '../objects/unicodeobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetObject, PyErr_SetRaisedException, PyErr_SetString, PyErr_WriteUnraisable } from './errors';
import { _PyFrame_GetCode, _PyFrame_GetFirstComplete, _PyThreadState_GetFrame, PyUnstable_InterpreterFrame_GetLine } from './frame';
import { _PyArg_BadArgument } from './getargs';
import { PyImport_GetModule, PyImport_Import } from './import';
import { PyModule_AddObjectRef } from './modsupport';
import { _PyThreadState_GET } from './pystate';
import { source_line } from './pythonrun';
import { PySys_GetObject } from './sysmodule';

const INTERP = S._PyInterpreterState_Main;
const FILTERS = INTERP + PyInterpreterState.warnings_filters;
const ONCE_REGISTRY = INTERP + PyInterpreterState.warnings_once_registry;
const DEFAULT_ACTION = INTERP + PyInterpreterState.warnings_default_action;
/** An int32: which filters a registry was written under. */
const filters_version = static_alloc(8);

function tp_name(o: number): string {
  return cstring(HEAP32[(Py_TYPE(o) + PyTypeObject.tp_name) >> 2]);
}

// --- filters --------------------------------------------------------------------------------------------------------

/** A filter tuple (action, message, category, module, lineno). Returns new. May fail. */
function create_filter(category: number, action: string, modname: string | null): number {
  const mod = modname === null ? S.Py_None : PyUnicode_FromString(modname);
  const filter = PyTuple_Pack(5, _Py_ID(action), S.Py_None, category, mod, PyLong_FromLong(0));
  Py_DECREF(mod);
  return filter;
}

/** The filters of a release build. Returns new. May fail. */
function init_filters(): number {
  const filters = PyList_New(5);
  if (filters === 0) return 0;
  PyList_SET_ITEM(filters, 0, create_filter(S.PyExc_DeprecationWarning, 'default', '__main__'));
  PyList_SET_ITEM(filters, 1, create_filter(S.PyExc_DeprecationWarning, 'ignore', null));
  PyList_SET_ITEM(filters, 2, create_filter(S.PyExc_PendingDeprecationWarning, 'ignore', null));
  PyList_SET_ITEM(filters, 3, create_filter(S.PyExc_ImportWarning, 'ignore', null));
  PyList_SET_ITEM(filters, 4, create_filter(S.PyExc_ResourceWarning, 'ignore', null));
  for (let i = 0; i < 5; i++) {
    if (PyList_GET_ITEM(filters, i) === 0) {
      Py_DECREF(filters);
      return 0;
    }
  }
  return filters;
}

/** Makes the state once; 0 or -1. */
export function _PyWarnings_InitState(): number {
  if (HEAP32[FILTERS >> 2] === 0 && (HEAP32[FILTERS >> 2] = init_filters()) === 0) return -1;
  if (HEAP32[ONCE_REGISTRY >> 2] === 0 && (HEAP32[ONCE_REGISTRY >> 2] = PyDict_New()) === 0) return -1;
  if (HEAP32[DEFAULT_ACTION >> 2] === 0 && (HEAP32[DEFAULT_ACTION >> 2] = PyUnicode_FromString('default')) === 0) return -1;
  return 0;
}

/** 1, 0 or -1. A filter's field is None (anything), a plain str (equal) or has match(). */
function check_matched(obj: number, arg: number): number {
  if (obj === S.Py_None) return 1;
  if (PyUnicode_CheckExact(obj)) {
    const cmp = PyUnicode_Compare(obj, arg);
    return cmp === -1 && PyErr_Occurred() ? -1 : cmp === 0 ? 1 : 0;
  }
  const result = PyObject_CallMethodOneArg(obj, _Py_ID('match'), arg);
  if (result === 0) return -1;
  const rc = PyObject_IsTrue(result);
  Py_DECREF(result);
  return rc;
}

/** New reference to an attribute of the warnings module; 0 without exception when there is none; -1 with one. */
function get_warnings_attr(attr: string, try_import: boolean): number {
  let warnings_module: number;
  if (try_import) {
    warnings_module = PyImport_Import(_Py_ID('warnings'));
    if (warnings_module === 0) {
      // A broken or missing warnings module: the C implementation goes on alone.
      if (!PyErr_ExceptionMatches(S.PyExc_ImportError)) return -1;
      PyErr_Clear();
      return 0;
    }
  } else {
    if (HEAP32[(INTERP + PyInterpreterState.finalizing) >> 2] !== 0) return 0;
    warnings_module = PyImport_GetModule(_Py_ID('warnings'));
    if (warnings_module === 0) return PyErr_Occurred() ? -1 : 0;
  }
  const obj = optional_attr(warnings_module, _Py_ID(attr));
  Py_DECREF(warnings_module);
  return obj;
}

/** Borrowed. May fail. */
function get_once_registry(): number {
  const registry = get_warnings_attr('onceregistry', false);
  if (registry === -1) return 0;
  if (registry === 0) return HEAP32[ONCE_REGISTRY >> 2];
  if (!PyDict_Check(registry)) {
    PyErr_Format(S.PyExc_TypeError, "_warnings.onceregistry must be a dict, not '%.200s'", tp_name(registry));
    Py_DECREF(registry);
    return 0;
  }
  Py_XSETREF(ONCE_REGISTRY, registry);
  return registry;
}

/** Borrowed. May fail. */
function get_default_action(): number {
  const action = get_warnings_attr('defaultaction', false);
  if (action === -1) return 0;
  if (action === 0) return HEAP32[DEFAULT_ACTION >> 2];
  if (!PyUnicode_Check(action)) {
    PyErr_Format(S.PyExc_TypeError, "_warnings.defaultaction must be a string, not '%.200s'", tp_name(action));
    Py_DECREF(action);
    return 0;
  }
  Py_XSETREF(DEFAULT_ACTION, action);
  return action;
}

/** Whether a filter matches: 1, 0 or -1. */
function filter_matches(filter: number, category: number, text: number, lineno: number, module: number): number {
  const good_msg = check_matched(PyTuple_GET_ITEM(filter, 1), text);
  if (good_msg < 0) return -1;
  const good_mod = check_matched(PyTuple_GET_ITEM(filter, 3), module);
  if (good_mod < 0) return -1;
  const is_subclass = PyObject_IsSubclass(category, PyTuple_GET_ITEM(filter, 2));
  if (is_subclass < 0) return -1;
  const ln = PyLong_AsSsize_t(PyTuple_GET_ITEM(filter, 4));
  if (ln === -1 && PyErr_Occurred()) return -1;
  return good_msg && is_subclass && good_mod && (ln === 0 || lineno === ln) ? 1 : 0;
}

/** The item that get_filter found (owned by its caller), next to the action that it returned. */
let found_item = 0;

/** Borrowed action (kept alive by found_item). May fail, then found_item is 0. May run Python code. */
function get_filter(category: number, text: number, lineno: number, module: number): number {
  found_item = 0;
  const theirs = get_warnings_attr('filters', false);
  if (theirs === -1) return 0;
  if (theirs !== 0) Py_XSETREF(FILTERS, theirs);
  const filters = HEAP32[FILTERS >> 2];
  if (filters === 0 || !PyList_Check(filters)) return PyErr_Format(S.PyExc_ValueError, '_warnings.filters must be a list');
  // The list may change while a filter's match() runs: its size is asked every time.
  for (let i = 0; i < PyList_GET_SIZE(filters); i++) {
    const item = PyList_GET_ITEM(filters, i);
    if (!PyTuple_Check(item) || PyTuple_GET_SIZE(item) !== 5) return PyErr_Format(S.PyExc_ValueError, "_warnings.filters item %zd isn't a 5-tuple", i);
    Py_INCREF(item);
    const action = PyTuple_GET_ITEM(item, 0);
    let rc = -1;
    if (!PyUnicode_Check(action)) PyErr_Format(S.PyExc_TypeError, "action must be a string, not '%.200s'", tp_name(action));
    else rc = filter_matches(item, category, text, lineno, module);
    if (rc > 0) {
      found_item = item;
      return action;
    }
    Py_DECREF(item);
    if (rc < 0) return 0;
  }
  const action = get_default_action();
  if (action !== 0) found_item = S.Py_None;
  return action;
}

// --- registries -----------------------------------------------------------------------------------------------------

/** Whether `key` is in `registry`: 1, 0 (and it is put there with should_set) or -1. */
function already_warned(registry: number, key: number, should_set: boolean): number {
  if (key === 0) return -1;
  const version_obj = PyDict_GetItemWithError(registry, _Py_ID('version'));
  if (version_obj === 0 && PyErr_Occurred()) return -1;
  const version = HEAP32[filters_version >> 2];
  if (version_obj === 0 || !PyLong_CheckExact(version_obj) || PyLong_AsLong(version_obj) !== version) {
    if (PyErr_Occurred()) return -1;
    PyDict_Clear(registry);
    const v = PyLong_FromLong(version);
    if (v === 0) return -1;
    const rc = PyDict_SetItem(registry, _Py_ID('version'), v);
    Py_DECREF(v);
    if (rc < 0) return -1;
  } else {
    const warned = PyDict_GetItemWithError(registry, key);
    if (warned !== 0) return PyObject_IsTrue(warned);
    if (PyErr_Occurred()) return -1;
  }
  return should_set ? PyDict_SetItem(registry, key, S.Py_True) : 0;
}

/** already_warned for (text, category). */
function update_registry(registry: number, text: number, category: number): number {
  const altkey = PyTuple_Pack(2, text, category);
  const rc = already_warned(registry, altkey, true);
  Py_XDECREF(altkey);
  return rc;
}

/** The module name that a file name stands for. Returns new. May fail. */
function normalize_module(filename: number): number {
  const len = PyUnicode_GET_LENGTH(filename);
  if (len === 0) return PyUnicode_FromString('<unknown>');
  if (len >= 3 && (PyUnicode_AsUTF8(filename) ?? '').endsWith('.py')) return PyUnicode_Substring(filename, 0, len - 3);
  PyErr_Clear();
  return Py_NewRef(filename);
}

// --- showing --------------------------------------------------------------------------------------------------------

/** The C fallback: "file:line: Category: text" and the source line, to sys.stderr. Errors are dropped. */
function show_warning(filename: number, lineno: number, text: number, category: number, sourceline: number): void {
  const name = PyObject_GetAttr(category, _Py_ID('__name__'));
  const f_stderr = name === 0 ? 0 : PySys_GetObject('stderr');
  if (f_stderr !== 0 && f_stderr !== S.Py_None) write_warning(f_stderr, filename, lineno, text, name, sourceline);
  Py_XDECREF(name);
  PyErr_Clear();
}

function write_warning(f: number, filename: number, lineno: number, text: number, name: number, sourceline: number): void {
  if (PyFile_WriteObject(filename, f, Py_PRINT_RAW) < 0 || PyFile_WriteString(`:${lineno}: `, f) < 0) return;
  if (PyFile_WriteObject(name, f, Py_PRINT_RAW) < 0 || PyFile_WriteString(': ', f) < 0) return;
  if (PyFile_WriteObject(text, f, Py_PRINT_RAW) < 0 || PyFile_WriteString('\n', f) < 0) return;
  const line = sourceline !== 0 ? PyUnicode_AsUTF8(sourceline) : source_line(PyUnicode_AsUTF8(filename) ?? '', lineno);
  if (line !== null) PyFile_WriteString(`  ${line.replace(/^[ \t\f]+/, '')}\n`, f);
}

/** 0 or -1. `source` may be 0. May run Python code. */
function call_show_warning(category: number, text: number, message: number, filename: number, lineno: number, lineno_obj: number, sourceline: number, source: number): number {
  const show_fn = get_warnings_attr('_showwarnmsg', source !== 0);
  if (show_fn === -1) return -1;
  if (show_fn === 0) {
    show_warning(filename, lineno, text, category, sourceline);
    return 0;
  }
  let res = 0;
  if (!PyCallable_Check(show_fn)) PyErr_SetString(S.PyExc_TypeError, 'warnings._showwarnmsg() must be set to a callable');
  else {
    const cls = get_warnings_attr('WarningMessage', false);
    if (cls === 0) PyErr_SetString(S.PyExc_RuntimeError, 'unable to get warnings.WarningMessage');
    if (cls > 0) {
      const msg = PyObject_CallFunctionObjArgs(cls, message, category, filename, lineno_obj, S.Py_None, S.Py_None, source);
      Py_DECREF(cls);
      if (msg !== 0) {
        res = PyObject_CallOneArg(show_fn, msg);
        Py_DECREF(msg);
      }
    }
  }
  Py_DECREF(show_fn);
  Py_XDECREF(res);
  return res === 0 ? -1 : 0;
}

// --- warn_explicit --------------------------------------------------------------------------------------------------

const DONE = 1;
const SHOW = 0;

/** Notes the warning as its action says: SHOW, DONE (it was shown before) or -1. */
function note_in_registry(action: number, item: number, registry: number, key: number, text: number, category: number): number {
  if (_PyUnicode_EqualToASCIIString(action, 'always')) return SHOW;
  const has_registry = registry !== 0 && registry !== S.Py_None;
  if (has_registry && PyDict_SetItem(registry, key, S.Py_True) < 0) return -1;
  if (_PyUnicode_EqualToASCIIString(action, 'once')) {
    const once = has_registry ? registry : get_once_registry();
    return once === 0 ? -1 : update_registry(once, text, category);
  }
  if (_PyUnicode_EqualToASCIIString(action, 'module')) return has_registry ? update_registry(registry, text, category) : SHOW;
  if (_PyUnicode_EqualToASCIIString(action, 'default')) return SHOW;
  PyErr_Format(S.PyExc_RuntimeError, 'Unrecognized action (%R) in warnings.filters:\n %R', action, item);
  return -1;
}

/** 0 when the warning was handled (or not wanted), -1 with an exception. All borrowed; module, registry, sourceline and source may be 0. */
function warn_explicit(category: number, message: number, filename: number, lineno: number, module: number, registry: number, sourceline: number, source: number): number {
  // module can be None if a warning is emitted late during shutdown.
  if (module === S.Py_None) return 0;
  if (registry !== 0 && registry !== S.Py_None && !PyDict_Check(registry)) {
    PyErr_SetString(S.PyExc_TypeError, "'registry' must be a dict or None");
    return -1;
  }
  const mod = module === 0 ? normalize_module(filename) : Py_NewRef(module);
  if (mod === 0) return -1;
  const is_instance = PyObject_IsInstance(message, S.PyExc_Warning);
  let text = 0;
  let instance = 0;
  if (is_instance === 1) {
    text = PyObject_Str(message);
    instance = Py_NewRef(message);
    category = Py_TYPE(message);
  } else if (is_instance === 0) {
    text = Py_NewRef(message);
    instance = PyObject_CallOneArg(category, message);
  }
  const lineno_obj = PyLong_FromLong(lineno);
  const key = text !== 0 && instance !== 0 ? PyTuple_Pack(3, text, category, lineno_obj) : 0;
  const r = key === 0 ? -1 : filter_and_show(category, text, instance, filename, lineno, lineno_obj, mod, registry, key, sourceline, source === S.Py_None ? 0 : source);
  Py_XDECREF(key);
  Py_XDECREF(text);
  Py_XDECREF(instance);
  Py_XDECREF(lineno_obj);
  Py_DECREF(mod);
  return r;
}

function filter_and_show(category: number, text: number, message: number, filename: number, lineno: number, lineno_obj: number, module: number, registry: number, key: number, sourceline: number, source: number): number {
  if (registry !== 0 && registry !== S.Py_None) {
    const rc = already_warned(registry, key, false);
    if (rc !== 0) return rc < 0 ? -1 : 0;
  }
  const action = get_filter(category, text, lineno, module);
  const item = found_item;
  if (action === 0) return -1;
  let r = 0;
  if (_PyUnicode_EqualToASCIIString(action, 'error')) {
    PyErr_SetObject(category, message);
    r = -1;
  } else if (!_PyUnicode_EqualToASCIIString(action, 'ignore')) {
    r = note_in_registry(action, item, registry, key, text, category);
    if (r === SHOW) r = call_show_warning(category, text, message, filename, lineno, lineno_obj, sourceline, source);
    else if (r === DONE) r = 0;
  }
  Py_XDECREF(item);
  return r;
}

// --- where a warning comes from -------------------------------------------------------------------------------------

function frame_filename(frame: number): number {
  return HEAP32[(_PyFrame_GetCode(frame) + PyCodeObject.co_filename) >> 2];
}

/** importlib's own frames do not count as callers. */
function is_internal_frame(frame: number): boolean {
  const name = PyUnicode_AsUTF8(frame_filename(frame)) ?? '';
  return name.includes('importlib') && name.includes('_bootstrap');
}

function is_filename_to_skip(filename: number, skip_file_prefixes: number): boolean {
  if (skip_file_prefixes === 0) return false;
  const n = PyTuple_GET_SIZE(skip_file_prefixes);
  for (let i = 0; i < n; i++) if (PyUnicode_Tailmatch(filename, PyTuple_GET_ITEM(skip_file_prefixes, i), 0, 0x7fffffff, -1) === 1) return true;
  return false;
}

function back(frame: number): number {
  return _PyFrame_GetFirstComplete(HEAP32[(frame + _PyInterpreterFrame.previous) >> 2]);
}

function next_external_frame(frame: number, skip_file_prefixes: number): number {
  do frame = back(frame);
  while (frame !== 0 && (is_internal_frame(frame) || is_filename_to_skip(frame_filename(frame), skip_file_prefixes)));
  return frame;
}

/** The frame that a warning with this stack level is attributed to; 0 above the first. */
function warned_frame(stack_level: number, skip_file_prefixes: number): number {
  let f = _PyThreadState_GetFrame(_PyThreadState_GET());
  if (f !== 0 && (stack_level <= 0 || is_internal_frame(f))) {
    while (--stack_level > 0 && f !== 0) f = back(f);
  } else {
    while (--stack_level > 0 && f !== 0) f = next_external_frame(f, skip_file_prefixes);
  }
  return f;
}

/** Borrowed: the module's __warningregistry__, made when it is missing. May fail. */
function get_registry(globals: number): number {
  const registry = PyDict_GetItemWithError(globals, _Py_ID('__warningregistry__'));
  if (registry !== 0 || PyErr_Occurred()) return registry;
  const fresh = PyDict_New();
  if (fresh === 0) return 0;
  const rc = PyDict_SetItem(globals, _Py_ID('__warningregistry__'), fresh);
  Py_DECREF(fresh);
  return rc < 0 ? 0 : fresh;
}

/** 0 or -1. May run Python code. */
function do_warn(message: number, category: number, stack_level: number, source: number, skip_file_prefixes: number): number {
  const f = warned_frame(stack_level, skip_file_prefixes);
  const globals = f === 0 ? HEAP32[(INTERP + PyInterpreterState.sysdict) >> 2] : HEAP32[(f + _PyInterpreterFrame.f_globals) >> 2];
  const filename = f === 0 ? PyUnicode_FromString('<sys>') : Py_NewRef(frame_filename(f));
  const lineno = f === 0 ? 0 : PyUnstable_InterpreterFrame_GetLine(f);
  const registry = filename === 0 ? 0 : Py_XNewRef(get_registry(globals));
  let r = -1;
  if (registry !== 0) {
    let module = PyDict_GetItemWithError(globals, _Py_ID('__name__'));
    if (module !== 0 || !PyErr_Occurred()) {
      if (module !== 0 && (module === S.Py_None || PyUnicode_Check(module))) Py_INCREF(module);
      else module = PyUnicode_FromString('<string>');
      r = warn_explicit(category, message, filename, lineno, module, registry, 0, source);
      Py_XDECREF(module);
    }
  }
  Py_XDECREF(registry);
  Py_XDECREF(filename);
  return r;
}

/** Borrowed: the class of a warning, checked. May fail. */
function get_category(message: number, category: number): number {
  const rc = PyObject_IsInstance(message, S.PyExc_Warning);
  if (rc < 0) return 0;
  if (rc === 1) category = Py_TYPE(message);
  else if (category === 0 || category === S.Py_None) category = S.PyExc_UserWarning;
  const sub = PyObject_IsSubclass(category, S.PyExc_Warning);
  if (sub === 1) return category;
  // Not a class at all: the same message.
  PyErr_Clear();
  return PyErr_Format(S.PyExc_TypeError, "category must be a Warning subclass, not '%s'", tp_name(category));
}

// --- the C API ------------------------------------------------------------------------------------------------------

/** Issues `category` (0: RuntimeWarning) with `message`, a str. 0, or -1 when the warning became an exception. May run Python code. */
export function _PyErr_WarnUnicode(category: number, message: number, stack_level: number, source: number): number {
  return do_warn(message, category === 0 ? S.PyExc_RuntimeWarning : category, stack_level, source, 0);
}

/** 0, or -1 when the warning became an exception. May run Python code. */
export function PyErr_WarnEx(category: number, text: string, stack_level: number): number {
  const message = PyUnicode_FromString(text);
  if (message === 0) return -1;
  const r = _PyErr_WarnUnicode(category, message, stack_level, 0);
  Py_DECREF(message);
  return r;
}

/** A ResourceWarning about `source`, which is being destroyed. 0 or -1. May run Python code. */
export function PyErr_ResourceWarning(source: number, stack_level: number, format: string, ...args: (number | string)[]): number {
  const message = PyUnicode_FromFormat(format, ...args);
  if (message === 0) return -1;
  const r = _PyErr_WarnUnicode(S.PyExc_ResourceWarning, message, stack_level, source);
  Py_DECREF(message);
  return r;
}

/** As warnings.warn_explicit: `message`, `filename` str objects; module and registry may be 0. 0 or -1. May run Python code. */
export function PyErr_WarnExplicitObject(category: number, message: number, filename: number, lineno: number, module: number, registry: number): number {
  return warn_explicit(category === 0 ? S.PyExc_RuntimeWarning : category, message, filename, lineno, module, registry, 0, 0);
}

/** As PyErr_WarnExplicitObject, with strings; module may be null. */
export function PyErr_WarnExplicit(category: number, text: string, filename_str: string, lineno: number, module_str: string | null, registry: number): number {
  const message = PyUnicode_FromString(text);
  const filename = PyUnicode_FromString(filename_str);
  const module = module_str === null ? 0 : PyUnicode_FromString(module_str);
  const ok = message !== 0 && filename !== 0 && (module_str === null || module !== 0);
  const r = ok ? PyErr_WarnExplicitObject(category, message, filename, lineno, module, registry) : -1;
  Py_XDECREF(module);
  Py_XDECREF(filename);
  Py_XDECREF(message);
  return r;
}

/** "coroutine '...' was never awaited", through the warnings module when it is there. Never raises. May run Python code. */
export function _PyErr_WarnUnawaitedCoroutine(coro: number): void {
  let warned = false;
  const fn = get_warnings_attr('_warn_unawaited_coroutine', true);
  if (fn > 0) {
    const res = PyObject_CallOneArg(fn, coro);
    Py_DECREF(fn);
    if (res !== 0 || PyErr_ExceptionMatches(S.PyExc_RuntimeWarning)) warned = true;
    Py_XDECREF(res);
  }
  if (!warned && (fn === 0 || PyErr_Occurred())) {
    const had = PyErr_Occurred();
    if (had) PyErr_WriteUnraisable(coro);
    const qualname = PyObject_GetAttr(coro, _Py_ID('__qualname__'));
    if (qualname !== 0) {
      const message = PyUnicode_FromFormat("coroutine '%S' was never awaited", qualname);
      Py_DECREF(qualname);
      if (message !== 0) {
        _PyErr_WarnUnicode(S.PyExc_RuntimeWarning, message, 1, coro);
        Py_DECREF(message);
      }
    }
  }
  if (PyErr_Occurred()) PyErr_WriteUnraisable(coro);
}

/** "asynchronous generator ... was never finalized" before its agen method was awaited. Never raises. May run Python code. */
export function _PyErr_WarnUnawaitedAgenMethod(agen: number, method: number): void {
  const exc = PyErr_GetRaisedException();
  const qualname = PyObject_GetAttr(agen, _Py_ID('__qualname__'));
  const message = qualname === 0 ? 0 : PyUnicode_FromFormat('coroutine method %R of %R was never awaited', method, qualname);
  Py_XDECREF(qualname);
  if (message === 0 || _PyErr_WarnUnicode(S.PyExc_RuntimeWarning, message, 1, agen) < 0) PyErr_WriteUnraisable(agen);
  Py_XDECREF(message);
  PyErr_SetRaisedException(exc);
}

// --- the module -----------------------------------------------------------------------------------------------------

const WARN = { fname: 'warn', keywords: ['message', 'category', 'stacklevel', 'source', 'skip_file_prefixes'] };

function warnings_warn(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(WARN, 1, 4, 0, args, nargs, kwnames);
  if (a === null) return 0;
  let stacklevel = 1;
  if (a[2] !== 0) {
    const level = as_ssize(a[2]);
    if (level === null) return 0;
    stacklevel = level;
  }
  const category = get_category(a[0], a[1]);
  let skip = a[4];
  if (skip !== 0) {
    if (!PyTuple_Check(skip)) return _PyArg_BadArgument('warn', "argument 'skip_file_prefixes'", 'tuple', skip);
    const n = PyTuple_GET_SIZE(skip);
    for (let i = 0; i < n; i++) {
      const prefix = PyTuple_GET_ITEM(skip, i);
      if (!PyUnicode_Check(prefix)) return PyErr_Format(S.PyExc_TypeError, "Found non-str '%s' in skip_file_prefixes.", tp_name(prefix));
    }
    if (n === 0) skip = 0;
    else if (stacklevel < 2) stacklevel = 2;
  }
  if (category === 0) return 0;
  return do_warn(a[0], category, stacklevel, a[3], skip) < 0 ? 0 : S.Py_None;
}

/** New: line `lineno` of the source that the module's loader gives; 0 without one, or with an exception. May run Python code. */
function get_source_line(module_globals: number, lineno: number): number {
  const external = PyObject_GetAttr(HEAP32[(INTERP + PyInterpreterState.importlib) >> 2], _Py_ID('_bootstrap_external'));
  if (external === 0) return 0;
  const loader = PyObject_CallMethodOneArg(external, _Py_ID('_bless_my_loader'), module_globals);
  Py_DECREF(external);
  if (loader === 0) return 0;
  const name = PyDict_GetItemWithError(module_globals, _Py_ID('__name__'));
  const get_source = name === 0 ? 0 : optional_attr(loader, _Py_ID('get_source'));
  Py_DECREF(loader);
  if (get_source <= 0) return 0;
  const source = PyObject_CallOneArg(get_source, name);
  Py_DECREF(get_source);
  if (source === 0) return 0;
  if (source === S.Py_None) return 0;
  const lines = PyUnicode_Splitlines(source, 0);
  Py_DECREF(source);
  if (lines === 0) return 0;
  let line = 0;
  if (lineno >= 1 && lineno <= PyList_GET_SIZE(lines)) line = Py_NewRef(PyList_GET_ITEM(lines, lineno - 1));
  else PyErr_SetString(S.PyExc_IndexError, 'list index out of range');
  Py_DECREF(lines);
  return line;
}

const WARN_EXPLICIT = { fname: 'warn_explicit', keywords: ['message', 'category', 'filename', 'lineno', 'module', 'registry', 'module_globals', 'source'] };

function warnings_warn_explicit(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(WARN_EXPLICIT, 4, 8, 0, args, nargs, kwnames);
  if (a === null) return 0;
  const [message, category, filename, lineno_obj, module, registry, module_globals, source] = a;
  if (!PyUnicode_Check(filename)) return _PyArg_BadArgument('warn_explicit', "argument 'filename'", 'str', filename);
  const lineno = _PyLong_AsInt(lineno_obj);
  if (lineno === -1 && PyErr_Occurred()) return 0;
  let line = 0;
  if (module_globals !== 0 && module_globals !== S.Py_None) {
    if (!PyDict_Check(module_globals)) return PyErr_Format(S.PyExc_TypeError, "module_globals must be a dict, not '%.200s'", tp_name(module_globals));
    line = get_source_line(module_globals, lineno);
    if (line === 0 && PyErr_Occurred()) return 0;
  }
  const r = warn_explicit(category, message, filename, lineno, module, registry, line, source);
  Py_XDECREF(line);
  return r < 0 ? 0 : S.Py_None;
}

function warnings_filters_mutated(): number {
  HEAP32[filters_version >> 2]++;
  return S.Py_None;
}

function warnings_exec(module: number): number {
  if (_PyWarnings_InitState() < 0) return -1;
  if (PyModule_AddObjectRef(module, 'filters', HEAP32[FILTERS >> 2]) < 0) return -1;
  if (PyModule_AddObjectRef(module, '_onceregistry', HEAP32[ONCE_REGISTRY >> 2]) < 0) return -1;
  return PyModule_AddObjectRef(module, '_defaultaction', HEAP32[DEFAULT_ACTION >> 2]);
}

builtin_module({
  m_name: '_warnings',
  m_doc: 'What the warnings module needs from the interpreter; it is the faster part of it.',
  m_methods: [
    ['warn', warnings_warn, METH_FASTCALL | METH_KEYWORDS, 'warn($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)\n--\n\nIssue a warning, or ignore it, or raise it, as the filters say.'],
    ['warn_explicit', warnings_warn_explicit, METH_FASTCALL | METH_KEYWORDS, 'warn_explicit($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)\n--\n\nIssue a warning for a given place.'],
    ['_filters_mutated', warnings_filters_mutated, METH_NOARGS, '_filters_mutated($module, /)\n--\n\n'],
  ],
  m_exec: warnings_exec,
});
