// Answers to unicode_decode_call_errorhandler_writer and unicode_encode_call_errorhandler of Objects/unicodeobject.c of
// CPython 3.13: what an encoder or decoder does at an error. Deviation: the state of one call is a JavaScript object.

import { Py_DECREF, Py_XDECREF } from '../../include/object';
import { PyExc_IndexError, PyExc_TypeError } from '../../include/statics';
import { PyCodec_LookupError, PyCodec_StrictErrors } from '../../python/codecs';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from '../../python/errors';
import { PyObject_CallOneArg } from '../call';
import { PyBytes_AS_STRING, PyBytes_AsJS, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../bytesobject';
import {
  _PyUnicodeEncodeError_Create, PyUnicodeDecodeError_Create, PyUnicodeDecodeError_GetObject, PyUnicodeDecodeError_SetEnd,
  PyUnicodeDecodeError_SetReason, PyUnicodeDecodeError_SetStart,
} from '../exceptions';
import { PyLong_AsSsize_t, PyLong_Check } from '../longobject';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../tupleobject';
import { PyUnicode_Check } from '../unicodeobject';
import { _PyUnicodeWriter, _PyUnicodeWriter_WriteChar, _PyUnicodeWriter_WriteStr } from '../unicodeobject_writer';

export const REPLACEMENT = 0xfffd;

/** Bytes that an encoder produces. */
export class ByteSink {
  bytes: Uint8Array = new Uint8Array(64);
  length = 0;

  reserve(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + n));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  push(b: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = b;
  }

  append(more: Uint8Array): void {
    this.reserve(more.length);
    this.bytes.set(more, this.length);
    this.length += more.length;
  }

  /** Returns new: bytes. May fail. */
  finish(): number {
    return PyBytes_FromStringAndSize(this.bytes, this.length);
  }
}

/** The (str | bytes, position) that a handler returned: the parts are borrowed from `result`. -1 with an exception. */
function check_result(result: number, allow_bytes: boolean, message: string, size: number): number {
  const ok = PyTuple_Check(result) && PyTuple_GET_SIZE(result) === 2 && PyLong_Check(PyTuple_GET_ITEM(result, 1))
    && (PyUnicode_Check(PyTuple_GET_ITEM(result, 0)) || (allow_bytes && PyBytes_Check(PyTuple_GET_ITEM(result, 0))));
  if (!ok) {
    PyErr_SetString(PyExc_TypeError, message);
    return -1;
  }
  let newpos = PyLong_AsSsize_t(PyTuple_GET_ITEM(result, 1));
  if (newpos === -1 && PyErr_Occurred()) return -1;
  if (newpos < 0) newpos += size;
  if (newpos < 0 || newpos > size) {
    PyErr_Format(PyExc_IndexError, 'position %zd from error handler out of bounds', PyLong_AsSsize_t(PyTuple_GET_ITEM(result, 1)));
    return -1;
  }
  return newpos;
}

/** One run of a decoder over bytes that somebody keeps alive. The error handler may exchange them. */
export class Decoder {
  writer = new _PyUnicodeWriter();
  private handler = 0;
  private exc = 0;
  private object = 0;

  constructor(
    public encoding: string,
    public errors: string | null,
    public s: number,
    public size: number,
  ) {
    this.writer.min_length = size;
    this.writer.overallocate = true;
  }

  /** Handles the error at [start, end). Returns the position to go on at, or -1 with an exception. */
  error(reason: string, start: number, end: number): number {
    const { errors, writer } = this;
    if (errors === 'ignore') return end;
    if (errors === 'replace') return _PyUnicodeWriter_WriteChar(writer, REPLACEMENT) < 0 ? -1 : end;
    if (this.make_exception(reason, start, end) < 0) return -1;
    if (errors === null || errors === 'strict') {
      PyCodec_StrictErrors(this.exc);
      return -1;
    }
    if (this.handler === 0) {
      this.handler = PyCodec_LookupError(errors);
      if (this.handler === 0) return -1;
    }
    const result = PyObject_CallOneArg(this.handler, this.exc);
    if (result === 0) return -1;
    const pos = this.accept(result);
    Py_DECREF(result);
    return pos;
  }

  private accept(result: number): number {
    const message = 'decoding error handler must return (str, int) tuple';
    if (!PyTuple_Check(result)) {
      PyErr_SetString(PyExc_TypeError, message);
      return -1;
    }
    const object = PyUnicodeDecodeError_GetObject(this.exc);
    if (object === 0) return -1;
    if (!PyBytes_Check(object)) {
      PyErr_SetString(PyExc_TypeError, 'exception attribute object must be bytes');
      Py_DECREF(object);
      return -1;
    }
    Py_XDECREF(this.object);
    this.object = object;
    this.s = PyBytes_AS_STRING(object);
    this.size = PyBytes_GET_SIZE(object);
    const pos = check_result(result, false, message, this.size);
    if (pos < 0) return -1;
    return _PyUnicodeWriter_WriteStr(this.writer, PyTuple_GET_ITEM(result, 0)) < 0 ? -1 : pos;
  }

  private make_exception(reason: string, start: number, end: number): number {
    if (this.exc === 0) {
      const bytes = PyBytes_FromStringAndSize(this.s, this.size);
      if (bytes === 0) return -1;
      this.exc = PyUnicodeDecodeError_Create(this.encoding, bytes, start, end, reason);
      Py_DECREF(bytes);
      return this.exc === 0 ? -1 : 0;
    }
    PyUnicodeDecodeError_SetStart(this.exc, start);
    PyUnicodeDecodeError_SetEnd(this.exc, end);
    return PyUnicodeDecodeError_SetReason(this.exc, reason);
  }

  /** Releases what the errors needed. */
  close(): void {
    Py_XDECREF(this.handler);
    Py_XDECREF(this.exc);
    Py_XDECREF(this.object);
    this.handler = this.exc = this.object = 0;
  }
}

/** One run of an encoder over the str `unicode`. */
export class Encoder {
  sink = new ByteSink();
  private handler = 0;
  private exc = 0;
  /** What the handler gave: exactly one is set after error(). Borrowed from `result`. */
  text = 0;
  bytes: Uint8Array | null = null;
  private result = 0;

  constructor(
    public encoding: string,
    public errors: string | null,
    public unicode: number,
    private size: number,
  ) {}

  /** Raises the error of [start, end). Always -1. */
  raise(reason: string, start: number, end: number): -1 {
    if (this.make_exception(reason, start, end) === 0) PyCodec_StrictErrors(this.exc);
    return -1;
  }

  private make_exception(reason: string, start: number, end: number): number {
    if (this.exc === 0) {
      this.exc = _PyUnicodeEncodeError_Create(this.encoding, this.unicode, start, end, reason);
      return this.exc === 0 ? -1 : 0;
    }
    PyUnicodeDecodeError_SetStart(this.exc, start);
    PyUnicodeDecodeError_SetEnd(this.exc, end);
    return PyUnicodeDecodeError_SetReason(this.exc, reason);
  }

  /** Asks the handler about [start, end). Returns the position to go on at, with `text` or `bytes` set; -1 with an exception. */
  error(reason: string, start: number, end: number): number {
    if (this.errors === null || this.errors === 'strict') return this.raise(reason, start, end);
    if (this.handler === 0) {
      this.handler = PyCodec_LookupError(this.errors);
      if (this.handler === 0) return -1;
    }
    if (this.make_exception(reason, start, end) < 0) return -1;
    Py_XDECREF(this.result);
    this.text = 0;
    this.bytes = null;
    this.result = PyObject_CallOneArg(this.handler, this.exc);
    if (this.result === 0) return -1;
    const pos = check_result(this.result, true, 'encoding error handler must return (str/bytes, int) tuple', this.size);
    if (pos < 0) return -1;
    const rep = PyTuple_GET_ITEM(this.result, 0);
    if (PyBytes_Check(rep)) this.bytes = PyBytes_AsJS(rep);
    else this.text = rep;
    return pos;
  }

  close(): void {
    Py_XDECREF(this.handler);
    Py_XDECREF(this.exc);
    Py_XDECREF(this.result);
    this.handler = this.exc = this.result = 0;
  }
}
