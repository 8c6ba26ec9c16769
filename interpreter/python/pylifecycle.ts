// Answers to Python/pylifecycle.c of CPython 3.13: start and end of the interpreter.
//
//   first realm (main thread)                         every other realm (threading.Thread)
//     memory, hash seed, GIL, main thread state          bind_tstate: C stack
//     static data: strings, ints, types                  take_gil
//     sys, builtins, importlib, __main__, site           run the callable
//     ------------------------------------------
//     arguments, environment, stdio, site.main()
//     the program ... Py_FinalizeEx
//
// What is above the line is the same in every run, and may come out of a file instead (snapshot.ts): CPython has its part of
// that as frozen modules and static data.

import { _PyRuntimeState, PyInterpreterState, PyObject } from '../include/generated/offsets';
import { START_STRINGS, STATIC_STRINGS } from '../include/generated/global_strings';
import { HEAP32, write_ptr, write_ssize } from '../include/heap';
import { _Py_SetImmortal, Py_DECREF, Py_NewRef, Py_XDECREF } from '../include/object';
import { _Py_SINGLETON_tuple_empty, _PyInterpreterState_Main, _PyNone_Type, _PyNotImplemented_Type, _PyRuntime, Py_Ellipsis, Py_False, Py_None, Py_NotImplemented, Py_True, PyEllipsis_Type, PyTuple_Type } from '../include/statics';
import { PyImport_Inittab, set_raw_alloc } from '../include/typespec';
import { host } from '../host';
import { _PyBytes_InitGlobalObjects } from '../objects/bytesobject';
import { PyObject_Call, PyObject_CallMethodNoArgs } from '../objects/call';
import { _PyDict_InitEmptyKeys } from '../objects/dictobject_keys';
import { PyDict_Copy, PyDict_GetItemString, PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { _PyExc_InitGroups } from '../objects/exceptions';
import { _PyLong_InitGlobalObjects } from '../objects/longobject';
import { _PyModule_CreateFromSpec, _PyModule_ExecSpec, PyModule_GetDict } from '../objects/moduleobject';
import { _PyTypes_InitTypes, _PyTypes_WriteStaticTypes, PyObject_GetAttr, PyObject_SetAttrString } from '../objects/object';
import { _PyMem_Init, _PyMem_SetLimit, PyMem_RawCalloc } from '../objects/obmalloc';
import { _PyType_InitCache } from '../objects/typeobject';
import { _Py_ID, _PyUnicode_InitGlobalObjects, _PyUnicode_InternStatic, PyUnicode_FromString } from '../objects/unicodeobject';
import { _PyBuiltins_AddExceptions } from './bltinmodule';
import { Py_BuildValue } from './modsupport';
import { _PyEval_InitGIL, _PyRuntimeState_SetFinalizing, drop_gil, type GilConfig, take_gil } from './ceval_gil';
import { DROP_BLOCKING } from './gil_policy';
import { _PyCodec_Lookup } from './codecs';
import { PyErr_Clear, PyErr_FormatUnraisable } from './errors';
import { _PyGC_CollectNoFail, _PyGC_Init, _PyGC_InitState } from './gc';
import { _PyImport_InitExternal, _PyImport_InitImportlib, PyImport_AddModule, PyImport_ImportModule } from './import';
import { _Py_HashRandomization_Init } from './pyhash';
import { _PyThreadState_GET, _PyThreadState_New, bind_tstate } from './pystate';
import { type HeapSnapshot, rehash, snapshot_copy, snapshot_fits } from './snapshot';
import { flush_io, plain_traceback } from './pythonrun';
import { _PySys_AddMonitoring, _PySys_InitCore, _PySys_UpdateConfig, PySys_GetObject, PySys_SetObject, type PyConfig } from './sysmodule';
import { PyErr_GetRaisedException } from './errors';
import { _PyWarnings_InitState } from './_warnings';
import { _PyAtExit_Call } from '../modules/atexitmodule';
import { _PyPosix_UpdateEnviron } from '../modules/posixmodule';
import { init_timezone } from '../modules/timemodule';
import { THREAD_IDENT_BASE } from '../modules/_threadmodule';

export interface InitConfig extends PyConfig {
  heap_limit: number;
  gil: GilConfig;
  /** Whether to import site, as `python` does. */
  site: boolean;
  /** sys.stdout writes at each end of a line though it is no terminal: somebody watches. */
  line_buffered?: boolean;
  /** -u: what is written to sys.stdout and sys.stderr goes out at once. */
  unbuffered?: boolean;
  /** PYTHONIOENCODING: of sys.stdin, stdout and stderr; the error handler is not stderr's. */
  stdio_encoding?: string;
  stdio_errors?: string;
}

const INTERP = _PyInterpreterState_Main;
const interp = (field: number): number => (INTERP + field) >> 2;

/** A start that failed: the text says at what and why. */
export class InitError extends Error {}

function check(ok: boolean | number, what: string): void {
  if (ok === true || (typeof ok === 'number' && ok >= 0)) return;
  const exc = PyErr_GetRaisedException();
  throw new InitError(`Python did not start: ${what}${exc === 0 ? '' : `\n${plain_traceback(exc)}`}`);
}

/** The headers of the objects that have no fields, and the empty tuple. */
function init_singletons(): void {
  for (const [o, type] of [[Py_None, _PyNone_Type], [Py_NotImplemented, _PyNotImplemented_Type], [Py_Ellipsis, PyEllipsis_Type], [_Py_SINGLETON_tuple_empty, PyTuple_Type]]) {
    _Py_SetImmortal(o);
    write_ptr(o + PyObject.ob_type, type);
  }
}

/** Memory, GIL, main thread, types: enough to make objects. */
export function init_core(config: InitConfig): number {
  _PyMem_Init(config.heap_limit);
  HEAP32[(_PyRuntime + _PyRuntimeState.main_interp) >> 2] = INTERP;
  write_ssize(_PyRuntime + _PyRuntimeState.main_thread, THREAD_IDENT_BASE);
  write_ssize(_PyRuntime + _PyRuntimeState.next_thread_ident, THREAD_IDENT_BASE);
  _Py_HashRandomization_Init(config.hash_seed, (n) => host().urandom(n));
  _PyGC_InitState();
  HEAP32[interp(PyInterpreterState.next_func_version)] = 1;
  HEAP32[interp(PyInterpreterState.next_dict_keys_version)] = 2;
  _PyEval_InitGIL(config.gil);
  const tstate = _PyThreadState_New(INTERP, THREAD_IDENT_BASE);
  write_ptr(INTERP + PyInterpreterState.threads_main, tstate);
  bind_tstate(tstate);
  take_gil(tstate);
  _PyDict_InitEmptyKeys();
  _PyTypes_WriteStaticTypes();
  init_singletons();
  _PyLong_InitGlobalObjects();
  _PyBytes_InitGlobalObjects();
  check(_PyUnicode_InitGlobalObjects(INTERP), 'strings');
  // A program's constant that is one of these is immortal from the start, as in CPython.
  for (const name of STATIC_STRINGS) _PyUnicode_InternStatic(_Py_ID(name));
  for (const name of START_STRINGS) _Py_ID(name);
  _PyType_InitCache(INTERP);
  check(_PyTypes_InitTypes(INTERP), 'types');
  set_raw_alloc((n) => PyMem_RawCalloc(1, n));
  check(_PyExc_InitGroups(), 'exceptions');
  check(_PyGC_Init(), 'gc');
  HEAP32[(_PyRuntime + _PyRuntimeState.initialized) >> 2] = 1;
  return tstate;
}

/** sys and builtins. */
export function init_modules(config: InitConfig): number {
  const modules = PyDict_New();
  HEAP32[interp(PyInterpreterState.imports_modules)] = modules;
  const sys_spec = PyImport_Inittab.get('sys');
  const builtins_spec = PyImport_Inittab.get('builtins');
  if (!sys_spec || !builtins_spec) throw new InitError('sys and builtins are not in this bundle');
  const sys = _PyModule_CreateFromSpec(sys_spec, 'sys');
  check(sys !== 0 && _PyModule_ExecSpec(sys, sys_spec) === 0, 'sys');
  const sysdict = PyModule_GetDict(sys);
  HEAP32[interp(PyInterpreterState.sysdict)] = Py_NewRef(sysdict);
  HEAP32[interp(PyInterpreterState.sysdict_copy)] = PyDict_Copy(sysdict);
  _PySys_InitCore(sysdict);
  PyDict_SetItemString(sysdict, 'modules', modules);
  PyDict_SetItemString(modules, 'sys', sys);
  const builtins = _PyModule_CreateFromSpec(builtins_spec, 'builtins');
  check(builtins !== 0 && _PyModule_ExecSpec(builtins, builtins_spec) === 0, 'builtins');
  const dict = PyModule_GetDict(builtins);
  HEAP32[interp(PyInterpreterState.builtins)] = Py_NewRef(dict);
  check(_PyBuiltins_AddExceptions(dict), 'exceptions of builtins');
  HEAP32[interp(PyInterpreterState.builtins_copy)] = PyDict_Copy(dict);
  PyDict_SetItemString(modules, 'builtins', builtins);
  HEAP32[interp(PyInterpreterState.import_func)] = Py_NewRef(PyDict_GetItemString(dict, '__import__'));
  _PySys_UpdateConfig(config);
  _PySys_AddMonitoring();
  check(_PyWarnings_InitState(), 'warnings');
  Py_DECREF(builtins);
  return sys;
}

function import_or_fail(name: string): void {
  const m = PyImport_ImportModule(name);
  check(m !== 0, `import of ${name}`);
  Py_DECREF(m);
}

/** A text stream over a descriptor, as CPython's create_stdio makes it. New reference or 0. */
function create_stdio(io: number, fd: number, name: string, mode: string, config: InitConfig): number {
  const call = (o: number, attr: string, format: string, ...args: (number | string | null)[]): number => {
    const f = PyObject_GetAttr(o, _Py_ID(attr));
    const tuple = f === 0 ? 0 : Py_BuildValue(format, ...args);
    const r = tuple === 0 ? 0 : PyObject_Call(f, tuple, 0);
    Py_XDECREF(f);
    Py_XDECREF(tuple);
    return r;
  };
  const write = mode[0] === 'w';
  const unbuffered = write && config.unbuffered === true;
  const buf = call(io, 'open', '(isiOOOO)', fd, mode, unbuffered ? 0 : -1, Py_None, Py_None, Py_None, Py_False);
  if (buf === 0) return 0;
  const raw = unbuffered ? Py_NewRef(buf) : PyObject_GetAttr(buf, _Py_ID('raw'));
  const text = PyUnicode_FromString(`<${name}>`);
  if (raw !== 0) PyObject_SetAttrString(raw, 'name', text);
  Py_DECREF(text);
  Py_XDECREF(raw);
  const isatty = host().isatty(fd);
  const line_buffering = write && !unbuffered && (isatty || fd === 2 || config.line_buffered === true) ? Py_True : Py_False;
  const stream = call(io, 'TextIOWrapper', '(OsssOO)', buf, config.stdio_encoding ?? 'utf-8', fd === 2 ? 'backslashreplace' : (config.stdio_errors ?? 'strict'), '\n', line_buffering, unbuffered ? Py_True : Py_False);
  Py_DECREF(buf);
  if (stream === 0) return 0;
  const m = PyUnicode_FromString(write ? 'w' : 'r');
  PyObject_SetAttrString(stream, 'mode', m);
  Py_DECREF(m);
  return stream;
}

const STREAMS = [[0, 'stdin', 'rb'], [1, 'stdout', 'wb'], [2, 'stderr', 'wb']] as const;

/** builtins.open, the streams' codec, and the streams' names in sys. */
function prepare_sys_streams(): void {
  const io = PyImport_ImportModule('_io');
  check(io !== 0, 'import of _io');
  const codec = _PyCodec_Lookup('utf-8');
  check(codec !== 0, 'the codec of the standard streams');
  Py_DECREF(codec);
  for (const [, name] of STREAMS) for (const attribute of [`__${name}__`, name]) PySys_SetObject(attribute, Py_None);
  const open = PyObject_GetAttr(io, _Py_ID('open'));
  PyDict_SetItemString(HEAP32[interp(PyInterpreterState.builtins)], 'open', open);
  Py_DECREF(open);
  Py_DECREF(io);
}

/** sys.stdin, stdout, stderr. */
function init_sys_streams(config: InitConfig): void {
  const io = PyImport_ImportModule('_io');
  for (const [fd, name, mode] of STREAMS) {
    const stream = create_stdio(io, fd, name, mode, config);
    check(stream !== 0, `sys.${name}`);
    PySys_SetObject(`__${name}__`, stream);
    PySys_SetObject(name, stream);
    Py_DECREF(stream);
  }
  Py_DECREF(io);
}

/** A module that has been imported. Borrowed or 0. */
function imported(name: string): number {
  return PyDict_GetItemString(HEAP32[interp(PyInterpreterState.imports_modules)], name);
}

/** What site's import does last, which is left out there (no_site) because it looks at this run's environment. */
function run_site_main(): void {
  const r = PyObject_CallMethodNoArgs(imported('site'), _Py_ID('main'));
  check(r !== 0, 'site.main()');
  Py_DECREF(r);
}

/** The part of the start that no run sees anything of its own in. The GIL is free on return. */
function init_common(config: InitConfig): number {
  const early: InitConfig = { ...config, module_search_paths: [config.stdlib_dir], flags: { ...config.flags, no_site: 1 }, gil: { policy: 'os', seed: 1, interval_us: 5000 } };
  const tstate = init_core(early);
  const sys = init_modules(early);
  check(_PyImport_InitImportlib(config.stdlib_dir, sys), 'importlib');
  Py_DECREF(sys);
  check(_PyImport_InitExternal(config.stdlib_dir), 'importlib._bootstrap_external');
  import_or_fail('encodings');
  prepare_sys_streams();
  const main = PyImport_AddModule('__main__');
  check(main !== 0, '__main__');
  init_main_dict(PyModule_GetDict(main));
  if (config.site) import_or_fail('site');
  drop_gil(tstate, DROP_BLOCKING);
  return tstate;
}

/** A heap on which init_common has run elsewhere becomes this process's. */
function init_from_snapshot(config: InitConfig, snapshot: HeapSnapshot): number {
  const tstate = snapshot_copy(snapshot);
  _PyMem_SetLimit(config.heap_limit);
  _Py_HashRandomization_Init(config.hash_seed, (n) => host().urandom(n));
  rehash(snapshot);
  set_raw_alloc((n) => PyMem_RawCalloc(1, n));
  bind_tstate(tstate);
  return tstate;
}

/** This run's arguments, environment, streams and site. */
function init_run(config: InitConfig, tstate: number): void {
  _PyEval_InitGIL(config.gil);
  take_gil(tstate);
  _PySys_UpdateConfig(config);
  _PyPosix_UpdateEnviron(imported('posix'));
  if (imported('time') !== 0) check(init_timezone(imported('time')), 'the time zone');
  init_sys_streams(config);
  // It reads sys.warnoptions when it is imported.
  if (config.warnoptions.length > 0) import_or_fail('warnings');
  if (config.site) run_site_main();
}

/**
 * Starts Python in this realm, which becomes the main thread and holds the GIL on return. Throws InitError.
 * Without the packed library (config.stdlib_dir does not exist) importing is impossible and this fails with its path.
 * A snapshot of this bundle is used where the configuration lets it.
 */
export function Py_InitializeFromConfig(config: InitConfig, snapshot: HeapSnapshot | null = null): number {
  const tstate = snapshot !== null && snapshot_fits(config) ? init_from_snapshot(config, snapshot) : init_common(config);
  init_run(config, tstate);
  return tstate;
}

/** Makes the heap that a snapshot is taken of (probe/snapshot_writer.ts). The main thread's state; the GIL is free. Throws InitError. */
export function Py_InitializeForSnapshot(config: InitConfig): number {
  return init_common(config);
}

function init_main_dict(d: number): void {
  const annotations = PyDict_New();
  PyDict_SetItemString(d, '__annotations__', annotations);
  Py_XDECREF(annotations);
  const builtins = PyImport_ImportModule('builtins');
  PyDict_SetItemString(d, '__builtins__', builtins);
  Py_DECREF(builtins);
  const loader = PyObject_GetAttr(imported('_frozen_importlib'), _Py_ID('BuiltinImporter'));
  check(loader !== 0 && PyDict_SetItemString(d, '__loader__', loader) === 0, 'the loader of __main__');
  Py_DECREF(loader);
}

// --- the end --------------------------------------------------------------------------------------------------------

/** threading._shutdown: joins the non-daemon threads. */
function wait_for_thread_shutdown(): void {
  const threading = PyDict_GetItemString(HEAP32[interp(PyInterpreterState.imports_modules)], 'threading');
  if (threading === 0) return;
  const held = Py_NewRef(threading);
  const r = PyObject_CallMethodNoArgs(held, _Py_ID('_shutdown'));
  if (r === 0) PyErr_FormatUnraisable('Exception ignored on threading shutdown');
  else Py_DECREF(r);
  Py_DECREF(held);
}

/** Names that are set to None first, so that their objects die while modules still work (sys_deletes of CPython). */
const SYS_DELETES = ['path', 'argv', 'ps1', 'ps2', 'last_exc', 'last_type', 'last_value', 'last_traceback', 'path_hooks', 'path_importer_cache', 'meta_path'];

/** finalize_modules: clears the modules, __main__ first, in CPython's order; objects get their finalizers. */
function finalize_modules(): void {
  const modules = HEAP32[interp(PyInterpreterState.imports_modules)];
  if (modules === 0) return;
  PyDict_SetItemString(HEAP32[interp(PyInterpreterState.builtins)], '_', Py_None);
  for (const name of SYS_DELETES) PySys_SetObject(name, Py_None);
  for (const name of ['stdin', 'stdout', 'stderr']) {
    const original = PySys_GetObject(`__${name}__`);
    PySys_SetObject(name, original === 0 ? Py_None : original);
  }
  finalize_remove_modules(modules);
  PyErr_Clear();
}

import { finalize_module_weaklist } from './finalize_modules';

function finalize_remove_modules(modules: number): void {
  finalize_module_weaklist(modules, HEAP32[interp(PyInterpreterState.sysdict)], HEAP32[interp(PyInterpreterState.builtins)], () => _PyGC_CollectNoFail(_PyThreadState_GET()));
}

/** Ends Python: threads, atexit, finalizers, flush. The calling thread is the main one and holds the GIL. */
export function Py_FinalizeEx(): number {
  const tstate = _PyThreadState_GET();
  wait_for_thread_shutdown();
  _PyAtExit_Call();
  flush_io();
  _PyRuntimeState_SetFinalizing(tstate);
  HEAP32[interp(PyInterpreterState.finalizing)] = 1;
  flush_io();
  _PyGC_CollectNoFail(tstate);
  finalize_modules();
  flush_io();
  return 0;
}
