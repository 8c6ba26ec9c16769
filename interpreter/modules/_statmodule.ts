// Answers to Modules/_stat.c of CPython 3.13: what a file's mode means, with Linux's numbers.

import { METH_O } from '../include/object';
import { Py_False, Py_True, PyExc_OverflowError, PyExc_TypeError } from '../include/statics';
import { builtin_module, type MethodSpec } from '../include/typespec';
import { PyLong_AsUnsignedLong, PyLong_Check, PyLong_FromLong } from '../objects/longobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { PyModule_AddIntConstant } from '../python/modsupport';

const CONSTANTS: Record<string, number> = {
  SF_APPEND: 262144, SF_ARCHIVED: 65536, SF_DATALESS: 1073741824, SF_FIRMLINK: 8388608, SF_IMMUTABLE: 131072, SF_NOUNLINK: 1048576,
  SF_SETTABLE: 4294901760, SF_SNAPSHOT: 2097152, ST_ATIME: 7, ST_CTIME: 9, ST_DEV: 2, ST_GID: 5, ST_INO: 1, ST_MODE: 0, ST_MTIME: 8, ST_NLINK: 3,
  ST_SIZE: 6, ST_UID: 4, S_ENFMT: 0o2000, S_IEXEC: 0o100, S_IFBLK: 0o60000, S_IFCHR: 0o20000, S_IFDIR: 0o40000, S_IFDOOR: 0o0, S_IFIFO: 0o10000,
  S_IFLNK: 0o120000, S_IFPORT: 0o0, S_IFREG: 0o100000, S_IFSOCK: 0o140000, S_IFWHT: 0o0, S_IREAD: 0o400, S_IRGRP: 0o40, S_IROTH: 0o4, S_IRUSR: 0o400,
  S_IRWXG: 0o70, S_IRWXO: 0o7, S_IRWXU: 0o700, S_ISGID: 0o2000, S_ISUID: 0o4000, S_ISVTX: 0o1000, S_IWGRP: 0o20, S_IWOTH: 0o2, S_IWRITE: 0o200,
  S_IWUSR: 0o200, S_IXGRP: 0o10, S_IXOTH: 0o1, S_IXUSR: 0o100, UF_APPEND: 4, UF_COMPRESSED: 32, UF_DATAVAULT: 128, UF_HIDDEN: 32768, UF_IMMUTABLE: 2,
  UF_NODUMP: 1, UF_NOUNLINK: 16, UF_OPAQUE: 8, UF_SETTABLE: 65535, UF_TRACKED: 64,
};
const S = CONSTANTS;

/** The mode argument; null with an exception. */
function mode_arg(o: number): number | null {
  if (!PyLong_Check(o)) {
    PyErr_SetString(PyExc_TypeError, 'an integer is required');
    return null;
  }
  const mode = PyLong_AsUnsignedLong(o);
  if (PyErr_Occurred()) return null;
  if (mode > 0xffffffff) {
    PyErr_SetString(PyExc_OverflowError, 'mode out of range');
    return null;
  }
  return mode;
}

const format_is = (format: number) => (_m: number, o: number): number => {
  const mode = mode_arg(o);
  return mode === null ? 0 : (mode & 0o170000) === format ? Py_True : Py_False;
};
const never = (_m: number, o: number): number => (mode_arg(o) === null ? 0 : Py_False);
const masked = (mask: number) => (_m: number, o: number): number => {
  const mode = mode_arg(o);
  return mode === null ? 0 : PyLong_FromLong(mode & mask);
};

const TYPES: readonly (readonly [number, string])[] = [
  [S.S_IFREG, '-'], [S.S_IFDIR, 'd'], [S.S_IFLNK, 'l'], [S.S_IFBLK, 'b'], [S.S_IFCHR, 'c'], [S.S_IFIFO, 'p'], [S.S_IFSOCK, 's'],
];

/** As in "ls -l". */
function stat_filemode(_m: number, o: number): number {
  const mode = mode_arg(o);
  if (mode === null) return 0;
  let text = TYPES.find(([format]) => (mode & 0o170000) === format)?.[1] ?? '?';
  for (const [shift, special, letter] of [[6, S.S_ISUID, 's'], [3, S.S_ISGID, 's'], [0, S.S_ISVTX, 't']] as const) {
    const bits = (mode >> shift) & 7;
    const x = (bits & 1) !== 0;
    text += (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-');
    text += mode & special ? (x ? letter : letter.toUpperCase()) : x ? 'x' : '-';
  }
  return PyUnicode_FromString(text);
}

const methods: MethodSpec[] = [
  ['S_ISDIR', format_is(S.S_IFDIR), METH_O], ['S_ISCHR', format_is(S.S_IFCHR), METH_O], ['S_ISBLK', format_is(S.S_IFBLK), METH_O], ['S_ISREG', format_is(S.S_IFREG), METH_O],
  ['S_ISFIFO', format_is(S.S_IFIFO), METH_O], ['S_ISLNK', format_is(S.S_IFLNK), METH_O], ['S_ISSOCK', format_is(S.S_IFSOCK), METH_O], ['S_ISDOOR', never, METH_O],
  ['S_ISPORT', never, METH_O], ['S_ISWHT', never, METH_O], ['S_IMODE', masked(0o7777), METH_O, 'The permission bits of a mode.'],
  ['S_IFMT', masked(0o170000), METH_O, 'The file type bits of a mode.'], ['filemode', stat_filemode, METH_O, "A mode as 'ls -l' shows it."],
];

builtin_module({
  m_name: '_stat',
  m_doc: 'Constants and functions about st_mode.',
  m_methods: methods,
  m_exec: (m) => {
    for (const [name, value] of Object.entries(CONSTANTS)) if (PyModule_AddIntConstant(m, name, value) < 0) return -1;
    return 0;
  },
});
