// Answers to the PyUnicodeEncodeError, DecodeError and TranslateError functions of Objects/exceptions.c of CPython 3.13 that C needs
// in another shape: positions go to a pointer, clipped to the object as there.

import { PyUnicodeErrorObject } from '../include/generated/offsets';
import { HEAP32, read_ssize, write_ssize } from '../include/heap';
import { Py_NewRef } from '../include/object';
import { PyExc_TypeError } from '../include/statics';
import { Py_DECREF } from '../include/object';
import { PyObject_Size } from '../objects/abstract';
import { PyBytes_FromStringAndSize } from '../objects/bytesobject';
import { PyUnicodeDecodeError_Create as create } from '../objects/exceptions';
import { PyErr_Format } from '../python/errors';

function clipped(exc: number, offset: number, out: number, low: number, high: number): number {
  const object = HEAP32[(exc + PyUnicodeErrorObject.object) >> 2];
  const size = object === 0 ? -1 : PyObject_Size(object);
  if (size < 0) return -1;
  write_ssize(out, Math.max(low, Math.min(read_ssize(exc + offset), size + high)));
  return 0;
}
const start = (exc: number, out: number): number => clipped(exc, PyUnicodeErrorObject.start, out, 0, -1);
const end = (exc: number, out: number): number => clipped(exc, PyUnicodeErrorObject.end, out, 1, 0);
function text(exc: number, offset: number, name: string): number {
  const v = HEAP32[(exc + offset) >> 2];
  return v === 0 ? PyErr_Format(PyExc_TypeError, '%.200s attribute not set', name) : Py_NewRef(v);
}
const encoding = (exc: number): number => text(exc, PyUnicodeErrorObject.encoding, 'encoding');
const reason = (exc: number): number => text(exc, PyUnicodeErrorObject.reason, 'reason');

/** 0 and the position at `out`, or -1 with an exception. */
export function PyUnicodeEncodeError_GetStart(exc: number, out: number): number {
  return start(exc, out);
}
export function PyUnicodeDecodeError_GetStart(exc: number, out: number): number {
  return start(exc, out);
}
export function PyUnicodeTranslateError_GetStart(exc: number, out: number): number {
  return start(exc, out);
}
export function PyUnicodeEncodeError_GetEnd(exc: number, out: number): number {
  return end(exc, out);
}
export function PyUnicodeDecodeError_GetEnd(exc: number, out: number): number {
  return end(exc, out);
}
export function PyUnicodeTranslateError_GetEnd(exc: number, out: number): number {
  return end(exc, out);
}
/** Returns new. May fail. */
export function PyUnicodeEncodeError_GetEncoding(exc: number): number {
  return encoding(exc);
}
export function PyUnicodeDecodeError_GetEncoding(exc: number): number {
  return encoding(exc);
}
export function PyUnicodeEncodeError_GetReason(exc: number): number {
  return reason(exc);
}
export function PyUnicodeDecodeError_GetReason(exc: number): number {
  return reason(exc);
}
export function PyUnicodeTranslateError_GetReason(exc: number): number {
  return reason(exc);
}
/** Returns new. May fail. `object`, `length`: the bytes that could not be decoded. */
export function PyUnicodeDecodeError_Create(encoding_name: string, object: number, length: number, first: number, last: number, why: string): number {
  const bytes = PyBytes_FromStringAndSize(object, length);
  if (bytes === 0) return 0;
  const e = create(encoding_name, bytes, first, last, why);
  Py_DECREF(bytes);
  return e;
}
