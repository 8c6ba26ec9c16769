// The "C view": an object as the fields of its struct, from the layouts of include/structs.ts.

import { LAYOUTS, type Field } from '../include/generated/layouts';
import { PyTypeObject } from '../include/generated/offsets';
import { HEAP16, HEAP32, HEAP64, HEAP8, HEAPF64, HEAPU16, HEAPU32, HEAPU8 } from '../include/heap';
import { Py_TPFLAGS_BASE_EXC_SUBCLASS, Py_TPFLAGS_HEAPTYPE } from '../include/object';
import * as S from '../include/statics';
import { derives, has_flag, hex, int32, is_object, readable, slot, type_of, type_name } from './memory';
import { refcount } from './objects';

/** Static type → the name of its struct. */
const STRUCTS = new Map<number, string>([
  [S.PyLong_Type, 'PyLongObject'], [S.PyBool_Type, 'PyLongObject'], [S.PyFloat_Type, 'PyFloatObject'], [S.PyComplex_Type, 'PyComplexObject'],
  [S.PyBytes_Type, 'PyBytesObject'], [S.PyByteArray_Type, 'PyByteArrayObject'], [S.PyTuple_Type, 'PyTupleObject'], [S.PyList_Type, 'PyListObject'],
  [S.PyDict_Type, 'PyDictObject'], [S.PySet_Type, 'PySetObject'], [S.PyFrozenSet_Type, 'PySetObject'], [S.PySlice_Type, 'PySliceObject'],
  [S.PyRange_Type, 'rangeobject'], [S.PyRangeIter_Type, '_PyRangeIterObject'], [S.PyLongRangeIter_Type, 'longrangeiterobject'],
  [S.PySeqIter_Type, 'seqiterobject'], [S.PyCallIter_Type, 'calliterobject'], [S.PyListIter_Type, '_PyListIterObject'], [S.PyListRevIter_Type, '_PyListIterObject'],
  [S.PyTupleIter_Type, '_PyTupleIterObject'], [S.PyUnicodeIter_Type, 'unicodeiterobject'], [S._PyUnicodeASCIIIter_Type, 'unicodeiterobject'],
  [S.PyEnum_Type, 'enumobject'], [S.PyReversed_Type, 'reversedobject'], [S._PyNamespace_Type, '_PyNamespaceObject'], [S.PyFunction_Type, 'PyFunctionObject'],
  [S.PyMethod_Type, 'PyMethodObject'], [S.PyInstanceMethod_Type, 'PyInstanceMethodObject'], [S.PyCFunction_Type, 'PyCFunctionObject'], [S.PyCMethod_Type, 'PyCMethodObject'],
  [S.PyCell_Type, 'PyCellObject'], [S.PyClassMethod_Type, 'classmethod'], [S.PyStaticMethod_Type, 'staticmethod'], [S.PyProperty_Type, 'propertyobject'],
  [S.PySuper_Type, 'superobject'], [S.PyDictProxy_Type, 'mappingproxyobject'], [S.PyMethodDescr_Type, 'PyMethodDescrObject'], [S.PyClassMethodDescr_Type, 'PyMethodDescrObject'],
  [S.PyMemberDescr_Type, 'PyMemberDescrObject'], [S.PyGetSetDescr_Type, 'PyGetSetDescrObject'], [S.PyWrapperDescr_Type, 'PyWrapperDescrObject'], [S._PyMethodWrapper_Type, 'wrapperobject'],
  [S.PyModule_Type, 'PyModuleObject'], [S._PyWeakref_RefType, 'PyWeakReference'], [S._PyWeakref_ProxyType, 'PyWeakReference'], [S._PyWeakref_CallableProxyType, 'PyWeakReference'],
  [S.Py_GenericAliasType, 'gaobject'], [S._PyUnion_Type, 'unionobject'], [S.PyMemoryView_Type, 'PyMemoryViewObject'], [S.PyCode_Type, 'PyCodeObject'],
  [S.PyFrame_Type, 'PyFrameObject'], [S.PyFrameLocalsProxy_Type, 'PyFrameLocalsProxyObject'], [S.PyGen_Type, 'PyGenObject'], [S.PyCoro_Type, 'PyGenObject'],
  [S.PyAsyncGen_Type, 'PyGenObject'], [S.PyTraceBack_Type, 'PyTracebackObject'], [S.PyDictKeys_Type, '_PyDictViewObject'], [S.PyDictValues_Type, '_PyDictViewObject'],
  [S.PyDictItems_Type, '_PyDictViewObject'], [S.PyDictIterKey_Type, 'dictiterobject'], [S.PyDictIterValue_Type, 'dictiterobject'], [S.PyDictIterItem_Type, 'dictiterobject'],
  [S.PyDictRevIterKey_Type, 'dictiterobject'], [S.PyDictRevIterValue_Type, 'dictiterobject'], [S.PyDictRevIterItem_Type, 'dictiterobject'], [S.PySetIter_Type, 'setiterobject'],
  [S.PyBaseObject_Type, 'PyObject'],
]);

/** Exceptions with fields of their own, by the name of the static type. */
const EXCEPTIONS: Record<string, string> = {
  SyntaxError: 'PySyntaxErrorObject', ImportError: 'PyImportErrorObject', UnicodeEncodeError: 'PyUnicodeErrorObject', UnicodeDecodeError: 'PyUnicodeErrorObject',
  UnicodeTranslateError: 'PyUnicodeErrorObject', SystemExit: 'PySystemExitObject', OSError: 'PyOSErrorObject', StopIteration: 'PyStopIterationObject', NameError: 'PyNameErrorObject',
  AttributeError: 'PyAttributeErrorObject', BaseExceptionGroup: 'PyBaseExceptionGroupObject', BaseException: 'PyBaseExceptionObject',
};

function unicode_struct(op: number): string {
  const state = HEAP32[(op + 32) >> 2];
  return (state & 0x60) === 0x60 ? 'PyASCIIObject' : (state & 0x20) !== 0 ? 'PyCompactUnicodeObject' : 'PyUnicodeObject';
}

/** The C struct that lies at an object's address. */
export function struct_name(op: number): string {
  const tp = type_of(op);
  if (derives(tp, S.PyUnicode_Type)) return unicode_struct(op);
  if (derives(tp, S.PyType_Type)) return (int32(op + PyTypeObject.tp_flags) & Py_TPFLAGS_HEAPTYPE) !== 0 ? 'PyHeapTypeObject' : 'PyTypeObject';
  const is_exception = has_flag(op, Py_TPFLAGS_BASE_EXC_SUBCLASS);
  for (let t = tp, depth = 0; t !== 0 && depth < 64; t = slot(t + PyTypeObject.tp_base), depth++) {
    const found = is_exception ? EXCEPTIONS[type_name(t)] : STRUCTS.get(t);
    if (found !== undefined && found in LAYOUTS) return found;
  }
  return 'PyObject';
}

export interface CField {
  name: string;
  type: string;
  /** Address of the field. */
  at: number;
  text: string;
  /** Bytes. */
  width: number;
  /** The object that a pointer field holds; 0. */
  object: number;
}

/** The struct's fields, embedded structs opened, with their values as text. */
export function c_fields(op: number, function_name: (index: number) => string): CField[] {
  return struct_fields(struct_name(op), op, '', function_name);
}

export function struct_fields(struct: string, base: number, prefix: string, function_name: (index: number) => string): CField[] {
  const layout = LAYOUTS[struct];
  if (layout === undefined || !readable(base, Math.min(layout.size, 8))) return [];
  const found: CField[] = [];
  for (const field of layout.fields) {
    if (field.type in LAYOUTS && !field.type.endsWith('*')) {
      const inner = field.name === 'ob_base' || field.name === '_base' || field.name === 'd_common' || field.name === 'ht_type' ? prefix : `${prefix}${field.name}.`;
      for (let i = 0; i < Math.max(1, field.count); i++) found.push(...struct_fields(field.type, base + field.offset + i * LAYOUTS[field.type].size, field.count > 1 ? `${prefix}${field.name}[${i}].` : inner, function_name));
    } else if (field.count === 0 || field.count > 64) {
      found.push({ name: `${prefix}${field.name}`, type: `${field.type}[]`, at: base + field.offset, text: hex(base + field.offset), width: 0, object: 0 });
    } else {
      for (let i = 0; i < field.count; i++) found.push(one_field(field, base + field.offset + i * field.width, field.count > 1 ? `${prefix}${field.name}[${i}]` : prefix + field.name, function_name));
    }
  }
  return found;
}

function one_field(field: Field, at: number, name: string, function_name: (index: number) => string): CField {
  const made = { name, type: field.type, at, width: field.width, object: 0 };
  if (at + field.width > HEAPU8.length) return { ...made, text: '<unreadable>' };
  if (field.type === 'func') return { ...made, text: function_name(HEAP32[at >> 2]) };
  if (field.type.endsWith('*')) {
    const p = slot(at);
    return { ...made, text: p === 0 ? 'NULL' : hex(p), object: p !== 0 && is_object(p) ? p : 0 };
  }
  return { ...made, text: scalar_text(field.type, field.width, at, name) };
}

const UNSIGNED = /^(u|unsigned)/;

function scalar_text(type: string, width: number, at: number, name: string): string {
  if (type === 'double') return String(HEAPF64[at >> 3]);
  const unsigned = UNSIGNED.test(type);
  switch (width) {
    case 1:
      return String(unsigned ? HEAPU8[at] : HEAP8[at]);
    case 2:
      return String(unsigned ? HEAPU16[at >> 1] : HEAP16[at >> 1]);
    case 4:
      return String(unsigned ? HEAPU32[at >> 2] : HEAP32[at >> 2]);
    default: {
      if (name === 'ob_refcnt') return HEAP32[at >> 2] === -1 ? `${HEAPU32[at >> 2]} (immortal)` : String(refcount(at));
      const v = HEAP64[at >> 3];
      return type === 'uintptr_t' || name === 'tp_flags' ? `0x${BigInt.asUintN(64, v).toString(16)}` : String(unsigned ? BigInt.asUintN(64, v) : v);
    }
  }
}
