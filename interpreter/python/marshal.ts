// Answers to Python/marshal.c of CPython 3.13: the module, and its C API. Reading is in marshal_read.ts, writing objects in
// marshal_object.ts, writing the compiler's descriptions in marshal_write.ts.

import { HEAPU8 } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, Py_DECREF, Py_TYPE, Py_XDECREF } from '../include/object';
import { PyExc_TypeError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { as_bool, as_int, clinic_args, with_buffer } from '../modules/clinic';
import { PyBytes_Check } from '../objects/bytesobject';
import { PyObject_CallMethodOneArg } from '../objects/call';
import { PyLong_FromLong } from '../objects/longobject';
import { PyMem_RawFree, PyMem_RawMalloc } from '../objects/obmalloc';
import { _PyType_Name } from '../objects/typeobject';
import { _Py_ID } from '../objects/unicodeobject';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from './errors';
import { PyMarshal_WriteObject } from './marshal_object';
import { FileReader, Reader } from './marshal_read';
import { PyModule_AddIntConstant } from './modsupport';
import { PySys_Audit } from './sysmodule';

const Py_MARSHAL_VERSION = 4;

/** The reader's one object: new reference, 0 with an exception. */
function read_object(r: Reader): number {
  const o = r.object();
  r.done();
  if (o === 0 && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, 'NULL object in marshal data for object');
  return o;
}

/** New reference to the object marshalled in [p, p+n) of the heap; 0 with an exception. */
export function PyMarshal_ReadObjectFromString(p: number, n: number): number {
  return read_object(new Reader(p, p + n));
}

/** As PyMarshal_ReadObjectFromString for bytes outside the heap. */
export function PyMarshal_ReadObjectFromBytes(bytes: Uint8Array): number {
  const p = PyMem_RawMalloc(bytes.length);
  if (p === 0) return 0;
  HEAPU8.set(bytes, p);
  const o = PyMarshal_ReadObjectFromString(p, bytes.length);
  PyMem_RawFree(p);
  return o;
}

/** New bytes object or 0. */
export function PyMarshal_WriteObjectToString(o: number, version: number): number {
  return PyMarshal_WriteObject(o, version, true);
}

/** The last parameter of all four functions; null with an exception. */
const allow_code_of = (o: number): boolean | null => (o === 0 ? true : as_bool(o));

function marshal_loads(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'loads', keywords: ['', 'allow_code'] }, 1, 1, 0, args, nargs, kwnames);
  const allow_code = a && allow_code_of(a[1]);
  if (a === null || allow_code === null || PySys_Audit('marshal.loads', a[0]) < 0) return 0;
  return with_buffer(a[0], 0, 0, (p, n) => read_object(new Reader(p, p + n, allow_code)));
}

function marshal_load(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'load', keywords: ['', 'allow_code'] }, 1, 1, 0, args, nargs, kwnames);
  const allow_code = a && allow_code_of(a[1]);
  if (a === null || allow_code === null) return 0;
  const none = PyObject_CallMethodOneArg(a[0], _Py_ID('read'), PyLong_FromLong(0));
  if (none === 0) return 0;
  const is_bytes = PyBytes_Check(none);
  if (!is_bytes) PyErr_Format(PyExc_TypeError, 'file.read() returned not bytes but %.100s', _PyType_Name(Py_TYPE(none)));
  Py_DECREF(none);
  return is_bytes ? read_object(new FileReader(a[0], allow_code)) : 0;
}

/** The bytes of dumps(value, version, allow_code), new. */
function dump(value: number, version_obj: number, allow_code_obj: number): number {
  const version = version_obj === 0 ? Py_MARSHAL_VERSION : as_int(version_obj);
  const allow_code = version === null ? null : allow_code_of(allow_code_obj);
  return version === null || allow_code === null ? 0 : PyMarshal_WriteObject(value, version, allow_code);
}

function marshal_dumps(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'dumps', keywords: ['', '', 'allow_code'] }, 1, 2, 0, args, nargs, kwnames);
  return a === null ? 0 : dump(a[0], a[1], a[2]);
}

function marshal_dump(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'dump', keywords: ['', '', '', 'allow_code'] }, 2, 3, 0, args, nargs, kwnames);
  const b = a === null ? 0 : dump(a[0], a[2], a[3]);
  const r = a === null || b === 0 ? 0 : PyObject_CallMethodOneArg(a[1], _Py_ID('write'), b);
  Py_XDECREF(b);
  return r;
}

const FK = METH_FASTCALL | METH_KEYWORDS;
builtin_module({
  m_name: 'marshal',
  m_doc: 'Reading and writing of Python values in a binary format.',
  m_methods: [
    ['dump', marshal_dump, FK, 'dump($module, value, file, version=version, /, *, allow_code=True)\n--\n\nWrites the value to a binary file.'],
    ['load', marshal_load, FK, 'load($module, file, /, *, allow_code=True)\n--\n\nReads one value from a binary file.'],
    ['dumps', marshal_dumps, FK, 'dumps($module, value, version=version, /, *, allow_code=True)\n--\n\nThe bytes of a value.'],
    ['loads', marshal_loads, FK, 'loads($module, bytes, /, *, allow_code=True)\n--\n\nThe value in a bytes-like object.'],
  ],
  m_exec: (m) => PyModule_AddIntConstant(m, 'version', Py_MARSHAL_VERSION),
});
