// Answers to Py_TRASHCAN_BEGIN and Py_TRASHCAN_END of Include/cpython/object.h of CPython 3.13 for deallocators in C: the macros of
// Python.h ask whether the deallocator is the type's own, and call these.

import { PyTypeObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { Py_TYPE } from '../include/object';
import { Py_TRASHCAN_BEGIN, Py_TRASHCAN_END } from '../objects/trashcan';

/** 1 when `op` was put aside: the deallocator must leave it. */
export function _PyXray_TrashcanBegin(op: number): number {
  return Py_TRASHCAN_BEGIN(op, HEAP32[(Py_TYPE(op) + PyTypeObject.tp_dealloc) >> 2]) ? 1 : 0;
}
export function _PyXray_TrashcanEnd(): void {
  Py_TRASHCAN_END();
}
