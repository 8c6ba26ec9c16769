// Answers to no CPython file: shows V8 the eval loop's ways before a program runs (what and why: ceval_warmup.py).
// The program sees nothing of it: names and classes die with their namespace, and the collector is left as it was.

import { Py_XDECREF } from '../include/object';
import { PyDict_New } from '../objects/dictobject';
import { PyEval_EvalCode } from './ceval';
import { CODE } from './generated/ceval_warmup';
import { gc_run_apart } from './gc';
import { PyMarshal_ReadObjectFromBytes } from './marshal';

/** Whether it ran; if not, an exception is set. Runs Python code. The caller holds the GIL and no other thread exists. */
export function _PyEval_WarmUp(tstate: number): boolean {
  let ok = false;
  gc_run_apart(tstate, () => {
    const text = atob(CODE);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
    const code = PyMarshal_ReadObjectFromBytes(bytes);
    const namespace = code === 0 ? 0 : PyDict_New();
    const result = namespace === 0 ? 0 : PyEval_EvalCode(code, namespace, namespace);
    ok = result !== 0;
    for (const o of [result, namespace, code]) Py_XDECREF(o);
  });
  return ok;
}
