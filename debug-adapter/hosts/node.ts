// The Host of interpreter/host.ts on Node: real files, with the packed standard library mounted read-only.
//
// Node's synchronous calls block the worker, as read(2) blocks a thread. Node has no lseek(2) and no chdir(2) in workers:
// positions and the current directory are kept in the memory that all workers share (vfs.ts).

import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { EBADF, EBUSY, EINVAL, EIO, EISDIR, EMFILE, ENAMETOOLONG, ENOENT, ENOSYS, ENOTDIR, EROFS, ERRNO_TABLE, ESPIPE, type Host, HostError, type HostFfi, type HostStat } from '../../interpreter/host';
import { make_node_ffi, type NodeFfi } from './ffi';
import type { NativeStart } from '../process';
import { Descriptors } from './descriptors';
import { load_koffi } from './native';
import { FD_COUNT, FD_NONBLOCKING, FD_OPENED, normalize, STREAM, type PackedFile, type StdlibTree } from './vfs';

const numbers = new Map<string, number>();
for (const [number, names] of ERRNO_TABLE) for (const name of names.split(' ')) numbers.set(name, number);

/** Linux's open(2) flags, and what this platform calls them. */
const O_ACCMODE = 3;
const FLAGS: readonly (readonly [number, number | undefined])[] = [
  [0o100, fs.constants.O_CREAT], [0o200, fs.constants.O_EXCL], [0o400, fs.constants.O_NOCTTY], [0o1000, fs.constants.O_TRUNC], [0o2000, fs.constants.O_APPEND],
  [0o4000, fs.constants.O_NONBLOCK], [0o200000, fs.constants.O_DIRECTORY], [0o400000, fs.constants.O_NOFOLLOW], [0o4010000, fs.constants.O_SYNC], [0o40000, fs.constants.O_DIRECT],
];
const O_APPEND = 0o2000;
const O_WRITING = 0o3 | 0o100 | 0o1000;

const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
/** st_dev of packed files. */
const VFS_DEV = 0x7079;

function fail(errno: number, what: string): never {
  throw new HostError(errno, what);
}

/** Runs a call of Node's; its errors become HostErrors with Linux's numbers. */
function sys<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof HostError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_OUT_OF_RANGE') fail(EBADF, message);
    if (code === 'ERR_INVALID_ARG_VALUE') fail(EINVAL, message);
    throw new HostError(numbers.get(code ?? '') ?? EIO, message);
  }
}

/** A file name with undecodable bytes (lone surrogates U+DC80..U+DCFF, as os.fsdecode makes them) as those bytes. */
function native(path: string): string | Buffer {
  if (!/[\udc80-\udcff]/.test(path) || path.isWellFormed()) return path;
  const parts: Buffer[] = [];
  for (const ch of path) {
    const c = ch.codePointAt(0) as number;
    parts.push(c >= 0xdc80 && c <= 0xdcff ? Buffer.from([c - 0xdc00]) : Buffer.from(ch));
  }
  return Buffer.concat(parts);
}

/** The inverse of `native` for one name. */
function decode_name(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || Buffer.from(text).equals(bytes)) return text;
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    let n = 1;
    while (n <= 4 && bytes.toString('utf8', i, i + n).includes('\ufffd')) n++;
    if (n > 4 || i + n > bytes.length) {
      out += String.fromCharCode(0xdc00 + bytes[i]);
      i++;
    } else {
      out += bytes.toString('utf8', i, i + n);
      i += n;
    }
  }
  return out;
}

function host_stat(s: fs.BigIntStats): HostStat {
  return {
    st_mode: Number(s.mode), st_ino: Number(s.ino), st_dev: Number(s.dev), st_nlink: Number(s.nlink), st_uid: Number(s.uid), st_gid: Number(s.gid), st_size: Number(s.size),
    st_atime_ns: s.atimeNs, st_mtime_ns: s.mtimeNs, st_ctime_ns: s.ctimeNs, st_blksize: Number(s.blksize), st_blocks: Number(s.blocks), st_rdev: Number(s.rdev),
  };
}

function packed_stat(mode: number, ino: number, size: number, mtime: number): HostStat {
  const ns = BigInt(mtime) * 1_000_000_000n;
  return { st_mode: mode, st_ino: ino, st_dev: VFS_DEV, st_nlink: 1, st_uid: 0, st_gid: 0, st_size: size, st_atime_ns: ns, st_mtime_ns: ns, st_ctime_ns: ns };
}

const pause = new Int32Array(new SharedArrayBuffer(4));
/** A descriptor in non-blocking mode is asked again, unless the program made it so: a terminal that Node opened. */
function blocking<T>(call: () => T, wanted: boolean): T {
  if (wanted) return call();
  for (;;) {
    try {
      return call();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 5);
    }
  }
}

export interface NodeHostOptions {
  stdlib: StdlibTree;
  start_thread(tstate: number): void;
  post(kind: string, fields: Record<string, unknown>): void;
  exit(status: number): never;
  /** Takes what is written to descriptors 1 and 2, when they are not the process's own. */
  write_fd?: (fd: number, bytes: Uint8Array) => void;
  /** Reads from descriptor 0, when it is not the process's own. May block. */
  read_stdin?: (into: Uint8Array) => number;
  /** Bit n: descriptor n of those is a terminal all the same. */
  tty?: number;
  /** The program's environment; default: the process's. */
  environ?: Record<string, string>;
  heap: Uint8Array;
  /** Where calls into C are possible. */
  native?: NativeStart;
  /** Asks the main thread for descriptors 1 and 2 of C's own. */
  ask_for_stdio(): void;
}

export function make_node_host(opts: NodeHostOptions): Host {
  return new NodeHost(opts);
}

/** Modules of Node that few programs need: loading these two takes longer than all that a start does with files. */
const builtin = createRequire(process.execPath);

function isatty(fd: number): boolean {
  return (process.platform === 'win32' || fs.fstatSync(fd).isCharacterDevice()) && (builtin('node:tty') as typeof import('node:tty')).isatty(fd);
}

/** What os.urandom() reads elsewhere too; false where there is no such device. */
function read_urandom(into: Uint8Array): boolean {
  let fd = -1;
  try {
    fd = fs.openSync('/dev/urandom', 'r');
    for (let at = 0; at < into.length; ) at += fs.readSync(fd, into, at, into.length - at, null);
    return true;
  } catch {
    return false;
  } finally {
    if (fd >= 0) fs.closeSync(fd);
  }
}

/** What to add to this thread's performance.now() for the clock of all threads, in ms. The thread may be interrupted between two looks. */
function monotonic_origin(): number {
  let [best, origin] = [Infinity, 0];
  for (let i = 0; i < 3; i++) {
    const before = performance.now();
    const shared = Number(process.hrtime.bigint()) / 1e6;
    const after = performance.now();
    if (after - before < best) [best, origin] = [after - before, shared - (before + after) / 2];
  }
  return origin;
}

class NodeHost implements Host {
  readonly platform = 'node';
  get output_as_events(): boolean {
    return this.opts.write_fd !== undefined;
  }
  private readonly vfs: StdlibTree;
  private readonly monotonic_origin = monotonic_origin();

  private native: NodeFfi | string | null = null;

  constructor(private readonly opts: NodeHostOptions) {
    this.vfs = opts.stdlib;
  }

  get ffi(): HostFfi | undefined {
    if (this.native === null) {
      const { heap, native, write_fd: output, ask_for_stdio } = this.opts;
      this.native = native === undefined ? 'this process was started without them' : make_node_ffi({ heap, cwd: () => this.vfs.cwd(), native, output, ask_for_stdio });
    }
    return typeof this.native === 'string' ? undefined : this.native;
  }
  get no_ffi(): string | undefined {
    return typeof this.native === 'string' ? this.native : undefined;
  }

  // --- paths --------------------------------------------------------------------------------------------------------

  private absolute(path: string): string {
    if (path === '') fail(ENOENT, 'empty path');
    if (path.includes('\0')) fail(EINVAL, 'embedded null');
    if (path.startsWith('/') || (process.platform === 'win32' && /^[a-zA-Z]:/.test(path))) return path;
    return `${this.vfs.cwd()}/${path}`;
  }

  /** The path below the packed library, or null. */
  private packed(absolute: string): string | null {
    return absolute.startsWith('/usr') || absolute.includes('/..') ? this.vfs.relative(normalize(absolute)) : null;
  }

  /** A path for Node that may be changed: EROFS inside the packed library. */
  private writable(path: string): string | Buffer {
    const absolute = this.absolute(path);
    if (this.packed(absolute) !== null) fail(EROFS, `${path} is part of the packed standard library`);
    return native(absolute);
  }

  // --- descriptors --------------------------------------------------------------------------------------------------

  open(path: string, flags: number, mode: number): number {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative !== null) return this.open_packed(path, relative, flags);
    let native_flags = flags & O_ACCMODE;
    for (const [linux, here] of FLAGS) if ((flags & linux) === linux) native_flags |= here ?? 0;
    return sys(() => {
      const fd = fs.openSync(native(absolute), native_flags, mode);
      const stat = fs.fstatSync(fd);
      this.vfs.set_fd_position(fd, stat.isFile() ? (flags & O_APPEND ? stat.size : 0) : STREAM);
      this.vfs.set_fd_flags(fd, FD_OPENED);
      return fd;
    });
  }

  private open_packed(path: string, relative: string, flags: number): number {
    if (flags & O_WRITING) fail(this.vfs.dir(relative) ? EISDIR : EROFS, path);
    const file = this.vfs.file(relative);
    if (!file) fail(this.vfs.dir(relative) ? EISDIR : ENOENT, path);
    const fd = this.vfs.open(file);
    return fd < 0 ? fail(EMFILE, path) : fd;
  }

  close(fd: number): void {
    if (this.vfs.opened(fd)) return this.vfs.close(fd);
    if (this.foreign(fd)) fail(EBADF, 'not a descriptor of the program');
    this.vfs.set_fd_position(fd, STREAM);
    this.vfs.set_fd_flags(fd, 0);
    sys(() => fs.closeSync(fd));
  }

  read(fd: number, into: Uint8Array): number {
    const file = this.vfs.opened(fd);
    if (file) return this.vfs.read(fd, file, into);
    if (fd === 0 && this.opts.read_stdin) return this.opts.read_stdin(into);
    if (into.length === 0) return 0;
    return sys(() => {
      const position = this.vfs.fd_position(fd);
      let n: number;
      try {
        n = blocking(() => fs.readSync(fd, into, 0, into.length, position === STREAM ? null : position), this.nonblocking(fd));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EOF') throw error;
        n = 0;
      }
      if (position !== STREAM) this.vfs.set_fd_position(fd, position + n);
      return n;
    });
  }

  write(fd: number, bytes: Uint8Array): number {
    if (this.vfs.opened(fd)) fail(EBADF, 'the packed standard library is read-only');
    if ((fd === 1 || fd === 2) && this.opts.write_fd) {
      this.opts.write_fd(fd, bytes);
      return bytes.length;
    }
    return sys(() => {
      const position = this.vfs.fd_position(fd);
      const n = blocking(() => fs.writeSync(fd, bytes, 0, bytes.length, position === STREAM ? null : position), this.nonblocking(fd));
      if (position !== STREAM) this.vfs.set_fd_position(fd, position + n);
      return n;
    });
  }

  lseek(fd: number, offset: number, whence: number): number {
    const file = this.vfs.opened(fd);
    const stat = file ? null : sys(() => fs.fstatSync(fd));
    // A device that is no terminal is always at 0, as on Linux.
    if (stat?.isCharacterDevice() && !isatty(fd)) return 0;
    if (stat !== null && !stat.isFile()) fail(ESPIPE, 'not a file');
    const here = file ? this.vfs.position(fd) : this.vfs.fd_position(fd);
    // A copied descriptor shares its position with the other in the kernel.
    if (here === STREAM && this.c !== null) return this.c.lseek(fd, offset, whence);
    let base = 0;
    if (whence === 1) base = here === STREAM ? kernel_position(fd) : here;
    else if (whence === 2) base = file ? file.size : (stat as fs.Stats).size;
    else if (whence !== 0) fail(EINVAL, 'whence');
    const position = base + offset;
    if (position < 0) fail(EINVAL, 'negative position');
    // Asking where a descriptor of somebody else stands leaves it to its kernel position.
    if (here === STREAM && whence === 1 && offset === 0) return position;
    if (file) this.vfs.seek(fd, position);
    else this.vfs.set_fd_position(fd, position);
    return position;
  }

  fstat(fd: number): HostStat {
    const file = this.vfs.opened(fd);
    if (file) return file_stat(file);
    return sys(() => host_stat(fs.fstatSync(fd, { bigint: true })));
  }

  ftruncate(fd: number, length: number): void {
    if (this.vfs.opened(fd)) fail(EINVAL, 'read-only');
    sys(() => fs.ftruncateSync(fd, length));
  }

  isatty(fd: number): boolean {
    if (fd >= 0 && fd <= 2 && (fd === 0 ? this.opts.read_stdin : this.opts.write_fd)) return (((this.opts.tty ?? 0) >> fd) & 1) === 1;
    if (this.vfs.opened(fd)) return false;
    try {
      return isatty(fd);
    } catch {
      return false;
    }
  }

  private c: Descriptors | null = null;
  /** Throws ENOSYS where calls into C are not possible. */
  private descriptors(): Descriptors {
    if (this.c !== null) return this.c;
    if (this.opts.native === undefined || process.platform === 'win32') fail(ENOSYS, 'this process was started without calls into C');
    try {
      return (this.c = new Descriptors(load_koffi(this.opts.native.dist)));
    } catch (error) {
      return fail(ENOSYS, (error as Error).message);
    }
  }
  private nonblocking(fd: number): boolean {
    return (this.vfs.fd_flags(fd) & FD_NONBLOCKING) !== 0;
  }
  /** Descriptors 0 to 2 may be the debugger's own, and packed files have none in the kernel. */
  private own(fd: number): void {
    if (this.vfs.opened(fd)) fail(ENOSYS, 'a file of the packed standard library has no descriptor of the system');
    if (fd >= 0 && fd <= 2 && (fd === 0 ? this.opts.read_stdin : this.opts.write_fd)) fail(ENOSYS, 'descriptors 0 to 2 are streams of the debugger');
  }
  /** Not opened by the program: Node itself has descriptors, and would not live without them. */
  private foreign(fd: number): boolean {
    return fd > 2 && fd < FD_COUNT && (this.vfs.fd_flags(fd) & FD_OPENED) === 0;
  }
  private adopt(fd: number): number {
    this.vfs.set_fd_position(fd, STREAM);
    this.vfs.set_fd_flags(fd, FD_OPENED);
    return fd;
  }
  /** Gives a descriptor's position to the kernel. */
  private to_kernel(fd: number): void {
    const position = this.vfs.fd_position(fd);
    if (position === STREAM) return;
    this.descriptors().lseek(fd, position);
    this.vfs.set_fd_position(fd, STREAM);
  }
  pipe(): [number, number] {
    const [r, w] = this.descriptors().pipe();
    return [this.adopt(r), this.adopt(w)];
  }
  dup(fd: number): number {
    this.own(fd);
    const copy = this.descriptors().dup(fd);
    this.to_kernel(fd);
    return this.adopt(copy);
  }
  dup2(fd: number, fd2: number, inheritable: boolean): void {
    this.own(fd);
    this.own(fd2);
    if (this.foreign(fd2) && this.descriptors().is_open(fd2)) fail(EBUSY, 'a descriptor of Node itself');
    this.descriptors().dup2(fd, fd2, inheritable);
    this.to_kernel(fd);
    if (fd2 > 2) this.adopt(fd2);
  }
  get_inheritable(fd: number): boolean {
    return !this.vfs.opened(fd) && this.descriptors().get_inheritable(fd);
  }
  set_inheritable(fd: number, on: boolean): void {
    if (!this.vfs.opened(fd)) this.descriptors().set_inheritable(fd, on);
  }
  get_blocking(fd: number): boolean {
    return this.vfs.opened(fd) !== undefined || this.descriptors().get_blocking(fd);
  }
  set_blocking(fd: number, on: boolean): void {
    this.own(fd);
    this.descriptors().set_blocking(fd, on);
    const flags = this.vfs.fd_flags(fd);
    this.vfs.set_fd_flags(fd, on ? flags & ~FD_NONBLOCKING : flags | FD_NONBLOCKING);
  }
  /** Node's own keeps microseconds at best. False where calls into C are not possible. */
  private utimens(path: string | Buffer, atime_ns: bigint, mtime_ns: bigint, follow_symlinks: boolean): boolean {
    let c: Descriptors;
    try {
      c = this.descriptors();
    } catch {
      return false;
    }
    c.utimensat(Buffer.from(path), atime_ns, mtime_ns, follow_symlinks);
    return true;
  }
  umask(mask: number): number {
    return this.descriptors().umask(mask);
  }

  fsync(fd: number): void {
    if (!this.vfs.opened(fd)) sys(() => fs.fsyncSync(fd));
  }

  // --- files by name ------------------------------------------------------------------------------------------------

  stat(path: string, follow_symlinks: boolean): HostStat {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative === null) return sys(() => host_stat(follow_symlinks ? fs.statSync(native(absolute), { bigint: true }) : fs.lstatSync(native(absolute), { bigint: true })));
    const file = this.vfs.file(relative);
    if (file) return absolute.endsWith('/') ? fail(ENOTDIR, path) : file_stat(file);
    if (!this.vfs.dir(relative)) fail(ENOENT, path);
    return packed_stat(S_IFDIR | 0o555, this.vfs.dir_ino(relative), 4096, this.vfs.file('os.py')?.mtime ?? 0);
  }

  listdir(path: string): string[] {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative === null) return sys(() => fs.readdirSync(native(absolute), { encoding: 'buffer' }).map(decode_name));
    return [...(this.vfs.dir(relative) ?? fail(this.vfs.file(relative) ? ENOTDIR : ENOENT, path))];
  }

  mkdir(path: string, mode: number): void {
    const p = this.writable(path);
    sys(() => fs.mkdirSync(p, { mode }));
  }
  rmdir(path: string): void {
    const p = this.writable(path);
    sys(() => fs.rmdirSync(p));
  }
  unlink(path: string): void {
    const p = this.writable(path);
    sys(() => fs.unlinkSync(p));
  }
  rename(from: string, to: string): void {
    const a = this.writable(from);
    const b = this.writable(to);
    sys(() => fs.renameSync(a, b));
  }
  readlink(path: string): string {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative !== null) fail(this.vfs.file(relative) || this.vfs.dir(relative) ? EINVAL : ENOENT, path);
    return sys(() => decode_name(fs.readlinkSync(native(absolute), { encoding: 'buffer' })));
  }
  symlink(target: string, path: string): void {
    const p = this.writable(path);
    sys(() => fs.symlinkSync(native(target), p));
  }
  link(from: string, to: string): void {
    const a = this.writable(from);
    const b = this.writable(to);
    sys(() => fs.linkSync(a, b));
  }
  chmod(path: string, mode: number): void {
    const p = this.writable(path);
    sys(() => fs.chmodSync(p, mode));
  }
  fchmod(fd: number, mode: number): void {
    sys(() => fs.fchmodSync(fd, mode));
  }
  chown(path: string, uid: number, gid: number, follow_symlinks: boolean): void {
    const p = this.writable(path);
    sys(() => (follow_symlinks ? fs.chownSync(p, uid, gid) : fs.lchownSync(p, uid, gid)));
  }
  utime(path: string, atime_ns: bigint, mtime_ns: bigint, follow_symlinks: boolean): void {
    const p = this.writable(path);
    if (this.utimens(p, atime_ns, mtime_ns, follow_symlinks)) return;
    const seconds = (ns: bigint): number => Number(ns) / 1e9;
    sys(() => (follow_symlinks ? fs.utimesSync(p, seconds(atime_ns), seconds(mtime_ns)) : fs.lutimesSync(p, seconds(atime_ns), seconds(mtime_ns))));
  }
  truncate(path: string, length: number): void {
    const p = this.writable(path);
    sys(() => fs.truncateSync(p, length));
  }
  access(path: string, mode: number): boolean {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative !== null) return (this.vfs.file(relative) !== undefined || this.vfs.dir(relative) !== undefined) && (mode & 2) === 0;
    try {
      fs.accessSync(native(absolute), mode);
      return true;
    } catch {
      return false;
    }
  }

  // --- the process --------------------------------------------------------------------------------------------------

  getcwd(): string {
    return this.vfs.cwd();
  }

  chdir(path: string): void {
    const target = normalize(this.absolute(path));
    const stat = this.stat(target, true);
    if ((stat.st_mode & 0o170000) !== S_IFDIR) fail(ENOTDIR, path);
    const real = this.packed(target) === null ? decode_name(sys(() => fs.realpathSync.native(native(target), { encoding: 'buffer' }))) : target;
    if (!this.vfs.set_cwd(real)) fail(ENAMETOOLONG, path);
  }

  getpid(): number {
    return process.pid;
  }
  getppid(): number {
    return process.ppid;
  }
  getuid(): number {
    return process.getuid?.() ?? 0;
  }
  getgid(): number {
    return process.getgid?.() ?? 0;
  }

  environ(): Record<string, string> {
    return this.opts.environ ?? (process.env as Record<string, string>);
  }

  time_ns(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }
  monotonic_ms(): number {
    return performance.now() + this.monotonic_origin;
  }
  monotonic_ns(): bigint {
    return process.hrtime.bigint();
  }
  process_time_ns(): bigint {
    const { user, system } = process.cpuUsage();
    return BigInt(user + system) * 1000n;
  }
  thread_time_ns(): bigint {
    const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
    return BigInt(Math.round(user + system)) * 1000n;
  }

  timezone(ms: number): { offset_minutes: number; isdst: boolean; name: string } {
    // JavaScript's dates end there; what is beyond them may come as NaN.
    const date = new Date(Number.isNaN(ms) ? 0 : Math.max(-8.64e15, Math.min(8.64e15, ms)));
    const offset_minutes = date.getTimezoneOffset();
    const year = date.getFullYear();
    const standard = Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
    return { offset_minutes, isdst: offset_minutes < standard, name: zone_name(date) };
  }

  urandom(n: number): Uint8Array {
    const bytes = new Uint8Array(n);
    return read_urandom(bytes) ? bytes : (builtin('node:crypto') as typeof import('node:crypto')).randomFillSync(bytes);
  }

  start_thread(tstate: number): void {
    this.opts.start_thread(tstate);
  }
  post(kind: string, fields: Record<string, unknown>): void {
    this.opts.post(kind, fields);
  }
  exit(status: number): never {
    // Where C has buffers of its own on the descriptors, os._exit must not flush them.
    if (this.native !== null && typeof this.native !== 'string' && !this.opts.write_fd) this.native.exit(status);
    return this.opts.exit(status);
  }
}

function file_stat(file: PackedFile): HostStat {
  return packed_stat(S_IFREG | 0o444, file.ino, file.size, file.mtime);
}

/** Where a descriptor that this process did not open stands. */
function kernel_position(fd: number): number {
  try {
    return Number(/^pos:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1] ?? 0);
  } catch {
    return fail(ENOSYS, 'the position of an inherited descriptor is not known here');
  }
}

/** The zone's abbreviation (CET, UTC), as far as the platform knows it. */
function zone_name(date: Date): string {
  zone_format ??= new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });
  return zone_format.formatToParts(date).find((p) => p.type === 'timeZoneName')?.value ?? 'UTC';
}
/** Made once: it takes milliseconds. */
let zone_format: Intl.DateTimeFormat | undefined;
