// The part of _PyRuntime that all threads' realms share about C extensions (struct _capi_runtime_state). Answers to no CPython file.

import { _capi_extension, _capi_runtime_state, _PyRuntimeState } from '../include/generated/offsets';
import { HEAP32, write_ptr } from '../include/heap';
import { _PyRuntime } from '../include/statics';
import { c_functions_base } from '../include/functable';
import { PyMem_RawCalloc } from '../objects/obmalloc';

const SLOT = _PyRuntime + _PyRuntimeState.capi;

/** 0 while no extension was loaded. */
export function capi_state(): number {
  return HEAP32[SLOT >> 2];
}
/** Makes the state; 0 when there is no memory. Under the GIL. */
export function make_capi_state(): number {
  const state = PyMem_RawCalloc(1, _capi_runtime_state.SIZEOF);
  if (state === 0) return 0;
  HEAP32[(state + _capi_runtime_state.next_function) >> 2] = c_functions_base();
  write_ptr(SLOT, state);
  return state;
}

/** Whether `p` lies in the static data of an extension. */
export function in_extension_data(p: number): boolean {
  const state = capi_state();
  if (state === 0) return false;
  for (let x = HEAP32[(state + _capi_runtime_state.extensions) >> 2]; x !== 0; x = HEAP32[(x + _capi_extension.next) >> 2]) {
    const base = HEAP32[(x + _capi_extension.memory_base) >> 2];
    if (p >= base && p < base + HEAP32[(x + _capi_extension.memory_size) >> 2]) return true;
  }
  return false;
}
