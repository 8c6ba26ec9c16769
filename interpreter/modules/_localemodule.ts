// Answers to Modules/_localemodule.c of CPython 3.13 with one locale: C with UTF-8. Setting another one raises locale.Error.

import { read_ptr, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_NewRef } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc } from '../include/typespec';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_Compare, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { arg, as_int } from './clinic';

const Error_ = static_alloc(8);
const CHAR_MAX = 127;
/** nl_langinfo(CODESET). */
const CODESET = 14;

/** setlocale(category, locale=None): the name of the locale. */
function setlocale(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('setlocale', nargs, 1, 2)) return 0;
  if (as_int(arg(args, 0)) === null) return 0;
  if (nargs > 1 && arg(args, 1) !== S.Py_None) {
    if (!PyUnicode_Check(arg(args, 1))) return _PyArg_BadArgument('setlocale', 'argument 2', 'str or None', arg(args, 1));
    if (!['', 'C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(PyUnicode_AsUTF8(arg(args, 1)) ?? '?')) {
      PyErr_SetString(read_ptr(Error_), 'unsupported locale setting');
      return 0;
    }
  }
  return PyUnicode_FromString('C');
}

function localeconv(): number {
  const d = PyDict_New();
  if (d === 0) return 0;
  const put = (name: string, v: number): void => {
    PyDict_SetItemString(d, name, v);
    Py_DECREF(v);
  };
  put('decimal_point', PyUnicode_FromString('.'));
  for (const name of ['thousands_sep', 'int_curr_symbol', 'currency_symbol', 'mon_decimal_point', 'mon_thousands_sep', 'positive_sign', 'negative_sign']) put(name, PyUnicode_FromString(''));
  for (const name of ['grouping', 'mon_grouping']) put(name, PyList_New(0));
  for (const name of ['int_frac_digits', 'frac_digits', 'p_cs_precedes', 'p_sep_by_space', 'n_cs_precedes', 'n_sep_by_space', 'p_sign_posn', 'n_sign_posn']) put(name, PyLong_FromLong(CHAR_MAX));
  return PyErr_Occurred() ? 0 : d;
}

/** Whether both are str; false with TypeError. */
function are_str(fname: string, ...os: number[]): boolean {
  const i = os.findIndex((o) => !PyUnicode_Check(o));
  if (i >= 0) _PyArg_BadArgument(fname, os.length > 1 ? `argument ${i + 1}` : 'argument', 'str', os[i]);
  return i < 0;
}
function strcoll(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('strcoll', nargs, 2, 2) || !are_str('strcoll', arg(args, 0), arg(args, 1))) return 0;
  return PyLong_FromLong(PyUnicode_Compare(arg(args, 0), arg(args, 1)));
}
function strxfrm(_m: number, s: number): number {
  return are_str('strxfrm', s) ? Py_NewRef(s) : 0;
}
function nl_langinfo(_m: number, o: number): number {
  const key = as_int(o);
  return key === null ? 0 : PyUnicode_FromString(key === CODESET ? 'UTF-8' : '');
}

builtin_module({
  m_name: '_locale',
  m_doc: 'Support for POSIX locales.',
  m_methods: [
    ['setlocale', setlocale, METH_FASTCALL], ['localeconv', localeconv, METH_NOARGS], ['strcoll', strcoll, METH_FASTCALL], ['strxfrm', strxfrm, METH_O],
    ['nl_langinfo', nl_langinfo, METH_O], ['getencoding', () => PyUnicode_FromString('UTF-8'), METH_NOARGS],
  ],
  m_exec: (m) => {
    if (read_ptr(Error_) === 0) write_ptr(Error_, PyErr_NewException('locale.Error', 0, 0));
    if (read_ptr(Error_) === 0 || PyModule_AddObjectRef(m, 'Error', read_ptr(Error_)) < 0) return -1;
    for (const [name, v] of Object.entries({ LC_CTYPE: 0, LC_NUMERIC: 1, LC_TIME: 2, LC_COLLATE: 3, LC_MONETARY: 4, LC_MESSAGES: 5, LC_ALL: 6, CHAR_MAX, CODESET })) {
      if (PyModule_AddIntConstant(m, name, v) < 0) return -1;
    }
    return 0;
  },
});
