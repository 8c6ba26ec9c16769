// Answers to Modules/_contextvarsmodule.c of CPython 3.13: the module _contextvars. Its types: python/context.ts.

import { METH_NOARGS } from '../include/object';
import { PyContext_Type, PyContextToken_Type, PyContextVar_Type } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { _PyContext_Init, PyContext_CopyCurrent } from '../python/context';
import { PyModule_AddObjectRef } from '../python/modsupport';

builtin_module({
  m_name: '_contextvars',
  m_doc: 'Context variables',
  m_methods: [['copy_context', PyContext_CopyCurrent, METH_NOARGS, 'copy_context($module, /)\n--\n\nA copy of the current context.']],
  m_exec: (m) => {
    if (_PyContext_Init() < 0) return -1;
    if (PyModule_AddObjectRef(m, 'Context', PyContext_Type) < 0 || PyModule_AddObjectRef(m, 'ContextVar', PyContextVar_Type) < 0) return -1;
    return PyModule_AddObjectRef(m, 'Token', PyContextToken_Type);
  },
});
