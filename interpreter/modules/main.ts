// Answers to Modules/main.c of CPython 3.13: what `python FILE`, `python -m MODULE` and `python -c CODE` do.

import { _PyRuntimeState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { Py_DECREF, Py_XDECREF } from '../include/object';
import { _PyRuntime, Py_False, Py_None, Py_True, PyExc_KeyboardInterrupt } from '../include/statics';
import { c_exit } from '../capi/libc/stdlib';
import { host, HostError } from '../host';
import { PyObject_CallFunctionObjArgs } from '../objects/call';
import { PyDict_DelItemString, PyDict_SetItemString } from '../objects/dictobject';
import { PyList_Insert } from '../objects/listobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyObject_GetAttr } from '../objects/object';
import { _Py_ID, PyUnicode_FromString } from '../objects/unicodeobject';
import { _PyEval_WarmUp } from '../python/ceval_warmup';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_GetRaisedException } from '../python/errors';
import { strerror } from '../python/errno';
import { PyImport_AddModule, PyImport_ImportModule } from '../python/import';
import { InitError, type InitConfig, Py_FinalizeEx, Py_InitializeFromConfig } from '../python/pylifecycle';
import { sys_flag } from './clinic';
import type { HeapSnapshot } from '../python/snapshot';
import { flush_io, plain_traceback, PyErr_Print, PyRun_SourceObject, read_file } from '../python/pythonrun';
import { PySys_GetObject, PySys_WriteStderr } from '../python/sysmodule';

/** What to run: one of the three. */
export interface RunConfig extends InitConfig {
  program?: string;
  module?: string;
  code?: string;
  /** Whether C extensions' reference counts are checked; true when absent. */
  reference_check?: boolean;
}

export interface RunHooks {
  /** After start-up, before the program's first bytecode; holds the GIL. */
  before_run?: (tstate: number) => void;
  /** After the program, before finalisation. */
  after_run?: (tstate: number) => void;
}

/** Prepends to sys.path, if the program's own folder shall be there (not with -P and -I). */
function sys_path_insert(dir: string): void {
  if (sys_flag('safe_path')) return;
  const path = PySys_GetObject('path');
  const d = PyUnicode_FromString(dir);
  if (path !== 0) PyList_Insert(path, 0, d);
  Py_DECREF(d);
}

/** What a shell sees of a process that SIGINT ended. CPython ends itself with that signal. */
const EXIT_SIGINT = 130;

/** 0, or the exit status after the exception that is set was printed. */
function finish(ok: boolean): number {
  if (ok) return 0;
  const interrupted = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt);
  const status = PyErr_Print();
  if (interrupted) return EXIT_SIGINT;
  return status < 0 ? 1 : status;
}

function run_code_in_main(source: string | Uint8Array, filename: string, set_loader: boolean): number {
  const dict = PyModule_GetDict(PyImport_AddModule('__main__'));
  const name = PyUnicode_FromString(filename);
  if (set_loader) {
    PyDict_SetItemString(dict, '__file__', name);
    PyDict_SetItemString(dict, '__cached__', Py_None);
    set_main_loader(dict, name, 'SourceFileLoader');
  }
  const v = PyRun_SourceObject(source, name, 'exec', dict, dict, 0, set_loader ? 'file' : 'string');
  Py_DECREF(name);
  Py_XDECREF(v);
  flush_io();
  const status = finish(v !== 0);
  if (set_loader && PyDict_DelItemString(dict, '__file__') < 0) PyErr_Clear();
  if (set_loader && PyDict_DelItemString(dict, '__cached__') < 0) PyErr_Clear();
  return status;
}

function set_main_loader(dict: number, filename: number, loader_name: string): void {
  const external = PyImport_ImportModule('_frozen_importlib_external');
  const type = external === 0 ? 0 : PyObject_GetAttr(external, _Py_ID(loader_name));
  const main = PyUnicode_FromString('__main__');
  const loader = type === 0 ? 0 : PyObject_CallFunctionObjArgs(type, main, filename);
  if (loader !== 0) PyDict_SetItemString(dict, '__loader__', loader);
  else PyErr_Clear();
  for (const o of [external, type, main, loader]) Py_XDECREF(o);
}

function pymain_run_file(program: string): number {
  let bytes: Uint8Array;
  try {
    const st = host().stat(program, true);
    if ((st.st_mode & 0o170000) === 0o040000) return run_directory(program);
    bytes = read_file(program);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    PySys_WriteStderr(`${PROGRAM_NAME}: can't open file '${from_cwd(program)}': [Errno ${error.errno}] ${strerror(error.errno)}\n`);
    return 2;
  }
  const slash = program.lastIndexOf('/');
  sys_path_insert(absolute(slash < 0 ? '.' : program.slice(0, slash) || '/'));
  return run_code_in_main(bytes, from_cwd(program), true);
}

const PROGRAM_NAME = 'python3.13';

/** The program's path from the root, as it was given. */
function from_cwd(path: string): string {
  return path.startsWith('/') ? path : `${host().getcwd()}/${path}`;
}

/** The path from the root, without `.` and `..`. */
function absolute(path: string): string {
  const out: string[] = [];
  for (const part of from_cwd(path).split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}

function run_directory(dir: string): number {
  sys_path_insert(absolute(dir));
  return pymain_run_module('__main__', false);
}

/** runpy._run_module_as_main(name, alter_argv). */
function pymain_run_module(name: string, set_argv0: boolean): number {
  const runpy = PyImport_ImportModule('runpy');
  const run = runpy === 0 ? 0 : PyObject_GetAttr(runpy, _Py_ID('_run_module_as_main'));
  const n = PyUnicode_FromString(name);
  const r = run === 0 ? 0 : PyObject_CallFunctionObjArgs(run, n, set_argv0 ? Py_True : Py_False);
  for (const o of [runpy, run, n, r]) Py_XDECREF(o);
  flush_io();
  return finish(r !== 0);
}

/** The program is what standard input has until its end. */
function run_stdin(): number {
  const chunks: Uint8Array[] = [];
  const chunk = new Uint8Array(65536);
  for (let n = host().read(0, chunk); n > 0; n = host().read(0, chunk)) chunks.push(chunk.slice(0, n));
  const source = new Uint8Array(chunks.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const c of chunks) {
    source.set(c, at);
    at += c.length;
  }
  sys_path_insert('');
  return run_code_in_main(source, '<stdin>', false);
}

/** linecache._register_code('<string>', ...): tracebacks show the lines of -c. */
function register_command(code: string): void {
  const linecache = PyImport_ImportModule('linecache');
  const register = linecache === 0 ? 0 : PyObject_GetAttr(linecache, _Py_ID('_register_code'));
  const name = PyUnicode_FromString('<string>');
  const source = PyUnicode_FromString(code);
  const r = register === 0 ? 0 : PyObject_CallFunctionObjArgs(register, name, source, name);
  if (r === 0) PyErr_Clear();
  for (const o of [linecache, register, name, source, r]) Py_XDECREF(o);
}

function run(config: RunConfig): number {
  if (config.program === '-') return run_stdin();
  if (config.program !== undefined) return pymain_run_file(config.program);
  if (config.module !== undefined) {
    sys_path_insert(host().getcwd());
    return pymain_run_module(config.module, true);
  }
  sys_path_insert('');
  register_command(config.code ?? '');
  return run_code_in_main(config.code ?? '', '<string>', false);
}

/** Starts Python in this realm, runs, finalises; the exit status. Throws InitError. */
export function Py_RunMain(config: RunConfig, hooks: RunHooks = {}, snapshot: HeapSnapshot | null = null): number {
  const tstate = Py_InitializeFromConfig(config, snapshot);
  HEAP32[(_PyRuntime + _PyRuntimeState.reference_check_off) >> 2] = config.reference_check === false ? 1 : 0;
  if (!_PyEval_WarmUp(tstate)) throw new InitError(`the warm-up of the eval loop failed\n${plain_traceback(PyErr_GetRaisedException())}`);
  hooks.before_run?.(tstate);
  const status = run(config);
  hooks.after_run?.(tstate);
  Py_FinalizeEx();
  c_exit();
  return status;
}
