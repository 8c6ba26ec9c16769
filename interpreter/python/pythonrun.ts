// Answers to Python/pythonrun.c of CPython 3.13: compiling source, running it, showing an exception.
//
// An uncaught exception is printed by the module traceback, as CPython 3.13 does; where it cannot be imported, plainly.

import { type Mode } from '../parser/pegen';
import { decodeByHost } from '../parser/source';
import { PyBaseExceptionObject, PyInterpreterState, PySystemExitObject } from '../include/generated/offsets';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { CO_FUTURE_BARRY_AS_BDFL } from '../include/cpython_code';
import { HEAP32, HEAPU8, read_ssize } from '../include/heap';
import { Py_DECREF, Py_NewRef, Py_TYPE, Py_XDECREF } from '../include/object';
import { type mod, PySyntaxError, type CompileWarning } from '../include/pycore_ast';
import { _PyInterpreterState_Main, Py_None, PyExc__IncompleteInputError, PyExc_IndentationError, PyExc_LookupError, PyExc_MemoryError, PyExc_OverflowError, PyExc_RecursionError, PyExc_SyntaxError, PyExc_SyntaxWarning, PyExc_SystemError, PyExc_SystemExit, PyExc_TabError, PyExc_TypeError, PyExc_ValueError, PyExc_DeprecationWarning } from '../include/statics';
import { host } from '../host';
import { _PyParser_ASTFromString } from '../frontend';
import { PyObject_CheckBuffer, PyObject_GetBuffer, PyBuffer_Release } from '../objects/abstract';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallMethodNoArgs, PyObject_CallOneArg } from '../objects/call';
import { PyCode_FromDesc } from '../objects/codeobject';

import { PyException_GetTraceback, PyException_SetTraceback, PyExceptionInstance_Check } from '../objects/exceptions';

import { PyLong_AsLong, PyLong_Check } from '../objects/longobject';
import { PyObject_GetAttr, PyObject_Repr, PyObject_Str } from '../objects/object';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem, PyStructSequence_GetItem } from '../objects/structseq';

import { _PyType_Name, PyType_IsSubtype } from '../objects/typeobject';
import { _Py_ID, intern_common, PyUnicode_AsJS, PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromJS, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyUnicode_Decode } from '../objects/unicodeobject_codecs';
import { _PyAST_Compile, _PyCompile_AstOptimize, _PySymtable_FromAST } from './compile';
import type { STEntry } from './symtable';
import { PyAST_mod2obj } from '../modules/_ast';

import { _PyErr_SetSyntaxError, PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from './errors';
import { PyImport_ImportModule } from './import';
import { _PyArena_Free, _PyArena_New, add_constants, type PyArena } from './pyarena';
import { PyEval_EvalCode } from './ceval';

import { Py_PRINT_RAW, PyFile_WriteObject } from '../objects/fileobject';
import { PySys_GetObject, PySys_SetObject, PySys_WriteStderr } from './sysmodule';
import { traceback_lines } from './traceback';
import { PyErr_WarnEx, PyErr_WarnExplicitObject } from './_warnings';
import { AstError, _PyAST_Validate } from './ast';
import { PyAST_obj2mod } from '../modules/_ast_obj2ast';

// Compiler flags (compile.h, cpython/compile.h).
export const PyCF_MASK_OBSOLETE = 0x0010;
export const PyCF_SOURCE_IS_UTF8 = 0x0100;
export const PyCF_DONT_IMPLY_DEDENT = 0x0200;
export const PyCF_ONLY_AST = 0x0400;
export const PyCF_IGNORE_COOKIE = 0x0800;
export const PyCF_TYPE_COMMENTS = 0x1000;
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
export const PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000;
export const PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST;
const FUTURE_MASK = 0x20000 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x800000 | 0x1000000;
export const PyCF_MASK = FUTURE_MASK | PyCF_MASK_OBSOLETE | PyCF_DONT_IMPLY_DEDENT | PyCF_ONLY_AST | PyCF_TYPE_COMMENTS | PyCF_ALLOW_TOP_LEVEL_AWAIT | PyCF_ALLOW_INCOMPLETE_INPUT | 0x8000;

const ERROR_TYPES: Record<string, number> = {
  SyntaxError: PyExc_SyntaxError, _IncompleteInputError: PyExc__IncompleteInputError, IndentationError: PyExc_IndentationError, TabError: PyExc_TabError, UnicodeDecodeError: PyExc_SyntaxError,
};
const MESSAGE_TYPES: Record<string, number> = {
  RecursionError: PyExc_RecursionError, MemoryError: PyExc_MemoryError, OverflowError: PyExc_OverflowError, ValueError: PyExc_ValueError, SystemError: PyExc_SystemError,
};

/** Raises what the front end threw; anything else is thrown on. Returns 0. */
export function raise_front_end_error(error: unknown, filename: number, source: string | Uint8Array | null): 0 {
  if (!(error instanceof PySyntaxError)) throw error;
  if (MESSAGE_TYPES[error.type]) {
    PyErr_SetString(MESSAGE_TYPES[error.type], error.msg);
    return 0;
  }
  const type = ERROR_TYPES[error.type] ?? PyExc_SyntaxError;
  if (error.lineno === null) {
    PyErr_SetString(type, error.msg);
    return 0;
  }
  if (error.end_lineno === null) return _PyErr_SetSyntaxError(type, error.msg, filename, error.lineno, error.offset ?? 0, 0);
  const line = error.text ?? line_of(source, error.lineno);
  const text = line === null ? 0 : PyUnicode_FromString(line);
  _PyErr_SetSyntaxError(type, error.msg, filename, error.lineno, error.offset ?? 0, text, error.end_lineno ?? error.lineno, error.end_offset ?? 0);
  Py_XDECREF(text);
  return 0;
}

/** Line `lineno` with its newline; null when the source has no such line. The compiler's errors come without text. */
function line_of(source: string | Uint8Array | null, lineno: number): string | null {
  if (source === null) return null;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const line = text.split(/\r\n|\r|\n/)[lineno - 1];
  return line === undefined ? null : `${line}\n`;
}

/** Issues the warnings of parser and compiler. 0, or -1 when a filter made one an exception. */
function issue_warnings(warnings: CompileWarning[], filename: number, source: string | Uint8Array): number {
  for (const w of warnings) {
    const category = w.category === 'DeprecationWarning' ? PyExc_DeprecationWarning : PyExc_SyntaxWarning;
    if (w.lineno === 0) {
      if (PyErr_WarnEx(category, w.msg, 1) < 0) return -1;
      continue;
    }
    const msg = PyUnicode_FromString(w.msg);
    const r = PyErr_WarnExplicitObject(category, msg, filename, w.lineno, 0, 0);
    Py_DECREF(msg);
    if (r < 0) {
      if (PyErr_ExceptionMatches(category)) {
        PyErr_Clear();
        raise_front_end_error(new PySyntaxError('SyntaxError', w.msg, '', w.lineno, (w as { offset?: number }).offset ?? 1, null, w.lineno, 0), filename, source);
      }
      return -1;
    }
  }
  return 0;
}

/** The parser's Decoder: by the codecs that Python knows, else (the East Asian ones are C modules) by the host's. Runs Python code. */
function decode_source(bytes: Uint8Array, encoding: string): string {
  const mark = PyMem_Malloc(bytes.length + 1);
  HEAPU8.set(bytes, mark);
  const text = PyUnicode_Decode(mark, bytes.length, encoding, null);
  PyMem_Free(mark);
  if (text !== 0) {
    const s = PyUnicode_AsJS(text);
    Py_DECREF(text);
    return s;
  }
  const is_unknown = PyErr_ExceptionMatches(PyExc_LookupError);
  const e = PyErr_GetRaisedException();
  const message = PyObject_Str(e);
  Py_DECREF(e);
  const s = message === 0 ? `unknown encoding: ${encoding}` : PyUnicode_AsJS(message);
  Py_XDECREF(message);
  PyErr_Clear();
  if (is_unknown && s.startsWith('unknown encoding')) return decodeByHost(bytes, encoding);
  throw new Error(s);
}

/** What -O says. */
const optimization_level = (): number => HEAP32[(_PyInterpreterState_Main + PyInterpreterState.optimization_level) >> 2];

interface SourceOptions {
  source_kind: 'string' | 'file';
  /** 3.x, or -1. */
  feature_version: number;
  arena?: PyArena;
}

/** The tree of source text or bytes. Throws PySyntaxError. */
function parse_source(source: string | Uint8Array, name: string, mode: Mode, flags: number, warnings: CompileWarning[], options: SourceOptions): mod {
  return _PyParser_ASTFromString(source, name, mode, {
    warnings, source_kind: options.source_kind, decode: decode_source, type_comments: (flags & PyCF_TYPE_COMMENTS) !== 0,
    allow_incomplete_input: (flags & PyCF_ALLOW_INCOMPLETE_INPUT) !== 0, dont_imply_dedent: (flags & PyCF_DONT_IMPLY_DEDENT) !== 0,
    barry_as_bdfl: (flags & CO_FUTURE_BARRY_AS_BDFL) !== 0, max_str_digits: HEAP32[(_PyInterpreterState_Main + PyInterpreterState.int_max_str_digits) >> 2],
    ...((flags & PyCF_ONLY_AST) !== 0 && options.feature_version >= 0 ? { feature_version: options.feature_version } : {}), ...(options.arena ? { arena: options.arena } : {}),
  });
}

/** The compiler's table of symbols of a source; null with an exception. `filename`: str object, borrowed. */
export function Py_SymtableStringObject(source: string | Uint8Array, filename: number, mode: Mode): STEntry | null {
  const name = PyUnicode_AsJS(filename);
  const warnings: CompileWarning[] = [];
  try {
    const top = _PySymtable_FromAST(parse_source(source, name, mode, 0, warnings, { source_kind: 'string', feature_version: -1 }), name);
    return issue_warnings(warnings, filename, source) < 0 ? null : top;
  } catch (error) {
    if (issue_warnings(warnings, filename, source) === 0) raise_front_end_error(error, filename, source);
    return null;
  }
}

/** compile(): source (text, or bytes with an encoding to find out). New code object, or tree with PyCF_ONLY_AST; or 0. `filename`: str object, borrowed. */
export function Py_CompileStringObject(source: string | Uint8Array, filename: number, mode: Mode, flags: number, optimize: number, feature_version = -1): number {
  return compile_string(source, filename, mode, flags, optimize, 'string', _PyArena_New(false), feature_version);
}

/** Compiles source and runs it; its tree lives meanwhile. Returns new: None, or an expression's value; or 0. Runs Python code. */
export function PyRun_SourceObject(source: string | Uint8Array, filename: number, mode: Mode, globals: number, locals: number, flags = 0, source_kind: 'string' | 'file' = 'string'): number {
  const arena = _PyArena_New(true);
  const code = compile_string(source, filename, mode, flags, -1, source_kind, arena);
  const v = code === 0 ? 0 : PyEval_EvalCode(code, globals, locals);
  Py_XDECREF(code);
  _PyArena_Free(arena);
  return v;
}

function compile_string(source: string | Uint8Array, filename: number, mode: Mode, flags: number, optimize: number, source_kind: 'string' | 'file', arena: PyArena, feature_version = -1): number {
  const name = PyUnicode_Check(filename) ? PyUnicode_AsJS(filename) : '<string>';
  const warnings: CompileWarning[] = [];
  if (optimize === -1) optimize = optimization_level();
  let desc: ReturnType<typeof _PyAST_Compile>;
  let tree: mod;
  try {
    tree = parse_source(source, name, mode, flags, warnings, { source_kind, feature_version, arena });
    for (const id of arena.identifiers) Py_XDECREF(intern_common(PyUnicode_FromJS(id), true));
    if (flags & PyCF_ONLY_AST) {
      if ((flags & PyCF_OPTIMIZED_AST) === PyCF_OPTIMIZED_AST) _PyCompile_AstOptimize(tree, name, { cf_flags: flags, cf_feature_version: 13 }, optimize);
      return issue_warnings(warnings, filename, source) < 0 ? 0 : PyAST_mod2obj(tree);
    }
    desc = _PyAST_Compile(tree, name, { cf_flags: flags, cf_feature_version: 13 }, optimize, warnings);
  } catch (error) {
    return issue_warnings(warnings, filename, source) < 0 ? 0 : raise_front_end_error(error, filename, source);
  }
  if (warnings.length > 0 && issue_warnings(warnings, filename, source) < 0) return 0;
  const made = new Map<unknown, number>();
  const code = PyCode_FromDesc(desc, PyUnicode_Check(filename) ? filename : 0, made);
  add_constants(arena, tree, made);
  return code;
}

/** compile() of a tree that a program holds. New code object, or tree with PyCF_ONLY_AST; 0 with an exception. Runs Python code. */
export function compile_ast(source: number, filename: number, mode: Mode, flags: number, optimize: number): number {
  const only_ast = (flags & PyCF_ONLY_AST) !== 0;
  if (only_ast && (flags & PyCF_OPTIMIZED_AST) !== PyCF_OPTIMIZED_AST) return Py_NewRef(source);
  const name = PyUnicode_Check(filename) ? PyUnicode_AsJS(filename) : '<string>';
  const tree = PyAST_obj2mod(source, mode);
  if (tree === null) return 0;
  const warnings: CompileWarning[] = [];
  if (optimize === -1) optimize = optimization_level();
  const compiler_flags = { cf_flags: flags, cf_feature_version: 13 };
  let desc: ReturnType<typeof _PyAST_Compile>;
  try {
    _PyAST_Validate(tree);
    if (only_ast) {
      _PyCompile_AstOptimize(tree, name, compiler_flags, optimize);
      return PyAST_mod2obj(tree);
    }
    desc = _PyAST_Compile(tree, name, compiler_flags, optimize, warnings);
  } catch (error) {
    if (!(error instanceof AstError)) return raise_front_end_error(error, filename, '');
    PyErr_SetString(error.type === 'TypeError' ? PyExc_TypeError : PyExc_ValueError, error.msg);
    return 0;
  }
  return issue_warnings(warnings, filename, '') < 0 ? 0 : PyCode_FromDesc(desc, PyUnicode_Check(filename) ? filename : 0);
}

/** The source text of compile(), eval() and exec(): a str as JavaScript string, bytes-like as bytes; null with TypeError. */
export function source_as_string(source: number, funcname: string, what: string): string | Uint8Array | null {
  if (PyUnicode_Check(source)) return PyUnicode_AsJS(source);
  if (PyBytes_Check(source)) {
    const p = PyBytes_AS_STRING(source);
    return HEAPU8.slice(p, p + PyBytes_GET_SIZE(source));
  }
  if (PyObject_CheckBuffer(source)) {
    const mark = stackSave();
    const view = stackAlloc(80);
    let bytes: Uint8Array | null = null;
    if (PyObject_GetBuffer(source, view, 0) === 0) {
      const p = HEAP32[view >> 2];
      bytes = HEAPU8.slice(p, p + read_ssize(view + 16));
      PyBuffer_Release(view);
    }
    stackRestore(mark);
    return bytes;
  }
  PyErr_Format(PyExc_TypeError, '%s() arg 1 must be a %s object', funcname, what);
  return null;
}

// --- showing exceptions ---------------------------------------------------------------------------------------------

/** Flushes sys.stdout and sys.stderr, keeping the exception that is set. */
export function flush_io(): void {
  const exc = PyErr_GetRaisedException();
  for (const name of ['stderr', 'stdout']) {
    const f = PySys_GetObject(name);
    if (f === 0 || f === Py_None) continue;
    const r = PyObject_CallMethodNoArgs(f, _Py_ID('flush'));
    if (r === 0) PyErr_Clear();
    else Py_DECREF(r);
  }
  PyErr_SetRaisedException(exc);
}

/** sys.excepthook's default: prints `value` with its traceback to sys.stderr, or sys.__stderr__ if `file` is given. Borrows. */
export function _PyErr_Display(file: number, _type: number, value: number, tb: number): void {
  if (PyExceptionInstance_Check(value) && tb !== 0 && tb !== Py_None && HEAP32[(value + PyBaseExceptionObject.traceback) >> 2] === 0) PyException_SetTraceback(value, tb);
  const out = PySys_GetObject('stdout');
  if (out !== 0 && out !== Py_None) {
    const r = PyObject_CallMethodNoArgs(out, _Py_ID('flush'));
    if (r === 0) PyErr_Clear();
    else Py_DECREF(r);
  }
  if (!PyExceptionInstance_Check(value) || !display_by_module(value, file)) {
    PyErr_Clear();
    PySys_WriteStderr(plain_traceback(value));
  }
  const f = PySys_GetObject('stderr');
  if (f !== 0 && f !== Py_None) {
    const r = PyObject_CallMethodNoArgs(f, _Py_ID('flush'));
    if (r === 0) PyErr_Clear();
    else Py_DECREF(r);
  }
}

/** traceback._print_exception_bltin(value). False when that did not work. */
function display_by_module(value: number, given: number): boolean {
  const file = given || PySys_GetObject('stderr');
  if (file === 0 || file === Py_None) return file === Py_None;
  const module = PyImport_ImportModule('traceback');
  if (module === 0) return false;
  const print = PyObject_GetAttr(module, _Py_ID('_print_exception_bltin'));
  Py_DECREF(module);
  if (print === 0) return false;
  const r = PyObject_CallOneArg(print, value);
  Py_DECREF(print);
  if (r === 0) return false;
  Py_DECREF(r);
  return true;
}

/** The text of an exception and its causes, without source lines. */
export function plain_traceback(value: number): string {
  const parts: string[] = [];
  const seen = new Set<number>();
  let exc = value;
  while (exc !== 0 && !seen.has(exc)) {
    seen.add(exc);
    parts.unshift(one_exception(exc));
    const cause = HEAP32[(exc + PyBaseExceptionObject.cause) >> 2];
    const context = HEAP32[(exc + PyBaseExceptionObject.context) >> 2];
    if (cause !== 0) parts.unshift('\nThe above exception was the direct cause of the following exception:\n\n');
    else if (context !== 0 && !HEAPU8[exc + PyBaseExceptionObject.suppress_context]) parts.unshift('\nDuring handling of the above exception, another exception occurred:\n\n');
    else break;
    exc = cause || context;
  }
  return parts.join('');
}
function one_exception(exc: number): string {
  if (!PyExceptionInstance_Check(exc)) return `TypeError: print_exception(): Exception expected for value, ${_PyType_Name(Py_TYPE(exc))} found\n`;
  const tb = HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2];
  const head = tb === 0 ? '' : `Traceback (most recent call last):\n${traceback_lines(tb).join('\n')}\n`;
  return `${head}${exception_line(exc)}\n`;
}
/** "Type: text". Runs the exception's __str__. */
export function exception_line(exc: number): string {
  const s = PyObject_Str(exc);
  const text = s === 0 ? '<exception str() failed>' : (PyUnicode_AsUTF8(s) ?? '');
  if (s === 0) PyErr_Clear();
  else Py_DECREF(s);
  const name = _PyType_Name(Py_TYPE(exc));
  return text === '' ? name : `${name}: ${text}`;
}

/** The status of SystemExit(code), printing what is no integer to sys.stderr. Borrows. */
export function _Py_HandleSystemExit_code(exc: number): number {
  const code = HEAP32[(exc + PySystemExitObject.code) >> 2];
  flush_io();
  if (code === 0 || code === Py_None) return 0;
  if (PyLong_Check(code)) {
    const n = PyLong_AsLong(code);
    if (n === -1 && PyErr_Occurred()) {
      PyErr_Clear();
      return -1;
    }
    return n & 0xff;
  }
  const err = PySys_GetObject('stderr');
  if (err === 0 || err === Py_None) return 1;
  if (PyFile_WriteObject(code, err, Py_PRINT_RAW) < 0) PyErr_Clear();
  PySys_WriteStderr('\n');
  return 1;
}

/**
 * Prints the exception that is set through sys.excepthook, clearing it. For SystemExit returns the exit status (>= 0) without
 * printing; else -1.
 */
export function PyErr_PrintEx(set_sys_last_vars: boolean): number {
  const exc = PyErr_GetRaisedException();
  if (exc === 0) return -1;
  if (PyType_IsSubtype(Py_TYPE(exc), PyExc_SystemExit)) {
    const status = _Py_HandleSystemExit_code(exc);
    Py_DECREF(exc);
    return status;
  }
  const tb = PyException_GetTraceback(exc);
  if (set_sys_last_vars) {
    PySys_SetObject('last_exc', exc);
    PySys_SetObject('last_type', Py_TYPE(exc));
    PySys_SetObject('last_value', exc);
    PySys_SetObject('last_traceback', tb === 0 ? Py_None : tb);
    PyErr_Clear();
  }
  const hook = PySys_GetObject('excepthook');
  if (hook === 0) {
    PySys_WriteStderr('sys.excepthook is missing\n');
    _PyErr_Display(0, Py_TYPE(exc), exc, tb);
  } else {
    const held = Py_NewRef(hook);
    const r = PyObject_CallFunctionObjArgs(held, Py_TYPE(exc), exc, tb === 0 ? Py_None : tb);
    Py_DECREF(held);
    if (r === 0) {
      const exc2 = PyErr_GetRaisedException();
      if (PyType_IsSubtype(Py_TYPE(exc2), PyExc_SystemExit)) {
        const status = _Py_HandleSystemExit_code(exc2);
        for (const o of [exc2, exc]) Py_DECREF(o);
        Py_XDECREF(tb);
        return status;
      }
      flush_io();
      PySys_WriteStderr('Error in sys.excepthook:\n');
      _PyErr_Display(0, Py_TYPE(exc2), exc2, 0);
      PySys_WriteStderr('\nOriginal exception was:\n');
      _PyErr_Display(0, Py_TYPE(exc), exc, tb);
      Py_DECREF(exc2);
    } else Py_DECREF(r);
  }
  Py_XDECREF(tb);
  Py_DECREF(exc);
  return -1;
}
export function PyErr_Print(): number {
  return PyErr_PrintEx(true);
}

// --- unraisable exceptions ------------------------------------------------------------------------------------------

const HOOK_ARGS = 'exc_type exc_value exc_traceback err_msg object'.split(' ');

/** Gives an exception that cannot be raised to sys.unraisablehook. Borrows exc, msg (str or 0) and obj (or 0). */
export function PyErr_Display_unraisable(_tstate: number, exc: number, msg: number, obj: number): void {
  const hook = PySys_GetObject('unraisablehook');
  const tb = HEAP32[(exc + PyBaseExceptionObject.traceback) >> 2];
  const fields = [Py_TYPE(exc), exc, tb, msg, obj];
  if (hook === 0 || hook === Py_None) {
    print_unraisable(fields);
    return;
  }
  const type = unraisable_type();
  const args = PyStructSequence_New(type);
  fields.forEach((v, i) => PyStructSequence_SetItem(args, i, Py_NewRef(v === 0 ? Py_None : v)));
  const held = Py_NewRef(hook);
  const r = PyObject_CallOneArg(held, args);
  if (r === 0) {
    const failure = PyErr_GetRaisedException();
    print_unraisable(fields);
    print_unraisable([Py_TYPE(failure), failure, HEAP32[(failure + PyBaseExceptionObject.traceback) >> 2], 0, held]);
    Py_DECREF(failure);
  } else Py_DECREF(r);
  Py_DECREF(held);
  Py_DECREF(args);
}
function unraisable_type(): number {
  const slot = (_PyInterpreterState_Main + PyInterpreterState.unique_shared) >> 2;
  if (HEAP32[slot] === 0) HEAP32[slot] = PyStructSequence_NewType({ name: 'sys.UnraisableHookArgs', doc: 'Arguments of sys.unraisablehook.', fields: HOOK_ARGS.map((n) => [n, ''] as [string, string]), n_in_sequence: 5 });
  return HEAP32[slot];
}

/** sys.__unraisablehook__. */
export function PyErr_Display_unraisable_default(unraisable: number): number {
  const fields = HOOK_ARGS.map((_n, i) => PyStructSequence_GetItem(unraisable, i)).map((v) => (v === Py_None ? 0 : v));
  print_unraisable(fields);
  return Py_None;
}

function print_unraisable([type, value, tb, msg, obj]: number[]): void {
  const repr = obj === 0 ? 0 : PyObject_Repr(obj);
  if (obj !== 0 && repr === 0) PyErr_Clear();
  const shown = obj === 0 ? '' : repr === 0 ? '<object repr() failed>' : (PyUnicode_AsUTF8(repr) ?? '');
  Py_XDECREF(repr);
  const text = msg === 0 ? '' : (PyUnicode_AsUTF8(msg) ?? '');
  const head = obj !== 0 ? (text === '' ? `Exception ignored in: ${shown}\n` : `${text}: ${shown}\n`) : text === '' ? '' : `${text}:\n`;
  const lines = tb === 0 ? [] : unraisable_traceback(tb);
  const last = type === 0 ? '' : `${value === 0 ? _PyType_Name(type) : unraisable_line(value)}\n`;
  PySys_WriteStderr(head + lines.join('') + last);
  flush_io();
}
function unraisable_line(value: number): string {
  const module = PyObject_GetAttr(Py_TYPE(value), _Py_ID('__module__'));
  const name = module === 0 || !PyUnicode_Check(module) ? '' : (PyUnicode_AsUTF8(module) ?? '');
  if (module === 0) PyErr_Clear();
  else Py_DECREF(module);
  const prefix = name === '' || name === 'builtins' || name === '__main__' ? '' : `${name}.`;
  const line = exception_line(value);
  return line.endsWith(': ') ? prefix + line : prefix + (line.includes(':') ? line : `${line}: `);
}

/** The traceback with its source lines (no carets), as the C printer does. */
function unraisable_traceback(tb: number): string[] {
  const out = ['Traceback (most recent call last):\n'];
  for (const line of traceback_lines(tb)) {
    out.push(`${line}\n`);
    const m = /^ {2}File "(.*)", line (\d+), in /.exec(line);
    const source = m === null ? null : source_line(m[1], Number(m[2]));
    if (source !== null) out.push(`    ${source}\n`);
  }
  return out;
}
export function source_line(path: string, lineno: number): string | null {
  try {
    const text = new TextDecoder().decode(read_file(path));
    const line = text.split('\n')[lineno - 1];
    return line === undefined ? null : line.trim();
  } catch {
    return null;
  }
}

/** A whole file through the host. Throws HostError. */
export function read_file(path: string): Uint8Array {
  const h = host();
  const fd = h.open(path, 0, 0);
  try {
    const size = h.fstat(fd).st_size;
    let bytes = new Uint8Array(size + 1);
    let n = 0;
    for (;;) {
      if (n === bytes.length) {
        const more = new Uint8Array(bytes.length * 2);
        more.set(bytes);
        bytes = more;
      }
      const got = h.read(fd, bytes.subarray(n));
      if (got === 0) return bytes.subarray(0, n);
      n += got;
    }
  } finally {
    h.close(fd);
  }
}
