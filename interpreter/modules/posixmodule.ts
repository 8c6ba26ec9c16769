// Answers to Modules/posixmodule.c of CPython 3.13: what os.py, importlib and pathlib need of POSIX, through the host.
// Deviations: no processes, no users, no sockets; what the host cannot do raises OSError(ENOSYS).

import { PyObject, PyTypeObject } from '../include/generated/offsets';
import { FUNCS } from '../include/functable';
import { HEAP32, HEAPF64, HEAPU8, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_METHOD, METH_NOARGS, METH_O, METH_VARARGS, METH_CLASS, Py_CLEAR, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TYPE, Py_XDECREF } from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_NotImplementedError, PyExc_OSError, PyExc_OverflowError, PyExc_RuntimeWarning, PyExc_TypeError, PyExc_ValueError, PyExc_Warning } from '../include/statics';
import { builtin_module, type MethodSpec, static_alloc, type_spec } from '../include/typespec';
import { host, HostError, type HostStat } from '../host';

import { PyNumber_Divmod } from '../objects/abstract';
import { PyBool_Check } from '../objects/boolobject';
import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyObject_CallNoArgs } from '../objects/call';
import { PyDict_Clear, PyDict_GetItemString, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyObject_AsFileDescriptor } from '../objects/fileobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { Py_GenericAlias } from '../objects/genericaliasobject';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyLong_AsLongLong, PyLong_AsBigInt, PyLong_Check, PyLong_FromBigInt, PyLong_FromLong, PyLong_FromSsize_t } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { _PyObject_LookupSpecial, _PyType_Name, PyType_FromModuleAndSpec } from '../objects/typeobject';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem } from '../objects/structseq';

import { _Py_ID, PyUnicode_AsJS, PyUnicode_Check, PyUnicode_FromJS, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../python/ceval_gil';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_FormatUnraisable, PyErr_GetRaisedException, PyErr_Occurred, PyErr_SetRaisedException, PyErr_SetString, Py_UNIMPLEMENTED } from '../python/errors';
import { ECHILD, EINVAL, ENOSYS, ENOTTY, strerror } from '../python/errno';
import { PyErr_ResourceWarning, PyErr_WarnEx } from '../python/_warnings';
import { PyImport_ImportModule } from '../python/import';
import { PyModule_AddIntConstant, PyModule_Add, PyModule_AddObjectRef } from '../python/modsupport';
import { PyObject_CallFinalizerFromDealloc } from '../objects/object';
import { PySys_Audit } from '../python/sysmodule';
import { PyErr_SetInterrupt } from './signalmodule';
import { add_conf_names, CONF_METHODS } from './posixmodule_conf';
import { DESCRIPTOR_METHODS } from './posixmodule_fd';
import { arg, as_int, as_longlong, clinic_args, raise_host_error, with_buffer } from './clinic';

// --- paths ----------------------------------------------------------------------------------------------------------

/** os.fspath: new reference to a str or bytes, 0 with TypeError. */
export function PyOS_FSPath(path: number): number {
  if (PyUnicode_Check(path) || PyBytes_Check(path)) return Py_NewRef(path);
  const func = _PyObject_LookupSpecial(path, _Py_ID('__fspath__'));
  if (func === 0 || func === Py_None) {
    if (PyErr_Occurred()) return 0;
    return PyErr_Format(PyExc_TypeError, 'expected str, bytes or os.PathLike object, not %.200s', _PyType_Name(Py_TYPE(path)));
  }
  const r = PyObject_CallNoArgs(func);
  Py_DECREF(func);
  if (r === 0 || PyUnicode_Check(r) || PyBytes_Check(r)) return r;
  PyErr_Format(PyExc_TypeError, 'expected %.200s.__fspath__() to return str or bytes, not %.200s', _PyType_Name(Py_TYPE(path)), _PyType_Name(Py_TYPE(r)));
  Py_DECREF(r);
  return 0;
}

/** Undecodable bytes travel as lone surrogates U+DC80.., as os.fsdecode gives them. */
function bytes_to_js(b: number): string {
  const p = PyBytes_AS_STRING(b);
  return surrogateescape(HEAPU8.slice(p, p + PyBytes_GET_SIZE(b)));
}
function surrogateescape(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (b) => String.fromCharCode(b < 0x80 ? b : 0xdc00 + b)).join('');
  }
}
function js_to_bytes(s: string): number {
  const bytes = fs_bytes(s);
  const b = PyBytes_FromStringAndSize(0, bytes.length);
  if (b !== 0) HEAPU8.set(bytes, PyBytes_AS_STRING(b));
  return b;
}
function fs_bytes(s: string): Uint8Array {
  const encoder = new TextEncoder();
  if (s.isWellFormed()) return encoder.encode(s);
  return Uint8Array.from([...s].flatMap((ch) => (/[\udc80-\udcff]/.test(ch) ? [ch.charCodeAt(0) - 0xdc00] : [...encoder.encode(ch)])));
}

interface Path {
  /** The text, or '' for a descriptor. */
  text: string;
  fd: number;
  /** Whether results are bytes. */
  bytes: boolean;
  /** The argument, for messages; borrowed. */
  object: number;
}

/** path_converter: null with an exception. */
function as_path(o: number, fname: string, options: { fd?: boolean; none?: boolean; arg?: string } = {}): Path | null {
  if (o === 0 || (o === Py_None && options.none)) return { text: '.', fd: -1, bytes: false, object: 0 };
  if (options.fd && PyLong_Check(o)) {
    if (PyBool_Check(o) && PyErr_WarnEx(PyExc_RuntimeWarning, 'bool is used as a file descriptor', 1) < 0) return null;
    const fd = as_int(o);
    return fd === null ? null : { text: '', fd, bytes: false, object: o };
  }
  if (!PyUnicode_Check(o) && !PyBytes_Check(o) && _PyType_has_fspath(o) === 0) {
    const kinds = ['string', 'bytes', 'os.PathLike', ...(options.fd ? ['integer'] : []), ...(options.none ? ['None'] : [])];
    PyErr_Format(PyExc_TypeError, '%s: %s should be %s, not %.200s', fname, options.arg ?? 'path', `${kinds.slice(0, -1).join(', ')} or ${kinds[kinds.length - 1]}`, _PyType_Name(Py_TYPE(o)));
    return null;
  }
  const p = PyOS_FSPath(o);
  if (p === 0) return null;
  const bytes = PyBytes_Check(p);
  const text = bytes ? bytes_to_js(p) : PyUnicode_AsJS(p);
  Py_DECREF(p);
  if (text.includes('\0')) {
    PyErr_Format(PyExc_ValueError, '%s: embedded null %s in %s', fname, bytes ? 'byte' : 'character', options.arg ?? 'path');
    return null;
  }
  return { text, fd: -1, bytes, object: o };
}
function _PyType_has_fspath(o: number): number {
  const f = _PyObject_LookupSpecial(o, _Py_ID('__fspath__'));
  if (f === 0 || f === Py_None) return 0;
  Py_DECREF(f);
  return 1;
}
const name_object = (p: Path, s: string): number => (p.bytes ? js_to_bytes(s) : PyUnicode_FromJS(s));

/** Whether all of these dir_fd arguments are absent; else false with NotImplementedError: os.supports_dir_fd is empty. */
function no_dir_fd(...args: number[]): boolean {
  if (args.every((o) => o === 0 || o === Py_None)) return true;
  PyErr_SetString(PyExc_NotImplementedError, 'dir_fd unavailable on this platform');
  return false;
}

/** Runs a host call; its error becomes OSError about `path`. */
function call(f: () => number, path = 0, path2 = 0): number {
  try {
    return f();
  } catch (error) {
    return raise_host_error(error, path, path2);
  }
}

// --- stat -----------------------------------------------------------------------------------------------------------

const STAT_FIELDS: [string, string][] = [
  ['st_mode', 'protection bits'], ['st_ino', 'inode'], ['st_dev', 'device'], ['st_nlink', 'number of hard links'], ['st_uid', 'user ID of owner'], ['st_gid', 'group ID of owner'],
  ['st_size', 'total size, in bytes'], ['unnamed field', ''], ['unnamed field', ''], ['unnamed field', ''], ['st_atime', 'time of last access'], ['st_mtime', 'time of last modification'],
  ['st_ctime', 'time of last change'], ['st_atime_ns', 'time of last access in nanoseconds'], ['st_mtime_ns', 'time of last modification in nanoseconds'], ['st_ctime_ns', 'time of last change in nanoseconds'],
  ['st_blksize', 'blocksize for filesystem I/O'], ['st_blocks', 'number of blocks allocated'], ['st_rdev', 'device type (if inode device)'],
];
const module_type = (m: number, name: string): number => PyDict_GetItemString(PyModule_GetDict(m), name);

function stat_result(m: number, st: HostStat): number {
  const r = PyStructSequence_New(module_type(m, 'stat_result'));
  if (r === 0) return 0;
  const times = [st.st_atime_ns, st.st_mtime_ns, st.st_ctime_ns];
  const values = [
    ...[st.st_mode, st.st_ino, st.st_dev, st.st_nlink, st.st_uid, st.st_gid, st.st_size].map((n) => PyLong_FromSsize_t(n)), ...times.map((t) => PyLong_FromBigInt(t / 1000000000n)),
    ...times.map((t) => PyFloat_FromDouble(Number(t / 1000000000n) + Number(t % 1000000000n) * 1e-9)), ...times.map((t) => PyLong_FromBigInt(t)),
    PyLong_FromLong(st.st_blksize ?? 4096), PyLong_FromSsize_t(st.st_blocks ?? Math.ceil(st.st_size / 512)), PyLong_FromSsize_t(st.st_rdev ?? 0),
  ];
  values.forEach((v, i) => PyStructSequence_SetItem(r, i, v));
  return r;
}
function do_stat(m: number, path: Path, follow: boolean): number {
  return call(() => stat_result(m, path.fd >= 0 ? host().fstat(path.fd) : host().stat(path.text, follow)), path.object);
}
function os_stat(m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'stat', keywords: ['path', 'dir_fd', 'follow_symlinks'] }, 1, 1, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[1]) && as_path(a[0], 'stat', { fd: true });
  return path ? do_stat(m, path, a[2] === 0 || a[2] === Py_True || a[2] !== Py_False) : 0;
}
function os_lstat(m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'lstat', keywords: ['path', 'dir_fd'] }, 1, 1, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[1]) && as_path(a[0], 'lstat');
  return path ? do_stat(m, path, false) : 0;
}
function os_fstat(m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'fstat', keywords: ['fd'] }, 1, 1, 0, args, nargs, kwnames);
  const fd = a && as_int(a[0]);
  return fd === null ? 0 : call(() => stat_result(m, host().fstat(fd)));
}

const S_IFMT = 0o170000;
/** posix._path_exists and friends: no exception for what is not there. */
function path_test(follow: boolean, test: (mode: number) => boolean) {
  return (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args({ fname: '_path_test', keywords: ['path'] }, 1, 1, 0, args, nargs, kwnames);
    if (a === null) return 0;
    const path = as_path(a[0], '_path_exists', { fd: true });
    if (path === null) {
      if (!PyErr_Occurred() || !is_value_error()) return 0;
      return Py_False;
    }
    try {
      return test((path.fd >= 0 ? host().fstat(path.fd) : host().stat(path.text, follow)).st_mode) ? Py_True : Py_False;
    } catch (error) {
      if (error instanceof HostError) return Py_False;
      throw error;
    }
  };
}
function is_value_error(): boolean {
  if (!PyErr_ExceptionMatches(PyExc_ValueError)) return false;
  PyErr_Clear();
  return true;
}

function os_access(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'access', keywords: ['path', 'mode', 'dir_fd', 'effective_ids', 'follow_symlinks'] }, 2, 2, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[2]) && as_path(a[0], 'access');
  const mode = a && path ? as_int(a[1]) : null;
  if (!path || mode === null) return 0;
  const h = host();
  if (h.access) return h.access(path.text, mode) ? Py_True : Py_False;
  try {
    const st = host().stat(path.text, true);
    const bits = st.st_mode | (st.st_mode >> 3) | (st.st_mode >> 6);
    return (bits & mode) === mode ? Py_True : Py_False;
  } catch (error) {
    if (error instanceof HostError) return Py_False;
    throw error;
  }
}

// --- directories and files ------------------------------------------------------------------------------------------

function os_listdir(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'listdir', keywords: ['path'] }, 0, 1, 0, args, nargs, kwnames);
  const path = a && as_path(a[0], 'listdir', { fd: true, none: true });
  if (!path) return 0;
  if (path.fd >= 0) return Py_UNIMPLEMENTED('os.listdir() of a file descriptor');
  if (PySys_Audit('os.listdir', path.object) < 0) return 0;
  return call(() => {
    const names = host().listdir(path.text);
    const l = PyList_New(0);
    for (const n of names) {
      const s = name_object(path, n);
      PyList_Append(l, s);
      Py_DECREF(s);
    }
    return l;
  }, path.object);
}

/** A function of one path (and perhaps a mode) that returns None. */
function on_path(fname: string, keywords: string[], f: (path: string, mode: number) => void, mode = 0): MethodSpec {
  return [
    fname,
    (_m: number, args: number, nargs: number, kwnames: number): number => {
      const a = clinic_args({ fname, keywords }, 1, 2, 0, args, nargs, kwnames);
      const path = a && no_dir_fd(a[keywords.indexOf('dir_fd')] ?? 0) && as_path(a[0], fname);
      if (!path) return 0;
      const given = keywords[1] === 'mode' && a[1] !== 0 ? as_int(a[1]) : mode;
      if (given === null) return 0;
      if (PySys_Audit(`os.${fname}`, path.object) < 0) return 0;
      return call(() => (f(path.text, given), Py_None), path.object);
    },
    METH_FASTCALL | METH_KEYWORDS,
  ];
}
function os_rename(fname: string) {
  return (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args({ fname, keywords: ['src', 'dst', 'src_dir_fd', 'dst_dir_fd'] }, 2, 2, 0, args, nargs, kwnames);
    const src = a && no_dir_fd(a[2], a[3]) && as_path(a[0], fname, { arg: 'src' });
    const dst = a && src && as_path(a[1], fname, { arg: 'dst' });
    if (!src || !dst) return 0;
    return call(() => (host().rename(src.text, dst.text), Py_None), src.object, dst.object);
  };
}
function os_readlink(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'readlink', keywords: ['path', 'dir_fd'] }, 1, 1, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[1]) && as_path(a[0], 'readlink');
  return path ? call(() => name_object(path, host().readlink(path.text)), path.object) : 0;
}
function os_open(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'open', keywords: ['path', 'flags', 'mode', 'dir_fd'] }, 2, 3, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[3]) && as_path(a[0], 'open');
  const flags = a && path ? as_int(a[1]) : null;
  const mode = a && flags !== null ? (a[2] === 0 ? 0o777 : as_int(a[2])) : null;
  if (!path || flags === null || mode === null) return 0;
  return call(() => PyLong_FromLong(host().open(path.text, flags, mode)), path.object);
}
function with_fd(f: (fd: number) => number) {
  return (_m: number, o: number): number => {
    const fd = as_int(o);
    return fd === null ? 0 : call(() => f(fd));
  };
}
function os_read(_m: number, args: number, nargs: number): number {
  if (nargs !== 2) return PyErr_Format(PyExc_TypeError, 'read expected 2 arguments, got %zd', nargs);
  const fd = as_int(arg(args, 0));
  const n = fd === null ? null : as_longlong(arg(args, 1));
  if (fd === null || n === null) return 0;
  const b = new Uint8Array(Math.min(Number(n), 0x7ffff000));
  return call(() => {
    const tstate = PyEval_SaveThread('read');
    let got: number;
    try {
      got = host().read(fd, b);
    } finally {
      PyEval_RestoreThread(tstate);
    }
    const r = PyBytes_FromStringAndSize(0, got);
    HEAPU8.set(b.subarray(0, got), PyBytes_AS_STRING(r));
    return r;
  });
}
function os_write(_m: number, args: number, nargs: number): number {
  if (nargs !== 2) return PyErr_Format(PyExc_TypeError, 'write expected 2 arguments, got %zd', nargs);
  const fd = as_int(arg(args, 0));
  if (fd === null) return 0;
  return with_buffer(arg(args, 1), 0, 0, (p, n) => call(() => PyLong_FromSsize_t(host().write(fd, HEAPU8.slice(p, p + n)))));
}
function os_lseek(_m: number, args: number, nargs: number): number {
  if (nargs !== 3) return PyErr_Format(PyExc_TypeError, 'lseek expected 3 arguments, got %zd', nargs);
  const fd = as_int(arg(args, 0));
  const at = fd === null ? null : as_longlong(arg(args, 1));
  const how = at === null ? null : as_int(arg(args, 2));
  if (fd === null || at === null || how === null) return 0;
  return call(() => PyLong_FromSsize_t(host().lseek(fd, Number(at), how)));
}
function os_ftruncate(_m: number, args: number): number {
  const fd = as_int(arg(args, 0));
  const n = fd === null ? null : as_longlong(arg(args, 1));
  return fd === null || n === null ? 0 : call(() => (host().ftruncate(fd, Number(n)), Py_None));
}

// --- scandir --------------------------------------------------------------------------------------------------------

const E_NAME = PyObject.SIZEOF;
const E_PATH = E_NAME + 8;
const E_STAT = E_NAME + 16;
const E_LSTAT = E_NAME + 24;
/** st_mode and st_ino of the entry itself when the folder was read; mode 0: not known. */
const E_MODE = E_NAME + 32;
const E_INO = E_NAME + 40;
const ENTRY_SIZE = E_NAME + 48;
const ENTRY_FIELDS = [E_NAME, E_PATH, E_STAT, E_LSTAT];

function entry_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  for (const f of ENTRY_FIELDS) Py_XDECREF(HEAP32[(self + f) >> 2]);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}
function entry_path(self: number): string {
  const p = HEAP32[(self + E_PATH) >> 2];
  return PyBytes_Check(p) ? bytes_to_js(p) : PyUnicode_AsJS(p);
}
/** The mode, or 0 when the entry is gone. What the folder said is enough, except for where a link leads. */
function entry_mode(self: number, follow: boolean): number {
  const known = HEAP32[(self + E_MODE) >> 2];
  if (known !== 0 && (!follow || (known & S_IFMT) !== 0o120000)) return known;
  try {
    return host().stat(entry_path(self), follow).st_mode;
  } catch (error) {
    if (error instanceof HostError) return 0;
    throw error;
  }
}
/** Notes what is known of the entry at `path`. */
function entry_look(self: number, path: string): void {
  write_ptr(self + E_MODE, 0);
  HEAPF64[(self + E_INO) >> 3] = 0;
  try {
    const st = host().stat(path, false);
    write_ptr(self + E_MODE, st.st_mode);
    HEAPF64[(self + E_INO) >> 3] = st.st_ino;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  }
}
function follow_arg(fname: string, args: number, nargs: number, kwnames: number): boolean | null {
  const a = clinic_args({ fname, keywords: ['follow_symlinks'] }, 0, 0, 0, args, nargs, kwnames);
  return a === null ? null : a[0] !== Py_False;
}
const entry_is = (fname: string, type: number): MethodSpec => [
  fname,
  (self: number, _cls: number, args: number, nargs: number, kwnames: number): number => {
    const follow = follow_arg(fname, args, nargs, kwnames);
    return follow === null ? 0 : (entry_mode(self, follow) & S_IFMT) === type ? Py_True : Py_False;
  },
  METH_METHOD | METH_FASTCALL | METH_KEYWORDS,
];
function entry_stat(self: number, _cls: number, args: number, nargs: number, kwnames: number): number {
  const follow = follow_arg('stat', args, nargs, kwnames);
  if (follow === null) return 0;
  const slot = self + (follow ? E_STAT : E_LSTAT);
  if (HEAP32[slot >> 2] === 0) {
    const posix = PyImport_ImportModule('posix');
    if (posix === 0) return 0;
    const path = HEAP32[(self + E_PATH) >> 2];
    const r = call(() => stat_result(posix, host().stat(entry_path(self), follow)), path);
    Py_DECREF(posix);
    if (r === 0) return 0;
    write_ptr(slot, r);
  }
  return Py_NewRef(HEAP32[slot >> 2]);
}
const entry_spec = type_spec({
  tp_name: 'posix.DirEntry', tp_basicsize: ENTRY_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_dealloc: entry_dealloc,
  tp_repr: (self: number) => PyUnicode_FromFormat('<DirEntry %R>', HEAP32[(self + E_NAME) >> 2]),
  tp_getset: [['name', (s: number) => Py_NewRef(HEAP32[(s + E_NAME) >> 2]), null], ['path', (s: number) => Py_NewRef(HEAP32[(s + E_PATH) >> 2]), null]],
  tp_methods: [
    entry_is('is_dir', 0o040000), entry_is('is_file', 0o100000), ['stat', entry_stat, METH_METHOD | METH_FASTCALL | METH_KEYWORDS],
    ['is_symlink', (s: number) => ((entry_mode(s, false) & S_IFMT) === 0o120000 ? Py_True : Py_False), METH_NOARGS], ['is_junction', () => Py_False, METH_NOARGS],
    ['inode', (s: number) => call(() => PyLong_FromSsize_t(HEAPF64[(s + E_INO) >> 3] || host().stat(entry_path(s), false).st_ino), HEAP32[(s + E_PATH) >> 2]), METH_NOARGS], ['__fspath__', (s: number) => Py_NewRef(HEAP32[(s + E_PATH) >> 2]), METH_NOARGS],
    ['__class_getitem__', (c: number, k: number) => Py_GenericAlias(c, k), METH_O | METH_CLASS],
  ],
});

// ScandirIterator: a list of entries and an index.
const I_LIST = PyObject.SIZEOF;
const I_AT = I_LIST + 8;
function scandir_next(self: number): number {
  const list = HEAP32[(self + I_LIST) >> 2];
  if (list === 0) return 0;
  const i = HEAP32[(self + I_AT) >> 2]++;
  if (i < HEAP32[(list + 16) >> 2]) return Py_NewRef(HEAP32[(HEAP32[(list + 24) >> 2] + i * 8) >> 2]);
  Py_CLEAR(self + I_LIST);
  return 0;
}
function scandir_close(self: number): number {
  Py_CLEAR(self + I_LIST);
  return Py_None;
}
/** Warns about an iterator that was neither run to its end nor closed. */
function scandir_finalize(self: number): void {
  if (HEAP32[(self + I_LIST) >> 2] === 0) return;
  const exc = PyErr_GetRaisedException();
  if (PyErr_ResourceWarning(self, 1, 'unclosed scandir iterator %R', self) < 0 && PyErr_ExceptionMatches(PyExc_Warning)) PyErr_FormatUnraisable('Exception ignored in scandir iterator');
  Py_CLEAR(self + I_LIST);
  PyErr_SetRaisedException(exc);
}
function scandir_dealloc(self: number): void {
  if (PyObject_CallFinalizerFromDealloc(self) < 0) return;
  const tp = Py_TYPE(self);
  Py_XDECREF(HEAP32[(self + I_LIST) >> 2]);
  FUNCS[HEAP32[(tp + PyTypeObject.tp_free) >> 2]](self);
  Py_DECREF(tp);
}
const scandir_spec = type_spec({
  tp_name: 'posix.ScandirIterator', tp_basicsize: PyObject.SIZEOF + 16, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_dealloc: scandir_dealloc, tp_finalize: scandir_finalize,
  tp_iter: (s: number) => Py_NewRef(s), tp_iternext: scandir_next,
  tp_methods: [['__enter__', (s: number) => Py_NewRef(s), METH_NOARGS], ['__exit__', scandir_close, METH_VARARGS], ['close', scandir_close, METH_NOARGS]],
});
const new_object = (type: number): number => FUNCS[HEAP32[(type + PyTypeObject.tp_alloc) >> 2]](type, 0);
function os_scandir(m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'scandir', keywords: ['path'] }, 0, 1, 0, args, nargs, kwnames);
  const path = a && as_path(a[0], 'scandir', { none: true });
  if (!path) return 0;
  return call(() => {
    const names = host().listdir(path.text);
    const list = PyList_New(0);
    for (const n of names) {
      const e = new_object(module_type(m, 'DirEntry'));
      for (const f of ENTRY_FIELDS) write_ptr(e + f, 0);
      write_ptr(e + E_NAME, name_object(path, n));
      const full = path.text.endsWith('/') ? path.text + n : `${path.text}/${n}`;
      write_ptr(e + E_PATH, name_object(path, full));
      entry_look(e, full);
      PyList_Append(list, e);
      Py_DECREF(e);
    }
    const it = new_object(module_type(m, '_ScandirIterator'));
    write_ptr(it + I_LIST, list);
    write_ptr(it + I_AT, 0);
    return it;
  }, path.object);
}

// --- the process ----------------------------------------------------------------------------------------------------

function os_fspath(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'fspath', keywords: ['path'] }, 1, 1, 0, args, nargs, kwnames);
  return a ? PyOS_FSPath(a[0]) : 0;
}
function os__exit(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: '_exit', keywords: ['status'] }, 1, 1, 0, args, nargs, kwnames);
  const status = a && as_int(a[0]);
  return status === null ? 0 : host().exit(status & 0xff);
}
function os_urandom(_m: number, o: number): number {
  const n = as_int(o);
  if (n === null) return 0;
  if (n < 0) return PyErr_Format(PyExc_ValueError, 'negative argument not allowed');
  const b = PyBytes_FromStringAndSize(0, n);
  if (b !== 0) HEAPU8.set(host().urandom(n), PyBytes_AS_STRING(b));
  return b;
}
function os_getrandom(m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'getrandom', keywords: ['size', 'flags'] }, 1, 2, 0, args, nargs, kwnames);
  if (a === null || (a[1] !== 0 && as_int(a[1]) === null)) return 0;
  const n = as_int(a[0]);
  return n !== null && n < 0 ? raise_host_error(new HostError(EINVAL, 'Invalid argument')) : os_urandom(m, a[0]);
}
function struct(m: number, type: string, values: number[]): number {
  const r = PyStructSequence_New(module_type(m, type));
  values.forEach((v, i) => PyStructSequence_SetItem(r, i, v));
  return r;
}
const text = (s: string): number => PyUnicode_FromString(s);
function os_strerror(_m: number, o: number): number {
  const n = as_int(o);
  return n === null ? 0 : text(strerror(n));
}
function os_times(m: number): number {
  const cpu = Number(host().process_time_ns()) / 1e9;
  return struct(m, 'times_result', [cpu, 0, 0, 0, Number(host().monotonic_ns()) / 1e9].map((v) => PyFloat_FromDouble(v)));
}
function os_get_terminal_size(_m: number): number {
  return raise_host_error(new HostError(ENOTTY, 'Inappropriate ioctl for device'));
}

// --- what a host may be unable to do ------------------------------------------------------------------------------------

/** Runs an optional host function; OSError(ENOSYS) where there is none. */
function optional(f: (() => void) | undefined, path = 0, path2 = 0): number {
  return call(() => {
    if (f === undefined) throw new HostError(ENOSYS, 'Function not implemented');
    f();
    return Py_None;
  }, path, path2);
}

/** symlink(src, dst) and link(src, dst). */
function two_paths(fname: 'symlink' | 'link', keywords: string[], max: number) {
  return (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args({ fname, keywords }, 2, max, 0, args, nargs, kwnames);
    const src = a && no_dir_fd(...a.filter((_v, i) => keywords[i].endsWith('dir_fd'))) && as_path(a[0], fname, { arg: 'src' });
    const dst = a && src && as_path(a[1], fname, { arg: 'dst' });
    if (!src || !dst) return 0;
    const h = host();
    return optional(h[fname] && (() => h[fname]?.(src.text, dst.text)), src.object, dst.object);
  };
}
const os_symlink = two_paths('symlink', ['src', 'dst', 'target_is_directory', 'dir_fd'], 3);
const os_link = two_paths('link', ['src', 'dst', 'src_dir_fd', 'dst_dir_fd', 'follow_symlinks'], 2);

function os_chmod(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'chmod', keywords: ['path', 'mode', 'dir_fd', 'follow_symlinks'] }, 2, 2, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[2]) && as_path(a[0], 'chmod', { fd: true });
  const mode = a && path ? as_int(a[1]) : null;
  if (!a || !path || mode === null) return 0;
  if (a[3] === Py_False) {
    PyErr_SetString(PyExc_NotImplementedError, 'chmod: follow_symlinks unavailable on this platform');
    return 0;
  }
  const h = host();
  if (path.fd >= 0) return optional(h.fchmod && (() => h.fchmod?.(path.fd, mode)), path.object);
  return optional(h.chmod && (() => h.chmod?.(path.text, mode)), path.object);
}
function os_fchmod(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'fchmod', keywords: ['fd', 'mode'] }, 2, 2, 0, args, nargs, kwnames);
  const fd = a && as_int(a[0]);
  const mode = a && fd !== null ? as_int(a[1]) : null;
  const h = host();
  return fd === null || mode === null ? 0 : optional(h.fchmod && (() => h.fchmod?.(fd, mode)));
}
function os_chown(fname: string, follow_default: boolean) {
  return (_m: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args({ fname, keywords: ['path', 'uid', 'gid', 'dir_fd', 'follow_symlinks'] }, 3, 3, 0, args, nargs, kwnames);
    const path = a && no_dir_fd(a[3]) && as_path(a[0], fname);
    const uid = a && path ? as_id(a[1], 'uid') : null;
    const gid = a && uid !== null ? as_id(a[2], 'gid') : null;
    if (!a || !path || uid === null || gid === null) return 0;
    const h = host();
    const follow = a[4] === 0 ? follow_default : a[4] !== Py_False;
    return optional(h.chown && (() => h.chown?.(path.text, uid, gid, follow)), path.object);
  };
}

/** _Py_Uid_Converter: 32 bits unsigned, -1 for "leave it"; null with an exception. */
function as_id(o: number, what: string): number | null {
  const n = as_longlong(o);
  if (n === null) return null;
  if (n >= -1 && n <= 0xffffffff) return n;
  PyErr_SetString(PyExc_OverflowError, n < 0 ? `${what} is less than minimum` : `${what} is greater than maximum`);
  return null;
}

/** A time in seconds (int or float) in nanoseconds; null with an exception. */
function seconds_ns(o: number): bigint | null {
  if (PyLong_Check(o)) return PyLong_AsBigInt(o) * 1_000_000_000n;
  const t = PyFloat_AsDouble(o);
  if (t === -1 && PyErr_Occurred()) return null;
  return BigInt(Math.floor(t)) * 1_000_000_000n + BigInt(Math.floor((t - Math.floor(t)) * 1e9));
}
/** divmod(o, 10**9) as one number; null with an exception. */
function nanoseconds(o: number): bigint | null {
  const billion = PyLong_FromLong(1_000_000_000);
  const pair = PyNumber_Divmod(o, billion);
  Py_DECREF(billion);
  if (pair === 0) return null;
  let ns: bigint | null = null;
  if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) !== 2) {
    PyErr_Format(PyExc_TypeError, '%.200s.__divmod__() must return a 2-tuple, not %.200s', _PyType_Name(Py_TYPE(o)), _PyType_Name(Py_TYPE(pair)));
  } else {
    const [s, rest] = [PyLong_AsLongLong(PyTuple_GET_ITEM(pair, 0)), PyLong_AsLongLong(PyTuple_GET_ITEM(pair, 1))];
    if (!PyErr_Occurred()) ns = BigInt(s) * 1_000_000_000n + BigInt(rest);
  }
  Py_DECREF(pair);
  return ns;
}
function os_utime(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'utime', keywords: ['path', 'times', 'ns', 'dir_fd', 'follow_symlinks'] }, 1, 2, 0, args, nargs, kwnames);
  const path = a && no_dir_fd(a[3]) && as_path(a[0], 'utime');
  if (!a || !path) return 0;
  const times = a[1] === Py_None ? 0 : a[1];
  if (times !== 0 && a[2] !== 0) {
    PyErr_SetString(PyExc_ValueError, "utime: you may specify either 'times' or 'ns' but not both");
    return 0;
  }
  const pair = times !== 0 ? times : a[2];
  let [atime, mtime]: (bigint | null)[] = [host().time_ns(), host().time_ns()];
  if (pair !== 0) {
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) !== 2) {
      PyErr_SetString(PyExc_TypeError, times !== 0 ? "utime: 'times' must be either a tuple of two ints or None" : "utime: 'ns' must be a tuple of two ints");
      return 0;
    }
    const read = times !== 0 ? seconds_ns : nanoseconds;
    atime = read(PyTuple_GET_ITEM(pair, 0));
    mtime = atime === null ? null : read(PyTuple_GET_ITEM(pair, 1));
  }
  if (atime === null || mtime === null) return 0;
  const h = host();
  const [at, mt] = [atime, mtime];
  return optional(h.utime && (() => h.utime?.(path.text, at, mt, a[4] !== Py_False)), path.object);
}
function os_truncate(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'truncate', keywords: ['path', 'length'] }, 2, 2, 0, args, nargs, kwnames);
  const path = a && as_path(a[0], 'truncate', { fd: true });
  const length = a && path ? as_longlong(a[1]) : null;
  if (!path || length === null) return 0;
  const h = host();
  if (path.fd >= 0) return call(() => (h.ftruncate(path.fd, length), Py_None));
  return optional(h.truncate && (() => h.truncate?.(path.text, length)), path.object);
}
function os_fsync(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'fsync', keywords: ['fd'] }, 1, 1, 0, args, nargs, kwnames);
  const fd = a && PyObject_AsFileDescriptor(a[0]);
  if (fd === null || fd < 0) return 0;
  return call(() => (host().fsync?.(fd), Py_None));
}

// --- paths as text ------------------------------------------------------------------------------------------------------

/** A str or bytes result like the argument. */
const like = (p: Path, s: string): number => name_object(p, s);

/** posixpath.normpath in C. */
function os__path_normpath(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: '_path_normpath', keywords: ['path'] }, 1, 1, 0, args, nargs, kwnames);
  const p = a && path_text(a[0]);
  if (!p) return 0;
  if (p.text === '') return like(p, '.');
  const root = /^\/\/(?!\/)/.test(p.text) ? '//' : p.text.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of p.text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..' || (root === '' && parts.length === 0) || parts[parts.length - 1] === '..') parts.push(part);
    else parts.pop();
  }
  return like(p, root + parts.join('/') || '.');
}
/** (drive, root, tail); there are no drives. */
function os__path_splitroot_ex(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: '_path_splitroot_ex', keywords: ['path'] }, 1, 1, 0, args, nargs, kwnames);
  const p = a && path_text(a[0]);
  if (!p) return 0;
  const root = /^\/\/(?!\/)/.test(p.text) ? '//' : p.text.startsWith('/') ? '/' : '';
  const items = ['', root, p.text.slice(root.length)].map((s) => like(p, s));
  const t = PyTuple_Pack(3, ...items);
  for (const i of items) Py_DECREF(i);
  return t;
}
/** A path that is only looked at: NUL is allowed. */
function path_text(o: number): Path | null {
  const p = PyOS_FSPath(o);
  if (p === 0) return null;
  const bytes = PyBytes_Check(p);
  const r = { text: bytes ? bytes_to_js(p) : PyUnicode_AsJS(p), fd: -1, bytes, object: o };
  Py_DECREF(p);
  return r;
}

/** The process's umask, kept here where the host has none. */
const umask = static_alloc(8);
function os_umask(_m: number, o: number): number {
  const mask = as_int(o);
  if (mask === null) return 0;
  const h = host();
  if (h.umask) {
    try {
      return PyLong_FromLong(h.umask(mask & 0o777));
    } catch (error) {
      if (!(error instanceof HostError) || error.errno !== ENOSYS) return raise_host_error(error);
    }
  }
  const old = HEAP32[(umask + 4) >> 2] !== 0 ? HEAP32[umask >> 2] : 0o022;
  HEAP32[umask >> 2] = mask & 0o777;
  HEAP32[(umask + 4) >> 2] = 1;
  return PyLong_FromLong(old);
}
function os_waitstatus_to_exitcode(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'waitstatus_to_exitcode', keywords: ['status'] }, 1, 1, 0, args, nargs, kwnames);
  const status = a && as_int(a[0]);
  if (status === null) return 0;
  const signal = status & 0x7f;
  if (signal === 0x7f) return PyErr_Format(PyExc_ValueError, 'process stopped by delivery of signal %i', (status >> 8) & 0xff);
  return PyLong_FromLong(signal === 0 ? (status >> 8) & 0xff : -signal);
}
/** What a status of waitpid() says: WIFEXITED and the like. */
const WAIT_STATUS: [string, (status: number) => number | boolean][] = [
  ['WIFEXITED', (s) => (s & 0x7f) === 0], ['WEXITSTATUS', (s) => (s >> 8) & 0xff], ['WIFSIGNALED', (s) => (s & 0x7f) !== 0 && (s & 0x7f) !== 0x7f], ['WTERMSIG', (s) => s & 0x7f],
  ['WIFSTOPPED', (s) => (s & 0xff) === 0x7f], ['WSTOPSIG', (s) => (s >> 8) & 0xff], ['WIFCONTINUED', (s) => s === 0xffff], ['WCOREDUMP', (s) => (s & 0x80) !== 0],
];
function wait_status(fname: string, f: (status: number) => number | boolean, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname, keywords: ['status'] }, 1, 1, 0, args, nargs, kwnames);
  const status = a && as_int(a[0]);
  if (status === null) return 0;
  const r = f(status);
  return typeof r === 'number' ? PyLong_FromLong(r) : r ? Py_True : Py_False;
}
function os_closerange(_m: number, args: number, nargs: number): number {
  if (nargs !== 2) return PyErr_Format(PyExc_TypeError, 'closerange expected 2 arguments, got %zd', nargs);
  const low = as_int(arg(args, 0));
  const high = low === null ? null : as_int(arg(args, 1));
  if (low === null || high === null) return 0;
  for (let fd = Math.max(low, 0); fd < high; fd++) {
    try {
      host().close(fd);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
  }
  return Py_None;
}
/** A signal to this process; there are no others. */
function os_kill(_m: number, args: number, nargs: number): number {
  if (nargs !== 2) return PyErr_Format(PyExc_TypeError, 'kill expected 2 arguments, got %zd', nargs);
  const pid = as_int(arg(args, 0));
  const signal = pid === null ? null : as_int(arg(args, 1));
  if (pid === null || signal === null) return 0;
  if (pid !== host().getpid()) return Py_UNIMPLEMENTED('os.kill() of another process');
  if (signal !== 0) PyErr_SetInterrupt(signal);
  return Py_None;
}

/** The name of a variable: null with ValueError or OSError. The environment itself is os.environ: no process is started from here. */
function variable_name(o: number): Path | null {
  const name = as_path(o, 'putenv');
  if (name === null) return null;
  if (name.text !== '' && !name.text.includes('=')) return name;
  if (name.text.includes('=')) PyErr_SetString(PyExc_ValueError, 'illegal environment variable name');
  else raise_host_error(new HostError(EINVAL, 'Invalid argument'));
  return null;
}
function os_putenv(_m: number, args: number, nargs: number): number {
  if (nargs !== 2) return PyErr_Format(PyExc_TypeError, 'putenv expected 2 arguments, got %zd', nargs);
  return variable_name(arg(args, 0)) === null || as_path(arg(args, 1), 'putenv') === null ? 0 : Py_None;
}
function os_unsetenv(_m: number, o: number): number {
  const name = as_path(o, 'unsetenv');
  if (name === null) return 0;
  return name.text === '' || name.text.includes('=') ? raise_host_error(new HostError(EINVAL, 'Invalid argument')) : Py_None;
}

/** Fills posix.environ, {bytes: bytes}, which is os.environ's data too. Borrows `d`. */
function fill_environ(d: number): void {
  PyDict_Clear(d);
  for (const [k, v] of Object.entries(host().environ())) {
    const key = js_to_bytes(k);
    const value = js_to_bytes(v);
    PyDict_SetItem(d, key, value);
    Py_DECREF(key);
    Py_DECREF(value);
  }
}

/** The environment of this run in a module that was made for another. Borrows the module. */
export function _PyPosix_UpdateEnviron(m: number): void {
  const d = PyDict_GetItemString(PyModule_GetDict(m), 'environ');
  if (d !== 0) fill_environ(d);
}

const CONSTANTS: Record<string, number> = {
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 0o100, O_EXCL: 0o200, O_NOCTTY: 0o400, O_TRUNC: 0o1000, O_APPEND: 0o2000, O_NONBLOCK: 0o4000,
  O_NDELAY: 0o4000, O_DSYNC: 0o10000, O_DIRECTORY: 0o200000, O_NOFOLLOW: 0o400000, O_CLOEXEC: 0o2000000, O_SYNC: 0o4010000, O_ACCMODE: 3, EX_OK: 0, EX_USAGE: 64, EX_DATAERR: 65, EX_NOINPUT: 66,
  EX_SOFTWARE: 70, EX_OSERR: 71, EX_CANTCREAT: 73, EX_IOERR: 74, EX_TEMPFAIL: 75, EX_NOPERM: 77, EX_CONFIG: 78, SEEK_DATA: 3, SEEK_HOLE: 4, WNOHANG: 1, NGROUPS_MAX: 65536, TMP_MAX: 238328, GRND_RANDOM: 2, GRND_NONBLOCK: 1,
  RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_NOLOAD: 4, RTLD_DEEPBIND: 8, RTLD_GLOBAL: 0x100, RTLD_LOCAL: 0, RTLD_NODELETE: 0x1000,
};

function posix_exec(m: number): number {
  for (const [n, v] of Object.entries(CONSTANTS)) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
  const environ = PyDict_New();
  fill_environ(environ);
  if (PyModule_Add(m, 'environ', environ) < 0 || PyModule_AddObjectRef(m, 'error', PyExc_OSError) < 0) return -1;
  const structs: [string, string, [string, string][], number][] = [
    ['stat_result', 'os.stat_result', STAT_FIELDS, 10],
    ['times_result', 'posix.times_result', ['user', 'system', 'children_user', 'children_system', 'elapsed'].map((n) => [n, '']), 5],
    ['uname_result', 'posix.uname_result', ['sysname', 'nodename', 'release', 'version', 'machine'].map((n) => [n, '']), 5],
    ['terminal_size', 'os.terminal_size', [['columns', 'width of the terminal window in characters'], ['lines', 'height of the terminal window in characters']], 2],
    ['statvfs_result', 'os.statvfs_result', ['f_bsize', 'f_frsize', 'f_blocks', 'f_bfree', 'f_bavail', 'f_files', 'f_ffree', 'f_favail', 'f_flag', 'f_namemax', 'f_fsid'].map((n) => [n, '']), 10],
    ['sched_param', 'posix.sched_param', [['sched_priority', '']], 1],
  ];
  for (const [attr, name, fields, n] of structs) {
    const type = PyStructSequence_NewType({ name, doc: name, fields, n_in_sequence: n });
    if (type === 0 || PyModule_Add(m, attr, type) < 0) return -1;
  }
  for (const [attr, spec] of [['DirEntry', entry_spec], ['_ScandirIterator', scandir_spec]] as const) {
    const type = PyType_FromModuleAndSpec(m, spec, 0);
    if (type === 0 || PyModule_Add(m, attr, type) < 0) return -1;
  }
  if (add_conf_names(m) < 0) return -1;
  const have = PyList_New(0);
  // What os.supports_follow_symlinks is made from: stat, utime and chown can leave a link alone.
  for (const name of ['HAVE_LSTAT', 'HAVE_LUTIMES', 'HAVE_LCHOWN']) {
    const o = text(name);
    PyList_Append(have, o);
    Py_DECREF(o);
  }
  return PyModule_Add(m, '_have_functions', have);
}

const dir = (mode: number): boolean => (mode & S_IFMT) === 0o040000;
const FK = METH_FASTCALL | METH_KEYWORDS;
builtin_module({
  m_name: 'posix',
  m_doc: 'Access to operating system functionality that is standardized by POSIX.',
  m_exec: posix_exec,
  m_methods: [
    ['stat', os_stat, FK], ['lstat', os_lstat, FK], ['fstat', os_fstat, FK], ['access', os_access, FK], ['listdir', os_listdir, FK], ['scandir', os_scandir, FK],
    ['_path_exists', path_test(true, () => true), FK], ['_path_lexists', path_test(false, () => true), FK], ['_path_isdir', path_test(true, dir), FK],
    ['_path_isfile', path_test(true, (m) => (m & S_IFMT) === 0o100000), FK], ['_path_islink', path_test(false, (m) => (m & S_IFMT) === 0o120000), FK],
    on_path('mkdir', ['path', 'mode', 'dir_fd'], (p, mode) => host().mkdir(p, mode), 0o777), on_path('rmdir', ['path', 'dir_fd'], (p) => host().rmdir(p)),
    on_path('unlink', ['path', 'dir_fd'], (p) => host().unlink(p)), on_path('remove', ['path', 'dir_fd'], (p) => host().unlink(p)), on_path('chdir', ['path'], (p) => host().chdir(p)),
    ['rename', os_rename('rename'), FK], ['replace', os_rename('replace'), FK], ['readlink', os_readlink, FK], ['open', os_open, FK],
    ['close', with_fd((fd) => (host().close(fd), Py_None)), METH_O], ['isatty', with_fd((fd) => (host().isatty(fd) ? Py_True : Py_False)), METH_O],
    ...DESCRIPTOR_METHODS, ...CONF_METHODS,
    ['read', os_read, METH_FASTCALL], ['write', os_write, METH_FASTCALL], ['lseek', os_lseek, METH_FASTCALL], ['ftruncate', os_ftruncate, METH_FASTCALL],
    ['getcwd', () => call(() => PyUnicode_FromJS(host().getcwd())), METH_NOARGS], ['getcwdb', () => call(() => js_to_bytes(host().getcwd())), METH_NOARGS], ['getpid', () => PyLong_FromLong(host().getpid()), METH_NOARGS],
    ['getppid', () => PyLong_FromLong(host().getppid?.() ?? 1), METH_NOARGS],
    ...['getuid', 'geteuid'].map((n): MethodSpec => [n, () => PyLong_FromLong(host().getuid?.() ?? 0), METH_NOARGS]),
    ...['getgid', 'getegid'].map((n): MethodSpec => [n, () => PyLong_FromLong(host().getgid?.() ?? 0), METH_NOARGS]),
    ['symlink', os_symlink, FK], ['link', os_link, FK], ['chmod', os_chmod, FK], ['fchmod', os_fchmod, FK], ['chown', os_chown('chown', true), FK], ['lchown', os_chown('lchown', false), FK],
    ['utime', os_utime, FK], ['truncate', os_truncate, FK], ['fsync', os_fsync, FK], ['fdatasync', os_fsync, FK], ['_path_normpath', os__path_normpath, FK],
    ['_path_splitroot_ex', os__path_splitroot_ex, FK], ['waitstatus_to_exitcode', os_waitstatus_to_exitcode, FK], ['closerange', os_closerange, METH_FASTCALL],
    ['device_encoding', with_fd((fd) => (host().isatty(fd) ? text('UTF-8') : Py_None)), METH_O], ['sched_yield', () => Py_None, METH_NOARGS], ['sync', () => Py_None, METH_NOARGS],
    ['kill', os_kill, METH_FASTCALL], ['waitpid', () => raise_host_error(new HostError(ECHILD, 'No child processes')), METH_FASTCALL],
    ...WAIT_STATUS.map(([n, f]): MethodSpec => [n, (_m: number, args: number, nargs: number, kwnames: number) => wait_status(n, f, args, nargs, kwnames), FK]),
    ['fspath', os_fspath, FK], ['_exit', os__exit, FK], ['urandom', os_urandom, METH_O], ['getrandom', os_getrandom, FK], ['strerror', os_strerror, METH_O], ['times', os_times, METH_NOARGS],
    ['uname', (m: number) => struct(m, 'uname_result', ['Linux', 'pyxray', '6.0.0', '#1 SMP', 'x86_64'].map(text)), METH_NOARGS], ['cpu_count', () => PyLong_FromLong(2), METH_NOARGS],
    ['get_terminal_size', os_get_terminal_size, METH_FASTCALL], ['umask', os_umask, METH_O], ['putenv', os_putenv, METH_FASTCALL], ['unsetenv', os_unsetenv, METH_O],
    ['_inputhook', () => Py_None, METH_NOARGS], ['_supports_virtual_terminal', () => Py_False, METH_NOARGS], ['register_at_fork', () => Py_None, FK],
  ],
});
