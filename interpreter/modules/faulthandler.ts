// Answers to Modules/faulthandler.c of CPython 3.13: tracebacks written straight to a descriptor.
// Deviation: there are no fatal signals to handle here (a broken heap shows in the debugger), so enable() only remembers;
// dump_traceback_later() raises, since nothing can interrupt a running worker at a time of its own.

import { _PyInterpreterFrame, PyCodeObject, PyThreadState } from '../include/generated/offsets';
import { HEAP32, read_ptr, read_ssize, utf8_bytes } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc } from '../include/typespec';
import { host } from '../host';
import { PyObject_AsFileDescriptor } from '../objects/fileobject';
import { PyUnicode_AsUTF8 } from '../objects/unicodeobject';
import { Py_UNIMPLEMENTED, PyErr_SetString } from '../python/errors';
import { _PyFrame_GetCode, _PyFrame_GetFirstComplete, PyUnstable_InterpreterFrame_GetLine } from '../python/frame';
import { _PyInterpreterState_GET, _PyThreadState_GET, thread_states, tstate_frame } from '../python/pystate';
import { PySys_GetObject } from '../python/sysmodule';
import { as_bool, clinic_args } from './clinic';

const enabled = static_alloc(8);
const MAX_FRAME_DEPTH = 100;

/** The descriptor of the file argument (0 or None: sys.stderr); -1 with an exception. */
function file_descriptor(file: number): number {
  const f = file === 0 || file === S.Py_None ? PySys_GetObject('stderr') : file;
  if (f === 0) {
    PyErr_SetString(S.PyExc_RuntimeError, 'unable to get sys.stderr');
    return -1;
  }
  if (f === S.Py_None) {
    PyErr_SetString(S.PyExc_RuntimeError, 'sys.stderr is None');
    return -1;
  }
  return PyObject_AsFileDescriptor(f);
}

export function dump_frames(tstate: number): string {
  let text = '';
  let depth = 0;
  for (let f = _PyFrame_GetFirstComplete(tstate_frame(tstate)); f !== 0; f = _PyFrame_GetFirstComplete(read_ptr(f + _PyInterpreterFrame.previous))) {
    if (depth++ >= MAX_FRAME_DEPTH) return `${text}  ...\n`;
    const code = _PyFrame_GetCode(f);
    const name = (field: number): string => PyUnicode_AsUTF8(read_ptr(code + field)) ?? '???';
    text += `  File "${name(PyCodeObject.co_filename)}", line ${PyUnstable_InterpreterFrame_GetLine(f)} in ${name(PyCodeObject.co_name)}\n`;
  }
  return text === '' ? '  <no Python frame>\n' : text;
}

/** What dump_traceback writes: all threads, newest first, or the current one. */
function dump(all_threads: boolean): string {
  const current = _PyThreadState_GET();
  if (!all_threads) return `Stack (most recent call first):\n${dump_frames(current)}`;
  return thread_states(_PyInterpreterState_GET())
    .map((t) => `${t === current ? 'Current thread' : 'Thread'} 0x${read_ssize(t + PyThreadState.thread_id).toString(16).padStart(16, '0')} (most recent call first):\n${dump_frames(t)}`)
    .join('\n');
}

function dump_traceback(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'dump_traceback', keywords: ['file', 'all_threads'] }, 0, 2, 0, args, nargs, kwnames);
  const all = a === null || a[1] === 0 ? true : as_bool(a[1]);
  if (a === null || all === null) return 0;
  const fd = file_descriptor(a[0]);
  if (fd < 0) return 0;
  host().write(fd, utf8_bytes(dump(all)));
  return S.Py_None;
}

function enable(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'enable', keywords: ['file', 'all_threads'] }, 0, 2, 0, args, nargs, kwnames);
  if (a === null || file_descriptor(a[0]) < 0) return 0;
  HEAP32[enabled >> 2] = 1;
  return S.Py_None;
}
function disable(): number {
  const was = HEAP32[enabled >> 2] !== 0;
  HEAP32[enabled >> 2] = 0;
  return was ? S.Py_True : S.Py_False;
}
function is_enabled(): number {
  return HEAP32[enabled >> 2] !== 0 ? S.Py_True : S.Py_False;
}
const unimplemented = (what: string) => (): number => Py_UNIMPLEMENTED(`faulthandler.${what}()`);

builtin_module({
  m_name: 'faulthandler',
  m_doc: 'faulthandler module.',
  m_methods: [
    ['enable', enable, METH_FASTCALL | METH_KEYWORDS, 'enable($module, /, file=sys.stderr, all_threads=True)\n--\n\nRemember to be enabled.'],
    ['disable', disable, METH_NOARGS, 'disable($module, /)\n--\n\nThe opposite of enable().'],
    ['is_enabled', is_enabled, METH_NOARGS, 'is_enabled($module, /)\n--\n\nWhether enable() was called.'],
    ['dump_traceback', dump_traceback, METH_FASTCALL | METH_KEYWORDS, 'dump_traceback($module, /, file=sys.stderr, all_threads=True)\n--\n\nWrite the stacks of the threads to a file.'],
    ['dump_traceback_later', unimplemented('dump_traceback_later'), METH_FASTCALL | METH_KEYWORDS],
    ['cancel_dump_traceback_later', () => S.Py_None, METH_NOARGS],
    ['register', unimplemented('register'), METH_FASTCALL | METH_KEYWORDS],
    ['unregister', () => S.Py_False, METH_FASTCALL],
  ],
});
