// Answers to Modules/unicodedata.c of CPython 3.13: properties, names and normal forms of characters.
// Deviation: the tables are read from a file of the packed library when first asked (unicodedata_db.ts), once a realm.
// normalize() has no quick check: it makes the form and compares.

import { HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_O, Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_IMMUTABLETYPE, Py_TYPE } from '../include/object';
import { PyExc_KeyError, PyExc_ValueError, Py_False, Py_True } from '../include/statics';
import { builtin_module, type MethodSpec, type_spec } from '../include/typespec';
import { PyFloat_FromDouble } from '../objects/floatobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_Check } from '../objects/moduleobject';
import { PyType_FromModuleAndSpec, PyType_GenericAlloc } from '../objects/typeobject';
import { PyUnicode_AsJS, PyUnicode_Check, PyUnicode_CompareWithASCIIString, PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { tp_free } from './_io/iobase';
import { setUnicodeNameLookup } from '../parser/string_parser';
import { PyErr_Format, PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddObject, PyModule_AddObjectRef } from '../python/modsupport';
import { read_file } from '../python/pythonrun';
import { PySys_GetObject } from '../python/sysmodule';
import { PyMem_Free, PyMem_Malloc } from '../objects/obmalloc';
import { arg } from './clinic';
import { UnicodeDb, type ValueKind } from './unicodedata_db';

/** The same for every process: a cache of constants. */
let loaded: UnicodeDb | undefined;

/** The tables. A packed library without them is a broken installation: a JavaScript exception. */
export function unicode_db(): UnicodeDb {
  if (loaded) return loaded;
  const dir = PyUnicode_AsJS(PySys_GetObject('_stdlib_dir'));
  loaded = new UnicodeDb(JSON.parse(new TextDecoder().decode(read_file(`${dir}/unicodedata.json`))));
  return loaded;
}

// string_parser imports nothing of the runtime: it may be called while modules are evaluated.
setUnicodeNameLookup((name) => {
  const codes = unicode_db().lookup(name, false);
  return codes?.length === 1 ? codes[0] : -1;
});

/** Is `self` ucd_3_2_0, not the module? */
const is_old = (self: number): boolean => !PyModule_Check(self);

/** The code point of a one-character argument, or -1 with TypeError. */
function character(o: number, fname: string, displayname: string): number {
  if (!PyUnicode_Check(o) || PyUnicode_GET_LENGTH(o) !== 1) {
    _PyArg_BadArgument(fname, displayname, 'a unicode character', o);
    return -1;
  }
  return PyUnicode_READ_CHAR(o, 0);
}

/** decimal(), digit() and numeric(): the value, the default, or ValueError. */
function value(kind: ValueKind, complaint: string): (self: number, args: number, nargs: number) => number {
  return (self, args, nargs) => {
    if (!_PyArg_CheckPositional(kind, nargs, 1, 2)) return 0;
    const cp = character(arg(args, 0), kind, 'argument 1');
    if (cp < 0) return 0;
    const v = unicode_db().value(kind, cp, is_old(self));
    if (v !== undefined) return kind === 'numeric' ? PyFloat_FromDouble(v) : PyLong_FromLong(v);
    if (nargs > 1) return Py_NewRef(arg(args, 1));
    PyErr_SetString(PyExc_ValueError, complaint);
    return 0;
  };
}

/** A property that is a field of the character's record. */
function property(fname: string, field: 0 | 1 | 2 | 3 | 4): (self: number, chr: number) => number {
  return (self, chr) => {
    const cp = character(chr, fname, 'argument');
    if (cp < 0) return 0;
    const v = unicode_db().record(cp, is_old(self))[field];
    return typeof v === 'number' ? PyLong_FromLong(v) : PyUnicode_FromString(v);
  };
}

function unicodedata_decomposition(self: number, chr: number): number {
  const cp = character(chr, 'decomposition', 'argument');
  if (cp < 0) return 0;
  return PyUnicode_FromString(is_old(self) && !unicode_db().assigned(cp, true) ? '' : unicode_db().decomposition(cp));
}

function code_points(s: number): number[] {
  const kind = PyUnicode_KIND(s);
  const data = PyUnicode_DATA(s);
  return Array.from({ length: PyUnicode_GET_LENGTH(s) }, (_, i) => PyUnicode_READ(kind, data, i));
}

/** Returns new. May fail. */
function from_code_points(text: number[]): number {
  const buffer = PyMem_Malloc(text.length * 4 + 4);
  if (buffer === 0) return 0;
  text.forEach((cp, i) => {
    HEAP32[(buffer >> 2) + i] = cp;
  });
  const s = PyUnicode_FromKindAndData(4, buffer, text.length);
  PyMem_Free(buffer);
  return s;
}

const FORMS = ['NFC', 'NFKC', 'NFD', 'NFKD'];

/** The two str arguments of normalize() and is_normalized(), or null with an exception. */
function form_and_text(fname: string, args: number, nargs: number): [form: string, text: number] | null {
  if (!_PyArg_CheckPositional(fname, nargs, 2, 2)) return null;
  for (let i = 0; i < 2; i++) {
    if (PyUnicode_Check(arg(args, i))) continue;
    _PyArg_BadArgument(fname, `argument ${i + 1}`, 'str', arg(args, i));
    return null;
  }
  if (PyUnicode_GET_LENGTH(arg(args, 1)) === 0) return ['NFC', arg(args, 1)];
  const form = FORMS.find((f) => PyUnicode_CompareWithASCIIString(arg(args, 0), f) === 0);
  if (form !== undefined) return [form, arg(args, 1)];
  PyErr_SetString(PyExc_ValueError, 'invalid normalization form');
  return null;
}

const same = (a: number[], b: number[]): boolean => a.length === b.length && a.every((cp, i) => cp === b[i]);

function unicodedata_normalize(self: number, args: number, nargs: number): number {
  const given = form_and_text('normalize', args, nargs);
  if (given === null) return 0;
  const text = code_points(given[1]);
  const normal = unicode_db().normalize(given[0], text, is_old(self));
  return same(text, normal) ? Py_NewRef(given[1]) : from_code_points(normal);
}

function unicodedata_is_normalized(self: number, args: number, nargs: number): number {
  const given = form_and_text('is_normalized', args, nargs);
  if (given === null) return 0;
  const text = code_points(given[1]);
  return same(text, unicode_db().normalize(given[0], text, is_old(self))) ? Py_True : Py_False;
}

function unicodedata_name(self: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('name', nargs, 1, 2)) return 0;
  const cp = character(arg(args, 0), 'name', 'argument 1');
  if (cp < 0) return 0;
  const name = is_old(self) && !unicode_db().assigned(cp, true) ? null : unicode_db().name(cp);
  if (name !== null) return PyUnicode_FromString(name);
  if (nargs > 1) return Py_NewRef(arg(args, 1));
  PyErr_SetString(PyExc_ValueError, 'no such name');
  return 0;
}

const NAME_MAXLEN = 256;

function unicodedata_lookup(self: number, o: number): number {
  if (!PyUnicode_Check(o)) return _PyArg_BadArgument('lookup', 'argument', 'str', o), 0;
  const name = PyUnicode_AsJS(o);
  if (name.length > NAME_MAXLEN) {
    PyErr_SetString(PyExc_KeyError, 'name too long');
    return 0;
  }
  const codes = unicode_db().lookup(name, is_old(self));
  if (codes !== null) return from_code_points(codes);
  return PyErr_Format(PyExc_KeyError, "undefined character name '%s'", name);
}

const METHODS: MethodSpec[] = [
  ['decimal', value('decimal', 'not a decimal'), METH_FASTCALL, 'decimal($self, chr, default=<unrepresentable>, /)\n--\n\nThe decimal value of the character, as an int.'],
  ['digit', value('digit', 'not a digit'), METH_FASTCALL, 'digit($self, chr, default=<unrepresentable>, /)\n--\n\nThe digit value of the character, as an int.'],
  ['numeric', value('numeric', 'not a numeric character'), METH_FASTCALL, 'numeric($self, chr, default=<unrepresentable>, /)\n--\n\nThe numeric value of the character, as a float.'],
  ['category', property('category', 0), METH_O, 'category($self, chr, /)\n--\n\nThe general category, two letters.'],
  ['bidirectional', property('bidirectional', 2), METH_O, "bidirectional($self, chr, /)\n--\n\nThe bidirectional class; '' where there is none."],
  ['combining', property('combining', 1), METH_O, 'combining($self, chr, /)\n--\n\nThe canonical combining class; 0 for a starter.'],
  ['mirrored', property('mirrored', 3), METH_O, 'mirrored($self, chr, /)\n--\n\n1 for a character that is mirrored in right-to-left text.'],
  ['east_asian_width', property('east_asian_width', 4), METH_O, 'east_asian_width($self, chr, /)\n--\n\nThe East Asian width.'],
  ['decomposition', unicodedata_decomposition, METH_O, "decomposition($self, chr, /)\n--\n\nWhat the character decomposes to, in hexadecimal; '' for nothing."],
  ['name', unicodedata_name, METH_FASTCALL, 'name($self, chr, default=<unrepresentable>, /)\n--\n\nThe name of the character.'],
  ['lookup', unicodedata_lookup, METH_O, 'lookup($self, name, /)\n--\n\nThe character of this name; KeyError where there is none.'],
  ['is_normalized', unicodedata_is_normalized, METH_FASTCALL, "is_normalized($self, form, unistr, /)\n--\n\nIs the string in the form 'NFC', 'NFKC', 'NFD' or 'NFKD'?"],
  ['normalize', unicodedata_normalize, METH_FASTCALL, "normalize($self, form, unistr, /)\n--\n\nThe string in the form 'NFC', 'NFKC', 'NFD' or 'NFKD'."],
];

// --- ucd_3_2_0 ------------------------------------------------------------------------------------------------------

function ucd_dealloc(self: number): void {
  const type = Py_TYPE(self);
  tp_free(self);
  Py_DECREF(type);
}

/** sizeof(PreviousDBVersion): the head, name, getrecord, normalization. */
const UCD_SIZE = 40;
const ucd_spec = type_spec({
  tp_name: 'unicodedata.UCD',
  tp_basicsize: UCD_SIZE,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
  tp_dealloc: ucd_dealloc,
  tp_methods: METHODS,
  tp_getset: [['unidata_version', () => PyUnicode_FromString(unicode_db().version(true)), null]],
});

function unicodedata_exec(module: number): number {
  const version = PyUnicode_FromString(unicode_db().version(false));
  if (version === 0 || PyModule_AddObject(module, 'unidata_version', version) < 0) return -1;
  const type = PyType_FromModuleAndSpec(module, ucd_spec, 0);
  if (type === 0) return -1;
  const old = PyType_GenericAlloc(type, 0);
  const failed = old === 0 || PyModule_AddObjectRef(module, 'UCD', type) < 0 || PyModule_AddObject(module, 'ucd_3_2_0', old) < 0;
  Py_DECREF(type);
  return failed ? -1 : 0;
}

builtin_module({ m_name: 'unicodedata', m_doc: 'Access to the Unicode character database.', m_methods: METHODS, m_exec: unicodedata_exec });
