// Answers to <time.h> and <sys/time.h>: clocks of the host; local time is the host's zone.

import { HEAP32, read_ssize, write_ptr, write_ssize } from '../../include/heap';
import { _capi_runtime_state } from '../../include/generated/offsets';
import { static_cstring } from '../../include/typespec';
import { host } from '../../host';
import { PyMem_RawMalloc } from '../../objects/obmalloc';

const BILLION = 1000000000n;

function time(out: number): number {
  const seconds = Number(host().time_ns() / BILLION);
  if (out !== 0) write_ssize(out, seconds);
  return seconds;
}
/** Clock ids are addresses of data symbols (_CLOCK_REALTIME, ...) in the headers: which one, see CLOCKS. */
function clock_gettime(id: number, ts: number, clocks: ReadonlyMap<number, string>): number {
  const name = clocks.get(id);
  const ns = name === '_CLOCK_MONOTONIC' ? host().monotonic_ns() : name === '_CLOCK_PROCESS_CPUTIME_ID' ? host().process_time_ns() : name === '_CLOCK_THREAD_CPUTIME_ID' ? host().thread_time_ns() : host().time_ns();
  write_ssize(ts, Number(ns / BILLION));
  write_ssize(ts + 8, Number(ns % BILLION));
  return 0;
}
const clock_addresses = new Map<number, string>();

/** The address that stands for a clock: a byte of the process's state. */
export function clock_symbol(state: number, name: string, i: number): number {
  const at = state + _capi_runtime_state.rand_state + i;
  clock_addresses.set(at, name);
  return at;
}

function nanosleep(request: number, _rest: number): number {
  const ms = read_ssize(request) * 1000 + read_ssize(request + 8) / 1e6;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  return 0;
}

let tm_buffer = 0;
/** struct tm: nine ints, then (long) tm_gmtoff and tm_zone. */
function write_tm(tm: number, ms: number, offset_s: number, isdst: number, zone: string): number {
  const d = new Date(ms + offset_s * 1000);
  const start = Date.UTC(d.getUTCFullYear(), 0, 1);
  const fields = [d.getUTCSeconds(), d.getUTCMinutes(), d.getUTCHours(), d.getUTCDate(), d.getUTCMonth(), d.getUTCFullYear() - 1900, d.getUTCDay(), Math.floor((d.getTime() - start) / 86400000), isdst];
  fields.forEach((v, i) => (HEAP32[(tm >> 2) + i] = v));
  HEAP32[(tm + 36) >> 2] = offset_s;
  write_ptr(tm + 40, static_cstring(zone));
  return tm;
}
function buffer(): number {
  if (tm_buffer === 0) tm_buffer = PyMem_RawMalloc(64);
  return tm_buffer;
}
function gmtime_r(t: number, tm: number): number {
  return write_tm(tm, read_ssize(t) * 1000, 0, 0, 'GMT');
}
function localtime_r(t: number, tm: number): number {
  const ms = read_ssize(t) * 1000;
  const zone = host().timezone(ms);
  return write_tm(tm, ms, -zone.offset_minutes * 60, zone.isdst ? 1 : 0, zone.name);
}
function mktime(tm: number): number {
  const f = (i: number): number => HEAP32[(tm >> 2) + i];
  const utc = Date.UTC(f(5) + 1900, f(4), f(3), f(2), f(1), f(0));
  const zone = host().timezone(utc);
  const ms = utc + zone.offset_minutes * 60000;
  return Math.floor(ms / 1000);
}
function gettimeofday(tv: number, _tz: number): number {
  const ns = host().time_ns();
  write_ssize(tv, Number(ns / BILLION));
  write_ssize(tv + 8, Number((ns % BILLION) / 1000n));
  return 0;
}

export const TIME = {
  time: [time, 'ZP', ''], clock: [() => Number(host().process_time_ns()), 'Z', ''], clock_gettime: [(id: number, ts: number) => clock_gettime(id, ts, clock_addresses), 'iPP', ''],
  difftime: [(a: number, b: number) => a - b, 'dZZ', ''], nanosleep: [nanosleep, 'iPP', ''], usleep: [(us: number) => (Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, us / 1000), 0), 'ii', ''],
  sleep: [(s: number) => (Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, s * 1000), 0), 'ii', ''],
  gmtime_r: [gmtime_r, 'PPP', ''], localtime_r: [localtime_r, 'PPP', ''], gmtime: [(t: number) => gmtime_r(t, buffer()), 'PP', ''], localtime: [(t: number) => localtime_r(t, buffer()), 'PP', ''],
  mktime: [mktime, 'ZP', ''], gettimeofday: [gettimeofday, 'iPP', ''],
} as const;
