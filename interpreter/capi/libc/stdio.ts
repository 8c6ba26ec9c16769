// Streams. Answers to <stdio.h> of a C library inside CPython's process: stdout is buffered fully, by lines on a terminal, not
// at all where output travels as events (under the debugger); stderr is not buffered. All threads share the streams.
//
// A FILE is a block of the raw domain: its descriptor, buffering, buffer, flags.

import { HEAP32, HEAPU8, write_ptr, cstring } from '../../include/heap';
import { _capi_runtime_state } from '../../include/generated/offsets';
import { host, HostError } from '../../host';
import { PyMem_RawCalloc, PyMem_RawFree } from '../../objects/obmalloc';
import { strerror } from '../../python/errno';
import { capi_state } from '../runtime';
import { VaList } from '../va_list';
import { errno_value, set_errno } from './errno';
import { bytes_at, printf, vsnprintf } from './printf';

const enum FILE {
  fd = 0,
  mode = 4,
  position = 8,
  eof = 12,
  error = 16,
  ungot = 20,
  buffer = 24,
  next = 32,
  SIZEOF = 48,
}
const _IOFBF = 0;
const _IOLBF = 1;
const _IONBF = 2;
const BUFSIZ = 4096;
const EOF = -1;
const STREAMS = _capi_runtime_state.streams;

function new_file(fd: number, mode: number): number {
  const f = PyMem_RawCalloc(1, FILE.SIZEOF + BUFSIZ);
  if (f === 0) return 0;
  HEAP32[(f + FILE.fd) >> 2] = fd;
  HEAP32[(f + FILE.mode) >> 2] = mode;
  HEAP32[(f + FILE.ungot) >> 2] = -1;
  write_ptr(f + FILE.buffer, f + FILE.SIZEOF);
  return f;
}

/** The variable `stdin`, `stdout` or `stderr`: the address of a FILE *. */
export function standard_stream(state: number, fd: number): number {
  const slot = state + STREAMS + fd * 8;
  if (HEAP32[slot >> 2] === 0) {
    const mode = fd === 2 || host().output_as_events ? _IONBF : host().isatty(fd) ? _IOLBF : _IOFBF;
    write_ptr(slot, new_file(fd, mode));
  }
  return slot;
}
const stream = (fd: number): number => HEAP32[standard_stream(capi_state(), fd) >> 2];

/** Runs `f`; a host's error becomes errno and `failed`. */
function guard(file: number, f: () => number, failed: number): number {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    set_errno(error.errno);
    if (file !== 0) HEAP32[(file + FILE.error) >> 2] = 1;
    return failed;
  }
}

function fflush(file: number): number {
  if (file === 0) {
    flush_c_streams();
    return 0;
  }
  const n = HEAP32[(file + FILE.position) >> 2];
  if (n === 0) return 0;
  HEAP32[(file + FILE.position) >> 2] = 0;
  const at = HEAP32[(file + FILE.buffer) >> 2];
  return guard(file, () => write_all(HEAP32[(file + FILE.fd) >> 2], HEAPU8.slice(at, at + n)), EOF);
}
function write_all(fd: number, bytes: Uint8Array): number {
  for (let done = 0; done < bytes.length; ) done += host().write(fd, bytes.subarray(done));
  return 0;
}

/** At the end of the process, as exit() does. */
export function flush_c_streams(): void {
  const state = capi_state();
  if (state === 0) return;
  for (let fd = 1; fd <= 2; fd++) if (HEAP32[(state + STREAMS + fd * 8) >> 2] !== 0) fflush(HEAP32[(state + STREAMS + fd * 8) >> 2]);
  for (let f = HEAP32[(state + STREAMS + 24) >> 2]; f !== 0; f = HEAP32[(f + FILE.next) >> 2]) fflush(f);
}

/** Writes a binary string; the number of bytes, or EOF. */
function put(file: number, s: string): number {
  const mode = HEAP32[(file + FILE.mode) >> 2];
  const at = HEAP32[(file + FILE.buffer) >> 2];
  let n = HEAP32[(file + FILE.position) >> 2];
  for (let i = 0; i < s.length; i++) {
    HEAPU8[at + n++] = s.charCodeAt(i);
    if (n === BUFSIZ) {
      HEAP32[(file + FILE.position) >> 2] = n;
      if (fflush(file) < 0) return EOF;
      n = 0;
    }
  }
  HEAP32[(file + FILE.position) >> 2] = n;
  if (mode === _IONBF || (mode === _IOLBF && s.includes('\n'))) return fflush(file) < 0 ? EOF : s.length;
  return s.length;
}

function block(p: number, n: number): string {
  let s = '';
  for (let i = 0; i < n; i++) s += String.fromCharCode(HEAPU8[p + i]);
  return s;
}

function vfprintf(file: number, format: number, va: number): number {
  return put(file, printf(bytes_at(format), new VaList(va)));
}
const O_FLAGS: Record<string, number> = { r: 0, w: 0o1101, a: 0o2101, 'r+': 2, 'w+': 0o1102, 'a+': 0o2102 };

function fopen(path: number, mode: number): number {
  const flags = O_FLAGS[cstring(mode).replace(/[bxe]/g, '')];
  if (flags === undefined) {
    set_errno(22);
    return 0;
  }
  return guard(0, () => {
    const f = new_file(host().open(cstring(path), flags, 0o666), _IOFBF);
    if (f !== 0) {
      const head = capi_state() + STREAMS + 24;
      write_ptr(f + FILE.next, HEAP32[head >> 2]);
      write_ptr(head, f);
    }
    return f;
  }, 0);
}
function fclose(file: number): number {
  const r = fflush(file);
  for (let link = capi_state() + STREAMS + 24; HEAP32[link >> 2] !== 0; link = HEAP32[link >> 2] + FILE.next) {
    if (HEAP32[link >> 2] !== file) continue;
    write_ptr(link, HEAP32[(file + FILE.next) >> 2]);
    break;
  }
  const closed = guard(0, () => (host().close(HEAP32[(file + FILE.fd) >> 2]), 0), EOF);
  PyMem_RawFree(file);
  return r < 0 ? EOF : closed;
}

function fgetc(file: number): number {
  const ungot = HEAP32[(file + FILE.ungot) >> 2];
  if (ungot >= 0) {
    HEAP32[(file + FILE.ungot) >> 2] = -1;
    return ungot;
  }
  const one = new Uint8Array(1);
  const n = guard(file, () => host().read(HEAP32[(file + FILE.fd) >> 2], one), -1);
  if (n === 0) HEAP32[(file + FILE.eof) >> 2] = 1;
  return n > 0 ? one[0] : EOF;
}
function ungetc(c: number, file: number): number {
  if (c !== EOF) HEAP32[(file + FILE.ungot) >> 2] = c & 255;
  HEAP32[(file + FILE.eof) >> 2] = 0;
  return c;
}
function fgets(s: number, size: number, file: number): number {
  let n = 0;
  while (n < size - 1) {
    const c = fgetc(file);
    if (c < 0) break;
    HEAPU8[s + n++] = c;
    if (c === 10) break;
  }
  if (n === 0) return 0;
  HEAPU8[s + n] = 0;
  return s;
}
function fread(p: number, size: number, count: number, file: number): number {
  const total = size * count;
  let n = 0;
  const ungot = HEAP32[(file + FILE.ungot) >> 2];
  if (ungot >= 0 && total > 0) HEAPU8[p + n++] = fgetc(file);
  while (n < total) {
    const chunk = new Uint8Array(total - n);
    const got = guard(file, () => host().read(HEAP32[(file + FILE.fd) >> 2], chunk), -1);
    if (got <= 0) {
      if (got === 0) HEAP32[(file + FILE.eof) >> 2] = 1;
      break;
    }
    HEAPU8.set(chunk.subarray(0, got), p + n);
    n += got;
  }
  return size === 0 ? 0 : Math.floor(n / size);
}
function fwrite(p: number, size: number, count: number, file: number): number {
  return put(file, block(p, size * count)) < 0 ? 0 : count;
}
function fseek(file: number, offset: number, whence: number): number {
  if (fflush(file) < 0) return -1;
  HEAP32[(file + FILE.ungot) >> 2] = -1;
  HEAP32[(file + FILE.eof) >> 2] = 0;
  return guard(file, () => (host().lseek(HEAP32[(file + FILE.fd) >> 2], offset, whence), 0), -1);
}
function ftell(file: number): number {
  if (fflush(file) < 0) return -1;
  return guard(file, () => host().lseek(HEAP32[(file + FILE.fd) >> 2], 0, 1), -1);
}
function setvbuf(file: number, _buffer: number, mode: number, _size: number): number {
  fflush(file);
  HEAP32[(file + FILE.mode) >> 2] = mode;
  return 0;
}
function perror(s: number): void {
  const prefix = s !== 0 && HEAPU8[s] !== 0 ? `${bytes_at(s)}: ` : '';
  put(stream(2), `${prefix}${strerror(errno_value())}\n`);
}
function clear(file: number): void {
  HEAP32[(file + FILE.eof) >> 2] = 0;
  HEAP32[(file + FILE.error) >> 2] = 0;
}

/** Before the process ends in a way that keeps C's text: used by abort and assert. */
export function put_stderr(s: string): void {
  put(stream(2), s);
}

export const STDIO = {
  printf: [(f: number, va: number) => vfprintf(stream(1), f, va), 'iPP', ''],
  vprintf: [(f: number, va: number) => vfprintf(stream(1), f, va), 'iPP', ''],
  fprintf: [vfprintf, 'iPPP', ''], vfprintf: [vfprintf, 'iPPP', ''],
  snprintf: [vsnprintf, 'iPZPP', ''], vsnprintf: [vsnprintf, 'iPZPP', ''],
  sprintf: [(s: number, f: number, va: number) => vsnprintf(s, 2 ** 31, f, va), 'iPPP', ''],
  vsprintf: [(s: number, f: number, va: number) => vsnprintf(s, 2 ** 31, f, va), 'iPPP', ''],
  puts: [(s: number) => put(stream(1), `${bytes_at(s)}\n`), 'iP', ''],
  putchar: [(c: number) => (put(stream(1), String.fromCharCode(c & 255)) < 0 ? EOF : c & 255), 'ii', ''],
  fputs: [(s: number, file: number) => put(file, bytes_at(s)), 'iPP', ''],
  fputc: [(c: number, file: number) => (put(file, String.fromCharCode(c & 255)) < 0 ? EOF : c & 255), 'iiP', ''],
  putc: [(c: number, file: number) => (put(file, String.fromCharCode(c & 255)) < 0 ? EOF : c & 255), 'iiP', ''],
  fflush: [fflush, 'iP', ''], fopen: [fopen, 'PPP', ''], fclose: [fclose, 'iP', ''], fread: [fread, 'ZPZZP', ''], fwrite: [fwrite, 'ZPZZP', ''],
  fgetc: [fgetc, 'iP', ''], getc: [fgetc, 'iP', ''], getchar: [() => fgetc(stream(0)), 'i', ''], ungetc: [ungetc, 'iiP', ''], fgets: [fgets, 'PPiP', ''],
  fseek: [fseek, 'iPZi', ''], ftell: [ftell, 'ZP', ''], rewind: [(f: number) => void fseek(f, 0, 0), 'vP', ''],
  feof: [(f: number) => HEAP32[(f + FILE.eof) >> 2], 'iP', ''], ferror: [(f: number) => HEAP32[(f + FILE.error) >> 2], 'iP', ''], clearerr: [clear, 'vP', ''],
  fileno: [(f: number) => HEAP32[(f + FILE.fd) >> 2], 'iP', ''], setvbuf: [setvbuf, 'iPPiZ', ''],
  setbuf: [(f: number, buffer: number) => void setvbuf(f, buffer, buffer === 0 ? _IONBF : _IOFBF, BUFSIZ), 'vPP', ''], perror: [perror, 'vP', ''],
  remove: [(p: number) => guard(0, () => (host().unlink(cstring(p)), 0), -1), 'iP', ''],
  rename: [(a: number, b: number) => guard(0, () => (host().rename(cstring(a), cstring(b)), 0), -1), 'iPP', ''],
} as const;
