// Answers to the part of Modules/posixmodule.c of CPython 3.13 about descriptors: pipe, dup, dup2, inheriting, blocking.
// Deviation: what the host cannot do raises OSError(ENOSYS).

import { host, type Host, HostError } from '../host';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF } from '../include/object';
import { Py_False, Py_None, Py_True, PyExc_TypeError } from '../include/statics';
import type { MethodSpec } from '../include/typespec';
import { PyLong_FromLong } from '../objects/longobject';
import { PyTuple_Pack } from '../objects/tupleobject';
import { EINVAL, ENOSYS } from '../python/errno';
import { PyErr_Format } from '../python/errors';
import { arg, as_bool, as_int, clinic_args, raise_host_error } from './clinic';

const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

/** The host's function, if it has it, called with what `f` gives it; its error as OSError. */
function ask<T>(f: ((h: Host) => T | undefined), result: (value: T) => number): number {
  let value: T | undefined;
  try {
    value = f(host());
    if (value === undefined) throw new HostError(ENOSYS, 'Function not implemented');
  } catch (error) {
    return raise_host_error(error);
  }
  return result(value);
}
const truth = (b: boolean): number => (b ? Py_True : Py_False);

function two_ends([r, w]: [number, number]): number {
  const [read, write] = [PyLong_FromLong(r), PyLong_FromLong(w)];
  const t = PyTuple_Pack(2, read, write);
  Py_DECREF(read);
  Py_DECREF(write);
  return t;
}
function os_pipe2(_m: number, o: number): number {
  const flags = as_int(o);
  if (flags === null) return 0;
  if (flags & ~(O_NONBLOCK | O_CLOEXEC)) return raise_host_error(new HostError(EINVAL, 'Invalid argument'));
  return ask((h) => {
    const ends = h.pipe?.();
    if (ends === undefined) return undefined;
    for (const fd of ends) {
      if (flags & O_NONBLOCK) h.set_blocking?.(fd, false);
      if (!(flags & O_CLOEXEC)) h.set_inheritable?.(fd, true);
    }
    return ends;
  }, two_ends);
}

function os_dup(_m: number, o: number): number {
  const fd = as_int(o);
  return fd === null ? 0 : ask((h) => h.dup?.(fd), PyLong_FromLong);
}
function os_dup2(_m: number, args: number, nargs: number, kwnames: number): number {
  const a = clinic_args({ fname: 'dup2', keywords: ['fd', 'fd2', 'inheritable'] }, 2, 3, 0, args, nargs, kwnames);
  const fd = a && as_int(a[0]);
  const fd2 = a && fd !== null ? as_int(a[1]) : null;
  const inheritable = a && (a[2] === 0 || as_bool(a[2]));
  if (fd === null || fd2 === null || inheritable === null) return 0;
  return ask((h) => h.dup2 && (h.dup2(fd, fd2, inheritable), fd2), PyLong_FromLong);
}

/** get_X(fd). */
function getter(name: 'get_inheritable' | 'get_blocking'): MethodSpec {
  return [name, (_m: number, o: number): number => {
    const fd = as_int(o);
    return fd === null ? 0 : ask((h) => h[name]?.(fd), truth);
  }, METH_O];
}
/** set_X(fd, on). */
function setter(name: 'set_inheritable' | 'set_blocking'): MethodSpec {
  return [name, (_m: number, args: number, nargs: number): number => {
    if (nargs !== 2) return PyErr_Format(PyExc_TypeError, `${name} expected 2 arguments, got %zd`, nargs);
    const fd = as_int(arg(args, 0));
    const on = fd === null ? null : as_bool(arg(args, 1));
    if (fd === null || on === null) return 0;
    return ask((h) => h[name] && (h[name](fd, on), true), () => Py_None);
  }, METH_FASTCALL];
}

export const DESCRIPTOR_METHODS: MethodSpec[] = [
  ['pipe', () => ask((h) => h.pipe?.(), two_ends), METH_NOARGS], ['pipe2', os_pipe2, METH_O], ['dup', os_dup, METH_O], ['dup2', os_dup2, METH_FASTCALL | METH_KEYWORDS],
  getter('get_inheritable'), setter('set_inheritable'), getter('get_blocking'), setter('set_blocking'),
];
