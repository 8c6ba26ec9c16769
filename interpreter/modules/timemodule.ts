// Answers to Modules/timemodule.c of CPython 3.13: clocks, sleep, calendar time. Deviation: the zone comes from the host;
// strftime is our own (C locale).

import { HEAP32 } from '../include/heap';
import { METH_FASTCALL, METH_NOARGS, METH_O, Py_DECREF, Py_TYPE } from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_OverflowError, PyExc_TypeError, PyExc_ValueError } from '../include/statics';
import { builtin_module } from '../include/typespec';
import { host } from '../host';
import { PyDict_GetItemString, PyDict_New, PyDict_SetItemString } from '../objects/dictobject';
import { PyFloat_AsDouble, PyFloat_Check, PyFloat_FromDouble } from '../objects/floatobject';
import { _PyLong_AsInt, PyLong_AsLongLong, PyLong_FromBigInt, PyLong_FromLong } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { _PyNamespace_New } from '../objects/namespaceobject';
import { PyStructSequence_New, PyStructSequence_NewType, PyStructSequence_SetItem } from '../objects/structseq';
import { PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_Pack } from '../objects/tupleobject';
import { PyUnicode_AsUTF8, PyUnicode_Check, PyUnicode_FromString } from '../objects/unicodeobject';
import { _PyType_Name } from '../objects/typeobject';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../python/ceval_gil';
import { gil_is_repeatable, SCHED_SLEEP, sched_block } from '../python/gil_policy';
import { EINVAL } from '../python/errno';
import { PyErr_Format, PyErr_Occurred, PyErr_SetFromErrno } from '../python/errors';
import { _PyArg_CheckPositional } from '../python/getargs';
import { PyModule_Add, PyModule_AddIntConstant } from '../python/modsupport';
import { _PyThreadState_GET } from '../python/pystate';
import { monotonic_ms } from '../python/pytime';
import { PyErr_CheckSignals, sleep_or_signal } from './signalmodule';

const seconds = (ns: bigint): number => Number(ns) / 1e9;
const clock = (read: () => bigint) => (): number => PyFloat_FromDouble(seconds(read()));
const clock_ns = (read: () => bigint) => (): number => PyLong_FromBigInt(read());
const CLOCKS: Record<string, { read: () => bigint; monotonic: boolean; adjustable: boolean; resolution: number; implementation: string }> = {
  time: { read: () => host().time_ns(), monotonic: false, adjustable: true, resolution: 1e-9, implementation: 'clock_gettime(CLOCK_REALTIME)' },
  monotonic: { read: () => host().monotonic_ns(), monotonic: true, adjustable: false, resolution: 1e-9, implementation: 'clock_gettime(CLOCK_MONOTONIC)' },
  perf_counter: { read: () => host().monotonic_ns(), monotonic: true, adjustable: false, resolution: 1e-9, implementation: 'clock_gettime(CLOCK_MONOTONIC)' },
  process_time: { read: () => host().process_time_ns(), monotonic: true, adjustable: false, resolution: 1e-9, implementation: 'clock_gettime(CLOCK_PROCESS_CPUTIME_ID)' },
  thread_time: { read: () => host().thread_time_ns(), monotonic: true, adjustable: false, resolution: 1e-9, implementation: 'clock_gettime(CLOCK_THREAD_CPUTIME_ID)' },
};

// --- sleep ----------------------------------------------------------------------------------------------------------

/** Waits without the GIL. Under a repeatable policy the thread also gives up its turn until the virtual clock reaches the end. */
function time_sleep(_m: number, o: number): number {
  const s = seconds_of(o);
  if (s === -1 && PyErr_Occurred()) return 0;
  if (Number.isNaN(s)) return PyErr_Format(PyExc_ValueError, 'Invalid value NaN (not a number)');
  if (s < 0) return PyErr_Format(PyExc_ValueError, 'sleep length must be non-negative');
  const tstate = _PyThreadState_GET();
  if (gil_is_repeatable()) sched_block(tstate, SCHED_SLEEP, s * 1000);
  const deadline = monotonic_ms() + s * 1000;
  PyEval_SaveThread('time.sleep');
  for (let left = s * 1000; left > 0; left = deadline - monotonic_ms()) {
    if (!sleep_or_signal(tstate, Math.min(left, 50_000_000))) continue;
    PyEval_RestoreThread(tstate);
    if (PyErr_CheckSignals() < 0) return 0;
    PyEval_SaveThread('time.sleep');
  }
  PyEval_RestoreThread(tstate);
  return PyErr_CheckSignals() < 0 ? 0 : Py_None;
}

// --- calendar -------------------------------------------------------------------------------------------------------

interface Tm {
  year: number;
  mon: number;
  mday: number;
  hour: number;
  min: number;
  sec: number;
  wday: number;
  yday: number;
  isdst: number;
  zone: string | null;
  gmtoff: number | null;
}
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** Seconds since the epoch broken down, `offset` seconds east of UTC. */
function broken_down(secs: number, offset: number, isdst: number, zone: string): Tm {
  const d = new Date((Math.floor(secs) + offset) * 1000);
  const year = d.getUTCFullYear();
  return {
    year, mon: d.getUTCMonth() + 1, mday: d.getUTCDate(), hour: d.getUTCHours(), min: d.getUTCMinutes(), sec: d.getUTCSeconds(), wday: (d.getUTCDay() + 6) % 7,
    yday: Math.floor((Date.UTC(year, d.getUTCMonth(), d.getUTCDate()) - Date.UTC(year, 0, 1)) / 86400000) + 1, isdst, zone, gmtoff: offset,
  };
}
const gmtime = (secs: number): Tm => broken_down(secs, 0, 0, 'UTC');
function localtime(secs: number): Tm {
  const z = host().timezone(secs * 1000);
  return broken_down(secs, -z.offset_minutes * 60, z.isdst ? 1 : 0, z.name);
}
function struct_time(m: number, t: Tm): number {
  const r = PyStructSequence_New(PyDict_GetItemString(PyModule_GetDict(m), 'struct_time'));
  [t.year, t.mon, t.mday, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst].forEach((v, i) => PyStructSequence_SetItem(r, i, PyLong_FromLong(v)));
  PyStructSequence_SetItem(r, 9, t.zone === null ? Py_None : PyUnicode_FromString(t.zone));
  PyStructSequence_SetItem(r, 10, t.gmtoff === null ? Py_None : PyLong_FromLong(t.gmtoff));
  return r;
}
/** _PyTime_FromSecondsObject: a float, or an int through __index__; -1 with TypeError for anything else. */
export function seconds_of(o: number): number {
  return PyFloat_Check(o) ? PyFloat_AsDouble(o) : PyLong_AsLongLong(o);
}
/** The optional argument `secs`: NaN with an exception. */
function secs_arg(name: string, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional(name, nargs, 0, 1)) return Number.NaN;
  const o = nargs === 0 ? Py_None : HEAP32[args >> 2];
  if (o === Py_None) return seconds(host().time_ns());
  const v = seconds_of(o);
  if (v === -1 && PyErr_Occurred()) return Number.NaN;
  if (!(Math.abs(v) < 8.64e12)) {
    PyErr_Format(PyExc_OverflowError, 'timestamp out of range for platform time_t');
    return Number.NaN;
  }
  return v;
}
const broken = (name: string, f: (s: number) => Tm) => (m: number, args: number, nargs: number): number => {
  const s = secs_arg(name, args, nargs);
  return Number.isNaN(s) ? 0 : struct_time(m, f(s));
};

/** A struct_time or 9-tuple; null with an exception. */
function get_tm(o: number, format: string): Tm | null {
  if (!PyTuple_Check(o)) {
    PyErr_Format(PyExc_TypeError, 'Tuple or struct_time argument required');
    return null;
  }
  if (PyTuple_GET_SIZE(o) !== 9) {
    PyErr_Format(PyExc_TypeError, '%s(): illegal time tuple argument', format);
    return null;
  }
  const v: number[] = [];
  for (let i = 0; i < 9; i++) {
    const n = _PyLong_AsInt(PyTuple_GET_ITEM(o, i));
    if (n === -1 && PyErr_Occurred()) return null;
    v.push(n);
  }
  if (v[0] < -0x80000000 + 1900) {
    PyErr_Format(PyExc_OverflowError, 'year out of range');
    return null;
  }
  if ((v[6] + 1) % 7 < 0) {
    PyErr_Format(PyExc_ValueError, 'day of week out of range');
    return null;
  }
  return { year: v[0], mon: v[1] || 1, mday: v[2] || 1, hour: v[3], min: v[4], sec: v[5], wday: (v[6] + 7) % 7, yday: v[7] || 1, isdst: v[8], zone: null, gmtoff: null };
}
function checktm(t: Tm): boolean {
  const check: [string, boolean][] = [
    ['month out of range', t.mon < 1 || t.mon > 12], ['day of month out of range', t.mday < 1 || t.mday > 31], ['hour out of range', t.hour < 0 || t.hour > 23], ['minute out of range', t.min < 0 || t.min > 59],
    ['seconds out of range', t.sec < 0 || t.sec > 61], ['day of year out of range', t.yday < 1 || t.yday > 366],
  ];
  for (const [msg, bad] of check) {
    if (bad) {
      PyErr_Format(PyExc_ValueError, msg);
      return false;
    }
  }
  return true;
}
const two = (n: number, pad = '0'): string => String(n).padStart(2, pad);
const asctime = (t: Tm): string => `${DAYS[t.wday].slice(0, 3)} ${MONTHS[t.mon - 1].slice(0, 3)} ${two(t.mday, ' ')} ${two(t.hour)}:${two(t.min)}:${two(t.sec)} ${t.year}`;
function iso_week(t: Tm): [number, number] {
  const d = new Date(Date.UTC(t.year, t.mon - 1, t.mday));
  d.setUTCDate(d.getUTCDate() + 4 - (d.getUTCDay() || 7));
  const year = d.getUTCFullYear();
  return [year, Math.ceil(((d.getTime() - Date.UTC(year, 0, 1)) / 86400000 + 1) / 7)];
}
/** strftime in the C locale. */
export function strftime(format: string, t: Tm): string {
  const hour12 = t.hour % 12 === 0 ? 12 : t.hour % 12;
  const offset = t.gmtoff === null ? '' : `${t.gmtoff < 0 ? '-' : '+'}${two(Math.floor(Math.abs(t.gmtoff) / 3600))}${two(Math.floor((Math.abs(t.gmtoff) % 3600) / 60))}`;
  const d: Record<string, () => string> = {
    a: () => DAYS[t.wday].slice(0, 3), A: () => DAYS[t.wday], b: () => MONTHS[t.mon - 1].slice(0, 3), h: () => MONTHS[t.mon - 1].slice(0, 3), B: () => MONTHS[t.mon - 1], c: () => asctime(t),
    C: () => two(Math.floor(t.year / 100)), d: () => two(t.mday), D: () => strftime('%m/%d/%y', t), e: () => two(t.mday, ' '), F: () => strftime('%Y-%m-%d', t), g: () => two(iso_week(t)[0] % 100),
    G: () => String(iso_week(t)[0]), H: () => two(t.hour), I: () => two(hour12), j: () => String(t.yday).padStart(3, '0'), k: () => two(t.hour, ' '), l: () => two(hour12, ' '), m: () => two(t.mon), M: () => two(t.min),
    n: () => '\n', p: () => (t.hour < 12 ? 'AM' : 'PM'), r: () => strftime('%I:%M:%S %p', t), R: () => strftime('%H:%M', t), s: () => String(Math.floor(mktime_utc(t))), S: () => two(t.sec), t: () => '\t', T: () => strftime('%H:%M:%S', t),
    u: () => String(t.wday + 1), U: () => two(Math.floor((t.yday + 6 - ((t.wday + 1) % 7)) / 7)), V: () => two(iso_week(t)[1]), w: () => String((t.wday + 1) % 7), W: () => two(Math.floor((t.yday + 6 - t.wday) / 7)),
    x: () => strftime('%m/%d/%y', t), X: () => strftime('%H:%M:%S', t), y: () => two(((t.year % 100) + 100) % 100), Y: () => String(t.year), z: () => offset, Z: () => t.zone ?? '', '%': () => '%',
  };
  return format.replace(/%[EO_0^#-]?(.)/gs, (all, c: string) => d[c]?.() ?? all);
}
const mktime_utc = (t: Tm): number => Date.UTC(t.year, t.mon - 1, t.mday, t.hour, t.min, t.sec) / 1000;

function time_strftime(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('strftime', nargs, 1, 2)) return 0;
  const f = HEAP32[args >> 2];
  if (!PyUnicode_Check(f)) return PyErr_Format(PyExc_TypeError, 'strftime() argument 1 must be str, not %s', _PyType_Name(Py_TYPE(f)));
  const t = nargs === 1 ? localtime(seconds(host().time_ns())) : get_tm(HEAP32[(args + 8) >> 2], 'strftime');
  if (t === null || !checktm(t)) return 0;
  const format = PyUnicode_AsUTF8(f) ?? '';
  if (format.includes('\0')) return PyErr_Format(PyExc_ValueError, 'embedded null character');
  if (t.zone === null) Object.assign(t, zone_of(mktime_utc(t)));
  return PyUnicode_FromString(strftime(format, t));
}
function zone_of(utc: number): Pick<Tm, 'zone' | 'gmtoff'> {
  const l = localtime(utc);
  return { zone: l.zone, gmtoff: l.gmtoff };
}
function time_asctime(_m: number, args: number, nargs: number): number {
  if (!_PyArg_CheckPositional('asctime', nargs, 0, 1)) return 0;
  const t = nargs === 0 ? localtime(seconds(host().time_ns())) : get_tm(HEAP32[args >> 2], 'asctime');
  return t === null || !checktm(t) ? 0 : PyUnicode_FromString(asctime(t));
}
function time_ctime(_m: number, args: number, nargs: number): number {
  const s = secs_arg('ctime', args, nargs);
  return Number.isNaN(s) ? 0 : PyUnicode_FromString(asctime(localtime(s)));
}
function time_mktime(_m: number, o: number): number {
  const t = get_tm(o, 'mktime');
  if (t === null) return 0;
  const utc = mktime_utc(t);
  const offset = host().timezone(utc * 1000).offset_minutes * 60;
  return PyFloat_FromDouble(utc + host().timezone((utc + offset) * 1000).offset_minutes * 60);
}
function time_strptime(_m: number, args: number, nargs: number): number {
  const mod = PyImport_ImportModule('_strptime');
  const f = mod === 0 ? 0 : PyObject_GetAttr(mod, _Py_ID('_strptime_time'));
  const r = f === 0 ? 0 : PyObject_Vectorcall(f, args, nargs, 0);
  if (mod !== 0) Py_DECREF(mod);
  if (f !== 0) Py_DECREF(f);
  return r;
}
import { PyObject_Vectorcall } from '../objects/call';
import { PyObject_GetAttr } from '../objects/object';
import { _Py_ID } from '../objects/unicodeobject';
import { PyImport_ImportModule } from '../python/import';

function time_get_clock_info(_m: number, o: number): number {
  if (!PyUnicode_Check(o)) return PyErr_Format(PyExc_TypeError, 'get_clock_info() argument 1 must be str, not %s', _PyType_Name(Py_TYPE(o)));
  const c = CLOCKS[PyUnicode_AsUTF8(o) ?? ''];
  if (!c) return PyErr_Format(PyExc_ValueError, 'unknown clock');
  const d = PyDict_New();
  const put = (k: string, v: number): void => {
    PyDict_SetItemString(d, k, v);
    Py_DECREF(v);
  };
  put('implementation', PyUnicode_FromString(c.implementation));
  put('monotonic', c.monotonic ? Py_True : Py_False);
  put('adjustable', c.adjustable ? Py_True : Py_False);
  put('resolution', PyFloat_FromDouble(c.resolution));
  const ns = _PyNamespace_New(d);
  Py_DECREF(d);
  return ns;
}

/** The clocks of clock_gettime() by number. */
const CLOCK_IDS: Record<number, keyof typeof CLOCKS> = { 0: 'time', 1: 'monotonic', 2: 'process_time', 3: 'thread_time', 4: 'monotonic', 7: 'monotonic', 11: 'time' };
const clock_by_id = (make: (c: (typeof CLOCKS)[string]) => number) => (_m: number, o: number): number => {
  const id = _PyLong_AsInt(o);
  if (id === -1 && PyErr_Occurred()) return 0;
  const name = CLOCK_IDS[id];
  return name === undefined ? PyErr_SetFromErrno(EINVAL) : make(CLOCKS[name]);
};

const FIELDS: [string, string][] = ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst', 'tm_zone', 'tm_gmtoff'].map((n) => [n, '']);

/** timezone, altzone, daylight and tzname of this run's zone. 0 or -1. */
export function init_timezone(m: number): number {
  const year = new Date(seconds(host().time_ns()) * 1000).getUTCFullYear();
  const [jan, jul] = [0, 6].map((month) => host().timezone(Date.UTC(year, month, 1)));
  const [std, dst] = jan.offset_minutes >= jul.offset_minutes ? [jan, jul] : [jul, jan];
  const names = [std.name, dst.name].map((n) => PyUnicode_FromString(n));
  const tzname = PyTuple_Pack(2, names[0], names[1]);
  for (const n of names) Py_DECREF(n);
  if (PyModule_AddIntConstant(m, 'timezone', std.offset_minutes * 60) < 0 || PyModule_AddIntConstant(m, 'altzone', dst.offset_minutes * 60) < 0) return -1;
  if (PyModule_AddIntConstant(m, 'daylight', std.offset_minutes !== dst.offset_minutes ? 1 : 0) < 0 || PyModule_Add(m, 'tzname', tzname) < 0) return -1;
  return 0;
}

function time_exec(m: number): number {
  const type = PyStructSequence_NewType({ name: 'time.struct_time', doc: 'A broken-down time.', fields: FIELDS, n_in_sequence: 9 });
  if (type === 0 || PyModule_Add(m, 'struct_time', type) < 0 || PyModule_AddIntConstant(m, '_STRUCT_TM_ITEMS', 11) < 0 || init_timezone(m) < 0) return -1;
  for (const [n, v] of Object.entries({ CLOCK_REALTIME: 0, CLOCK_MONOTONIC: 1, CLOCK_PROCESS_CPUTIME_ID: 2, CLOCK_THREAD_CPUTIME_ID: 3, CLOCK_MONOTONIC_RAW: 4, CLOCK_BOOTTIME: 7, CLOCK_TAI: 11 })) if (PyModule_AddIntConstant(m, n, v) < 0) return -1;
  return 0;
}

builtin_module({
  m_name: 'time',
  m_doc: 'Functions to work with time.',
  m_exec: time_exec,
  m_methods: [
    ...Object.entries(CLOCKS).flatMap(([n, c]): [string, (...a: number[]) => number, number][] => [[n, clock(c.read), METH_NOARGS], [`${n}_ns`, clock_ns(c.read), METH_NOARGS]]),
    ['sleep', time_sleep, METH_O, 'sleep($module, object, /)\n--\n\nDelay execution for a number of seconds.'], ['gmtime', broken('gmtime', gmtime), METH_FASTCALL], ['localtime', broken('localtime', localtime), METH_FASTCALL],
    ['asctime', time_asctime, METH_FASTCALL], ['ctime', time_ctime, METH_FASTCALL], ['mktime', time_mktime, METH_O], ['strftime', time_strftime, METH_FASTCALL], ['strptime', time_strptime, METH_FASTCALL],
    ['clock_gettime', clock_by_id((c) => PyFloat_FromDouble(seconds(c.read()))), METH_O], ['clock_gettime_ns', clock_by_id((c) => PyLong_FromBigInt(c.read())), METH_O],
    ['clock_getres', clock_by_id((c) => PyFloat_FromDouble(c.resolution)), METH_O],
    ['get_clock_info', time_get_clock_info, METH_O], ['tzset', () => Py_None, METH_NOARGS],
  ],
});
