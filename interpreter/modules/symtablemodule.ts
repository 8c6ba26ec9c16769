// Answers to Modules/symtablemodule.c of CPython 3.13 and to the type of Python/symtable.c: what the module symtable shows.
// Deviations: an entry is made from the compiler's plain STEntry when the table is whole (the C fields that only the compiler
// uses stay empty), and its id is its own address, not that of a syntax tree node.

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { HEAP32, memset0, write_ptr } from '../include/heap';
import {
  _Py_T_OBJECT, METH_FASTCALL, Py_DECREF, Py_READONLY, Py_T_INT, Py_TPFLAGS_DEFAULT, Py_TPFLAGS_DISALLOW_INSTANTIATION, Py_XDECREF,
} from '../include/object';
import { PyExc_ValueError, PySTEntry_Type } from '../include/statics';
import { builtin_module, static_type } from '../include/typespec';
import { PyDict_New, PyDict_SetItem } from '../objects/dictobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromLong, PyLong_FromVoidPtr } from '../objects/longobject';
import { _PyObject_New, PyObject_GenericGetAttr } from '../objects/object';
import { PyObject_Free } from '../objects/obmalloc';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { PyUnicode_FSDecoder } from '../objects/unicodeobject_codecs';
import { PyUnicode_FromFormat } from '../objects/unicodeobject_format';
import { PyErr_SetString } from '../python/errors';
import { _PyArg_BadArgument, _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_AddIntConstant } from '../python/modsupport';
import { Py_SymtableStringObject, source_as_string } from '../python/pythonrun';
import {
  BlockType, CELL, DEF_ANNOT, DEF_BOUND, DEF_FREE, DEF_FREE_CLASS, DEF_GLOBAL, DEF_IMPORT, DEF_LOCAL, DEF_NONLOCAL, DEF_PARAM, FREE, GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT, LOCAL, SCOPE_MASK, SCOPE_OFFSET, type STEntry, USE,
} from '../python/symtable';

/** Fields of PySTEntryObject. */
const enum S {
  ste_id = 16,
  ste_symbols = 24,
  ste_name = 32,
  ste_varnames = 40,
  ste_children = 48,
  ste_type = 72,
  ste_nested = 88,
  ste_lineno = 100,
  SIZEOF = 144,
}

const REFERENCES = [S.ste_id, S.ste_symbols, S.ste_name, S.ste_varnames, S.ste_children] as const;

/** A list of what `make` makes. Returns new. */
function new_list<T>(items: readonly T[], make: (item: T) => number): number {
  const list = PyList_New(items.length);
  for (let i = 0; list !== 0 && i < items.length; i++) {
    const o = make(items[i]);
    if (o === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_SET_ITEM(list, i, o);
  }
  return list;
}

/** {name: flags}. Returns new. */
function new_symbols(symbols: ReadonlyMap<string, number>): number {
  const dict = PyDict_New();
  if (dict === 0) return 0;
  for (const [name, flags] of symbols) {
    const key = PyUnicode_FromString(name);
    const value = key === 0 ? 0 : PyLong_FromLong(flags);
    const r = value === 0 ? -1 : PyDict_SetItem(dict, key, value);
    Py_XDECREF(key);
    Py_XDECREF(value);
    if (r < 0) {
      Py_DECREF(dict);
      return 0;
    }
  }
  return dict;
}

/** The block and those in it as objects. Returns new. */
function ste_new(block: STEntry): number {
  const ste = _PyObject_New(PySTEntry_Type);
  if (ste === 0) return 0;
  memset0(ste + S.ste_id, S.SIZEOF - S.ste_id);
  HEAP32[(ste + S.ste_type) >> 2] = block.ste_type;
  HEAP32[(ste + S.ste_nested) >> 2] = block.ste_nested ? 1 : 0;
  HEAP32[(ste + S.ste_lineno) >> 2] = block.ste_pos.lineno;
  write_ptr(ste + S.ste_id, PyLong_FromVoidPtr(ste));
  write_ptr(ste + S.ste_symbols, new_symbols(block.ste_symbols));
  write_ptr(ste + S.ste_name, PyUnicode_FromString(block.ste_name));
  write_ptr(ste + S.ste_varnames, new_list(block.ste_varnames, PyUnicode_FromString));
  write_ptr(ste + S.ste_children, new_list(block.ste_children, ste_new));
  if (REFERENCES.every((f) => HEAP32[(ste + f) >> 2] !== 0)) return ste;
  Py_DECREF(ste);
  return 0;
}

function ste_dealloc(ste: number): void {
  for (const field of REFERENCES) Py_XDECREF(HEAP32[(ste + field) >> 2]);
  PyObject_Free(ste);
}

function ste_repr(ste: number): number {
  return PyUnicode_FromFormat('<symtable entry %U(%R), line %d>', HEAP32[(ste + S.ste_name) >> 2], HEAP32[(ste + S.ste_id) >> 2], HEAP32[(ste + S.ste_lineno) >> 2]);
}

static_type(PySTEntry_Type, {
  tp_name: 'symtable entry',
  tp_basicsize: S.SIZEOF,
  tp_dealloc: ste_dealloc,
  tp_repr: ste_repr,
  tp_getattro: PyObject_GenericGetAttr,
  tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  tp_members: [
    ['id', _Py_T_OBJECT, S.ste_id, Py_READONLY], ['name', _Py_T_OBJECT, S.ste_name, Py_READONLY], ['symbols', _Py_T_OBJECT, S.ste_symbols, Py_READONLY],
    ['varnames', _Py_T_OBJECT, S.ste_varnames, Py_READONLY], ['children', _Py_T_OBJECT, S.ste_children, Py_READONLY],
    ['nested', Py_T_INT, S.ste_nested, Py_READONLY], ['type', Py_T_INT, S.ste_type, Py_READONLY], ['lineno', Py_T_INT, S.ste_lineno, Py_READONLY],
  ],
});

// ---- the module

function is_mode(s: string): s is 'exec' | 'eval' | 'single' {
  return s === 'exec' || s === 'eval' || s === 'single';
}

function _symtable_symtable(_module: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('symtable', nargs, 3, 3)) return 0;
  const startstr = HEAP32[(args + 16) >> 2];
  const mark = stackSave();
  const out = stackAlloc(8);
  write_ptr(out, 0);
  const ok = PyUnicode_FSDecoder(HEAP32[(args + 8) >> 2], out);
  const filename = HEAP32[out >> 2];
  stackRestore(mark);
  if (!ok) return 0;
  const result = PyUnicode_Check(startstr) ? symtable_of(HEAP32[args >> 2], filename, PyUnicode_AsUTF8(startstr) ?? '') : _PyArg_BadArgument('symtable', 'argument 3', 'str', startstr);
  Py_DECREF(filename);
  return result;
}

function symtable_of(source: number, filename: number, start: string): number {
  const text = source_as_string(source, 'symtable', 'string or bytes');
  if (text === null) return 0;
  if (!is_mode(start)) {
    PyErr_SetString(PyExc_ValueError, "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
    return 0;
  }
  const top = Py_SymtableStringObject(text, filename, start);
  return top === null ? 0 : ste_new(top);
}

const CONSTANTS: Record<string, number> = {
  USE, DEF_GLOBAL, DEF_NONLOCAL, DEF_LOCAL, DEF_PARAM, DEF_FREE, DEF_FREE_CLASS, DEF_IMPORT, DEF_BOUND, DEF_ANNOT, TYPE_FUNCTION: BlockType.FunctionBlock,
  TYPE_CLASS: BlockType.ClassBlock, TYPE_MODULE: BlockType.ModuleBlock, TYPE_ANNOTATION: BlockType.AnnotationBlock, TYPE_TYPE_ALIAS: BlockType.TypeAliasBlock,
  TYPE_TYPE_PARAMETERS: BlockType.TypeParametersBlock, TYPE_TYPE_VARIABLE: BlockType.TypeVariableBlock, LOCAL, GLOBAL_EXPLICIT, GLOBAL_IMPLICIT, FREE, CELL,
  SCOPE_OFF: SCOPE_OFFSET, SCOPE_MASK,
};

function symtable_exec(m: number): number {
  for (const [name, value] of Object.entries(CONSTANTS)) if (PyModule_AddIntConstant(m, name, value) < 0) return -1;
  return 0;
}

builtin_module({
  m_name: '_symtable',
  m_methods: [['symtable', _symtable_symtable, METH_FASTCALL, 'symtable($module, source, filename, startstr, /)\n--\n\nThe tables of symbols and scopes that the compiler uses.']],
  m_exec: symtable_exec,
});
