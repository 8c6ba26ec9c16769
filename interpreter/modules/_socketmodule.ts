// Answers to Modules/socketmodule.c of CPython 3.13, as far as it goes without a network: socketpair(), which asyncio's event
// loop wakes itself with. A pair lives in the heap, so that every thread can use it. Deviations: creating any other socket
// raises OSError(EAFNOSUPPORT), looking names up raises gaierror.
//
//   table[i] -> endpoint { peer, open, head, tail, ring of RING bytes }     descriptor = SOCKET_FD + i
//
// `events` counts everything that may make an endpoint ready; who waits (here or in select) waits on that word.

import { PyObject } from '../include/generated/offsets';
import { HEAP32, HEAPF64, HEAPU8, read_ptr, write_ptr } from '../include/heap';
import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, Py_DECREF, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_DEFAULT, Py_TYPE, PyType_HasFeature, Py_TPFLAGS_HEAPTYPE } from '../include/object';
import * as S from '../include/statics';
import { builtin_module, static_alloc, type_spec } from '../include/typespec';
import { PyBUF_SIMPLE } from '../objects/abstract';
import { PyBytes_FromJS } from '../objects/bytesobject';
import { PyDict_GetItemString } from '../objects/dictobject';
import { PyFloat_AsDouble, PyFloat_FromDouble } from '../objects/floatobject';
import { PyLong_FromLong } from '../objects/longobject';
import { PyModule_GetDict } from '../objects/moduleobject';
import { PyMem_RawCalloc, PyMem_RawFree } from '../objects/obmalloc';
import { PyTuple_Pack } from '../objects/tupleobject';
import { PyType_FromModuleAndSpec, PyType_GenericAlloc } from '../objects/typeobject';
import { PyUnicode_FromString } from '../objects/unicodeobject';
import { PyEval_RestoreThread, PyEval_SaveThread } from '../python/ceval_gil';
import { gil_is_repeatable, SCHED_LOCK, sched_block, sched_timed_out, sched_wake } from '../python/gil_policy';
import { PyErr_Format, PyErr_NewException, PyErr_NoMemory, PyErr_Occurred, PyErr_SetFromErrno, PyErr_SetObject, PyErr_SetString } from '../python/errors';
import { EAFNOSUPPORT, EAGAIN, EBADF, EMFILE, EPIPE } from '../python/errno';
import { PyModule_Add, PyModule_AddIntConstant, PyModule_AddObjectRef } from '../python/modsupport';
import { _PyThreadState_GET } from '../python/pystate';
import { monotonic_ms } from '../python/pytime';
import { PyErr_CheckSignals } from './signalmodule';
import { tp_free } from './_io/iobase';
import { writable_view } from './_io/fileio';
import { arg, as_int, as_ssize, clinic_new, with_buffer } from './clinic';

export const SOCKET_FD = 0x200000;
const MAX_SOCKETS = 256;
const RING = 65536;
const table = static_alloc(MAX_SOCKETS * 8);
/** An int that changes whenever an endpoint may have become ready. */
export const events = static_alloc(8);
/** Classes gaierror and herror. */
const gaierror = static_alloc(8);
const herror = static_alloc(8);

// --- endpoints ------------------------------------------------------------------------------------------------------

const E_PEER = 0;
const E_HEAD = 8;
const E_TAIL = 12;
const E_SHUT = 16;
const E_RING = 24;

function endpoint(fd: number): number {
  const i = fd - SOCKET_FD;
  return i >= 0 && i < MAX_SOCKETS ? read_ptr(table + i * 8) : 0;
}
function waiting(e: number): number {
  return (HEAP32[(e + E_TAIL) >> 2] - HEAP32[(e + E_HEAD) >> 2] + RING) % RING;
}
function changed(): void {
  Atomics.add(HEAP32, events >> 2, 1);
  Atomics.notify(HEAP32, events >> 2);
  if (gil_is_repeatable()) sched_wake(events);
}

/** What an endpoint is ready for; null for a descriptor that is none. */
export function socket_ready(fd: number): { readable: boolean; writable: boolean } | null {
  const e = endpoint(fd);
  if (e === 0) return null;
  const peer = read_ptr(e + E_PEER);
  return { readable: waiting(e) > 0 || peer === 0 || HEAP32[(peer + E_SHUT) >> 2] !== 0, writable: peer === 0 || waiting(peer) < RING - 1 };
}

/** Waits without the GIL until `ready` or `ms` are over. 1 ready, 0 time out, -1 with an exception. */
export function wait_events(ready: () => boolean, ms: number): number {
  const deadline = monotonic_ms() + ms;
  const tstate = _PyThreadState_GET();
  for (let first = true; !ready(); first = false) {
    const left = deadline - monotonic_ms();
    if (gil_is_repeatable()) {
      if (ms === 0 || (!first && sched_timed_out(tstate))) return 0;
      sched_block(tstate, SCHED_LOCK, first ? ms : -1, events);
      PyEval_RestoreThread(PyEval_SaveThread('read'));
    } else {
      if (left <= 0) return 0;
      const seen = Atomics.load(HEAP32, events >> 2);
      const saved = PyEval_SaveThread('read');
      Atomics.wait(HEAP32, events >> 2, seen, Math.min(left, 50));
      PyEval_RestoreThread(saved);
    }
    if (PyErr_CheckSignals() < 0) return -1;
  }
  return 1;
}

function new_endpoint(): number {
  for (let i = 0; i < MAX_SOCKETS; i++) {
    if (read_ptr(table + i * 8) !== 0) continue;
    const e = PyMem_RawCalloc(1, E_RING + RING);
    if (e === 0) return PyErr_NoMemory() - 1;
    write_ptr(table + i * 8, e);
    return SOCKET_FD + i;
  }
  PyErr_SetFromErrno(EMFILE);
  return -1;
}

function close_endpoint(fd: number): void {
  const e = endpoint(fd);
  if (e === 0) return;
  const peer = read_ptr(e + E_PEER);
  if (peer !== 0) write_ptr(peer + E_PEER, 0);
  write_ptr(table + (fd - SOCKET_FD) * 8, 0);
  PyMem_RawFree(e);
  changed();
}

function copy_out(e: number, n: number): Uint8Array {
  const out = new Uint8Array(n);
  const head = HEAP32[(e + E_HEAD) >> 2];
  for (let i = 0; i < n; i++) out[i] = HEAPU8[e + E_RING + ((head + i) % RING)];
  return out;
}

// --- socket objects -------------------------------------------------------------------------------------------------

const FD = PyObject.SIZEOF;
const FAMILY = FD + 4;
const TYPE = FD + 8;
const PROTO = FD + 12;
/** Seconds; -1: blocking. */
const TIMEOUT = FD + 16;
const SIZE = FD + 24;

const AF_UNIX = 1;
const SOCK_STREAM = 1;

function fd_of(self: number): number {
  return HEAP32[(self + FD) >> 2];
}

/** The endpoint of an open socket; 0 with OSError. */
function open_endpoint(self: number): number {
  return endpoint(fd_of(self)) || PyErr_SetFromErrno(EBADF);
}

function sock_new(type: number): number {
  const self = PyType_GenericAlloc(type, 0);
  if (self === 0) return 0;
  HEAP32[(self + FD) >> 2] = -1;
  HEAPF64[(self + TIMEOUT) >> 3] = -1;
  return self;
}

const INIT = { fname: 'socket', keywords: ['family', 'type', 'proto', 'fileno'] };

function sock_init(self: number, args: number, kwds: number): number {
  const a = clinic_new(INIT, 0, 4, 0, args, kwds);
  if (a === null) return -1;
  const values = [AF_UNIX, SOCK_STREAM, 0].map((initial, i) => {
    const v = a[i] === 0 ? initial : as_int(a[i]);
    return v === -1 ? initial : v;
  });
  if (values.includes(null)) return -1;
  const fd = a[3] === 0 || a[3] === S.Py_None ? null : as_int(a[3]);
  if (fd === null) {
    if (!PyErr_Occurred()) PyErr_SetFromErrno(EAFNOSUPPORT);
    return -1;
  }
  if (endpoint(fd) === 0) {
    PyErr_SetFromErrno(EBADF);
    return -1;
  }
  HEAP32[(self + FD) >> 2] = fd;
  [FAMILY, TYPE, PROTO].forEach((field, i) => {
    HEAP32[(self + field) >> 2] = values[i] as number;
  });
  return 0;
}

function sock_dealloc(self: number): void {
  const tp = Py_TYPE(self);
  if (fd_of(self) >= 0) close_endpoint(fd_of(self));
  tp_free(self);
  if (PyType_HasFeature(tp, Py_TPFLAGS_HEAPTYPE)) Py_DECREF(tp);
}

function sock_close(self: number): number {
  const fd = fd_of(self);
  HEAP32[(self + FD) >> 2] = -1;
  if (fd >= 0) close_endpoint(fd);
  return S.Py_None;
}
function sock_detach(self: number): number {
  const fd = fd_of(self);
  HEAP32[(self + FD) >> 2] = -1;
  return PyLong_FromLong(fd);
}

/** Waits as the socket's timeout says. 1, or 0 with an exception. */
function wait_ready(self: number, ready: () => boolean): number {
  const timeout = HEAPF64[(self + TIMEOUT) >> 3];
  if (timeout === 0) return ready() ? 1 : PyErr_SetFromErrno(EAGAIN);
  const r = wait_events(ready, timeout < 0 ? Infinity : timeout * 1000);
  if (r === 0) PyErr_SetString(S.PyExc_TimeoutError, 'timed out');
  return r > 0 ? 1 : 0;
}

/** Takes up to n bytes that wait; null with an exception. */
function receive(self: number, n: number): Uint8Array | null {
  if (open_endpoint(self) === 0) return null;
  const fd = fd_of(self);
  if (wait_ready(self, () => socket_ready(fd)?.readable ?? true) === 0) return null;
  const e = open_endpoint(self);
  if (e === 0) return null;
  const bytes = copy_out(e, Math.min(n, waiting(e)));
  HEAP32[(e + E_HEAD) >> 2] = (HEAP32[(e + E_HEAD) >> 2] + bytes.length) % RING;
  changed();
  return bytes;
}

function sock_recv(self: number, args: number, nargs: number): number {
  const n = nargs > 0 ? as_int(arg(args, 0)) : null;
  if (n === null) return PyErr_Occurred() ? 0 : PyErr_Format(S.PyExc_TypeError, 'recv expected at least 1 argument, got 0');
  if (n < 0) return PyErr_Format(S.PyExc_ValueError, 'negative buffersize in recv');
  const bytes = receive(self, n);
  return bytes === null ? 0 : PyBytes_FromJS(bytes);
}
function sock_recv_into(self: number, args: number, nargs: number): number {
  const limit = nargs > 1 ? as_ssize(arg(args, 1)) : 0;
  if (limit === null) return 0;
  return writable_view('recv_into', arg(args, 0), (p, n) => {
    const bytes = receive(self, limit > 0 ? Math.min(limit, n) : n);
    if (bytes === null) return 0;
    HEAPU8.set(bytes, p);
    return PyLong_FromLong(bytes.length);
  });
}

/** Puts bytes into the peer's ring. How many; -1 with an exception. */
function send(self: number, p: number, n: number): number {
  const fd = fd_of(self);
  if (open_endpoint(self) === 0 || wait_ready(self, () => socket_ready(fd)?.writable ?? true) === 0) return -1;
  const e = open_endpoint(self);
  const peer = e === 0 ? 0 : read_ptr(e + E_PEER);
  if (peer === 0) {
    if (e !== 0) PyErr_SetFromErrno(EPIPE);
    return -1;
  }
  const take = Math.min(n, RING - 1 - waiting(peer));
  const tail = HEAP32[(peer + E_TAIL) >> 2];
  for (let i = 0; i < take; i++) HEAPU8[peer + E_RING + ((tail + i) % RING)] = HEAPU8[p + i];
  HEAP32[(peer + E_TAIL) >> 2] = (tail + take) % RING;
  changed();
  return take;
}
function sock_send(self: number, args: number): number {
  return with_buffer(arg(args, 0), PyBUF_SIMPLE, 0, (p, n) => {
    const sent = send(self, p, n);
    return sent < 0 ? 0 : PyLong_FromLong(sent);
  });
}
function sock_sendall(self: number, args: number): number {
  return with_buffer(arg(args, 0), PyBUF_SIMPLE, 0, (p, n) => {
    for (let at = 0; at < n; ) {
      const sent = send(self, p + at, n - at);
      if (sent < 0) return 0;
      at += sent;
    }
    return S.Py_None;
  });
}
function sock_shutdown(self: number): number {
  const e = open_endpoint(self);
  if (e === 0) return 0;
  HEAP32[(e + E_SHUT) >> 2] = 1;
  changed();
  return S.Py_None;
}

function sock_setblocking(self: number, o: number): number {
  const block = as_int(o);
  if (block === null) return 0;
  HEAPF64[(self + TIMEOUT) >> 3] = block ? -1 : 0;
  return S.Py_None;
}
function sock_getblocking(self: number): number {
  return HEAPF64[(self + TIMEOUT) >> 3] !== 0 ? S.Py_True : S.Py_False;
}
function sock_settimeout(self: number, o: number): number {
  const t = o === S.Py_None ? -1 : PyFloat_AsDouble(o);
  if (t === -1 && PyErr_Occurred()) return 0;
  if (o !== S.Py_None && t < 0) return PyErr_Format(S.PyExc_ValueError, 'Timeout value out of range');
  HEAPF64[(self + TIMEOUT) >> 3] = t;
  return S.Py_None;
}
function sock_gettimeout(self: number): number {
  const t = HEAPF64[(self + TIMEOUT) >> 3];
  return t < 0 ? S.Py_None : PyFloat_FromDouble(t);
}
const field = (at: number) => (self: number): number => PyLong_FromLong(HEAP32[(self + at) >> 2]);
const no_name = (): number => PyUnicode_FromString('');

const sock_spec = type_spec({
  tp_name: '_socket.socket', tp_basicsize: SIZE, tp_flags: Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tp_doc: 'One end of a pair of connected sockets.',
  tp_new: sock_new, tp_init: sock_init, tp_dealloc: sock_dealloc,
  tp_methods: [
    ['close', sock_close, METH_NOARGS], ['detach', sock_detach, METH_NOARGS], ['fileno', field(FD), METH_NOARGS], ['recv', sock_recv, METH_FASTCALL], ['recv_into', sock_recv_into, METH_FASTCALL],
    ['send', sock_send, METH_FASTCALL], ['sendall', sock_sendall, METH_FASTCALL], ['shutdown', sock_shutdown, METH_O], ['setblocking', sock_setblocking, METH_O],
    ['getblocking', sock_getblocking, METH_NOARGS], ['settimeout', sock_settimeout, METH_O], ['gettimeout', sock_gettimeout, METH_NOARGS],
    ['getsockname', no_name, METH_NOARGS], ['getpeername', no_name, METH_NOARGS], ['setsockopt', () => S.Py_None, METH_FASTCALL], ['getsockopt', () => PyLong_FromLong(0), METH_FASTCALL],
  ],
  tp_getset: [['family', field(FAMILY), null], ['type', field(TYPE), null], ['proto', field(PROTO), null], ['timeout', sock_gettimeout, null]],
});

// --- the module -----------------------------------------------------------------------------------------------------

function socketpair(m: number): number {
  const type = PyDict_GetItemString(PyModule_GetDict(m), 'socket');
  const fds = [new_endpoint(), new_endpoint()];
  if (fds.includes(-1)) return 0;
  const [a, b] = fds.map(endpoint);
  write_ptr(a + E_PEER, b);
  write_ptr(b + E_PEER, a);
  const socks = fds.map((fd) => {
    const s = sock_new(type);
    HEAP32[(s + FD) >> 2] = fd;
    HEAP32[(s + FAMILY) >> 2] = AF_UNIX;
    HEAP32[(s + TYPE) >> 2] = SOCK_STREAM;
    return s;
  });
  const pair = PyTuple_Pack(2, socks[0], socks[1]);
  for (const s of socks) Py_DECREF(s);
  return pair;
}

/** socket.close(fd). */
function close_fd(_m: number, o: number): number {
  const fd = as_int(o);
  if (fd === null) return 0;
  if (endpoint(fd) === 0) return PyErr_SetFromErrno(EBADF);
  close_endpoint(fd);
  return S.Py_None;
}
/** There is nobody to ask: gaierror(EAI_AGAIN). */
function no_names(): number {
  const number = PyLong_FromLong(-3);
  const text = PyUnicode_FromString('Temporary failure in name resolution');
  const args = PyTuple_Pack(2, number, text);
  Py_DECREF(number);
  Py_DECREF(text);
  PyErr_SetObject(read_ptr(gaierror), args);
  Py_DECREF(args);
  return 0;
}
const swap = (bytes: 2 | 4) => (_m: number, o: number): number => {
  const v = as_ssize(o);
  if (v === null) return 0;
  const view = new DataView(new ArrayBuffer(4));
  if (bytes === 2) {
    view.setUint16(0, v);
    return PyLong_FromLong(view.getUint16(0, true));
  }
  view.setUint32(0, v);
  return PyLong_FromLong(view.getUint32(0, true));
};

const CONSTANTS: Record<string, number> = {
  AF_UNSPEC: 0, AF_UNIX, AF_INET: 2, AF_INET6: 10, SOCK_STREAM, SOCK_DGRAM: 2, SOCK_RAW: 3, SOCK_SEQPACKET: 5, SOCK_NONBLOCK: 2048, SOCK_CLOEXEC: 524288, SOL_SOCKET: 1, SO_REUSEADDR: 2,
  SO_TYPE: 3, SO_ERROR: 4, SO_BROADCAST: 6, SO_SNDBUF: 7, SO_RCVBUF: 8, SO_KEEPALIVE: 9, SO_LINGER: 13, SO_REUSEPORT: 15, SOMAXCONN: 4096, IPPROTO_IP: 0, IPPROTO_TCP: 6, IPPROTO_UDP: 17,
  IPPROTO_IPV6: 41, IPV6_V6ONLY: 26, TCP_NODELAY: 1, MSG_OOB: 1, MSG_PEEK: 2, MSG_DONTWAIT: 64, MSG_NOSIGNAL: 16384, AI_PASSIVE: 1, AI_CANONNAME: 2, AI_NUMERICHOST: 4, AI_ADDRCONFIG: 32,
  NI_NUMERICHOST: 1, NI_NUMERICSERV: 2, EAI_AGAIN: -3, EAI_FAIL: -4, EAI_FAMILY: -6, EAI_NONAME: -2, SHUT_RD: 0, SHUT_WR: 1, SHUT_RDWR: 2, INADDR_ANY: 0, INADDR_LOOPBACK: 0x7f000001,
};

function socket_exec(m: number): number {
  for (const [name, value] of Object.entries(CONSTANTS)) if (PyModule_AddIntConstant(m, name, value) < 0) return -1;
  for (const [slot, name] of [[gaierror, 'gaierror'], [herror, 'herror']] as const) {
    if (read_ptr(slot) === 0) write_ptr(slot, PyErr_NewException(`socket.${name}`, S.PyExc_OSError, 0));
    if (PyModule_AddObjectRef(m, name, read_ptr(slot)) < 0) return -1;
  }
  const type = PyType_FromModuleAndSpec(m, sock_spec, 0);
  if (type === 0 || PyModule_AddObjectRef(m, 'SocketType', type) < 0 || PyModule_Add(m, 'socket', type) < 0) return -1;
  if (PyModule_AddObjectRef(m, 'error', S.PyExc_OSError) < 0 || PyModule_AddObjectRef(m, 'timeout', S.PyExc_TimeoutError) < 0) return -1;
  return PyModule_AddObjectRef(m, 'has_ipv6', S.Py_False);
}

const FK = METH_FASTCALL | METH_KEYWORDS;
builtin_module({
  m_name: '_socket',
  m_doc: 'Socket pairs within the process; there is no network.',
  m_exec: socket_exec,
  m_methods: [
    ['socketpair', socketpair, METH_FASTCALL], ['close', close_fd, METH_O], ['getaddrinfo', no_names, FK], ['getnameinfo', no_names, METH_FASTCALL], ['gethostbyname', no_names, METH_O],
    ['gethostbyaddr', no_names, METH_O], ['gethostname', () => PyUnicode_FromString('localhost'), METH_NOARGS], ['htons', swap(2), METH_O], ['ntohs', swap(2), METH_O],
    ['htonl', swap(4), METH_O], ['ntohl', swap(4), METH_O], ['getdefaulttimeout', () => S.Py_None, METH_NOARGS],
  ],
});
