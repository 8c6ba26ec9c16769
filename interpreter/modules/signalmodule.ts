// Answers to Modules/signalmodule.c of CPython 3.13, as far as a process of workers has signals: handlers, SIGINT and
// raise_signal. Signals reach the main thread through its eval breaker. Deviation: no timers, no masks, no wakeup descriptor.

import { _PyRuntimeState, PyInterpreterState } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_XNewRef } from '../include/object';
import { _Py_set_eval_breaker_bit, _Py_unset_eval_breaker_bit, _PY_SIGNALS_PENDING_BIT } from '../include/pycore_ceval';
import { _PyInterpreterState_Main, _PyRuntime, Py_None, PyExc_KeyboardInterrupt, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyObject_CallFunctionObjArgs } from '../objects/call';
import { PyDict_GetItemWithError, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { _PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { PyCallable_Check, PyObject_RichCompareBool } from '../objects/object';
import { PyErr_Format, PyErr_Occurred, PyErr_SetNone } from '../python/errors';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddIntConstant } from '../python/modsupport';
import { PyEval_GetFrame } from '../python/ceval';
import { _PyThreadState_GET } from '../python/pystate';
import { monotonic_ms } from '../python/pytime';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyDict_GetItemString } from '../objects/dictobject';
import { PySet_Add, PySet_New } from '../objects/setobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';

const INTERP = _PyInterpreterState_Main;
const PENDING = (_PyRuntime + _PyRuntimeState.signals_pending) >> 2;
const HANDLERS = (INTERP + PyInterpreterState.signal_handlers) >> 2;
const SIGINT = 2;
const NAMES = 'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(' ');

/** Asks the main thread to handle a signal; callable from any thread. False for a number that is no signal. */
export function PyErr_SetInterrupt(signum: number): boolean {
  if (signum < 1 || signum > 31) return false;
  Atomics.or(HEAP32, PENDING, 1 << signum);
  Atomics.notify(HEAP32, PENDING);
  _Py_set_eval_breaker_bit(HEAP32[(INTERP + PyInterpreterState.threads_main) >> 2], _PY_SIGNALS_PENDING_BIT);
  return true;
}

/** Runs the handlers of pending signals in the main thread. 0, or -1 with an exception. */
export function PyErr_CheckSignalsTstate(tstate: number): number {
  if (tstate !== HEAP32[(INTERP + PyInterpreterState.threads_main) >> 2]) return 0;
  _Py_unset_eval_breaker_bit(tstate, _PY_SIGNALS_PENDING_BIT);
  const pending = Atomics.exchange(HEAP32, PENDING, 0);
  for (let i = 1; i < 32; i++) {
    if ((pending & (1 << i)) === 0) continue;
    if (run_handler(i) < 0) return -1;
  }
  return 0;
}
export function PyErr_CheckSignals(): number {
  return PyErr_CheckSignalsTstate(_PyThreadState_GET());
}

/** How long a wait of the main thread may leave a signal unseen, in ms. */
const SIGNAL_LATENCY = 20;

export function main_thread_has_signals(): boolean {
  return Atomics.load(HEAP32, PENDING) !== 0;
}

/**
 * Atomics.wait, for a thread that has given up the GIL. In the main thread it also ends for a pending signal: then true, and the
 * caller takes the GIL back and calls PyErr_CheckSignals.
 */
export function wait_or_signal(tstate: number, word: number, value: number, ms: number): boolean {
  if (tstate !== HEAP32[(INTERP + PyInterpreterState.threads_main) >> 2]) {
    Atomics.wait(HEAP32, word, value, ms);
    return false;
  }
  const deadline = monotonic_ms() + ms;
  for (let left = ms; left > 0 && !main_thread_has_signals(); left = deadline - monotonic_ms()) {
    if (Atomics.wait(HEAP32, word, value, Math.min(left, SIGNAL_LATENCY)) !== 'timed-out') break;
  }
  return main_thread_has_signals();
}

/** Waits without the GIL for `ms`, or until a signal is pending for the main thread: then true. */
export function sleep_or_signal(tstate: number, ms: number): boolean {
  if (tstate === HEAP32[(INTERP + PyInterpreterState.threads_main) >> 2]) {
    Atomics.wait(HEAP32, PENDING, 0, ms);
    return main_thread_has_signals();
  }
  Atomics.wait(never, 0, 0, ms);
  return false;
}
const never = new Int32Array(new SharedArrayBuffer(4));

function handler_of(signum: number): number {
  const d = HEAP32[HANDLERS];
  if (d === 0) return 0;
  const key = PyLong_FromLong(signum);
  const h = PyDict_GetItemWithError(d, key);
  Py_DECREF(key);
  return h;
}

function run_handler(signum: number): number {
  const handler = handler_of(signum);
  if (handler === 0 || !PyCallable_Check(handler)) {
    if (signum !== SIGINT || handler !== 0) return 0;
    PyErr_SetNone(PyExc_KeyboardInterrupt);
    return -1;
  }
  const n = PyLong_FromLong(signum);
  const frame = PyEval_GetFrame();
  const r = PyObject_CallFunctionObjArgs(handler, n, frame === 0 ? Py_None : frame);
  Py_DECREF(n);
  if (r === 0) return -1;
  Py_DECREF(r);
  return 0;
}

function signal_number(o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return -1;
  if (n >= 1 && n <= 64) return n;
  PyErr_Format(PyExc_ValueError, 'signal number out of range');
  return -1;
}
function signal_signal(m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('signal', nargs, 2, 2)) return 0;
  const n = signal_number(HEAP32[args >> 2]);
  if (n < 0) return 0;
  if (_PyThreadState_GET() !== HEAP32[(INTERP + PyInterpreterState.threads_main) >> 2]) return PyErr_Format(PyExc_ValueError, 'signal only works in main thread of the main interpreter');
  const handler = HEAP32[(args + 8) >> 2];
  if (!PyCallable_Check(handler)) {
    const zero = PyLong_FromLong(0);
    const one = PyLong_FromLong(1);
    if (PyObject_RichCompareBool(handler, zero, 2) !== 1 && PyObject_RichCompareBool(handler, one, 2) !== 1) {
      return PyErr_Format(PyExc_TypeError, 'signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
    }
  }
  const old = signal_getsignal(m, HEAP32[args >> 2]);
  if (HEAP32[HANDLERS] === 0) HEAP32[HANDLERS] = PyDict_New();
  PyDict_SetItem(HEAP32[HANDLERS], HEAP32[args >> 2], handler);
  return old;
}
function signal_getsignal(m: number, o: number): number {
  const n = signal_number(o);
  if (n < 0) return 0;
  const h = handler_of(n);
  if (h !== 0) return Py_NewRef(h);
  return n === SIGINT ? Py_XNewRef(PyDict_GetItemString(PyModule_GetDict(m), 'default_int_handler')) : PyLong_FromLong(0);
}
function signal_default_int_handler(): number {
  PyErr_SetNone(PyExc_KeyboardInterrupt);
  return 0;
}
function signal_raise_signal(_m: number, o: number): number {
  const n = signal_number(o);
  if (n < 0) return 0;
  PyErr_SetInterrupt(n);
  return PyErr_CheckSignals() < 0 ? 0 : Py_None;
}

const DESCRIPTIONS = (
  'Hangup|Interrupt|Quit|Illegal instruction|Trace/breakpoint trap|Aborted|Bus error|Floating point exception|Killed|User defined signal 1|Segmentation fault|User defined signal 2|Broken pipe|Alarm clock|Terminated|'
  + 'Stack fault|Child exited|Continued|Stopped (signal)|Stopped|Stopped (tty input)|Stopped (tty output)|Urgent I/O condition|CPU time limit exceeded|File size limit exceeded|Virtual timer expired|'
  + 'Profiling timer expired|Window changed|I/O possible|Power failure|Bad system call'
).split('|');
const SIGRTMIN = 34;
const SIGRTMAX = 64;
function signal_strsignal(_m: number, o: number): number {
  const n = _PyLong_AsInt(o);
  if (n === -1 && PyErr_Occurred()) return 0;
  if (n < 1 || n > SIGRTMAX) return PyErr_Format(PyExc_ValueError, 'signal number out of range');
  if (n > DESCRIPTIONS.length && n < SIGRTMIN) return Py_None;
  return PyUnicode_FromString(DESCRIPTIONS[n - 1] ?? `Real-time signal ${n - SIGRTMIN}`);
}
function signal_valid_signals(): number {
  const set = PySet_New(0);
  for (let n = 1; n <= SIGRTMAX && set !== 0; n++) {
    if (n > DESCRIPTIONS.length && n < SIGRTMIN) continue;
    const number = PyLong_FromLong(n);
    PySet_Add(set, number);
    Py_DECREF(number);
  }
  return set;
}

builtin_module({
  m_name: '_signal',
  m_doc: 'Mechanisms to use signal handlers in Python.',
  m_methods: [
    ['signal', signal_signal, METH_FASTCALL], ['getsignal', signal_getsignal, METH_O], ['raise_signal', signal_raise_signal, METH_O],
    ['default_int_handler', signal_default_int_handler, METH_FASTCALL],
    ['strsignal', signal_strsignal, METH_O, 'strsignal($module, signalnum, /)\n--\n\nWhat the system calls the signal; None when it has no name.'],
    ['valid_signals', signal_valid_signals, METH_NOARGS, 'valid_signals($module, /)\n--\n\nThe set of signal numbers of this platform.'],
  ],
  m_exec: (m) => {
    for (const [i, n] of NAMES.entries()) if (PyModule_AddIntConstant(m, `SIG${n}`, i + 1) < 0) return -1;
    for (const [n, v] of Object.entries({ SIG_DFL: 0, SIG_IGN: 1, NSIG: 65, SIGRTMIN, SIGRTMAX })) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
    return 0;
  },
});
