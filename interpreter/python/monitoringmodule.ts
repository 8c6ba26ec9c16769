// Answers to the `monitoring` module part of Python/instrumentation.c of CPython 3.13: sys.monitoring.

import { PyInterpreterState } from '../include/generated/offsets';
import { func_index } from '../include/functable';
import { read_ptr, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_NewRef, Py_TPFLAGS_UNICODE_SUBCLASS, Py_TYPE, Py_XDECREF, PyType_FastSubclass } from '../include/object';
import { _PyInterpreterState_Main, Py_None, PyCode_Type, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import type { MethodSpec, ModuleSpec } from '../include/typespec';
import { PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyLong_AsInt, PyLong_FromLong } from '../objects/longobject';
import { _PyModule_CreateFromSpec } from '../objects/moduleobject';
import { PyObject_SetAttrString } from '../objects/object';
import { _PyNamespace_New } from '../objects/namespaceobject';
import { init_Py_InitCleanup } from './ceval';
import { PyErr_Format, PyErr_Occurred, PyErr_SetString } from './errors';
import { _PyArg_CheckPositional } from './getargs';
import { _PY_MONITORING_EVENTS, EVENT_NAMES, PY_MONITORING_EVENT_C_RAISE, PY_MONITORING_EVENT_C_RETURN, PY_MONITORING_EVENT_CALL, PY_MONITORING_SYS_PROFILE_ID } from '../include/pycore_instruments';
import { _PyInstrumentation_DISABLE, _PyInstrumentation_MISSING, _PyMonitoring_GetEvents, _PyMonitoring_GetLocalEvents, _PyMonitoring_RegisterCallback, _PyMonitoring_RestartEvents, _PyMonitoring_SetEvents, _PyMonitoring_SetLocalEvents, init_instrumentation_singletons } from './instrumentation';
import { PySys_Audit } from './sysmodule';

const C_RETURN_EVENTS = (1 << PY_MONITORING_EVENT_C_RETURN) | (1 << PY_MONITORING_EVENT_C_RAISE);
const C_CALL_EVENTS = C_RETURN_EVENTS | (1 << PY_MONITORING_EVENT_CALL);

function tool_name_slot(tool: number): number {
  return _PyInterpreterState_Main + PyInterpreterState.sys_monitoring_tool_names + tool * 8;
}

/** args[i] as an int; int_failed tells an error. */
let int_failed = false;

function int_arg(args: number, i: number): number {
  const v = PyLong_AsInt(read_ptr(args + i * 8));
  int_failed = v === -1 && PyErr_Occurred() !== 0;
  return v;
}

/** The tool id in `o`, or -1 with an error. */
function valid_tool(o: number): number {
  const tool = PyLong_AsInt(o);
  if (tool === -1 && PyErr_Occurred() !== 0) return -1;
  if (tool < 0 || tool >= PY_MONITORING_SYS_PROFILE_ID) {
    PyErr_Format(PyExc_ValueError, 'invalid tool %d (must be between 0 and 5)', tool);
    return -1;
  }
  return tool;
}

function tool_in_use(tool: number): boolean {
  if (read_ptr(tool_name_slot(tool)) !== 0) return true;
  PyErr_Format(PyExc_ValueError, 'tool %d is not in use', tool);
  return false;
}

function monitoring_use_tool_id(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('use_tool_id', nargs, 2, 2)) return 0;
  const tool = valid_tool(read_ptr(args));
  if (tool < 0) return 0;
  const name = read_ptr(args + 8);
  if (!PyType_FastSubclass(Py_TYPE(name), Py_TPFLAGS_UNICODE_SUBCLASS)) {
    PyErr_SetString(PyExc_ValueError, 'tool name must be a str');
    return 0;
  }
  if (read_ptr(tool_name_slot(tool)) !== 0) {
    PyErr_Format(PyExc_ValueError, 'tool %d is already in use', tool);
    return 0;
  }
  write_ptr(tool_name_slot(tool), Py_NewRef(name));
  return Py_None;
}

function monitoring_free_tool_id(_m: number, arg: number): number {
  const tool = valid_tool(arg);
  if (tool < 0) return 0;
  const old = read_ptr(tool_name_slot(tool));
  write_ptr(tool_name_slot(tool), 0);
  Py_XDECREF(old);
  return Py_None;
}

function monitoring_get_tool(_m: number, arg: number): number {
  const tool = valid_tool(arg);
  if (tool < 0) return 0;
  return Py_NewRef(read_ptr(tool_name_slot(tool)) || Py_None);
}

function monitoring_register_callback(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('register_callback', nargs, 3, 3)) return 0;
  const tool = valid_tool(read_ptr(args));
  if (tool < 0) return 0;
  const event = int_arg(args, 1);
  if (int_failed) return 0;
  if (event <= 0 || (event & (event - 1)) !== 0) {
    PyErr_SetString(PyExc_ValueError, 'The callback can only be set for one event at a time');
    return 0;
  }
  const id = 31 - Math.clz32(event);
  if (id >= _PY_MONITORING_EVENTS) {
    PyErr_Format(PyExc_ValueError, 'invalid event %d', event);
    return 0;
  }
  const func = read_ptr(args + 16);
  if (PySys_Audit('sys.monitoring.register_callback', func) < 0) return 0;
  return _PyMonitoring_RegisterCallback(tool, id, func === Py_None ? 0 : func) || Py_None;
}

function monitoring_get_events(_m: number, arg: number): number {
  const tool = valid_tool(arg);
  return tool < 0 ? 0 : PyLong_FromLong(_PyMonitoring_GetEvents(tool));
}

function monitoring_set_events(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('set_events', nargs, 2, 2)) return 0;
  const tool = valid_tool(read_ptr(args));
  if (tool < 0) return 0;
  const events = int_arg(args, 1);
  if (int_failed) return 0;
  if (events < 0 || events >= 1 << _PY_MONITORING_EVENTS) {
    PyErr_Format(PyExc_ValueError, 'invalid event set 0x%x', events);
    return 0;
  }
  if (events & C_RETURN_EVENTS && (events & C_CALL_EVENTS) !== C_CALL_EVENTS) {
    PyErr_Format(PyExc_ValueError, 'cannot set C_RETURN or C_RAISE events independently');
    return 0;
  }
  if (!tool_in_use(tool)) return 0;
  return _PyMonitoring_SetEvents(tool, events & ~C_RETURN_EVENTS) < 0 ? 0 : Py_None;
}

function code_arg(o: number): boolean {
  if (Py_TYPE(o) === PyCode_Type) return true;
  PyErr_Format(PyExc_TypeError, 'code must be a code object');
  return false;
}

function monitoring_get_local_events(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('get_local_events', nargs, 2, 2) || !code_arg(read_ptr(args + 8))) return 0;
  const tool = valid_tool(read_ptr(args));
  return tool < 0 ? 0 : PyLong_FromLong(_PyMonitoring_GetLocalEvents(read_ptr(args + 8), tool));
}

function monitoring_set_local_events(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('set_local_events', nargs, 3, 3) || !code_arg(read_ptr(args + 8))) return 0;
  const tool = valid_tool(read_ptr(args));
  if (tool < 0) return 0;
  let events = int_arg(args, 2);
  if (int_failed) return 0;
  if (events & C_RETURN_EVENTS && (events & C_CALL_EVENTS) !== C_CALL_EVENTS) {
    PyErr_Format(PyExc_ValueError, 'cannot set C_RETURN or C_RAISE events independently');
    return 0;
  }
  events &= ~C_RETURN_EVENTS;
  if (events < 0 || events >= 1 << 10) {
    PyErr_Format(PyExc_ValueError, 'invalid local event set 0x%x', events);
    return 0;
  }
  if (!tool_in_use(tool)) return 0;
  return _PyMonitoring_SetLocalEvents(read_ptr(args + 8), tool, events) < 0 ? 0 : Py_None;
}

function monitoring_restart_events(_m: number, _: number): number {
  return _PyMonitoring_RestartEvents() < 0 ? 0 : Py_None;
}

/** {event name: tools} for the events that have tools. */
function monitoring__all_events(_m: number, _: number): number {
  const d = PyDict_New();
  for (let e = 0; d !== 0 && e < 15; e++) {
    let tools = 0;
    for (let tool = 0; tool < 8; tool++) if ((_PyMonitoring_GetEvents(tool) >> e) & 1) tools |= 1 << tool;
    if (tools === 0) continue;
    const v = PyLong_FromLong(tools);
    PyDict_SetItemString(d, EVENT_NAMES[e], v);
    Py_DECREF(v);
  }
  return d;
}

const METHODS: MethodSpec[] = [
  ['use_tool_id', monitoring_use_tool_id, METH_FASTCALL, 'use_tool_id($module, tool_id, name, /)\n--\n\n'],
  ['free_tool_id', monitoring_free_tool_id, METH_O, 'free_tool_id($module, tool_id, /)\n--\n\n'],
  ['get_tool', monitoring_get_tool, METH_O, 'get_tool($module, tool_id, /)\n--\n\n'],
  ['register_callback', monitoring_register_callback, METH_FASTCALL, 'register_callback($module, tool_id, event, func, /)\n--\n\n'],
  ['get_events', monitoring_get_events, METH_O, 'get_events($module, tool_id, /)\n--\n\n'],
  ['set_events', monitoring_set_events, METH_FASTCALL, 'set_events($module, tool_id, event_set, /)\n--\n\n'],
  ['get_local_events', monitoring_get_local_events, METH_FASTCALL, 'get_local_events($module, tool_id, code, /)\n--\n\n'],
  ['set_local_events', monitoring_set_local_events, METH_FASTCALL, 'set_local_events($module, tool_id, code, event_set, /)\n--\n\n'],
  ['restart_events', monitoring_restart_events, METH_NOARGS, 'restart_events($module, /)\n--\n\n'],
  ['_all_events', monitoring__all_events, METH_NOARGS, '_all_events($module, /)\n--\n\n'],
];
for (const m of METHODS) func_index(m[1]);

const SPEC: ModuleSpec = { m_name: 'sys.monitoring', m_methods: METHODS };

function put_int(object: number, name: string, v: number): void {
  const o = PyLong_FromLong(v);
  PyObject_SetAttrString(object, name, o);
  Py_XDECREF(o);
}

/** The module object. Returns new. */
export function _Py_CreateMonitoringObject(): number {
  init_instrumentation_singletons();
  init_Py_InitCleanup();
  const mod = _PyModule_CreateFromSpec(SPEC, 'sys.monitoring');
  if (mod === 0) return 0;
  PyObject_SetAttrString(mod, 'DISABLE', _PyInstrumentation_DISABLE);
  PyObject_SetAttrString(mod, 'MISSING', _PyInstrumentation_MISSING);
  const events = _PyNamespace_New(0);
  EVENT_NAMES.forEach((name, e) => put_int(events, name, 1 << e));
  put_int(events, 'NO_EVENTS', 0);
  PyObject_SetAttrString(mod, 'events', events);
  Py_DECREF(events);
  for (const [name, id] of [['DEBUGGER_ID', 0], ['COVERAGE_ID', 1], ['PROFILER_ID', 2], ['OPTIMIZER_ID', 5]] as const) put_int(mod, name, id);
  return mod;
}
