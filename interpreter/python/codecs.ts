// Answers to Python/codecs.c of CPython 3.13: the registry of codecs and of error handlers.
// The registry is in the interpreter state: codec_search_path (list), codec_search_cache and codec_error_registry (dicts).

import { PyObject_TypeCheck } from '../objects/typeobject';
import { PyCallable_Check, PyObject_IsTrue } from '../objects/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { func_index } from '../include/functable';
import { PyInterpreterState, PyMethodDef, PyTupleObject } from '../include/generated/offsets';
import { HEAP32, HEAPU8, write_ptr } from '../include/heap';
import { METH_O, Py_DECREF, Py_NewRef, Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass } from '../include/object';
import {
  Py_None, PyExc_LookupError, PyExc_TypeError, PyExc_UnicodeDecodeError, PyExc_UnicodeEncodeError, PyExc_UnicodeTranslateError,
} from '../include/statics';
import { type MethodSpec, write_methods } from '../include/typespec';

import { PyBytes_AS_STRING, PyBytes_Check, PyBytes_FromStringAndSize, PyBytes_GET_SIZE } from '../objects/bytesobject';
import { PyObject_CallFunctionObjArgs, PyObject_CallOneArg } from '../objects/call';
import { PyDict_GetItemRef, PyDict_GetItemStringRef, PyDict_New, PyDict_SetItem, PyDict_SetItemString } from '../objects/dictobject';
import {
  PyUnicodeDecodeError_GetEnd, PyUnicodeDecodeError_GetObject, PyUnicodeDecodeError_GetStart,
} from '../objects/exceptions';
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_New, PyList_SetSlice } from '../objects/listobject';
import { PyCFunction_NewEx } from '../objects/methodobject';
import { PyObject_GetAttr, PyObject_GetOptionalAttr } from '../objects/object';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE } from '../objects/tupleobject';
import {
  _Py_ID, intern_common, PyUnicode_AsJS, PyUnicode_FromJS, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_InternInPlace, PyUnicode_READ_CHAR, type_name, PyUnicode_Check,
} from '../objects/unicodeobject';
import { escape_char } from '../objects/unicodeobject_codecs';
import { from_code_points } from '../objects/unicodeobject_methods';
import { _PyErr_FormatNote, PyErr_Clear, PyErr_Format, PyErr_SetObject, PyErr_SetString } from './errors';
import { PyImport_ImportModule } from './import';
import { Py_BuildValue } from './modsupport';
import { _PyInterpreterState_GET } from './pystate';

function field(offset: number): number {
  return HEAP32[(_PyInterpreterState_GET() + offset) >> 2];
}

// ---- search functions

/** Adds a search function. 0 | -1. */
export function PyCodec_Register(search_function: number): number {
  if (init_registry() < 0) return -1;
  if (!PyCallable_Check(search_function)) {
    PyErr_SetString(PyExc_TypeError, 'argument must be callable');
    return -1;
  }
  return PyList_Append(field(PyInterpreterState.codec_search_path), search_function);
}

/** Removes a search function and forgets what was found. 0 | -1. */
export function PyCodec_Unregister(search_function: number): number {
  const path = field(PyInterpreterState.codec_search_path);
  if (path === 0) return 0;
  for (let i = 0; i < PyList_GET_SIZE(path); i++) {
    if (PyList_GET_ITEM(path, i) === search_function) {
      const interp = _PyInterpreterState_GET();
      const cache = PyDict_New();
      if (cache === 0) return -1;
      const old = field(PyInterpreterState.codec_search_cache);
      write_ptr(interp + PyInterpreterState.codec_search_cache, cache);
      Py_XDECREF(old);
      return PyList_SetSlice(path, i, i + 1, 0);
    }
  }
  return 0;
}

/** The name under which a codec is looked up: lower case, spaces as '_' . */
function normalizestring(encoding: string): string {
  let out = '';
  let punct = false;
  for (const ch of encoding) {
    if (/[A-Za-z0-9.]/.test(ch)) {
      if (punct && out !== '') out += '_';
      punct = false;
      out += ch.toLowerCase();
    } else punct = true;
  }
  return out;
}

/** Returns new: the codec's tuple (CodecInfo). May run Python code; may fail (LookupError). */
export function _PyCodec_Lookup(encoding: string): number {
  if (init_registry() < 0) return 0;
  const v = PyUnicode_FromString(normalizestring(encoding));
  if (v === 0) return 0;
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, v);
  PyUnicode_InternInPlace(slot);
  const name = HEAP32[slot >> 2];
  write_ptr(slot, 0);
  const got = PyDict_GetItemRef(field(PyInterpreterState.codec_search_cache), name, slot);
  let result = HEAP32[slot >> 2];
  stackRestore(mark);
  if (got === 0) result = search(name, encoding);
  Py_DECREF(name);
  return got < 0 ? 0 : result;
}

/** `name`: an interned string, borrowed; immortal once it is in the cache. */
function search(name: number, encoding: string): number {
  const path = field(PyInterpreterState.codec_search_path);
  if (PyList_GET_SIZE(path) === 0) {
    PyErr_SetString(PyExc_LookupError, "no codec search functions registered: can't find encoding");
    return 0;
  }
  for (let i = 0; i < PyList_GET_SIZE(path); i++) {
    const func = Py_NewRef(PyList_GET_ITEM(path, i));
    const result = PyObject_CallOneArg(func, name);
    Py_DECREF(func);
    if (result === 0) return 0;
    if (result === Py_None) {
      Py_DECREF(result);
      continue;
    }
    if (!PyTuple_Check(result) || PyTuple_GET_SIZE(result) !== 4) {
      PyErr_SetString(PyExc_TypeError, 'codec search functions must return 4-tuples');
      Py_DECREF(result);
      return 0;
    }
    intern_common(name, true);
    if (PyDict_SetItem(field(PyInterpreterState.codec_search_cache), name, result) < 0) {
      Py_DECREF(result);
      return 0;
    }
    return result;
  }
  PyErr_Format(PyExc_LookupError, 'unknown encoding: %s', encoding);
  return 0;
}

/** 1 when the encoding is known, else 0. */
export function PyCodec_KnownEncoding(encoding: string): number {
  const codecs = _PyCodec_Lookup(encoding);
  if (codecs === 0) {
    PyErr_Clear();
    return 0;
  }
  Py_DECREF(codecs);
  return 1;
}

// ---- the parts of a codec

function codec_getitem(encoding: string, index: number): number {
  const codecs = _PyCodec_Lookup(encoding);
  if (codecs === 0) return 0;
  const v = Py_NewRef(PyTuple_GET_ITEM(codecs, index));
  Py_DECREF(codecs);
  return v;
}

export function PyCodec_Encoder(encoding: string): number {
  return codec_getitem(encoding, 0);
}
export function PyCodec_Decoder(encoding: string): number {
  return codec_getitem(encoding, 1);
}

function call_with_errors(func: number, object: number, errors: string | null): number {
  if (errors === null) return PyObject_CallOneArg(func, object);
  const err = PyUnicode_FromString(errors);
  if (err === 0) return 0;
  const result = PyObject_CallFunctionObjArgs(func, object, err, 0);
  Py_DECREF(err);
  return result;
}

function codec_makestream(encoding: string, index: number, stream: number, errors: string | null): number {
  const codec = codec_getitem(encoding, index);
  if (codec === 0) return 0;
  const s = call_with_errors(codec, stream, errors);
  Py_DECREF(codec);
  return s;
}

export function PyCodec_StreamReader(encoding: string, stream: number, errors: string | null): number {
  return codec_makestream(encoding, 2, stream, errors);
}
export function PyCodec_StreamWriter(encoding: string, stream: number, errors: string | null): number {
  return codec_makestream(encoding, 3, stream, errors);
}

function codec_makeincrementalcodec(codec_info: number, errors: string | null, attrname: string): number {
  const inccodec = PyObject_GetAttr(codec_info, _Py_ID(attrname));
  if (inccodec === 0) return 0;
  let result: number;
  if (errors === null) result = PyObject_CallFunctionObjArgs(inccodec, 0);
  else {
    const err = PyUnicode_FromString(errors);
    result = err === 0 ? 0 : PyObject_CallOneArg(inccodec, err);
    Py_XDECREF(err);
  }
  Py_DECREF(inccodec);
  return result;
}

export function _PyCodecInfo_GetIncrementalDecoder(codec_info: number, errors: string | null): number {
  return codec_makeincrementalcodec(codec_info, errors, 'incrementaldecoder');
}
export function _PyCodecInfo_GetIncrementalEncoder(codec_info: number, errors: string | null): number {
  return codec_makeincrementalcodec(codec_info, errors, 'incrementalencoder');
}

function incremental(encoding: string, errors: string | null, attrname: string): number {
  const codecs = _PyCodec_Lookup(encoding);
  if (codecs === 0) return 0;
  const ret = codec_makeincrementalcodec(codecs, errors, attrname);
  Py_DECREF(codecs);
  return ret;
}

export function PyCodec_IncrementalEncoder(encoding: string, errors: string | null): number {
  return incremental(encoding, errors, 'incrementalencoder');
}
export function PyCodec_IncrementalDecoder(encoding: string, errors: string | null): number {
  return incremental(encoding, errors, 'incrementaldecoder');
}

/** Returns new: the first item of what the codec's function (stolen) gives for `object`. */
function run_codec(func: number, object: number, encoding: string, errors: string | null, operation: string, what: string): number {
  const result = call_with_errors(func, object, errors);
  Py_DECREF(func);
  if (result === 0) {
    _PyErr_FormatNote("%s with '%s' codec failed", operation, encoding);
    return 0;
  }
  if (!PyTuple_Check(result) || PyTuple_GET_SIZE(result) !== 2) {
    PyErr_SetString(PyExc_TypeError, `${what} must return a tuple (object, integer)`);
    Py_DECREF(result);
    return 0;
  }
  const v = Py_NewRef(PyTuple_GET_ITEM(result, 0));
  Py_DECREF(result);
  return v;
}

/** Returns new: `object` encoded by any codec. May run Python code; may fail. */
export function PyCodec_Encode(object: number, encoding: string, errors: string | null): number {
  const encoder = PyCodec_Encoder(encoding);
  return encoder === 0 ? 0 : run_codec(encoder, object, encoding, errors, 'encoding', 'encoder');
}

export function PyCodec_Decode(object: number, encoding: string, errors: string | null): number {
  const decoder = PyCodec_Decoder(encoding);
  return decoder === 0 ? 0 : run_codec(decoder, object, encoding, errors, 'decoding', 'decoder');
}

/** As _PyCodec_Lookup; LookupError when the codec is not one between str and bytes. */
export function _PyCodec_LookupTextEncoding(encoding: string, alternate_command: string | null): number {
  const codec = _PyCodec_Lookup(encoding);
  if (codec === 0 || type_name(codec) === 'tuple') return codec;
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const got = PyObject_GetOptionalAttr(codec, _Py_ID('_is_text_encoding'), slot);
  const attr = HEAP32[slot >> 2];
  stackRestore(mark);
  let is_text = got < 0 ? -1 : 1;
  if (attr !== 0) {
    is_text = PyObject_IsTrue(attr);
    Py_DECREF(attr);
  }
  if (is_text > 0) return codec;
  Py_DECREF(codec);
  if (is_text === 0) {
    if (alternate_command !== null) {
      PyErr_Format(PyExc_LookupError, "'%.400s' is not a text encoding; use %s to handle arbitrary codecs", encoding, alternate_command);
    } else PyErr_Format(PyExc_LookupError, "'%.400s' is not a text encoding", encoding);
  }
  return 0;
}

function text_codec(encoding: string, index: number, alternate_command: string): number {
  const codec = _PyCodec_LookupTextEncoding(encoding, alternate_command);
  if (codec === 0) return 0;
  const v = Py_NewRef(HEAP32[(codec + PyTupleObject.ob_item + index * 8) >> 2]);
  Py_DECREF(codec);
  return v;
}

export function _PyCodec_EncodeText(object: number, encoding: string, errors: string | null): number {
  const encoder = text_codec(encoding, 0, 'codecs.encode()');
  return encoder === 0 ? 0 : run_codec(encoder, object, encoding, errors, 'encoding', 'encoder');
}

export function _PyCodec_DecodeText(object: number, encoding: string, errors: string | null): number {
  const decoder = text_codec(encoding, 1, 'codecs.decode()');
  return decoder === 0 ? 0 : run_codec(decoder, object, encoding, errors, 'decoding', 'decoder');
}

// ---- error handlers

/** Registers an error handler. 0 | -1. */
export function PyCodec_RegisterError(name: string, error: number): number {
  if (init_registry() < 0) return -1;
  if (!PyCallable_Check(error)) {
    PyErr_SetString(PyExc_TypeError, 'handler must be callable');
    return -1;
  }
  return PyDict_SetItemString(field(PyInterpreterState.codec_error_registry), name, error);
}

/** Returns new: the handler called `name` (null: strict). May fail (LookupError). */
export function PyCodec_LookupError(name: string | null): number {
  if (init_registry() < 0) return 0;
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  const got = PyDict_GetItemStringRef(field(PyInterpreterState.codec_error_registry), name ?? 'strict', slot);
  const handler = HEAP32[slot >> 2];
  stackRestore(mark);
  if (got === 0) PyErr_Format(PyExc_LookupError, "unknown error handler name '%.400s'", name ?? 'strict');
  return got > 0 ? handler : 0;
}

function wrong_exception_type(exc: number): 0 {
  PyErr_Format(PyExc_TypeError, "don't know how to handle %.200s in error callback", type_name(exc));
  return 0;
}

/** Raises `exc`. Returns 0. */
export function PyCodec_StrictErrors(exc: number): number {
  if (PyType_FastSubclass(Py_TYPE(exc), Py_TPFLAGS_BASE_EXC_SUBCLASS)) PyErr_SetObject(Py_TYPE(exc), exc);
  else PyErr_SetString(PyExc_TypeError, 'codec must pass exception instance');
  return 0;
}

type Kind = 'encode' | 'decode' | 'translate' | null;

function kind_of(exc: number): Kind {
  if (PyObject_TypeCheck(exc, PyExc_UnicodeEncodeError)) return 'encode';
  if (PyObject_TypeCheck(exc, PyExc_UnicodeDecodeError)) return 'decode';
  return PyObject_TypeCheck(exc, PyExc_UnicodeTranslateError) ? 'translate' : null;
}

/** What an error is about: object (borrowed) and the range, clamped as PyUnicodeEncodeError_GetStart and GetEnd clamp it. */
interface ErrorRange {
  kind: Kind;
  object: number;
  start: number;
  end: number;
}

/** null with an exception. */
function error_range(exc: number, kinds: readonly Kind[]): ErrorRange | null {
  const kind = kind_of(exc);
  if (kind === null || !kinds.includes(kind)) {
    wrong_exception_type(exc);
    return null;
  }
  const object = PyUnicodeDecodeError_GetObject(exc);
  if (object === 0) return null;
  const is_bytes = kind === 'decode';
  if (is_bytes ? !PyBytes_Check(object) : !PyUnicode_Check(object)) {
    PyErr_Format(PyExc_TypeError, '%.200s attribute must be %s', 'object', is_bytes ? 'bytes' : 'unicode');
    Py_DECREF(object);
    return null;
  }
  const size = is_bytes ? PyBytes_GET_SIZE(object) : PyUnicode_GET_LENGTH(object);
  Py_DECREF(object);
  let start = PyUnicodeDecodeError_GetStart(exc);
  let end = PyUnicodeDecodeError_GetEnd(exc);
  if (start < 0) start = 0;
  if (start >= size) start = size - 1;
  if (end < 1) end = 1;
  if (end > size) end = size;
  return { kind, object, start, end };
}

/** Returns new: (text, end). */
function replacement(chars: number[], end: number): number {
  return Py_BuildValue('(Nn)', from_code_points(chars), end);
}

function replacement_text(text: string, end: number): number {
  return Py_BuildValue('(Nn)', PyUnicode_FromJS(text), end);
}

function bytes_replacement(bytes: number[], end: number): number {
  return Py_BuildValue('(Nn)', PyBytes_FromStringAndSize(Uint8Array.from(bytes), bytes.length), end);
}

export function PyCodec_IgnoreErrors(exc: number): number {
  const r = error_range(exc, ['encode', 'decode', 'translate']);
  return r === null ? 0 : replacement([], r.end);
}

export function PyCodec_ReplaceErrors(exc: number): number {
  const r = error_range(exc, ['encode', 'decode', 'translate']);
  if (r === null) return 0;
  if (r.kind === 'decode') return replacement([0xfffd], r.end);
  return replacement(new Array(Math.max(0, r.end - r.start)).fill(r.kind === 'encode' ? 0x3f : 0xfffd), r.end);
}

export function PyCodec_XMLCharRefReplaceErrors(exc: number): number {
  const r = error_range(exc, ['encode']);
  if (r === null) return 0;
  let text = '';
  for (let i = r.start; i < r.end; i++) text += escape_char('xmlcharrefreplace', PyUnicode_READ_CHAR(r.object, i));
  return replacement_text(text, r.end);
}

export function PyCodec_BackslashReplaceErrors(exc: number): number {
  const r = error_range(exc, ['encode', 'decode', 'translate']);
  if (r === null) return 0;
  let text = '';
  for (let i = r.start; i < r.end; i++) {
    const c = r.kind === 'decode' ? HEAPU8[PyBytes_AS_STRING(r.object) + i] : PyUnicode_READ_CHAR(r.object, i);
    text += escape_char('backslashreplace', c);
  }
  return replacement_text(text, r.end);
}

/** Calls unicodedata.name(chr(c), None): the name, '' for None, null with an exception. */
function character_name(unicodedata_name: number, c: number): string | null {
  const ch = from_code_points([c]);
  if (ch === 0) return null;
  const name = PyObject_CallFunctionObjArgs(unicodedata_name, ch, Py_None, 0);
  Py_DECREF(ch);
  if (name === 0) return null;
  const text = name === Py_None ? '' : PyUnicode_AsJS(name);
  Py_DECREF(name);
  return text;
}

export function PyCodec_NameReplaceErrors(exc: number): number {
  const r = error_range(exc, ['encode']);
  if (r === null) return 0;
  const module = PyImport_ImportModule('unicodedata');
  if (module === 0) return 0;
  const func = PyObject_GetAttr(module, _Py_ID('name'));
  Py_DECREF(module);
  if (func === 0) return 0;
  let text = '';
  for (let i = r.start; i < r.end; i++) {
    const c = PyUnicode_READ_CHAR(r.object, i);
    const name = character_name(func, c);
    if (name === null) {
      Py_DECREF(func);
      return 0;
    }
    text += name === '' ? escape_char('backslashreplace', c) : `\\N{${name}}`;
  }
  Py_DECREF(func);
  return replacement_text(text, r.end);
}

/** The unit of the UTF encoding whose error it is: bytes and byte order. */
function standard_encoding(exc: number): { bytes: 1 | 2 | 4; big: boolean } | null {
  const mark = stackSave();
  const slot = stackAlloc(8);
  write_ptr(slot, 0);
  PyObject_GetOptionalAttr(exc, _Py_ID('encoding'), slot);
  const obj = HEAP32[slot >> 2];
  stackRestore(mark);
  const name = obj !== 0 && PyUnicode_Check(obj) ? PyUnicode_AsJS(obj) : '';
  Py_XDECREF(obj);
  const m = /^utf[-_]?(8|16|32)(?:[-_]?(le|be))?$/i.exec(name);
  if (m === null || (m[1] === '8' && m[2] !== undefined)) return name === 'CP_UTF8' || name === 'cp65001' ? { bytes: 1, big: false } : null;
  return { bytes: m[1] === '8' ? 1 : m[1] === '16' ? 2 : 4, big: m[2]?.toLowerCase() === 'be' };
}

function encode_surrogate(out: number[], c: number, bytes: number, big: boolean): void {
  if (bytes === 1) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  else for (let i = 0; i < bytes; i++) out.push((c >>> (8 * (big ? bytes - 1 - i : i))) & 0xff);
}

/** The surrogate that the bytes at `i` are, or -1. */
function decode_surrogate(object: number, i: number, bytes: number, big: boolean): number {
  const at = (j: number): number => (i + j < PyBytes_GET_SIZE(object) ? HEAPU8[PyBytes_AS_STRING(object) + i + j] : -1);
  if (bytes === 1) {
    if ((at(0) & 0xf0) !== 0xe0 || at(1) < 0 || at(2) < 0 || (at(1) & 0xc0) !== 0x80 || (at(2) & 0xc0) !== 0x80) return -1;
    return ((at(0) & 15) << 12) | ((at(1) & 63) << 6) | (at(2) & 63);
  }
  let c = 0;
  for (let j = 0; j < bytes; j++) {
    const b = at(big ? j : bytes - 1 - j);
    if (b < 0) return -1;
    c = c * 256 + b;
  }
  return c;
}

function is_surrogate(c: number): boolean {
  return c >= 0xd800 && c <= 0xdfff;
}

export function PyCodec_SurrogatePassErrors(exc: number): number {
  const r = error_range(exc, ['encode', 'decode']);
  if (r === null) return 0;
  const e = standard_encoding(exc);
  if (e === null) return PyCodec_StrictErrors(exc);
  if (r.kind === 'encode') {
    const out: number[] = [];
    for (let i = r.start; i < r.end; i++) {
      const c = PyUnicode_READ_CHAR(r.object, i);
      if (!is_surrogate(c)) return PyCodec_StrictErrors(exc);
      encode_surrogate(out, c, e.bytes, e.big);
    }
    return bytes_replacement(out, r.end);
  }
  const c = decode_surrogate(r.object, r.start, e.bytes, e.big);
  if (!is_surrogate(c)) return PyCodec_StrictErrors(exc);
  return replacement([c], r.start + (e.bytes === 1 ? 3 : e.bytes));
}

export function PyCodec_SurrogateEscapeErrors(exc: number): number {
  const r = error_range(exc, ['encode', 'decode']);
  if (r === null) return 0;
  const out: number[] = [];
  if (r.kind === 'encode') {
    for (let i = r.start; i < r.end; i++) {
      const c = PyUnicode_READ_CHAR(r.object, i);
      if (c < 0xdc80 || c > 0xdcff) return PyCodec_StrictErrors(exc);
      out.push(c - 0xdc00);
    }
    return bytes_replacement(out, r.end);
  }
  let i = r.start;
  for (; i < r.end && i < r.start + 4; i++) {
    const b = HEAPU8[PyBytes_AS_STRING(r.object) + i];
    if (b < 128) break;
    out.push(0xdc00 + b);
  }
  return out.length === 0 ? PyCodec_StrictErrors(exc) : replacement(out, i);
}

// ---- the registry

const HANDLERS: MethodSpec[] = [
  ['strict_errors', (_self: number, exc: number) => PyCodec_StrictErrors(exc), METH_O, "Implements the 'strict' error handling."],
  ['ignore_errors', (_self: number, exc: number) => PyCodec_IgnoreErrors(exc), METH_O, "Implements the 'ignore' error handling."],
  ['replace_errors', (_self: number, exc: number) => PyCodec_ReplaceErrors(exc), METH_O, "Implements the 'replace' error handling."],
  ['xmlcharrefreplace_errors', (_self: number, exc: number) => PyCodec_XMLCharRefReplaceErrors(exc), METH_O, "Implements the 'xmlcharrefreplace' error handling."],
  ['backslashreplace_errors', (_self: number, exc: number) => PyCodec_BackslashReplaceErrors(exc), METH_O, "Implements the 'backslashreplace' error handling."],
  ['namereplace_errors', (_self: number, exc: number) => PyCodec_NameReplaceErrors(exc), METH_O, "Implements the 'namereplace' error handling."],
  ['surrogatepass', (_self: number, exc: number) => PyCodec_SurrogatePassErrors(exc), METH_O],
  ['surrogateescape', (_self: number, exc: number) => PyCodec_SurrogateEscapeErrors(exc), METH_O],
];
for (const h of HANDLERS) func_index(h[1]);

/** Makes the registry. 0 | -1. */
export function _PyCodec_InitRegistry(interp: number): number {
  const path = PyList_New(0);
  const cache = PyDict_New();
  const errors = PyDict_New();
  if (path === 0 || cache === 0 || errors === 0) return -1;
  write_ptr(interp + PyInterpreterState.codec_search_path, path);
  write_ptr(interp + PyInterpreterState.codec_search_cache, cache);
  write_ptr(interp + PyInterpreterState.codec_error_registry, errors);
  HEAP32[(interp + PyInterpreterState.codecs_initialized) >> 2] = 1;
  const table = write_methods(HANDLERS);
  for (let i = 0; i < HANDLERS.length; i++) {
    const func = PyCFunction_NewEx(table + i * PyMethodDef.SIZEOF, 0, 0);
    if (func === 0) return -1;
    const r = PyDict_SetItemString(errors, HANDLERS[i][0].replace(/_errors$/, ''), func);
    Py_DECREF(func);
    if (r < 0) return -1;
  }
  return 0;
}

/** The encodings package registers its search function when it is imported (at start, by pylifecycle). 0 | -1. */
function init_registry(): number {
  const interp = _PyInterpreterState_GET();
  return HEAP32[(interp + PyInterpreterState.codecs_initialized) >> 2] !== 0 ? 0 : _PyCodec_InitRegistry(interp);
}

/** Drops the registry at the end of the interpreter. */
export function _PyCodec_Fini(interp: number): void {
  for (const f of [PyInterpreterState.codec_search_path, PyInterpreterState.codec_search_cache, PyInterpreterState.codec_error_registry]) {
    const o = HEAP32[(interp + f) >> 2];
    write_ptr(interp + f, 0);
    Py_XDECREF(o);
  }
  HEAP32[(interp + PyInterpreterState.codecs_initialized) >> 2] = 0;
}
