// Running Python for the debugger in the stopped thread: conditions, the console, changed values. Answers to no CPython file.
//
// The program must not notice: no hand-off is forced meanwhile (waiters see no holder to ask), slices and the collector's
// counter are put back, the error indicator too. An expression sees the frame's locals in a dict that owns nothing, so that
// sys.getrefcount(x) says what it would say in the program; code that stores or that may look at the dict gets one that owns.

import { _gc_runtime_state, _gil_runtime_state, _PyInterpreterFrame, gc_generation, PyCodeObject, PyInterpreterState, PyModuleObject, PyThreadState, PyTupleObject } from '../include/generated/offsets';
import { CO_OPTIMIZED } from '../include/cpython_code';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef, Py_XSETREF } from '../include/object';
import { _PY_CALLS_TO_DO_BIT, _PY_GIL_DROP_REQUEST_BIT } from '../include/pycore_ceval';
import { OP } from '../include/pycore_opcode_ids';
import { _PyOpcode_Caches, _PyOpcode_Deopt } from '../include/pycore_opcode_metadata';
import { _PyInterpreterState_Main } from '../include/statics';
import { PyDict_GetItemString, PyDict_New, PyDict_SetItemString, PyDict_Update } from '../objects/dictobject';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyList_SetItem } from '../objects/listobject';
import { PyLong_FromDouble } from '../objects/longobject';
import { PyObject_IsTrue, PyObject_Repr, PyObject_SetAttrString } from '../objects/object';
import { PyObject_SetItem } from '../objects/abstract';
import { PyUnicode_AsUTF8, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyEval_EvalCode } from '../python/ceval';
import { _PyFrame_GetFrameObject } from '../python/frame';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString } from '../python/errors';
import { exception_line, plain_traceback, Py_CompileStringObject } from '../python/pythonrun';
import { PyExc_SyntaxError, PyExc_TypeError } from '../include/statics';
import { dict_get, dict_items } from './dicts';
import { code_length, code_children, fast_locals, frame_code, frame_globals } from './frames';
import { slot, unicode_text } from './memory';
import { simple_condition } from './conditions';
import type { StoreTarget } from './control';

const GIL = _PyInterpreterState_Main + PyInterpreterState.gil;
const HOLDER = (GIL + _gil_runtime_state.holder) >> 2;
const SLICE_LEFT = (GIL + _gil_runtime_state.slice_left) >> 2;
const CHECKS = (GIL + _gil_runtime_state.checks) >> 2;
const YOUNG_COUNT = (_PyInterpreterState_Main + PyInterpreterState.gc + _gc_runtime_state.generations + gc_generation.count) >> 2;
const WATCHED_BITS = _PY_GIL_DROP_REQUEST_BIT | _PY_CALLS_TO_DO_BIT;

/** Runs `f`, which may run Python, so that the program does not notice. Holds the GIL before and after. */
export function unnoticed<T>(tstate: number, f: () => T): T {
  const breaker = (tstate + PyThreadState.eval_breaker) >> 2;
  const bits = Atomics.and(HEAP32, breaker, ~WATCHED_BITS) & WATCHED_BITS;
  const slice = HEAP32[SLICE_LEFT];
  const checks = HEAP32[CHECKS];
  const young = HEAP32[YOUNG_COUNT];
  const exc = PyErr_GetRaisedException();
  HEAP32[YOUNG_COUNT] = 0;
  // As in a trace function: no monitoring event of any tool.
  const tracing = (tstate + PyThreadState.tracing) >> 2;
  HEAP32[tracing]++;
  Atomics.store(HEAP32, HOLDER, 0);
  try {
    return f();
  } finally {
    if (PyErr_Occurred()) PyErr_Clear();
    PyErr_SetRaisedException(exc);
    HEAP32[tracing]--;
    Atomics.store(HEAP32, HOLDER, tstate);
    HEAP32[YOUNG_COUNT] = young;
    HEAP32[SLICE_LEFT] = slice;
    HEAP32[CHECKS] = checks;
    Atomics.and(HEAP32, breaker, ~WATCHED_BITS);
    Atomics.or(HEAP32, breaker, bits);
  }
}

/** The exception that is set, as "Type: text"; clears it. */
export function take_error(): string {
  const exc = PyErr_GetRaisedException();
  if (exc === 0) return 'error without an exception';
  const text = exception_line(exc);
  Py_DECREF(exc);
  return text;
}

/** Returns new code, or 0 with SyntaxError. */
function compile(text: string, mode: 'eval' | 'exec'): number {
  const filename = PyUnicode_FromString('<console>');
  if (filename === 0) return 0;
  const code = Py_CompileStringObject(mode === 'eval' ? text.trim() : text, filename, mode, 0, -1);
  Py_DECREF(filename);
  return code;
}

function tuple_names(tuple: number): string[] {
  const names: string[] = [];
  for (let i = 0, n = HEAP32[(tuple + 16) >> 2]; i < n; i++) names.push(unicode_text(slot(tuple + PyTupleObject.ob_item + i * 8), 300) ?? '');
  return names;
}

const LOOKS_AT_NAMESPACE = new Set(['locals', 'globals', 'vars', 'dir', 'exec', 'eval', 'gc']);

/** Whether the code may change or keep its namespace. */
function needs_owning_namespace(code: number): boolean {
  if (tuple_names(slot(code + PyCodeObject.co_names)).some((n) => LOOKS_AT_NAMESPACE.has(n))) return true;
  const at = code + PyCodeObject.co_code_adaptive;
  for (let i = 0, n = code_length(code); i < n; ) {
    const op = _PyOpcode_Deopt[HEAPU8[at + i]];
    if (op === OP.STORE_NAME || op === OP.DELETE_NAME || op === OP.STORE_GLOBAL || op === OP.LOAD_LOCALS) return true;
    i += 2 + _PyOpcode_Caches[op] * 2;
  }
  return false;
}

export type EventNames = Record<string, string | number>;

function event_value(v: string | number): number {
  if (typeof v === 'string') return PyUnicode_FromString(v);
  return Number.isInteger(v) ? PyLong_FromDouble(v) : PyFloat_FromDouble(v);
}

function main_globals(): number {
  const main = dict_get(slot(_PyInterpreterState_Main + PyInterpreterState.imports_modules), '__main__');
  return slot(main + PyModuleObject.md_dict);
}

interface Namespace {
  globals: number;
  locals: number;
  /** Values whose references the dict does not own. */
  lent: number[];
  /** What to release afterwards. */
  owned: number[];
}

/** The globals and locals that `code` runs in; null with MemoryError. */
function namespace(code: number, frame: number, names: EventNames | undefined, statements: boolean): Namespace | null {
  // A thread that is just starting has no frame: then it is the main module's namespace.
  const ns: Namespace = { globals: frame === 0 ? main_globals() : frame_globals(frame), locals: 0, lent: [], owned: [] };
  const optimized = frame !== 0 && (HEAP32[(frame_code(frame) + PyCodeObject.co_flags) >> 2] & CO_OPTIMIZED) !== 0;
  if (!optimized && names === undefined) {
    ns.locals = (frame === 0 ? 0 : slot(frame + _PyInterpreterFrame.f_locals)) || ns.globals;
    return ns;
  }
  const dict = PyDict_New();
  if (dict === 0) return null;
  ns.locals = dict;
  ns.owned.push(dict);
  if (!optimized && frame !== 0) {
    const own = slot(frame + _PyInterpreterFrame.f_locals);
    if (own !== 0 && own !== ns.globals) PyDict_Update(dict, own);
  }
  if (names === undefined && add_console_names(dict) < 0) return null;
  // Comprehensions and lambdas of the expression look for the locals among the globals.
  const nested = code_children(code).length > 0;
  // After statements every local is written back from the dict: all must be there.
  const owning = nested || statements || needs_owning_namespace(code);
  const wanted = new Set(tuple_names(slot(code + PyCodeObject.co_names)));
  for (const local of frame === 0 ? [] : fast_locals(frame)) {
    if (names !== undefined && Object.hasOwn(names, local.name)) continue;
    if (!owning && !wanted.has(local.name)) continue;
    if (PyDict_SetItemString(dict, local.name, local.value) < 0) return null;
    if (!owning) {
      ns.lent.push(local.value);
      Py_DECREF(local.value);
    }
  }
  for (const [name, v] of Object.entries(names ?? {})) {
    if (name.includes('.') || !wanted.has(name)) continue;
    const value = event_value(v);
    if (value === 0 || PyDict_SetItemString(dict, name, value) < 0) return null;
    Py_DECREF(value);
  }
  if (nested) merge_globals(ns);
  return ns;
}

/** Names that statements in the console bound in a frame that has no room for them: the console's own, for all frames. */
const console_names = new Map<string, number>();

function add_console_names(dict: number): number {
  for (const [name, value] of console_names) if (PyDict_SetItemString(dict, name, value) < 0) return -1;
  return 0;
}

function merge_globals(ns: Namespace): void {
  const merged = PyDict_New();
  if (merged === 0) return;
  PyDict_Update(merged, ns.globals);
  PyDict_Update(merged, ns.locals);
  ns.owned.push(merged);
  ns.globals = merged;
}

function release(ns: Namespace): void {
  for (const v of ns.lent) Py_INCREF(v);
  for (const d of ns.owned) Py_DECREF(d);
}

/** Assignments of executed statements go back to the frame's slots. */
function write_back(ns: Namespace, frame: number): void {
  const known = new Set<string>();
  for (const local of fast_locals(frame)) {
    known.add(local.name);
    const now = PyDict_GetItemString(ns.locals, local.name);
    if (now === local.value) continue;
    if (now === 0) Py_XSETREF(local.at, 0);
    else {
      Py_INCREF(now);
      Py_XSETREF(local.at, now);
    }
  }
  const code = frame_code(frame);
  const own_names = tuple_names(slot(code + PyCodeObject.co_localsplusnames));
  keep_console_names(ns.locals, own_names);
  own_names.forEach((name, i) => {
    if (known.has(name)) return;
    const now = PyDict_GetItemString(ns.locals, name);
    const at = frame + _PyInterpreterFrame.localsplus + i * 8;
    if (now !== 0 && HEAP32[at >> 2] === 0) write_ptr(at, Py_NewRef(now));
  });
}

function keep_console_names(locals: number, own_names: readonly string[]): void {
  for (const item of dict_items(locals)) {
    const name = unicode_text(item.key, 300);
    if (name === null || own_names.includes(name)) continue;
    const old = console_names.get(name);
    console_names.set(name, Py_NewRef(item.value));
    if (old !== undefined) Py_DECREF(old);
  }
}

/** Returns new: the value of an expression in `frame`; 0 with an exception. */
export function eval_in_frame(text: string, frame: number, names?: EventNames): number {
  const code = compile(text, 'eval');
  return code === 0 ? 0 : run(code, frame, names, false);
}

/** An expression's value (new), or None's 0-with-no-exception: statements were executed. */
export function eval_or_exec(text: string, frame: number): { value: number; statements: boolean } {
  const expression = compile(text, 'eval');
  if (expression !== 0) return { value: run(expression, frame, undefined, false), statements: false };
  if (!PyErr_ExceptionMatches(PyExc_SyntaxError)) return { value: 0, statements: false };
  PyErr_Clear();
  const code = compile(text, 'exec');
  return { value: code === 0 ? 0 : run(code, frame, undefined, true), statements: true };
}

function run(code: number, frame: number, names: EventNames | undefined, statements: boolean): number {
  const ns = namespace(code, frame, names, statements);
  if (ns === null) {
    Py_DECREF(code);
    return 0;
  }
  const result = PyEval_EvalCode(code, ns.globals, ns.locals);
  if (statements && frame !== 0 && ns.owned.length > 0) {
    const exc = PyErr_GetRaisedException();
    write_back(ns, frame);
    PyErr_SetRaisedException(exc);
  }
  release(ns);
  Py_DECREF(code);
  return result;
}

/** repr(value) as text; clears an exception of __repr__. */
export function repr_text(value: number): string {
  const r = PyObject_Repr(value);
  if (r === 0) return `<repr failed: ${take_error()}>`;
  const text = PyUnicode_AsUTF8(r) ?? '';
  Py_DECREF(r);
  return text;
}

/** Whether the condition holds. A condition that fails stops (true), with the reason in `note`. */
export function condition_holds(tstate: number, text: string, frame: number, names: EventNames | undefined, note: (text: string) => void): boolean {
  if (text.trim() === '') return true;
  if (names !== undefined) {
    const simple = simple_condition(text, (name) => (Object.hasOwn(names, name) ? names[name] : undefined));
    if (simple !== undefined) return simple;
  }
  return unnoticed(tstate, () => {
    const value = eval_in_frame(text, frame, names);
    if (value === 0) {
      note(`condition ${text}: ${take_error()}`);
      return true;
    }
    const truth = PyObject_IsTrue(value);
    Py_DECREF(value);
    if (truth < 0) note(`condition ${text}: ${take_error()}`);
    return truth !== 0;
  });
}

/** A log point's text: `{expression}` is replaced by its value. */
export function log_text(tstate: number, template: string, frame: number): string {
  return unnoticed(tstate, () =>
    template.replace(/\{([^{}]+)\}/g, (_whole, expression: string) => {
      const value = eval_in_frame(expression, frame);
      if (value === 0) return `{${expression}: ${take_error()}}`;
      const text = repr_text(value);
      Py_DECREF(value);
      return text;
    }),
  );
}

/** Stores the value of `text` where `target` says. Returns new: what is stored; 0 with an exception. */
export function store(text: string, frame: number, target: StoreTarget): number {
  const value = eval_in_frame(text, frame);
  if (value === 0) return 0;
  if (store_value(value, target, frame) < 0) {
    Py_DECREF(value);
    return 0;
  }
  return value;
}

function store_value(value: number, target: StoreTarget, frame: number): number {
  switch (target.kind) {
    case 'slot':
      Py_INCREF(value);
      Py_XSETREF(target.at, value);
      return 0;
    case 'item':
      Py_INCREF(value);
      return PyList_SetItem(target.container, target.index, value);
    case 'key':
      return PyObject_SetItem(target.container, target.slot, value);
    case 'attribute':
      return PyObject_SetAttrString(target.object, target.name, value);
    case 'name': {
      const ns = slot(frame + _PyInterpreterFrame.f_locals) || frame_globals(frame);
      return PyDict_SetItemString(ns, target.name, value);
    }
    default:
      PyErr_SetString(PyExc_TypeError, 'this cannot be changed');
      return -1;
  }
}

/** The traceback of an exception as CPython prints it. */
export function traceback_text(exc: number): string {
  return plain_traceback(exc);
}


/** Sets the frame's f_lineno, with all its rules: what runs next is the first instruction of that line. 0, or -1 with ValueError. */
export function go_to_line(frame: number, line: number): number {
  const f = _PyFrame_GetFrameObject(frame);
  const number = f === 0 ? 0 : PyLong_FromDouble(line);
  if (number === 0) return -1;
  const r = PyObject_SetAttrString(f, 'f_lineno', number);
  Py_DECREF(number);
  return r;
}
