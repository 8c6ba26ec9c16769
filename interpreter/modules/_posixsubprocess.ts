// Answers to Modules/_posixsubprocess.c of CPython 3.13. Deviation: no host starts processes; subprocess raises OSError(ENOSYS).

import { METH_FASTCALL, Py_DECREF } from '../include/object';
import { PyExc_OSError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { ENOSYS } from '../python/errno';
import { PyErr_SetObject } from '../python/errors';
import { Py_BuildValue } from '../python/modsupport';

function subprocess_fork_exec(): number {
  const args = Py_BuildValue('(is)', ENOSYS, 'PyXray starts no processes (subprocess, os.fork)');
  if (args === 0) return 0;
  PyErr_SetObject(PyExc_OSError, args);
  Py_DECREF(args);
  return 0;
}

builtin_module({ m_name: '_posixsubprocess', m_doc: 'A POSIX helper for the subprocess module.', m_methods: [['fork_exec', subprocess_fork_exec, METH_FASTCALL]] });
