// Answers to Modules/_posixsubprocess.c of CPython 3.13. Deviation: no host starts processes; subprocess says so when it is used.

import { METH_FASTCALL } from '../include/object';
import { builtin_module } from '../include/typespec';
import { Py_UNIMPLEMENTED } from '../python/errors';

builtin_module({ m_name: '_posixsubprocess', m_doc: 'A POSIX helper for the subprocess module.', m_methods: [['fork_exec', () => Py_UNIMPLEMENTED('starting processes (subprocess, os.fork)'), METH_FASTCALL]] });
