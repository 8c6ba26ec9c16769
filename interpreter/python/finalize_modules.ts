// Answers to the module part of Python/pylifecycle.c's finalize_modules (3.13): the order in which modules die.
//
//   1 every module in sys.modules is remembered by a weak reference and set to None there; sys.modules is cleared
//   2 a collection: modules that only sys.modules kept alive die with what they hold
//   3 what is left (someone still holds the module) is cleared from newest to oldest, sys and builtins last

import { stackAlloc, stackRestore, stackSave } from '../include/cstack';
import { PyModuleObject } from '../include/generated/offsets';
import { HEAP32, write_ssize } from '../include/heap';
import { Py_DECREF, Py_INCREF, Py_NewRef } from '../include/object';
import { Py_None } from '../include/statics';
import { PyDict_Clear, PyDict_Next, PyDict_SetItem } from '../objects/dictobject';
import { _PyModule_Clear, _PyModule_ClearDict, PyModule_Check } from '../objects/moduleobject';
import { _PyWeakref_GET_REF, PyWeakref_NewRef } from '../objects/weakrefobject';
import { PyErr_Clear } from './errors';

/** sys.modules as [name, module] pairs, borrowed, in order. */
function entries(modules: number): [number, number][] {
  const all: [number, number][] = [];
  const mark = stackSave();
  const p = stackAlloc(24);
  write_ssize(p, 0);
  while (PyDict_Next(modules, p, p + 8, p + 16)) all.push([HEAP32[(p + 8) >> 2], HEAP32[(p + 16) >> 2]]);
  stackRestore(mark);
  return all;
}

/** Borrows all. `collect` runs the cycle collector. */
export function finalize_module_weaklist(modules: number, sysdict: number, builtins: number, collect: () => void): void {
  const weaklist: number[] = [];
  for (const [name, mod] of entries(modules)) {
    if (!PyModule_Check(mod)) continue;
    const wr = PyWeakref_NewRef(mod, 0);
    if (wr === 0) PyErr_Clear();
    else weaklist.push(wr);
    Py_INCREF(name);
    PyDict_SetItem(modules, name, Py_None);
    Py_DECREF(name);
  }
  PyDict_Clear(modules);
  collect();
  for (const wr of weaklist.reverse()) {
    const mod = _PyWeakref_GET_REF(wr);
    if (mod !== 0) {
      const dict = HEAP32[(mod + PyModuleObject.md_dict) >> 2];
      if (dict !== sysdict && dict !== builtins) _PyModule_Clear(mod);
      Py_DECREF(mod);
    }
    Py_DECREF(wr);
  }
  _PyModule_ClearDict(Py_NewRef(sysdict));
  _PyModule_ClearDict(Py_NewRef(builtins));
}
