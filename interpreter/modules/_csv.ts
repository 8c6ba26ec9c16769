// Answers to Modules/_csv.c of CPython 3.13: the reader and writer of the csv module.
// Deviation: what a reader has of a record while it reads is kept in JavaScript: a record begins and ends within one call.

import { PyObject } from '../include/generated/offsets';
import { HEAP32, read_ptr, read_ssize, write_ptr, write_ssize } from '../include/heap';
import {
  _Py_T_OBJECT, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_CLEAR, Py_DECREF, Py_IS_TYPE, Py_NewRef, Py_READONLY, Py_T_BOOL, Py_T_ULONG, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT,
  Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_TPFLAGS_HAVE_GC, Py_XDECREF, PyType_HasFeature, METH_VARARGS, Py_TPFLAGS_HEAPTYPE, Py_TYPE,
} from '../include/object';
import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import * as S from '../include/statics';
import { builtin_module, type GetSetSpec, static_alloc, static_type } from '../include/typespec';
import { PyIter_Next, PyNumber_Check, PyNumber_Float, PyObject_GetIter } from '../objects/abstract';
import { PyObject_Call, PyObject_CallOneArg } from '../objects/call';
import { PyDict_DelItem, PyDict_GetItemWithError, PyDict_Keys, PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { type_name_of } from '../objects/fileobject';
import { PyList_Append, PyList_New } from '../objects/listobject';
import { PyLong_AsLong, PyLong_CheckExact, PyLong_FromLong } from '../objects/longobject';
import { PyCallable_Check, PyObject_IsTrue, PyObject_SelfIter, PyObject_Str } from '../objects/object';
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { PyType_GenericAlloc } from '../objects/typeobject';
import { _Py_ID, PyUnicode_AsJS, PyUnicode_Check, PyUnicode_FromJS, PyUnicode_FromString, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR } from '../objects/unicodeobject';
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Format, PyErr_NewException, PyErr_Occurred, PyErr_SetString } from '../python/errors';
import { _PyObject_GC_UNTRACK, type visitproc } from '../python/gc';
import { _PyArg_CheckPositional, PyArg_ParseTupleAndKeywords, PyArg_UnpackTuple } from '../python/getargs';
import { PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { tp_free } from './_io/iobase';
import { arg, clinic_args, optional_attr } from './clinic';

/** Module state: the class Error, the dialects by name, the longest field. */
const Error_ = static_alloc(8);
const dialects = static_alloc(8);
const field_limit = static_alloc(8);

function error(format: string, ...args: (number | string)[]): 0 {
  return PyErr_Format(read_ptr(Error_), format, ...args);
}

const QUOTE_MINIMAL = 0;
const QUOTE_ALL = 1;
const QUOTE_NONNUMERIC = 2;
const QUOTE_NONE = 3;
const QUOTE_STRINGS = 4;
const QUOTE_NOTNULL = 5;
/** "No such character". */
const NOT_SET = -1;

// --- Dialect: characters and flags as ints, the line terminator as str ----------------------------------------------------

const DELIMITER = PyObject.SIZEOF;
const QUOTECHAR = DELIMITER + 4;
const ESCAPECHAR = DELIMITER + 8;
const QUOTING = DELIMITER + 12;
const DOUBLEQUOTE = DELIMITER + 16;
const SKIPINITIALSPACE = DELIMITER + 17;
const STRICT = DELIMITER + 18;
const LINETERMINATOR = DELIMITER + 24;
const DIALECT_SIZE = DELIMITER + 32;

function int_at(self: number, field: number): number {
  return HEAP32[(self + field) >> 2];
}
function set_int(self: number, field: number, v: number): void {
  HEAP32[(self + field) >> 2] = v;
}
function type_error(format: string, ...args: (number | string)[]): null {
  PyErr_Format(S.PyExc_TypeError, format, ...args);
  return null;
}

/** A parameter that is one character, or with `none` nothing; null with TypeError. 0: the default. */
function char_parameter(name: string, o: number, initial: number, none: boolean): number | null {
  if (o === 0) return initial;
  if (none && o === S.Py_None) return NOT_SET;
  if (!PyUnicode_Check(o)) return type_error(none ? '"%s" must be string or None, not %.200s' : '"%s" must be string, not %.200s', name, type_name_of(o));
  return PyUnicode_GET_LENGTH(o) === 1 ? PyUnicode_READ_CHAR(o, 0) : type_error('"%s" must be a 1-character string', name);
}
function flag_parameter(o: number, initial: boolean): boolean | null {
  if (o === 0) return initial;
  const r = PyObject_IsTrue(o);
  return r < 0 ? null : r > 0;
}
function quoting_parameter(o: number): number | null {
  if (o === 0) return QUOTE_MINIMAL;
  if (!PyLong_CheckExact(o)) return type_error('"%s" must be an integer', 'quoting');
  const v = PyLong_AsLong(o);
  return v >= QUOTE_MINIMAL && v <= QUOTE_NOTNULL ? v : PyErr_Occurred() ? null : type_error('bad "quoting" value');
}

function value_error(format: string, ...args: string[]): false {
  PyErr_Format(S.PyExc_ValueError, format, ...args);
  return false;
}
/** A special character may be no line end and nothing of the line terminator. */
function check_chr(self: number, name: string, c: number, allow_space: boolean): boolean {
  if (c === NOT_SET) return true;
  if (c === 13 || c === 10 || (HEAP8_at(self, SKIPINITIALSPACE) && !allow_space && c === 32)) return value_error('bad %s value', name);
  return PyUnicode_AsJS(read_ptr(self + LINETERMINATOR)).includes(String.fromCodePoint(c)) ? value_error('bad %s or lineterminator value', name) : true;
}
function check_pair(name1: string, name2: string, c1: number, c2: number): boolean {
  return c1 === c2 && c1 !== NOT_SET ? value_error('bad %s or %s value', name1, name2) : true;
}
function HEAP8_at(self: number, field: number): boolean {
  return ((HEAP32[(self + field) >> 2] >> (8 * ((self + field) & 3))) & 255) !== 0;
}

const DIALECT_KEYWORDS = ['dialect', 'delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting', 'skipinitialspace', 'strict'];

/** The parameters by position in DIALECT_KEYWORDS as new references (0: not given); null with an exception. */
function dialect_parameters(args: number, kwargs: number): number[] | null {
  const mark = stackSave();
  const p = stackAlloc(DIALECT_KEYWORDS.length * 8);
  DIALECT_KEYWORDS.forEach((_, i) => write_ptr(p + i * 8, 0));
  const ok = PyArg_ParseTupleAndKeywords(args, kwargs, '|OOOOOOOOO', DIALECT_KEYWORDS, ...DIALECT_KEYWORDS.map((_, i) => p + i * 8));
  const out = DIALECT_KEYWORDS.map((_, i) => read_ptr(p + i * 8));
  stackRestore(mark);
  if (!ok) return null;
  for (const o of out) if (o !== 0) Py_NewRef(o);
  return out;
}

function dialect_new(type: number, args: number, kwargs: number): number {
  const a = dialect_parameters(args, kwargs);
  if (a === null) return 0;
  const self = dialect_from(type, a);
  for (const o of a) Py_XDECREF(o);
  return self;
}

function dialect_from(type: number, a: number[]): number {
  if (a[0] !== 0 && PyUnicode_Check(a[0])) {
    const found = get_dialect_from_registry(a[0]);
    if (found === 0) return 0;
    Py_DECREF(a[0]);
    a[0] = found;
  }
  const dialect = a[0];
  if (dialect !== 0) {
    // A Dialect with nothing to change is used itself.
    if (Py_IS_TYPE(dialect, S.csv_Dialect_Type) && a.slice(1).every((o) => o === 0)) return Py_NewRef(dialect);
    for (let i = 1; i < a.length; i++) {
      if (a[i] !== 0) continue;
      const v = optional_attr(dialect, _Py_ID(DIALECT_KEYWORDS[i]));
      if (v === -1) return 0;
      a[i] = v;
    }
  }
  const self = PyType_GenericAlloc(type, 0);
  if (self === 0 || fill_dialect(self, a)) return self;
  Py_DECREF(self);
  return 0;
}

function fill_dialect(self: number, a: number[]): boolean {
  const [, delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict] = a;
  const del = char_parameter('delimiter', delimiter, 44, false);
  const dq = del === null ? null : flag_parameter(doublequote, true);
  const esc = dq === null ? null : char_parameter('escapechar', escapechar, NOT_SET, true);
  if (del === null || dq === null || esc === null) return false;
  if (lineterminator !== 0 && lineterminator !== S.Py_None && !PyUnicode_Check(lineterminator)) return type_error('"%s" must be a string', 'lineterminator') !== null;
  const quote = char_parameter('quotechar', quotechar, 34, true);
  let quo = quote === null ? null : quoting_parameter(quoting);
  const skip = quo === null ? null : flag_parameter(skipinitialspace, false);
  const str = skip === null ? null : flag_parameter(strict, false);
  if (quote === null || quo === null || skip === null || str === null) return false;
  if (quotechar === S.Py_None && quoting === 0) quo = QUOTE_NONE;
  if (quo !== QUOTE_NONE && quote === NOT_SET) return type_error('quotechar must be set if quoting enabled') !== null;
  if (lineterminator === S.Py_None) return type_error('lineterminator must be set') !== null;
  set_int(self, DELIMITER, del);
  set_int(self, QUOTECHAR, quote);
  set_int(self, ESCAPECHAR, esc);
  set_int(self, QUOTING, quo);
  set_int(self, DOUBLEQUOTE, (dq ? 1 : 0) | (skip ? 0x100 : 0) | (str ? 0x10000 : 0));
  write_ptr(self + LINETERMINATOR, lineterminator === 0 ? PyUnicode_FromString('\r\n') : Py_NewRef(lineterminator));
  if (!check_chr(self, 'delimiter', del, true) || !check_chr(self, 'escapechar', esc, !skip) || !check_chr(self, 'quotechar', quote, !skip)) return false;
  return check_pair('delimiter', 'escapechar', del, esc) && check_pair('delimiter', 'quotechar', del, quote) && check_pair('escapechar', 'quotechar', esc, quote);
}

function dialect_dealloc(self: number): void {
  _PyObject_GC_UNTRACK(self);
  Py_CLEAR(self + LINETERMINATOR);
  const tp = Py_TYPE(self);
  tp_free(self);
  if (PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE)) Py_DECREF(tp);
}
const no_traverse = (): number => 0;

const char_getter = (name: string, field: number): GetSetSpec => [
  name,
  (self: number): number => {
    const c = int_at(self, field);
    return c === NOT_SET ? S.Py_None : PyUnicode_FromJS(String.fromCodePoint(c));
  },
  null,
];

static_type(S.csv_Dialect_Type, {
  tp_name: '_csv.Dialect', tp_basicsize: DIALECT_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, tp_doc: 'CSV dialect',
  tp_new: dialect_new, tp_dealloc: dialect_dealloc, tp_traverse: no_traverse,
  tp_members: [
    ['skipinitialspace', Py_T_BOOL, SKIPINITIALSPACE, Py_READONLY], ['doublequote', Py_T_BOOL, DOUBLEQUOTE, Py_READONLY], ['strict', Py_T_BOOL, STRICT, Py_READONLY],
  ],
  tp_getset: [
    char_getter('delimiter', DELIMITER), char_getter('escapechar', ESCAPECHAR), char_getter('quotechar', QUOTECHAR),
    ['lineterminator', (self: number) => Py_NewRef(read_ptr(self + LINETERMINATOR)), null], ['quoting', (self: number) => PyLong_FromLong(int_at(self, QUOTING)), null],
  ],
  tp_methods: [['__reduce__', (self: number) => PyErr_Format(S.PyExc_TypeError, "cannot pickle '%.100s' instances", type_name_of(self)), METH_VARARGS]],
});

/** New: Dialect(dialect, **kwargs); dialect may be 0. */
function call_dialect(dialect: number, kwargs: number): number {
  const args = dialect !== 0 ? PyTuple_Pack(1, dialect) : PyTuple_Pack(0);
  if (args === 0) return 0;
  const d = PyObject_Call(S.csv_Dialect_Type, args, kwargs);
  Py_DECREF(args);
  return d;
}

/** New reference. */
function get_dialect_from_registry(name: number): number {
  const d = PyDict_GetItemWithError(read_ptr(dialects), name);
  if (d !== 0) return Py_NewRef(d);
  return PyErr_Occurred() ? 0 : error('unknown dialect');
}

/** A dialect's fields for one call. */
interface Settings {
  delimiter: string;
  quotechar: string;
  escapechar: string;
  quoting: number;
  doublequote: boolean;
  skipinitialspace: boolean;
  strict: boolean;
  lineterminator: string;
}
function settings(d: number): Settings {
  // A character that is not set equals no character of a text.
  const char = (field: number): string => (int_at(d, field) === NOT_SET ? '' : String.fromCodePoint(int_at(d, field)));
  return {
    delimiter: char(DELIMITER), quotechar: char(QUOTECHAR), escapechar: char(ESCAPECHAR), quoting: int_at(d, QUOTING), doublequote: HEAP8_at(d, DOUBLEQUOTE),
    skipinitialspace: HEAP8_at(d, SKIPINITIALSPACE), strict: HEAP8_at(d, STRICT), lineterminator: PyUnicode_AsJS(read_ptr(d + LINETERMINATOR)),
  };
}

// --- reader -----------------------------------------------------------------------------------------------------------------

const R_ITER = PyObject.SIZEOF;
const R_DIALECT = R_ITER + 8;
const R_LINE_NUM = R_ITER + 16;
const READER_SIZE = R_ITER + 24;

const enum State { START_RECORD, START_FIELD, ESCAPED_CHAR, IN_FIELD, IN_QUOTED_FIELD, ESCAPE_IN_QUOTED_FIELD, QUOTE_IN_QUOTED_FIELD, EAT_CRNL, AFTER_ESCAPED_CRNL }
/** The end of a line that the iterator gave. */
const EOL = '';

/** One record being read. `fields` is a new list. */
class Record {
  state = State.START_RECORD;
  field = '';
  length = 0;
  unquoted = true;

  constructor(
    private readonly d: Settings,
    readonly fields: number,
  ) {}

  /** False with an exception. */
  save_field(): boolean {
    const { quoting } = this.d;
    let o: number;
    if ((quoting === QUOTE_NOTNULL || quoting === QUOTE_STRINGS) && this.length === 0 && this.unquoted) o = S.Py_None;
    else {
      o = PyUnicode_FromJS(this.field);
      if (o !== 0 && this.unquoted && this.length > 0 && (quoting === QUOTE_NONNUMERIC || quoting === QUOTE_STRINGS)) {
        const number = PyNumber_Float(o);
        Py_DECREF(o);
        o = number;
      }
    }
    this.field = '';
    this.length = 0;
    this.unquoted = true;
    if (o === 0) return false;
    const rc = PyList_Append(this.fields, o);
    Py_DECREF(o);
    return rc === 0;
  }

  private add(c: string): boolean {
    if (this.length >= read_ssize(field_limit)) return error('field larger than field limit (%zd)', read_ssize(field_limit)) !== 0;
    this.field += c;
    this.length++;
    return true;
  }

  private end_of_line(c: string): boolean {
    this.state = c === EOL ? State.START_RECORD : State.EAT_CRNL;
    return this.save_field();
  }

  /** Takes one character. False with an exception. */
  process(c: string): boolean {
    const d = this.d;
    const newline = c === '\n' || c === '\r';
    switch (this.state) {
      case State.START_RECORD:
        if (c === EOL) return true;
        if (newline) {
          this.state = State.EAT_CRNL;
          return true;
        }
        return this.start_field(c, newline);
      case State.START_FIELD:
        return this.start_field(c, newline);
      case State.ESCAPED_CHAR:
        this.state = newline ? State.AFTER_ESCAPED_CRNL : State.IN_FIELD;
        return this.add(c === EOL ? '\n' : c);
      case State.AFTER_ESCAPED_CRNL:
        return c === EOL ? true : this.in_field(c, newline);
      case State.IN_FIELD:
        return this.in_field(c, newline);
      case State.IN_QUOTED_FIELD:
        if (c === EOL) return true;
        if (c === d.escapechar) this.state = State.ESCAPE_IN_QUOTED_FIELD;
        else if (c === d.quotechar && d.quoting !== QUOTE_NONE) this.state = d.doublequote ? State.QUOTE_IN_QUOTED_FIELD : State.IN_FIELD;
        else return this.add(c);
        return true;
      case State.ESCAPE_IN_QUOTED_FIELD:
        this.state = State.IN_QUOTED_FIELD;
        return this.add(c === EOL ? '\n' : c);
      case State.QUOTE_IN_QUOTED_FIELD:
        return this.after_quote(c, newline);
      default:
        if (c === EOL) this.state = State.START_RECORD;
        else if (!newline) return error("new-line character seen in unquoted field - do you need to open the file with newline=''?") !== 0;
        return true;
    }
  }

  private start_field(c: string, newline: boolean): boolean {
    const d = this.d;
    this.state = State.START_FIELD;
    if (newline || c === EOL) return this.end_of_line(c);
    if (c === d.quotechar && d.quoting !== QUOTE_NONE) {
      this.unquoted = false;
      this.state = State.IN_QUOTED_FIELD;
      return true;
    }
    if (c === d.escapechar) {
      this.state = State.ESCAPED_CHAR;
      return true;
    }
    if (c === ' ' && d.skipinitialspace) return true;
    if (c === d.delimiter) return this.save_field();
    this.state = State.IN_FIELD;
    return this.add(c);
  }

  private in_field(c: string, newline: boolean): boolean {
    if (newline || c === EOL) return this.end_of_line(c);
    if (c === this.d.escapechar) {
      this.state = State.ESCAPED_CHAR;
      return true;
    }
    if (c === this.d.delimiter) {
      this.state = State.START_FIELD;
      return this.save_field();
    }
    this.state = State.IN_FIELD;
    return this.add(c);
  }

  private after_quote(c: string, newline: boolean): boolean {
    const d = this.d;
    if (d.quoting !== QUOTE_NONE && c === d.quotechar && c !== EOL) {
      // A doubled quote is one.
      this.state = State.IN_QUOTED_FIELD;
      return this.add(c);
    }
    if (c === d.delimiter && c !== EOL) {
      this.state = State.START_FIELD;
      return this.save_field();
    }
    if (newline || c === EOL) return this.end_of_line(c);
    if (d.strict) return error("'%s' expected after '%s'", d.delimiter, d.quotechar) !== 0;
    this.state = State.IN_FIELD;
    return this.add(c);
  }
}

/** Feeds a line and its end. False with an exception. */
function feed(record: Record, line: string): boolean {
  for (const c of line) if (!record.process(c)) return false;
  return record.process(EOL);
}

function reader_iternext(self: number): number {
  const record = new Record(settings(read_ptr(self + R_DIALECT)), PyList_New(0));
  do {
    const line = PyIter_Next(read_ptr(self + R_ITER));
    if (line === 0) {
      // The end in the middle of a record: what there is, unless that is an error.
      const open = !PyErr_Occurred() && (record.length !== 0 || record.state === State.IN_QUOTED_FIELD);
      if (open && HEAP8_at(read_ptr(self + R_DIALECT), STRICT)) error('unexpected end of data');
      else if (open && record.save_field()) return record.fields;
      Py_DECREF(record.fields);
      return 0;
    }
    let ok = true;
    if (!PyUnicode_Check(line)) ok = error('iterator should return strings, not %.200s (the file should be opened in text mode)', type_name_of(line)) !== 0;
    else {
      write_ssize(self + R_LINE_NUM, read_ssize(self + R_LINE_NUM) + 1);
      ok = feed(record, PyUnicode_AsJS(line));
    }
    Py_DECREF(line);
    if (!ok) {
      Py_DECREF(record.fields);
      return 0;
    }
  } while (record.state !== State.START_RECORD);
  return record.fields;
}

const traverse_of = (...fields: number[]) => (self: number, visit: visitproc, a: number): number => {
  for (const f of fields) {
    const o = read_ptr(self + f);
    const e = o === 0 ? 0 : visit(o, a);
    if (e) return e;
  }
  return 0;
};
const clear_of = (...fields: number[]) => (self: number): number => {
  for (const f of fields) Py_CLEAR(self + f);
  return 0;
};
const dealloc_of = (...fields: number[]) => (self: number): void => {
  _PyObject_GC_UNTRACK(self);
  for (const f of fields) Py_CLEAR(self + f);
  tp_free(self);
};

static_type(S.csv_Reader_Type, {
  tp_name: '_csv.reader', tp_basicsize: READER_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_doc: 'CSV reader',
  tp_dealloc: dealloc_of(R_ITER, R_DIALECT), tp_traverse: traverse_of(R_ITER, R_DIALECT), tp_clear: clear_of(R_ITER, R_DIALECT), tp_iter: PyObject_SelfIter, tp_iternext: reader_iternext,
  tp_members: [['dialect', _Py_T_OBJECT, R_DIALECT, Py_READONLY], ['line_num', Py_T_ULONG, R_LINE_NUM, Py_READONLY]],
});

/** The positional arguments of reader() and writer(): [first, dialect or 0]; null with TypeError. */
function stream_args(args: number): [number, number] | null {
  const mark = stackSave();
  const p = stackAlloc(16);
  write_ptr(p, 0);
  write_ptr(p + 8, 0);
  const ok = PyArg_UnpackTuple(args, '', 1, 2, p, p + 8);
  const r: [number, number] = [read_ptr(p), read_ptr(p + 8)];
  stackRestore(mark);
  return ok ? r : null;
}

function csv_reader(_m: number, args: number, kwargs: number): number {
  const a = stream_args(args);
  if (a === null) return 0;
  const self = PyType_GenericAlloc(S.csv_Reader_Type, 0);
  if (self === 0) return 0;
  write_ptr(self + R_ITER, PyObject_GetIter(a[0]));
  if (read_ptr(self + R_ITER) !== 0) write_ptr(self + R_DIALECT, call_dialect(a[1], kwargs));
  if (read_ptr(self + R_DIALECT) !== 0) return self;
  Py_DECREF(self);
  return 0;
}

// --- writer -----------------------------------------------------------------------------------------------------------------

const W_WRITE = PyObject.SIZEOF;
const W_DIALECT = W_WRITE + 8;
const WRITER_SIZE = W_WRITE + 16;

/** The text of a field as it is written; null with an exception. `text` null: None. */
function field_text(d: Settings, text: string | null, quoted: boolean): string | null {
  let out = '';
  if (!text && d.delimiter === ' ' && d.skipinitialspace) {
    if (d.quoting === QUOTE_NONE || (text === null && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL))) {
      error('empty field must be quoted if delimiter is a space and skipinitialspace is true');
      return null;
    }
    quoted = true;
  }
  for (const c of text ?? '') {
    if (c === d.delimiter || c === d.escapechar || c === d.quotechar || c === '\n' || c === '\r' || d.lineterminator.includes(c)) {
      let escape = d.quoting === QUOTE_NONE;
      if (!escape) {
        if (c === d.quotechar) {
          if (d.doublequote) out += d.quotechar;
          else escape = true;
        } else if (c === d.escapechar) escape = true;
        if (!escape) quoted = true;
      }
      if (escape) {
        if (d.escapechar === '') {
          error('need to escape, but no escapechar set');
          return null;
        }
        out += d.escapechar;
      }
    }
    out += c;
  }
  return quoted ? d.quotechar + out + d.quotechar : out;
}

/** A field's text before quoting, and whether its kind is quoted; undefined with an exception. */
function field_value(d: Settings, field: number): [text: string | null, quoted: boolean] | undefined {
  let quoted = d.quoting === QUOTE_ALL;
  if (d.quoting === QUOTE_NONNUMERIC) quoted = !PyNumber_Check(field);
  else if (d.quoting === QUOTE_STRINGS) quoted = PyUnicode_Check(field);
  else if (d.quoting === QUOTE_NOTNULL) quoted = field !== S.Py_None;
  if (PyUnicode_Check(field)) return [PyUnicode_AsJS(field), quoted];
  if (field === S.Py_None) return [null, quoted];
  const str = PyObject_Str(field);
  if (str === 0) return undefined;
  const text = PyUnicode_AsJS(str);
  Py_DECREF(str);
  return [text, quoted];
}

/** The record's text without its end; null with an exception. */
function join_record(d: Settings, iter: number): string | null {
  const parts: string[] = [];
  let null_field = false;
  for (let field = PyIter_Next(iter); field !== 0; field = PyIter_Next(iter)) {
    null_field = field === S.Py_None;
    const value = field_value(d, field);
    Py_DECREF(field);
    const text = value === undefined ? null : field_text(d, value[0], value[1]);
    if (text === null) return null;
    parts.push(text);
  }
  if (PyErr_Occurred()) return null;
  const record = parts.join(d.delimiter);
  if (parts.length === 0 || record !== '') return record;
  if (d.quoting === QUOTE_NONE || (null_field && (d.quoting === QUOTE_STRINGS || d.quoting === QUOTE_NOTNULL))) {
    error('single empty field record must be quoted');
    return null;
  }
  return d.quotechar + d.quotechar;
}

function csv_writerow(self: number, seq: number): number {
  const d = settings(read_ptr(self + W_DIALECT));
  const iter = PyObject_GetIter(seq);
  if (iter === 0) {
    if (PyErr_ExceptionMatches(S.PyExc_TypeError)) error('iterable expected, not %.200s', type_name_of(seq));
    return 0;
  }
  const record = join_record(d, iter);
  Py_DECREF(iter);
  const line = record === null ? 0 : PyUnicode_FromJS(record + d.lineterminator);
  if (line === 0) return 0;
  const result = PyObject_CallOneArg(read_ptr(self + W_WRITE), line);
  Py_DECREF(line);
  return result;
}

function csv_writerows(self: number, rows: number): number {
  const iter = PyObject_GetIter(rows);
  if (iter === 0) return 0;
  for (let row = PyIter_Next(iter); row !== 0; row = PyIter_Next(iter)) {
    const r = csv_writerow(self, row);
    Py_DECREF(row);
    if (r === 0) break;
    Py_DECREF(r);
  }
  Py_DECREF(iter);
  return PyErr_Occurred() ? 0 : S.Py_None;
}

static_type(S.csv_Writer_Type, {
  tp_name: '_csv.writer', tp_basicsize: WRITER_SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, tp_doc: 'CSV writer',
  tp_dealloc: dealloc_of(W_WRITE, W_DIALECT), tp_traverse: traverse_of(W_WRITE, W_DIALECT), tp_clear: clear_of(W_WRITE, W_DIALECT),
  tp_methods: [['writerow', csv_writerow, METH_O, 'writerow(iterable)\n\nWrite the fields of iterable as one record.'], ['writerows', csv_writerows, METH_O, 'writerows(iterable of iterables)\n\nWrite several records.']],
  tp_members: [['dialect', _Py_T_OBJECT, W_DIALECT, Py_READONLY]],
});

function csv_writer(_m: number, args: number, kwargs: number): number {
  const a = stream_args(args);
  if (a === null) return 0;
  const self = PyType_GenericAlloc(S.csv_Writer_Type, 0);
  if (self === 0) return 0;
  const write = optional_attr(a[0], _Py_ID('write'));
  if (write > 0) write_ptr(self + W_WRITE, write);
  if (write >= 0 && (write === 0 || !PyCallable_Check(write))) PyErr_SetString(S.PyExc_TypeError, 'argument 1 must have a "write" method');
  else if (write > 0) write_ptr(self + W_DIALECT, call_dialect(a[1], kwargs));
  if (read_ptr(self + W_DIALECT) !== 0) return self;
  Py_DECREF(self);
  return 0;
}

// --- the module -------------------------------------------------------------------------------------------------------------

function csv_list_dialects(): number {
  return PyDict_Keys(read_ptr(dialects));
}
function csv_register_dialect(_m: number, args: number, kwargs: number): number {
  const n = PyTuple_GET_SIZE(args);
  if (n < 1 || n > 2) return PyErr_Format(S.PyExc_TypeError, 'register_dialect expected at %s %d argument%s, got %zd', n < 1 ? 'least' : 'most', n < 1 ? 1 : 2, n < 1 ? '' : 's', n);
  const name = PyTuple_GET_ITEM(args, 0);
  if (!PyUnicode_Check(name)) {
    PyErr_SetString(S.PyExc_TypeError, 'dialect name must be a string');
    return 0;
  }
  const d = call_dialect(n > 1 ? PyTuple_GET_ITEM(args, 1) : 0, kwargs);
  if (d === 0) return 0;
  const rc = PyDict_SetItem(read_ptr(dialects), name, d);
  Py_DECREF(d);
  return rc < 0 ? 0 : S.Py_None;
}
function csv_unregister_dialect(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'unregister_dialect', keywords: ['name'] }, 1, 1, 0, args, nargs, kwnames);
  if (a === null) return 0;
  if (PyDict_DelItem(read_ptr(dialects), a[0]) === 0) return S.Py_None;
  if (!PyErr_ExceptionMatches(S.PyExc_KeyError)) return 0;
  PyErr_Clear();
  return error('unknown dialect');
}
function csv_get_dialect(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'get_dialect', keywords: ['name'] }, 1, 1, 0, args, nargs, kwnames);
  return a === null ? 0 : get_dialect_from_registry(a[0]);
}
function csv_field_size_limit(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('field_size_limit', nargs, 0, 1)) return 0;
  const old = read_ssize(field_limit);
  if (nargs > 0) {
    const o = arg(args, 0);
    if (!PyLong_CheckExact(o)) return PyErr_Format(S.PyExc_TypeError, 'limit must be an integer');
    const limit = PyLong_AsLong(o);
    if (limit === -1 && PyErr_Occurred()) return 0;
    write_ssize(field_limit, limit);
  }
  return PyLong_FromLong(old);
}

function csv_exec(m: number): number {
  write_ssize(field_limit, 128 * 1024);
  if (read_ptr(dialects) === 0) write_ptr(dialects, PyDict_New());
  if (read_ptr(Error_) === 0) write_ptr(Error_, PyErr_NewException('_csv.Error', 0, 0));
  if (read_ptr(dialects) === 0 || read_ptr(Error_) === 0) return -1;
  for (const [name, v] of Object.entries({ QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL })) if (PyModule_AddIntConstant(m, name, v) < 0) return -1;
  for (const [name, o] of [['_dialects', read_ptr(dialects)], ['Error', read_ptr(Error_)], ['Dialect', S.csv_Dialect_Type], ['Reader', S.csv_Reader_Type], ['Writer', S.csv_Writer_Type]] as const) {
    if (PyModule_AddObjectRef(m, name, o) < 0) return -1;
  }
  const version = PyUnicode_FromString('1.0');
  const rc = PyModule_AddObjectRef(m, '__version__', version);
  Py_DECREF(version);
  return rc;
}

const VK = METH_VARARGS | METH_KEYWORDS;
builtin_module({
  m_name: '_csv',
  m_doc: 'CSV parsing and writing.',
  m_exec: csv_exec,
  m_methods: [
    ['reader', csv_reader, VK], ['writer', csv_writer, VK], ['list_dialects', csv_list_dialects, METH_NOARGS], ['register_dialect', csv_register_dialect, VK],
    ['unregister_dialect', csv_unregister_dialect, METH_FASTCALL | METH_KEYWORDS], ['get_dialect', csv_get_dialect, METH_FASTCALL | METH_KEYWORDS], ['field_size_limit', csv_field_size_limit, METH_FASTCALL],
  ],
});
