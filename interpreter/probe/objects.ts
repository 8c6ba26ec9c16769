// Facts about an object, read from memory: count, size as sys.getsizeof says it, a short repr made without running code.

import { PyBaseExceptionObject, PyByteArrayObject, PyBytesObject, PyCFunctionObject, PyCodeObject, PyComplexObject, PyDescrObject, PyDictKeysObject, PyDictObject, PyFloatObject, PyFunctionObject, PyGenObject, PyHeapTypeObject, PyListObject, PyLongObject, PyMethodDef, PyMethodObject, PyModuleObject, PySetObject, PySliceObject, PyTupleObject, PyTypeObject, PyVarObject, PyWeakReference, PyASCIIObject, PyCompactUnicodeObject, PyUnicodeObject, PyGC_Head, _PyInterpreterFrame, PyCellObject, rangeobject, PyFrameObject, PyTracebackObject } from '../include/generated/offsets';
import { HEAPF64, HEAPU32, HEAPU8 } from '../include/heap';
import { Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_BYTES_SUBCLASS, Py_TPFLAGS_DICT_SUBCLASS, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_LIST_SUBCLASS, Py_TPFLAGS_LONG_SUBCLASS, Py_TPFLAGS_PREHEADER, Py_TPFLAGS_TUPLE_SUBCLASS, Py_TPFLAGS_TYPE_SUBCLASS, Py_TPFLAGS_UNICODE_SUBCLASS } from '../include/object';
import { _PyNone_Type, _PyNotImplemented_Type, _PyWeakref_RefType, PyBool_Type, PyByteArray_Type, PyBytes_Type, PyCell_Type, PyCFunction_Type, PyCMethod_Type, PyCode_Type, PyComplex_Type, PyDict_Type, PyEllipsis_Type, PyFloat_Type, PyFrame_Type, PyFrozenSet_Type, PyFunction_Type, PyGen_Type, PyGetSetDescr_Type, PyList_Type, PyLong_Type, PyMemberDescr_Type, PyMethod_Type, PyMethodDescr_Type, PyModule_Type, PyRange_Type, PySet_Type, PySlice_Type, PyTraceBack_Type, PyTuple_Type, PyUnicode_Type, PyWrapperDescr_Type, Py_True, STATIC_TYPES_END } from '../include/statics';
import { _PyCode_LineOf } from '../objects/codelocations';
import { dict_get, dict_items, dict_length, instance_get, instance_items, is_dict, set_items, set_length } from './dicts';
import { bytes_of, c_text, derives, has_flag, hex, int32, is_exact, is_object, object_slot, slot, ssize, type_name, type_name_of, type_of, unicode_length, unicode_text } from './memory';

/** sys.getrefcount(x) - 1: what the header holds; -1: immortal. */
export function refcount(op: number): number {
  const r = int32(op);
  return r >= -1 ? r : r & 0x3fffffff;
}

/** -1 when the object is not a GC object or not tracked; otherwise whether it is in some list. */
export function is_tracked(op: number): boolean {
  return is_gc(op) && int32(op - 16 + PyGC_Head._gc_next) !== 0;
}

export function is_gc(op: number): boolean {
  if (!has_flag(op, Py_TPFLAGS_HAVE_GC)) return false;
  // Static types are objects of a GC type without a GC head.
  return !has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS) || (int32(op + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) !== 0;
}

/** sys.getsizeof, for types that do not define __sizeof__ in Python. */
export function size_of(op: number): number {
  const tp = type_of(op);
  const flags = int32(tp + PyTypeObject.tp_flags);
  const pre = (is_gc(op) ? 16 : 0) + ((flags & Py_TPFLAGS_PREHEADER) !== 0 ? 16 : 0);
  return body_size(op, tp, flags) + pre;
}

function body_size(op: number, tp: number, flags: number): number {
  const basic = ssize(tp + PyTypeObject.tp_basicsize);
  if ((flags & Py_TPFLAGS_LONG_SUBCLASS) !== 0) return basic + 4 * Math.max(1, HEAPU32[(op + PyLongObject.lv_tag) >> 2] >>> 3);
  if ((flags & Py_TPFLAGS_LIST_SUBCLASS) !== 0) return basic + ssize(op + PyListObject.allocated) * 8;
  if ((flags & Py_TPFLAGS_DICT_SUBCLASS) !== 0) return basic + dict_extra(op);
  if ((flags & Py_TPFLAGS_UNICODE_SUBCLASS) !== 0) return unicode_size(op);
  if ((flags & Py_TPFLAGS_TYPE_SUBCLASS) !== 0) return type_size(op);
  if (derives(tp, PySet_Type) || derives(tp, PyFrozenSet_Type)) {
    return basic + (slot(op + PySetObject.table) === op + PySetObject.smalltable ? 0 : (ssize(op + PySetObject.mask) + 1) * 16);
  }
  if (derives(tp, PyByteArray_Type)) return basic + ssize(op + PyByteArrayObject.ob_alloc);
  if (tp === PyCode_Type) return (PyCodeObject.SIZEOF + ssize(op + PyVarObject.ob_size) * 2 + 7) & ~7;
  if (tp === PyGen_Type) return PyGenObject.SIZEOF + (int32(object_slot(op + PyGenObject.gi_iframe) + PyCodeObject.co_framesize) - _PyInterpreterFrame.SIZEOF / 8) * 8;
  const itemsize = ssize(tp + PyTypeObject.tp_itemsize);
  return basic + (itemsize > 0 ? Math.abs(ssize(op + PyVarObject.ob_size)) * itemsize : 0);
}

function keys_size(keys: number): number {
  const log2 = HEAPU8[keys + PyDictKeysObject.dk_log2_size];
  const entry = HEAPU8[keys + PyDictKeysObject.dk_kind] === 0 ? 24 : 16;
  return PyDictKeysObject.dk_indices + 2 ** HEAPU8[keys + PyDictKeysObject.dk_log2_index_bytes] + Math.floor((2 ** log2 * 2) / 3) * entry;
}

function dict_extra(op: number): number {
  const keys = slot(op + PyDictObject.ma_keys);
  if (keys === 0) return 0;
  const values = slot(op + PyDictObject.ma_values);
  const usable = ssize(keys + PyDictKeysObject.dk_usable) + ssize(keys + PyDictKeysObject.dk_nentries);
  return (values !== 0 ? usable * 8 : 0) + (ssize(keys + PyDictKeysObject.dk_refcnt) === 1 ? keys_size(keys) : 0);
}

function unicode_size(op: number): number {
  const n = unicode_length(op);
  const state = int32(op + PyASCIIObject.state);
  if ((state & 0x60) === 0x60) return PyASCIIObject.SIZEOF + n + 1;
  const header = (state & 0x20) !== 0 ? PyCompactUnicodeObject.SIZEOF : PyUnicodeObject.SIZEOF;
  const utf8 = slot(op + PyCompactUnicodeObject.utf8);
  const shared = utf8 !== 0 && utf8 === slot(op + PyUnicodeObject.data) && (state & 0x20) === 0;
  return header + (n + 1) * ((state >> 2) & 7) + (utf8 !== 0 && !shared ? ssize(op + PyCompactUnicodeObject.utf8_length) + 1 : 0);
}

function type_size(op: number): number {
  if ((int32(op + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) === 0) return PyTypeObject.SIZEOF;
  const keys = slot(op + PyHeapTypeObject.ht_cached_keys);
  return PyHeapTypeObject.SIZEOF + (keys !== 0 ? keys_size(keys) : 0);
}

// ---- values ----

/** An int; null when there is none at `op`. */
export function long_value(op: number): bigint | null {
  if (!is_object(op) || !has_flag(op, Py_TPFLAGS_LONG_SUBCLASS)) return null;
  const tag = HEAPU32[(op + PyLongObject.lv_tag) >> 2];
  const n = tag >>> 3;
  if (n > 100_000 || op + PyLongObject.ob_digit + n * 4 > HEAPU8.length) return null;
  let v = 0n;
  for (let i = n - 1; i >= 0; i--) v = (v << 30n) | BigInt(HEAPU32[(op + PyLongObject.ob_digit + i * 4) >> 2]);
  return (tag & 3) === 2 ? -v : v;
}

export function sequence_length(op: number): number {
  return Math.max(0, ssize(op + PyVarObject.ob_size));
}

/** Item `i` of a list or tuple; 0 when it cannot be read. */
export function sequence_item(op: number, i: number): number {
  return object_slot(sequence_slot(op, i));
}

/** The address of the slot of item `i` of a list or tuple. */
export function sequence_slot(op: number, i: number): number {
  return has_flag(op, Py_TPFLAGS_LIST_SUBCLASS) ? slot(op + PyListObject.ob_item) + i * 8 : op + PyTupleObject.ob_item + i * 8;
}

export function float_text(v: number): string {
  if (Number.isNaN(v)) return 'nan';
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf';
  if (Object.is(v, -0)) return '-0.0';
  const abs = Math.abs(v);
  if (v !== 0 && (abs < 1e-4 || abs >= 1e16)) {
    const [mantissa, exponent] = v.toExponential().split('e');
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  const text = String(v);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function printable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  if (code < 0xa1 || code === 0xad) return false;
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u.test(String.fromCodePoint(code));
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** repr(str) */
export function quote(text: string): string {
  const q = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = '';
  for (const ch of text) {
    const code = ch.codePointAt(0)!;
    if (ch === q) out += `\\${q}`;
    else if (ESCAPES[ch] !== undefined) out += ESCAPES[ch];
    else if (printable(code)) out += ch;
    else out += code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return q + out + q;
}

function quote_bytes(bytes: Uint8Array): string {
  const q = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let out = '';
  for (const b of bytes) {
    const ch = String.fromCharCode(b);
    if (ch === q) out += `\\${q}`;
    else if (ESCAPES[ch] !== undefined) out += ESCAPES[ch];
    else out += b >= 0x20 && b < 0x7f ? ch : `\\x${b.toString(16).padStart(2, '0')}`;
  }
  return `b${q}${out}${q}`;
}

// ---- repr ----

export interface ReprLimits {
  /** Nesting that is still written out. */
  depth: number;
  /** Items of a container. */
  items: number;
  /** Characters of a str or bytes. */
  chars: number;
  /** Whole numbers as 0x… */
  hex?: boolean;
}

const DEFAULT_LIMITS: ReprLimits = { depth: 3, items: 20, chars: 400 };

/** A repr from memory alone: exact for the builtin types within the limits, `<Type ...>` for others. */
export function safe_repr(op: number, limits: ReprLimits = DEFAULT_LIMITS): string {
  if (op === 0) return '<NULL>';
  if (!is_object(op)) return `<unreadable object at ${hex(op)}>`;
  return repr_of(op, limits, []);
}

/** At most `max` characters. */
export function short_repr(op: number, max = 60): string {
  const text = safe_repr(op, { depth: 2, items: 8, chars: max });
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

function repr_of(op: number, limits: ReprLimits, path: number[]): string {
  const tp = type_of(op);
  const exact = EXACT.get(tp);
  if (exact !== undefined) return exact(op, limits, path);
  if (has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS)) return `<class ${quote(qualified_type_name(op))}>`;
  if (has_flag(op, Py_TPFLAGS_BASE_EXC_SUBCLASS)) return exception_repr(op, limits, path);
  if (derives(tp, PyModule_Type)) return module_repr(op);
  const scalar = subclass_of_builtin(op, limits, path);
  if (scalar !== null) return scalar;
  if (is_deque(op)) {
    const items = deque_items(op);
    return `deque(${bracketed(op, limits, path, '[', ']', items.length, (i, inner) => nested(items[i].value, limits, inner))})`;
  }
  return instance_repr(op, limits);
}

/** An instance of the program's own class: its name, if it has one, tells more than its address. */
function instance_repr(op: number, limits: ReprLimits): string {
  const type = type_name_of(op);
  for (const key of ['name', '_name', '__name__']) {
    const text = unicode_text(instance_get(op, key), Math.min(60, limits.chars));
    if (text !== null) return `<${type} ${quote(text)}>`;
  }
  return `<${type} object at ${hex(op)}>`;
}

function subclass_of_builtin(op: number, limits: ReprLimits, path: number[]): string | null {
  for (const [flag, type] of [[Py_TPFLAGS_LONG_SUBCLASS, PyLong_Type], [Py_TPFLAGS_UNICODE_SUBCLASS, PyUnicode_Type], [Py_TPFLAGS_BYTES_SUBCLASS, PyBytes_Type], [Py_TPFLAGS_TUPLE_SUBCLASS, PyTuple_Type], [Py_TPFLAGS_LIST_SUBCLASS, PyList_Type], [Py_TPFLAGS_DICT_SUBCLASS, PyDict_Type]]) {
    if (has_flag(op, flag)) return `${type_name_of(op)}(${EXACT.get(type)!(op, limits, path)})`;
  }
  for (const type of [PyFloat_Type, PySet_Type, PyFrozenSet_Type]) if (derives(type_of(op), type)) return `${type_name_of(op)}(${EXACT.get(type)!(op, limits, path)})`;
  return null;
}

/** module.qualname as repr(type) shows it. */
export function qualified_type_name(tp: number): string {
  if ((int32(tp + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) === 0) {
    const name = c_text(slot(tp + PyTypeObject.tp_name));
    return name.startsWith('builtins.') ? name.slice(9) : name;
  }
  const qualname = unicode_text(slot(tp + PyHeapTypeObject.ht_qualname), 200) ?? type_name(tp);
  const module = unicode_text(dict_get(slot(tp + PyTypeObject.tp_dict), '__module__'), 200);
  return module === null || module === 'builtins' ? qualname : `${module}.${qualname}`;
}

function exception_repr(op: number, limits: ReprLimits, path: number[]): string {
  const args = object_slot(op + PyBaseExceptionObject.args);
  const n = args === 0 ? 0 : sequence_length(args);
  if (n === 1) return `${type_name_of(op)}(${nested(sequence_item(args, 0), limits, [...path, op])})`;
  return `${type_name_of(op)}${n === 0 ? '()' : nested(args, limits, [...path, op])}`;
}

function module_repr(op: number): string {
  const dict = object_slot(op + PyModuleObject.md_dict);
  const name = unicode_text(dict_get(dict, '__name__'), 200) ?? '?';
  const file = unicode_text(dict_get(dict, '__file__'), 500);
  return file !== null ? `<module ${quote(name)} from ${quote(file)}>` : `<module ${quote(name)}>`;
}

function nested(op: number, limits: ReprLimits, path: number[]): string {
  if (op === 0) return '<NULL>';
  return repr_of(op, limits, path);
}

/** Items between brackets, `...` for what is over the limits; `recursive` for a container inside itself. */
function bracketed(op: number, limits: ReprLimits, path: number[], open: string, close: string, length: number, item: (i: number, path: number[]) => string): string {
  if (path.includes(op)) return `${open}...${close}`;
  if (path.length >= limits.depth && length > 0) return `${open}...${close}`;
  const inner = [...path, op];
  const parts: string[] = [];
  let budget = limits.chars;
  for (let i = 0; i < length && i < limits.items && budget > 0; i++) {
    const text = item(i, inner);
    budget -= text.length;
    parts.push(text);
  }
  if (parts.length < length) parts.push('...');
  return `${open}${parts.join(', ')}${close}`;
}

function tuple_repr(op: number, limits: ReprLimits, path: number[]): string {
  const n = sequence_length(op);
  return bracketed(op, limits, path, '(', n === 1 ? ',)' : ')', n, (i, inner) => nested(sequence_item(op, i), limits, inner));
}

function dict_repr(op: number, limits: ReprLimits, path: number[]): string {
  const items = dict_items(op, 0, limits.items);
  return bracketed(op, limits, path, '{', '}', Math.max(items.length, Math.min(dict_length(op), items.length + 1)), (i, inner) => (items[i] === undefined ? '...' : `${nested(items[i].key, limits, inner)}: ${nested(items[i].value, limits, inner)}`));
}

function set_repr(op: number, limits: ReprLimits, path: number[]): string {
  const n = set_length(op);
  const frozen = derives(type_of(op), PyFrozenSet_Type);
  if (n === 0) return frozen ? 'frozenset()' : 'set()';
  const items = set_items(op, 0, limits.items);
  const body = bracketed(op, limits, path, '{', '}', n, (i, inner) => (items[i] === undefined ? '...' : nested(items[i], limits, inner)));
  return frozen ? `frozenset(${body})` : body;
}

function long_repr(op: number, limits: ReprLimits): string {
  const v = long_value(op);
  if (v === null) return '<int>';
  if (limits.hex) return `${v < 0n ? '-' : ''}0x${(v < 0n ? -v : v).toString(16)}`;
  const digits = HEAPU32[(op + PyLongObject.lv_tag) >> 2] >>> 3;
  return digits > 200 ? `0x${v.toString(16)}` : v.toString();
}

function clipped(text: string, limits: ReprLimits, length: number, wrap: (text: string) => string): string {
  return length > limits.chars ? `${wrap(text)}...` : wrap(text);
}

function function_repr(op: number): string {
  return `<function ${unicode_text(slot(op + PyFunctionObject.func_qualname), 200) ?? '?'} at ${hex(op)}>`;
}

function cfunction_repr(op: number): string {
  const name = c_text(slot(slot(op + PyCFunctionObject.m_ml) + PyMethodDef.ml_name));
  const self = object_slot(op + PyCFunctionObject.m_self);
  if (self === 0 || derives(type_of(self), PyModule_Type)) return `<built-in function ${name}>`;
  return `<built-in method ${name} of ${type_name_of(self)} object at ${hex(self)}>`;
}

function method_repr(op: number, limits: ReprLimits): string {
  const func = object_slot(op + PyMethodObject.im_func);
  const name = is_exact(func, PyFunction_Type) ? unicode_text(slot(func + PyFunctionObject.func_qualname), 200) : type_name_of(func);
  return `<bound method ${name} of ${repr_of(object_slot(op + PyMethodObject.im_self), { ...limits, depth: 1 }, [op])}>`;
}

function weakref_repr(op: number): string {
  const target = slot(op + PyWeakReference.wr_object);
  if (!is_object(target) || type_of(target) === _PyNone_Type) return `<weakref at ${hex(op)}; dead>`;
  return `<weakref at ${hex(op)}; to ${quote(type_name_of(target))} at ${hex(target)}>`;
}

function code_repr(op: number): string {
  const text = (field: number) => unicode_text(slot(op + field), 300) ?? '?';
  return `<code object ${text(PyCodeObject.co_name)} at ${hex(op)}, file ${JSON.stringify(text(PyCodeObject.co_filename))}, line ${int32(op + PyCodeObject.co_firstlineno)}>`;
}

function descr_repr(kind: string): (op: number) => string {
  return (op) => `<${kind} ${quote(unicode_text(slot(op + PyDescrObject.d_name), 100) ?? '?')} of ${quote(type_name(slot(op + PyDescrObject.d_type)))} objects>`;
}

function frame_repr(op: number): string {
  const frame = slot(op + PyFrameObject.f_frame);
  const code = object_slot(frame + _PyInterpreterFrame.f_executable);
  return `<frame at ${hex(op)}, code ${unicode_text(slot(code + PyCodeObject.co_name), 100) ?? '?'}>`;
}

type Repr = (op: number, limits: ReprLimits, path: number[]) => string;

/** tb_lineno is -1 until somebody asks: then the line of tb_lasti. */
function traceback_line(op: number): number {
  const line = int32(op + PyTracebackObject.tb_lineno);
  if (line !== -1) return line;
  const frame = slot(slot(op + PyTracebackObject.tb_frame) + PyFrameObject.f_frame);
  return _PyCode_LineOf(slot(frame + _PyInterpreterFrame.f_executable), int32(op + PyTracebackObject.tb_lasti));
}

const EXACT = new Map<number, Repr>([
  [_PyNone_Type, () => 'None'],
  [_PyNotImplemented_Type, () => 'NotImplemented'],
  [PyEllipsis_Type, () => 'Ellipsis'],
  [PyBool_Type, (op) => (op === Py_True ? 'True' : 'False')],
  [PyLong_Type, long_repr],
  [PyFloat_Type, (op) => float_text(HEAPF64[(op + PyFloatObject.ob_fval) >> 3])],
  [PyComplex_Type, (op) => complex_text(HEAPF64[(op + PyComplexObject.real) >> 3], HEAPF64[(op + PyComplexObject.imag) >> 3])],
  [PyUnicode_Type, (op, limits) => clipped(unicode_text(op, limits.chars) ?? '', limits, unicode_length(op), quote)],
  [PyBytes_Type, (op, limits) => (ssize(op + PyBytesObject.ob_size) > limits.chars ? `${quote_bytes(bytes_of(op, limits.chars))}...` : quote_bytes(bytes_of(op)))],
  [PyByteArray_Type, (op, limits) => {
    const start = slot(op + PyByteArrayObject.ob_start);
    const n = Math.min(sequence_length(op), limits.chars);
    return `bytearray(${quote_bytes(HEAPU8.slice(start, start + n))}${n < sequence_length(op) ? '...' : ''})`;
  }],
  [PyTuple_Type, tuple_repr],
  [PyList_Type, (op, limits, path) => bracketed(op, limits, path, '[', ']', sequence_length(op), (i, inner) => nested(sequence_item(op, i), limits, inner))],
  [PyDict_Type, dict_repr],
  [PySet_Type, set_repr],
  [PyFrozenSet_Type, set_repr],
  [PySlice_Type, (op, limits, path) => `slice(${[PySliceObject.start, PySliceObject.stop, PySliceObject.step].map((f) => nested(object_slot(op + f), limits, path)).join(', ')})`],
  [PyRange_Type, (op, limits, path) => {
    const part = (f: number) => nested(object_slot(op + f), limits, path);
    const step = part(rangeobject.step);
    return `range(${part(rangeobject.start)}, ${part(rangeobject.stop)}${step === '1' ? '' : `, ${step}`})`;
  }],
  [PyFunction_Type, function_repr],
  [PyCFunction_Type, cfunction_repr],
  [PyCMethod_Type, cfunction_repr],
  [PyMethod_Type, method_repr],
  [_PyWeakref_RefType, weakref_repr],
  [PyCode_Type, code_repr],
  [PyFrame_Type, frame_repr],
  [PyGen_Type, (op) => `<generator object ${unicode_text(slot(op + PyGenObject.gi_qualname), 100) ?? '?'} at ${hex(op)}>`],
  [PyTraceBack_Type, (op) => `<traceback object at ${hex(op)}, line ${traceback_line(op)}>`],
  [PyCell_Type, (op) => {
    const content = object_slot(op + PyCellObject.ob_ref);
    return `<cell at ${hex(op)}: ${content === 0 ? 'empty' : `${type_name_of(content)} object at ${hex(content)}`}>`;
  }],
  [PyMethodDescr_Type, descr_repr('method')],
  [PyMemberDescr_Type, descr_repr('member')],
  [PyGetSetDescr_Type, descr_repr('attribute')],
  [PyWrapperDescr_Type, descr_repr('slot wrapper')],
]);

function complex_text(re: number, im: number): string {
  const bare = (v: number) => float_text(v).replace(/\.0$/, '');
  if (re === 0 && !Object.is(re, -0)) return `${bare(im)}j`;
  return `(${bare(re)}${im >= 0 && !Object.is(im, -0) ? '+' : Number.isNaN(im) ? '+' : ''}${bare(im)}j)`;
}

// ---- children ----

export type ContainerKind = 'sequence' | 'mapping' | 'set' | 'deque' | 'none';

export function container_kind(op: number): ContainerKind {
  if (has_flag(op, Py_TPFLAGS_LIST_SUBCLASS) || has_flag(op, Py_TPFLAGS_TUPLE_SUBCLASS)) return 'sequence';
  if (is_dict(op)) return 'mapping';
  if (derives(type_of(op), PySet_Type) || derives(type_of(op), PyFrozenSet_Type)) return 'set';
  return is_deque(op) ? 'deque' : 'none';
}

export function container_length(op: number): number {
  switch (container_kind(op)) {
    case 'sequence':
    case 'deque':
      return sequence_length(op);
    case 'mapping':
      return dict_length(op);
    case 'set':
      return set_length(op);
    default:
      return 0;
  }
}

export function is_deque(op: number): boolean {
  for (let tp = type_of(op), depth = 0; tp !== 0 && depth < 32; tp = slot(tp + PyTypeObject.tp_base), depth++) if (type_name(tp) === 'deque' && c_text(slot(tp + PyTypeObject.tp_name)) === 'collections.deque') return true;
  return false;
}

/** Items lie in linked blocks of 64 (modules/_collectionsmodule.ts): a link to the left, the items, a link to the right. */
export function deque_items(op: number): { value: number; at: number }[] {
  const [LEFT_BLOCK, LEFT_INDEX, DATA, RIGHT_LINK, BLOCK_LENGTH] = [24, 40, 8, 520, 64];
  const items: { value: number; at: number }[] = [];
  let block = slot(op + LEFT_BLOCK);
  let index = ssize(op + LEFT_INDEX);
  for (let n = sequence_length(op); n > 0 && block !== 0 && index >= 0 && index < BLOCK_LENGTH; n--) {
    const at = block + DATA + index * 8;
    items.push({ value: object_slot(at), at });
    if (++index === BLOCK_LENGTH) {
      block = slot(block + RIGHT_LINK);
      index = 0;
    }
  }
  return items;
}

export interface Child {
  name: string;
  value: number;
  /** Address of the slot it lies in; 0 when unknown. */
  at: number;
}

export function container_children(op: number, start: number, count: number): Child[] {
  switch (container_kind(op)) {
    case 'sequence': {
      const end = Math.min(sequence_length(op), start + count);
      const all: Child[] = [];
      for (let i = start; i < end; i++) all.push({ name: String(i), value: sequence_item(op, i), at: sequence_slot(op, i) });
      return all;
    }
    case 'mapping':
      return dict_items(op, start, count).map((item) => ({ name: short_repr(item.key, 80), value: item.value, at: item.at }));
    case 'deque':
      return deque_items(op).slice(start, start + count).map((item, i) => ({ name: String(start + i), ...item }));
    case 'set':
      return set_items(op, start, count).map((value, i) => ({ name: String(start + i), value, at: 0 }));
    default:
      return [];
  }
}

/** Attributes: the instance's own, and a few that a reader expects of builtin types. */
export function attribute_children(op: number): Child[] {
  const own = instance_items(op).map((item) => ({ name: unicode_text(item.key, 200) ?? short_repr(item.key), value: item.value, at: item.at }));
  return [...slots_children(op), ...own];
}

/** __slots__ members, by the member descriptors of the heap types in the MRO. */
export function slots_children(op: number): Child[] {
  const found: Child[] = [];
  for (let tp = type_of(op), depth = 0; tp >= STATIC_TYPES_END && depth < 32; tp = slot(tp + PyTypeObject.tp_base), depth++) {
    const n = ssize(tp + PyVarObject.ob_size);
    if (n <= 0 || n > 1000 || (int32(tp + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) === 0) continue;
    const members = slot(tp + PyTypeObject.tp_members);
    for (let i = 0; i < n; i++) {
      const member = members + i * 40;
      if (int32(member + 8) !== 16 && int32(member + 8) !== 6) continue;
      const at = op + ssize(member + 16);
      const value = object_slot(at);
      if (value !== 0) found.push({ name: c_text(slot(member)), value, at });
    }
  }
  return found;
}

export function is_tuple(op: number): boolean {
  return has_flag(op, Py_TPFLAGS_TUPLE_SUBCLASS);
}

export function is_class(op: number): boolean {
  return has_flag(op, Py_TPFLAGS_TYPE_SUBCLASS);
}

/** A class, function or module. */
export function is_definition(op: number): boolean {
  return is_class(op) || type_of(op) === PyFunction_Type || type_of(op) === PyModule_Type;
}
