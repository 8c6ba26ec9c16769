// Answers to Modules/_tracemalloc.c of CPython 3.13.
// Deviation: allocations are never traced; start() says so. What asks whether tracing is on, and for tracebacks, gets "no".

import { METH_FASTCALL, METH_NOARGS, METH_O } from '../include/object';
import { Py_False, Py_None, PyExc_NotImplementedError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { PyList_New } from '../objects/listobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyErr_SetString } from '../python/errors';
import { Py_BuildValue } from '../python/modsupport';

function start(): number {
  PyErr_SetString(PyExc_NotImplementedError, "tracemalloc cannot trace here: PyXray's own heap views show what is allocated");
  return 0;
}

builtin_module({
  m_name: '_tracemalloc',
  m_doc: 'Debug module to trace memory blocks allocated by Python.',
  m_methods: [
    ['is_tracing', () => Py_False, METH_NOARGS, 'is_tracing($module, /)\n--\n\nAre allocations traced?'],
    ['start', start, METH_FASTCALL, 'start($module, nframe=1, /)\n--\n\nStart tracing.'],
    ['stop', () => Py_None, METH_NOARGS, 'stop($module, /)\n--\n\nStop tracing.'],
    ['clear_traces', () => Py_None, METH_NOARGS, 'clear_traces($module, /)\n--\n\nForget the traces.'],
    ['_get_traces', () => PyList_New(0), METH_NOARGS, '_get_traces($module, /)\n--\n\nThe traces.'],
    ['_get_object_traceback', () => Py_None, METH_O, '_get_object_traceback($module, obj, /)\n--\n\nWhere the object was allocated.'],
    ['get_traceback_limit', () => PyLong_FromLong(1), METH_NOARGS, 'get_traceback_limit($module, /)\n--\n\nFrames in a traceback.'],
    ['get_tracemalloc_memory', () => PyLong_FromLong(0), METH_NOARGS, 'get_tracemalloc_memory($module, /)\n--\n\nBytes that tracing takes.'],
    ['get_traced_memory', () => Py_BuildValue('ii', 0, 0), METH_NOARGS, 'get_traced_memory($module, /)\n--\n\nCurrent size and peak.'],
    ['reset_peak', () => Py_None, METH_NOARGS, 'reset_peak($module, /)\n--\n\nForget the peak.'],
  ],
});
