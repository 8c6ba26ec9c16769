// Answers to Modules/_opcode.c of CPython 3.13: what `dis` and `opcode` know of the instructions.

import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, Py_DECREF } from '../include/object';
import {
  _PyOpcode_valid_entry, OPCODE_HAS_ARG, OPCODE_HAS_CONST, OPCODE_HAS_FREE, OPCODE_HAS_JUMP, OPCODE_HAS_LOCAL, OPCODE_HAS_NAME,
} from '../include/pycore_opcode_metadata';
import { NB_OPS } from '../include/opcode_names';
import { OP } from '../include/pycore_opcode_ids';
import { Py_False, Py_None, Py_True, PyCode_Type, PyExc_RuntimeError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { builtin_module, type MethodSpec } from '../include/typespec';
import { PyBool_FromLong } from '../objects/boolobject';
import { PyList_New, PyList_SET_ITEM } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyObject_TypeCheck } from '../objects/typeobject';
import { PyUnicode_FromString, type_name } from '../objects/unicodeobject';
import { PyErr_Format, PyErr_SetString } from '../python/errors';
import { stack_effect } from '../python/flowgraph';
import { _PyIntrinsics_BinaryFunctions, _PyIntrinsics_UnaryFunctions } from '../python/intrinsics';
import { Py_BuildValue, PyModule_AddIntConstant } from '../python/modsupport';
import { as_int, clinic_args } from './clinic';

const BLOCK_PUSH: readonly number[] = [OP.SETUP_FINALLY, OP.SETUP_WITH, OP.SETUP_CLEANUP];

function is_valid_opcode(opcode: number): boolean {
  return opcode >= 0 && opcode < _PyOpcode_valid_entry.length && _PyOpcode_valid_entry[opcode] !== 0;
}

const STACK_EFFECT = { fname: 'stack_effect', keywords: ['', '', 'jump'] };

function _opcode_stack_effect(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args(STACK_EFFECT, 1, 2, 0, args, nargs, kwnames);
  const opcode = a === null ? null : as_int(a[0]);
  if (a === null || opcode === null) return 0;
  const oparg = a[1] === 0 || a[1] === Py_None ? 0 : as_int(a[1]);
  if (oparg === null) return 0;
  const jump = a[2] || Py_None;
  if (jump !== Py_None && jump !== Py_True && jump !== Py_False) {
    PyErr_SetString(PyExc_ValueError, 'stack_effect: jump must be False, True or None');
    return 0;
  }
  // An effect of None is the larger one: a block's, with what the handler finds pushed.
  const effect = is_valid_opcode(opcode) ? stack_effect(opcode, oparg, jump !== Py_False) : Number.MAX_SAFE_INTEGER;
  if (Math.abs(effect) < 0x7fffffff) return PyLong_FromLong(effect);
  PyErr_SetString(PyExc_ValueError, 'invalid opcode or oparg');
  return 0;
}

/** A function of one argument `opcode` that says whether `test` holds for it. */
function predicate(name: string, test: (opcode: number) => boolean, doc: string): MethodSpec {
  const parser = { fname: name, keywords: ['opcode'] };
  const f = (_module: number, args: number, nargs: number, kwnames: number): number => {
    const a = clinic_args(parser, 1, 1, 0, args, nargs, kwnames);
    const opcode = a === null ? null : as_int(a[0]);
    return opcode === null ? 0 : PyBool_FromLong(is_valid_opcode(opcode) && test(opcode));
  };
  return [name, f, METH_FASTCALL | METH_KEYWORDS, `${name}($module, /, opcode)\n--\n\n${doc}`];
}

/** Returns new: a list of what `make` makes of each. */
function list_of<T>(items: readonly T[], make: (item: T) => number): number {
  const list = PyList_New(items.length);
  if (list === 0) return 0;
  for (let i = 0; i < items.length; i++) {
    const item = make(items[i]);
    if (item === 0) {
      Py_DECREF(list);
      return 0;
    }
    PyList_SET_ITEM(list, i, item);
  }
  return list;
}

function get_nb_ops(): number {
  return list_of(NB_OPS, ([name, sign]) => Py_BuildValue('(ss)', name, sign));
}

function get_intrinsic1_descs(): number {
  return list_of(_PyIntrinsics_UnaryFunctions, (f) => PyUnicode_FromString(f.name));
}

function get_intrinsic2_descs(): number {
  return list_of(_PyIntrinsics_BinaryFunctions, (f) => PyUnicode_FromString(f.name));
}

function get_specialization_stats(): number {
  return Py_None;
}

/** A build without the JIT has no executors. */
function get_executor(_module: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'get_executor', keywords: ['code', 'offset'] }, 2, 2, 0, args, nargs, kwnames);
  if (a === null || as_int(a[1]) === null) return 0;
  if (!PyObject_TypeCheck(a[0], PyCode_Type)) PyErr_Format(PyExc_TypeError, "expected a code object, not '%.100s'", type_name(a[0]));
  else PyErr_SetString(PyExc_RuntimeError, 'Executors are not available in this build');
  return 0;
}

builtin_module({
  m_name: '_opcode',
  m_doc: 'Opcode support module.',
  m_exec: (m) => PyModule_AddIntConstant(m, 'ENABLE_SPECIALIZATION', 1),
  m_methods: [
    ['stack_effect', _opcode_stack_effect, METH_FASTCALL | METH_KEYWORDS, 'stack_effect($module, opcode, oparg=None, /, *, jump=None)\n--\n\nCompute the stack effect of the opcode.'],
    predicate('is_valid', () => true, 'Return True if opcode is valid, False otherwise.'),
    predicate('has_arg', OPCODE_HAS_ARG, 'Return True if the opcode uses its oparg, False otherwise.'),
    predicate('has_const', OPCODE_HAS_CONST, 'Return True if the opcode accesses a constant, False otherwise.'),
    predicate('has_name', OPCODE_HAS_NAME, 'Return True if the opcode accesses an attribute by name, False otherwise.'),
    predicate('has_jump', OPCODE_HAS_JUMP, 'Return True if the opcode has a jump target, False otherwise.'),
    predicate('has_free', OPCODE_HAS_FREE, 'Return True if the opcode accesses a variable of an inner or an outer function, False otherwise.'),
    predicate('has_local', OPCODE_HAS_LOCAL, 'Return True if the opcode accesses a local variable, False otherwise.'),
    predicate('has_exc', (opcode) => BLOCK_PUSH.includes(opcode), 'Return True if the opcode sets an exception handler, False otherwise.'),
    ['get_specialization_stats', get_specialization_stats, METH_NOARGS, 'get_specialization_stats($module, /)\n--\n\nReturn the specialization stats'],
    ['get_nb_ops', get_nb_ops, METH_NOARGS, 'get_nb_ops($module, /)\n--\n\nReturn array of symbols of binary ops.\n\nIndexed by the BINARY_OP oparg value.'],
    ['get_intrinsic1_descs', get_intrinsic1_descs, METH_NOARGS, 'get_intrinsic1_descs($module, /)\n--\n\nReturn a list of names of the unary intrinsics.'],
    ['get_intrinsic2_descs', get_intrinsic2_descs, METH_NOARGS, 'get_intrinsic2_descs($module, /)\n--\n\nReturn a list of names of the binary intrinsics.'],
    ['get_executor', get_executor, METH_FASTCALL | METH_KEYWORDS, 'get_executor($module, /, code, offset)\n--\n\nReturn the executor object at offset in code if exists, None otherwise.'],
  ],
});
