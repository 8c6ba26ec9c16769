// Answers to the part of Modules/posixmodule.c of CPython 3.13 about confstr and sysconf. Deviation: few names are known, those
// that programs ask for; their values are of the Linux that the interpreter looks like.

import { METH_O, Py_DECREF } from '../include/object';
import { PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import type { MethodSpec } from '../include/typespec';
import { HostError } from '../host';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_Check, PyLong_FromLong, PyLong_FromSsize_t } from '../objects/longobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { EINVAL } from '../python/errno';
import { PyErr_SetString } from '../python/errors';
import { PyModule_Add } from '../python/modsupport';
import { as_int, raise_host_error } from './clinic';

/** Name, number, value. */
type Conf<T> = readonly (readonly [string, number, T])[];

const CONFSTR: Conf<string> = [['CS_PATH', 0, '/bin:/usr/bin'], ['CS_GNU_LIBC_VERSION', 2, 'glibc 2.36'], ['CS_GNU_LIBPTHREAD_VERSION', 3, 'NPTL 2.36']];
const SYSCONF: Conf<number> = [
  ['SC_ARG_MAX', 0, 2097152], ['SC_CLK_TCK', 2, 100], ['SC_NGROUPS_MAX', 3, 65536], ['SC_OPEN_MAX', 4, 1024], ['SC_PAGESIZE', 30, 4096], ['SC_PAGE_SIZE', 30, 4096], ['SC_IOV_MAX', 60, 1024],
  ['SC_NPROCESSORS_CONF', 83, 2], ['SC_NPROCESSORS_ONLN', 84, 2],
];

/** The entry of a name or number; undefined with an exception. */
function entry<T>(table: Conf<T>, o: number): T | undefined {
  if (!PyUnicode_Check(o) && !PyLong_Check(o)) {
    PyErr_SetString(PyExc_TypeError, 'configuration names must be strings or integers');
    return undefined;
  }
  const by_name = PyUnicode_Check(o);
  const key = by_name ? PyUnicode_AsUTF8(o) : as_int(o);
  if (key === null) return undefined;
  const found = table.find(([name, number]) => (by_name ? name : number) === key);
  if (found !== undefined) return found[2];
  if (by_name) PyErr_SetString(PyExc_ValueError, 'unrecognized configuration name');
  else raise_host_error(new HostError(EINVAL, 'Invalid argument'));
  return undefined;
}

function os_confstr(_m: number, o: number): number {
  const value = entry(CONFSTR, o);
  return value === undefined ? 0 : PyUnicode_FromString(value);
}
function os_sysconf(_m: number, o: number): number {
  const value = entry(SYSCONF, o);
  return value === undefined ? 0 : PyLong_FromSsize_t(value);
}

/** os.confstr_names and os.sysconf_names. 0 or -1. */
export function add_conf_names(m: number): number {
  for (const [attribute, table] of [['confstr_names', CONFSTR], ['sysconf_names', SYSCONF]] as const) {
    const names = PyDict_New();
    for (const [name, number] of table) {
      const n = PyLong_FromLong(number);
      if (names !== 0) PyDict_SetItemString(names, name, n);
      Py_DECREF(n);
    }
    if (PyModule_Add(m, attribute, names) < 0) return -1;
  }
  return 0;
}

export const CONF_METHODS: MethodSpec[] = [['confstr', os_confstr, METH_O], ['sysconf', os_sysconf, METH_O]];
