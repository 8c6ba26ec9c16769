// Answers to frame_setlineno and mark_stacks of Objects/frameobject.c of CPython 3.13.

import { PyExc_NotImplementedError } from '../include/statics';
import { PyErr_SetString } from '../python/errors';

export function frame_setlineno(_f: number, _v: number): number {
  PyErr_SetString(PyExc_NotImplementedError, 'setting f_lineno is not there yet');
  return -1;
}
