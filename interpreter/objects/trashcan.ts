// Answers to Py_TRASHCAN_BEGIN and Py_TRASHCAN_END of CPython 3.13's Include/cpython/object.h: deallocators of containers
// that would nest too deep put the object aside instead.
//
//   if (Py_TRASHCAN_BEGIN(op, list_dealloc_index)) return;   ...free...   Py_TRASHCAN_END();

import { PyThreadState, PyTypeObject } from '../include/generated/offsets';
import { HEAP32 } from '../include/heap';
import { Py_TYPE } from '../include/object';
import { _PyTrash_thread_deposit_object, _PyTrash_thread_destroy_chain } from './object';
import { _PyThreadState_GET } from '../python/pystate';

export const Py_TRASHCAN_HEADROOM = 50;

/** True when `op` was put aside: the deallocator (whose function index is `dealloc`) must return at once. */
export function Py_TRASHCAN_BEGIN(op: number, dealloc: number): boolean {
  const tstate = _PyThreadState_GET();
  const remaining = (tstate + PyThreadState.c_recursion_remaining) >> 2;
  if (HEAP32[remaining] <= Py_TRASHCAN_HEADROOM && HEAP32[(Py_TYPE(op) + PyTypeObject.tp_dealloc) >> 2] === dealloc) {
    _PyTrash_thread_deposit_object(tstate, op);
    return true;
  }
  HEAP32[remaining]--;
  return false;
}

export function Py_TRASHCAN_END(): void {
  const tstate = _PyThreadState_GET();
  const remaining = ++HEAP32[(tstate + PyThreadState.c_recursion_remaining) >> 2];
  if (HEAP32[(tstate + PyThreadState.delete_later) >> 2] !== 0 && remaining > Py_TRASHCAN_HEADROOM * 2) {
    _PyTrash_thread_destroy_chain(tstate);
  }
}
