// Answers to Objects/stringlib/unicode_format.h of CPython 3.13: str.format, str.format_map, and the iterators behind
// string.Formatter (formatter_parser, formatter_field_name_split), whose objects hold a str and positions in it.

import { HEAP32, write_ptr, write_ssize } from '../../include/heap';
import { Py_DECREF, Py_NewRef, Py_TPFLAGS_DEFAULT, Py_TYPE, Py_XDECREF } from '../../include/object';
import {
  _Py_SINGLETON_str_empty, FieldNameIter_Type, FormatterIter_Type, Py_False, Py_None, Py_True, PyComplex_Type, PyExc_IndexError, PyExc_KeyError, PyExc_TypeError,
  PyExc_ValueError, PyFloat_Type, PyLong_Type, PyUnicode_Type,
} from '../../include/statics';
import { static_type } from '../../include/typespec';
import { PyErr_Format, PyErr_SetObject, PyErr_SetString } from '../../python/errors';
import {
  _PyComplex_FormatAdvancedWriter, _PyFloat_FormatAdvancedWriter, _PyLong_FormatAdvancedWriter, _PyUnicode_FormatAdvancedWriter,
} from '../../python/formatter_unicode';
import { PyObject_Format, PyObject_GetItem, PySequence_Check, PySequence_GetItem } from '../abstract';
import { PyLong_FromSsize_t } from '../longobject';
import { _PyObject_New, PyObject_ASCII, PyObject_GetAttr, PyObject_Repr, PyObject_SelfIter, PyObject_Str } from '../object';
import { PyObject_Free } from '../obmalloc';
import { PyTuple_Pack } from '../tupleobject';
import { Py_UNICODE_TODECIMAL } from '../unicodectype';
import { PyUnicode_Check, PyUnicode_GET_LENGTH, PyUnicode_READ_CHAR, PyUnicode_Substring, type_name as type_of, unicode_char } from '../unicodeobject';
import {
  _PyUnicodeWriter, _PyUnicodeWriter_Dealloc, _PyUnicodeWriter_Finish, _PyUnicodeWriter_WriteStr, _PyUnicodeWriter_WriteSubstring,
} from '../unicodeobject_writer';
import { PY_SSIZE_MAX } from './clinic';

const enum C { LBRACE = 0x7b, RBRACE = 0x7d, LBRACKET = 0x5b, RBRACKET = 0x5d, DOT = 0x2e, COLON = 0x3a, BANG = 0x21 }

/** str[start:end]; str 0 means that there is none. Borrows. */
interface SubString {
  str: number;
  start: number;
  end: number;
}

function none(): SubString {
  return { str: 0, start: 0, end: 0 };
}

function value_error(message: string): 0 {
  PyErr_SetString(PyExc_ValueError, message);
  return 0;
}

/** Returns new: the str, or None when there is none. */
function SubString_new_object(s: SubString): number {
  return s.str === 0 ? Py_NewRef(Py_None) : PyUnicode_Substring(s.str, s.start, s.end);
}

function SubString_new_object_or_empty(s: SubString): number {
  return s.str === 0 ? _Py_SINGLETON_str_empty : PyUnicode_Substring(s.str, s.start, s.end);
}

// ---- field names

const enum AutoNumberState { INIT, AUTO, MANUAL }

interface AutoNumber {
  state: AutoNumberState;
  next: number;
}

/** The integer that `s` is, -1 when it is none, -2 with ValueError. */
function get_integer(s: SubString): number {
  if (s.start >= s.end) return -1;
  let n = 0;
  for (let i = s.start; i < s.end; i++) {
    const digit = Py_UNICODE_TODECIMAL(PyUnicode_READ_CHAR(s.str, i));
    if (digit < 0) return -1;
    n = n * 10 + digit;
    if (n >= PY_SSIZE_MAX) {
      value_error('Too many decimal digits in format string');
      return -2;
    }
  }
  return n;
}

interface FieldNameIterator {
  str: SubString;
  index: number;
}

interface FieldPart {
  is_attribute: boolean;
  index: number;
  name: SubString;
}

/** 0: error, 1: at the end, 2: `part` is set. */
function FieldNameIterator_next(it: FieldNameIterator, part: FieldPart): 0 | 1 | 2 {
  const { str, end } = it.str;
  if (it.index >= end) return 1;
  const c = PyUnicode_READ_CHAR(str, it.index++);
  const start = it.index;
  part.name = { str, start, end: start };
  if (c === C.DOT) {
    part.is_attribute = true;
    part.index = -1;
    while (it.index < end) {
      const d = PyUnicode_READ_CHAR(str, it.index);
      if (d === C.LBRACKET || d === C.DOT) break;
      it.index++;
    }
    part.name.end = it.index;
  } else if (c === C.LBRACKET) {
    part.is_attribute = false;
    while (it.index < end && PyUnicode_READ_CHAR(str, it.index) !== C.RBRACKET) it.index++;
    if (it.index >= end) return value_error("Missing ']' in format string");
    part.name.end = it.index++;
    part.index = get_integer(part.name);
    if (part.index === -2) return 0;
  } else return value_error("Only '.' or '[' may follow ']' in format field specifier");
  if (part.name.start === part.name.end) return value_error('Empty attribute in format string');
  return 2;
}

interface FirstField {
  first: SubString;
  index: number;
  rest: FieldNameIterator;
}

/** null with an exception. */
function field_name_split(str: number, start: number, end: number, auto_number: AutoNumber | null): FirstField | null {
  let i = start;
  for (; i < end; i++) {
    const c = PyUnicode_READ_CHAR(str, i);
    if (c === C.LBRACKET || c === C.DOT) break;
  }
  const first = { str, start, end: i };
  let index = get_integer(first);
  if (index === -2) return null;
  const empty = start >= i;
  if (auto_number !== null) {
    if (empty || index !== -1) {
      if (auto_number.state === AutoNumberState.INIT) auto_number.state = empty ? AutoNumberState.AUTO : AutoNumberState.MANUAL;
      if (auto_number.state === AutoNumberState.MANUAL && empty) {
        value_error('cannot switch from manual field specification to automatic field numbering');
        return null;
      }
      if (auto_number.state === AutoNumberState.AUTO && !empty) {
        value_error('cannot switch from automatic field numbering to manual field specification');
        return null;
      }
    }
    if (empty) index = auto_number.next++;
  }
  return { first, index, rest: { str: { str, start: i, end }, index: i } };
}

function getattr(obj: number, name: SubString): number {
  const attr = SubString_new_object(name);
  if (attr === 0) return 0;
  const value = PyObject_GetAttr(obj, attr);
  Py_DECREF(attr);
  return value;
}

function getitem(obj: number, key: number): number {
  if (key === 0) return 0;
  const value = PyObject_GetItem(obj, key);
  Py_DECREF(key);
  return value;
}

function first_object(f: FirstField, args: number, kwargs: number): number {
  if (f.index === -1) {
    const key = SubString_new_object(f.first);
    if (key === 0) return 0;
    if (kwargs !== 0) return getitem(kwargs, key);
    PyErr_SetObject(PyExc_KeyError, key);
    Py_DECREF(key);
    return 0;
  }
  if (args === 0) return value_error('Format string contains positional fields');
  const obj = PySequence_GetItem(args, f.index);
  if (obj === 0) PyErr_Format(PyExc_IndexError, 'Replacement index %zd out of range for positional args tuple', f.index);
  return obj;
}

/** Returns new: the object that the field names. May run Python code; may fail. */
function get_field_object(input: SubString, args: number, kwargs: number, auto_number: AutoNumber): number {
  const f = field_name_split(input.str, input.start, input.end, auto_number);
  if (f === null) return 0;
  let obj = first_object(f, args, kwargs);
  const part: FieldPart = { is_attribute: false, index: -1, name: none() };
  while (obj !== 0) {
    const ok = FieldNameIterator_next(f.rest, part);
    if (ok === 1) return obj;
    let next = 0;
    if (ok === 2) {
      if (part.is_attribute) next = getattr(obj, part.name);
      else if (part.index === -1) next = getitem(obj, SubString_new_object(part.name));
      else if (PySequence_Check(obj)) next = PySequence_GetItem(obj, part.index);
      else next = getitem(obj, PyLong_FromSsize_t(part.index));
    }
    Py_DECREF(obj);
    obj = next;
  }
  return 0;
}

// ---- the markup

interface Markup {
  literal: SubString;
  field_present: boolean;
  field_name: SubString;
  format_spec: SubString;
  conversion: number;
  needs_expanding: boolean;
}

/** Moves `str.start` over the field that follows '{'. */
function parse_field(str: SubString, m: Markup): boolean {
  let c = 0;
  const start = str.start;
  scan: while (str.start < str.end) {
    c = PyUnicode_READ_CHAR(str.str, str.start++);
    switch (c) {
      case C.LBRACE:
        return value_error("unexpected '{' in field name") !== 0;
      case C.LBRACKET:
        while (str.start < str.end && PyUnicode_READ_CHAR(str.str, str.start) !== C.RBRACKET) str.start++;
        break;
      case C.RBRACE: case C.COLON: case C.BANG:
        break scan;
      default:
    }
  }
  m.field_name = { str: str.str, start, end: str.start - 1 };
  if (c !== C.BANG && c !== C.COLON) return c === C.RBRACE || value_error("expected '}' before end of string") !== 0;
  if (c === C.BANG) {
    if (str.start >= str.end) return value_error('end of string while looking for conversion specifier') !== 0;
    m.conversion = PyUnicode_READ_CHAR(str.str, str.start++);
    if (str.start < str.end) {
      c = PyUnicode_READ_CHAR(str.str, str.start++);
      if (c === C.RBRACE) return true;
      if (c !== C.COLON) return value_error("expected ':' after conversion specifier") !== 0;
    }
  }
  return parse_format_spec(str, m);
}

function parse_format_spec(str: SubString, m: Markup): boolean {
  const start = str.start;
  let count = 1;
  while (str.start < str.end) {
    const c = PyUnicode_READ_CHAR(str.str, str.start++);
    if (c === C.LBRACE) {
      m.needs_expanding = true;
      count++;
    } else if (c === C.RBRACE && --count === 0) {
      m.format_spec = { str: str.str, start, end: str.start - 1 };
      return true;
    }
  }
  return value_error("unmatched '{' in format spec") !== 0;
}

/** 0: error, 1: at the end, 2: `m` is set. */
function MarkupIterator_next(str: SubString, m: Markup): 0 | 1 | 2 {
  m.literal = none();
  m.field_name = none();
  m.format_spec = none();
  m.conversion = 0;
  m.needs_expanding = m.field_present = false;
  if (str.start >= str.end) return 1;
  const start = str.start;
  let c = 0;
  let markup_follows = false;
  while (str.start < str.end && !markup_follows) {
    c = PyUnicode_READ_CHAR(str.str, str.start++);
    markup_follows = c === C.LBRACE || c === C.RBRACE;
  }
  const at_end = str.start >= str.end;
  let len = str.start - start;
  const next = at_end ? -1 : PyUnicode_READ_CHAR(str.str, str.start);
  if (c === C.RBRACE && next !== c) return value_error("Single '}' encountered in format string");
  if (at_end && c === C.LBRACE) return value_error("Single '{' encountered in format string");
  if (!at_end) {
    if (c === next) {
      str.start++;
      markup_follows = false;
    } else len--;
  }
  m.literal = { str: str.str, start, end: start + len };
  if (!markup_follows) return 2;
  m.field_present = true;
  return parse_field(str, m) ? 2 : 0;
}

/** Steals obj. */
function do_conversion(obj: number, conversion: number): number {
  let result = 0;
  if (conversion === 0x72) result = PyObject_Repr(obj);
  else if (conversion === 0x73) result = PyObject_Str(obj);
  else if (conversion === 0x61) result = PyObject_ASCII(obj);
  else if (conversion > 32 && conversion < 127) PyErr_Format(PyExc_ValueError, 'Unknown conversion specifier %c', conversion);
  else PyErr_Format(PyExc_ValueError, 'Unknown conversion specifier \\x%x', conversion);
  Py_DECREF(obj);
  return result;
}

function render_field(obj: number, spec: SubString, writer: _PyUnicodeWriter): boolean {
  const type = Py_TYPE(obj);
  if (type === PyUnicode_Type) return _PyUnicode_FormatAdvancedWriter(writer, obj, spec.str, spec.start, spec.end) === 0;
  if (type === PyLong_Type) return _PyLong_FormatAdvancedWriter(writer, obj, spec.str, spec.start, spec.end) === 0;
  if (type === PyFloat_Type) return _PyFloat_FormatAdvancedWriter(writer, obj, spec.str, spec.start, spec.end) === 0;
  if (type === PyComplex_Type) return _PyComplex_FormatAdvancedWriter(writer, obj, spec.str, spec.start, spec.end) === 0;
  const spec_object = spec.str === 0 ? 0 : PyUnicode_Substring(spec.str, spec.start, spec.end);
  if (spec.str !== 0 && spec_object === 0) return false;
  const result = PyObject_Format(obj, spec_object);
  Py_XDECREF(spec_object);
  if (result === 0) return false;
  const ok = _PyUnicodeWriter_WriteStr(writer, result) === 0;
  Py_DECREF(result);
  return ok;
}

function output_markup(m: Markup, writer: _PyUnicodeWriter, args: number, kwargs: number, depth: number, auto_number: AutoNumber): boolean {
  let obj = get_field_object(m.field_name, args, kwargs, auto_number);
  if (obj !== 0 && m.conversion !== 0) obj = do_conversion(obj, m.conversion);
  if (obj === 0) return false;
  let expanded = 0;
  let ok = true;
  let spec = m.format_spec;
  if (m.needs_expanding) {
    expanded = build_string(spec, args, kwargs, depth - 1, auto_number);
    if (expanded === 0) ok = false;
    else spec = { str: expanded, start: 0, end: PyUnicode_GET_LENGTH(expanded) };
  }
  ok = ok && render_field(obj, spec, writer);
  Py_DECREF(obj);
  Py_XDECREF(expanded);
  return ok;
}

function do_markup(input: SubString, args: number, kwargs: number, writer: _PyUnicodeWriter, depth: number, auto_number: AutoNumber): boolean {
  const str = { ...input };
  const m: Markup = { literal: none(), field_present: false, field_name: none(), format_spec: none(), conversion: 0, needs_expanding: false };
  for (;;) {
    const result = MarkupIterator_next(str, m);
    if (result !== 2) return result === 1;
    if (m.literal.end > m.literal.start) {
      if (!m.field_present && str.start === str.end) writer.overallocate = false;
      if (_PyUnicodeWriter_WriteSubstring(writer, m.literal.str, m.literal.start, m.literal.end) < 0) return false;
    }
    if (m.field_present) {
      if (str.start === str.end) writer.overallocate = false;
      if (!output_markup(m, writer, args, kwargs, depth, auto_number)) return false;
    }
  }
}

function build_string(input: SubString, args: number, kwargs: number, depth: number, auto_number: AutoNumber): number {
  if (depth <= 0) return value_error('Max string recursion exceeded');
  const writer = new _PyUnicodeWriter();
  writer.overallocate = true;
  writer.min_length = input.end - input.start + 100;
  if (do_markup(input, args, kwargs, writer, depth, auto_number)) return _PyUnicodeWriter_Finish(writer);
  _PyUnicodeWriter_Dealloc(writer);
  return 0;
}

/** str.format(*args, **kwargs). Returns new. May run Python code; may fail. */
export function do_string_format(self: number, args: number, kwargs: number): number {
  return build_string({ str: self, start: 0, end: PyUnicode_GET_LENGTH(self) }, args, kwargs, 2, { state: AutoNumberState.INIT, next: 0 });
}

export function do_string_format_map(self: number, obj: number): number {
  return do_string_format(self, 0, obj);
}

// ---- formatteriterator: PyObject head, str, SubString {str, start, end} of what is left

const enum formatteriterobject { str = 16, it_str = 24, it_start = 32, it_end = 40, SIZEOF = 48 }

function formatteriter_dealloc(it: number): void {
  Py_XDECREF(HEAP32[(it + formatteriterobject.str) >> 2]);
  PyObject_Free(it);
}

function formatteriter_next(it: number): number {
  const str = { str: HEAP32[(it + formatteriterobject.it_str) >> 2], start: HEAP32[(it + formatteriterobject.it_start) >> 2], end: HEAP32[(it + formatteriterobject.it_end) >> 2] };
  const m: Markup = { literal: none(), field_present: false, field_name: none(), format_spec: none(), conversion: 0, needs_expanding: false };
  const result = MarkupIterator_next(str, m);
  HEAP32[(it + formatteriterobject.it_start) >> 2] = str.start;
  if (result !== 2) return 0;
  const literal = SubString_new_object(m.literal);
  const field_name = SubString_new_object(m.field_name);
  const format_spec = m.field_present ? SubString_new_object_or_empty(m.format_spec) : SubString_new_object(m.format_spec);
  const conversion = m.conversion === 0 ? Py_NewRef(Py_None) : unicode_char(m.conversion);
  const tuple = literal && field_name && format_spec && conversion ? PyTuple_Pack(4, literal, field_name, format_spec, conversion) : 0;
  for (const o of [literal, field_name, format_spec, conversion]) Py_XDECREF(o);
  return tuple;
}

/** _string.formatter_parser(str). Returns new. */
export function formatter_parser(_module: number, self: number): number {
  if (!PyUnicode_Check(self)) {
    PyErr_Format(PyExc_TypeError, 'expected str, got %s', type_of(self));
    return 0;
  }
  const it = _PyObject_New(FormatterIter_Type);
  if (it === 0) return 0;
  write_ptr(it + formatteriterobject.str, Py_NewRef(self));
  write_ptr(it + formatteriterobject.it_str, self);
  write_ssize(it + formatteriterobject.it_start, 0);
  write_ssize(it + formatteriterobject.it_end, PyUnicode_GET_LENGTH(self));
  return it;
}

// ---- fieldnameiterator: PyObject head, str, SubString, index

const enum fieldnameiterobject { str = 16, it_str = 24, it_start = 32, it_end = 40, index = 48, SIZEOF = 56 }

function fieldnameiter_dealloc(it: number): void {
  Py_XDECREF(HEAP32[(it + fieldnameiterobject.str) >> 2]);
  PyObject_Free(it);
}

function fieldnameiter_next(it: number): number {
  const rest: FieldNameIterator = {
    str: { str: HEAP32[(it + fieldnameiterobject.it_str) >> 2], start: HEAP32[(it + fieldnameiterobject.it_start) >> 2], end: HEAP32[(it + fieldnameiterobject.it_end) >> 2] },
    index: HEAP32[(it + fieldnameiterobject.index) >> 2],
  };
  const part: FieldPart = { is_attribute: false, index: -1, name: none() };
  const result = FieldNameIterator_next(rest, part);
  HEAP32[(it + fieldnameiterobject.index) >> 2] = rest.index;
  if (result !== 2) return 0;
  const obj = part.index !== -1 ? PyLong_FromSsize_t(part.index) : SubString_new_object(part.name);
  if (obj === 0) return 0;
  const pair = PyTuple_Pack(2, part.is_attribute ? Py_True : Py_False, obj);
  Py_DECREF(obj);
  return pair;
}

/** _string.formatter_field_name_split(str). Returns new: (first, iterator). */
export function formatter_field_name_split(_module: number, self: number): number {
  if (!PyUnicode_Check(self)) {
    PyErr_Format(PyExc_TypeError, 'expected str, got %s', type_of(self));
    return 0;
  }
  const f = field_name_split(self, 0, PyUnicode_GET_LENGTH(self), null);
  if (f === null) return 0;
  const it = _PyObject_New(FieldNameIter_Type);
  if (it === 0) return 0;
  write_ptr(it + fieldnameiterobject.str, Py_NewRef(self));
  write_ptr(it + fieldnameiterobject.it_str, self);
  write_ssize(it + fieldnameiterobject.it_start, f.rest.str.start);
  write_ssize(it + fieldnameiterobject.it_end, f.rest.str.end);
  write_ssize(it + fieldnameiterobject.index, f.rest.index);
  const first = f.index !== -1 ? PyLong_FromSsize_t(f.index) : SubString_new_object(f.first);
  const result = first === 0 ? 0 : PyTuple_Pack(2, first, it);
  Py_XDECREF(first);
  Py_DECREF(it);
  return result;
}


static_type(FormatterIter_Type, {
  tp_name: 'formatteriterator', tp_basicsize: formatteriterobject.SIZEOF, tp_dealloc: formatteriter_dealloc, tp_flags: Py_TPFLAGS_DEFAULT, tp_iter: PyObject_SelfIter,
  tp_iternext: formatteriter_next,
});

static_type(FieldNameIter_Type, {
  tp_name: 'fieldnameiterator', tp_basicsize: fieldnameiterobject.SIZEOF, tp_dealloc: fieldnameiter_dealloc, tp_flags: Py_TPFLAGS_DEFAULT, tp_iter: PyObject_SelfIter,
  tp_iternext: fieldnameiter_next,
});
