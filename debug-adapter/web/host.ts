// The Host of interpreter/host.ts in the browser: the packed library from shared memory, other files by synchronous calls to
// the session's worker (fileServer.ts).

import { EBADF, EINVAL, EISDIR, ENOENT, ENOSYS, ENOTDIR, EROFS, type Host, HostError, type HostStat } from '../../interpreter/host';
import type { FsStat } from '../protocol';
import type { HostFunctions } from '../realm';
import { normalize, type PackedFile, StdlibTree } from '../hosts/vfs';
import { await_answer } from './rpc';

const WRITING = 0o3 | 0o100 | 0o1000;

function fail(errno: number, what: string): never {
  throw new HostError(errno, what);
}

function stat_of(mode: number, size: number, mtime_ms: number, ino: number): HostStat {
  const ns = BigInt(Math.round(mtime_ms)) * 1_000_000n;
  return { st_mode: mode, st_ino: ino, st_dev: 1, st_nlink: 1, st_uid: 0, st_gid: 0, st_size: size, st_atime_ns: ns, st_mtime_ns: ns, st_ctime_ns: ns };
}

export interface WebHostOptions extends HostFunctions {
  stdlib: StdlibTree;
  environ: Record<string, string>;
  /** Sends a file call to the session's worker. */
  send: (op: string, args: unknown[]) => void;
  buffer: SharedArrayBuffer;
}

export class WebHost implements Host {
  readonly platform = 'web';
  get output_as_events(): boolean {
    return this.opts.write_fd !== undefined;
  }

  constructor(private readonly opts: WebHostOptions) {}

  private call(op: string, ...args: unknown[]): { value: unknown; bytes: Uint8Array } {
    this.opts.send(op, args);
    const { answer, bytes } = await_answer(this.opts.buffer);
    if (answer.errno !== undefined) fail(answer.errno, answer.message ?? op);
    return { value: answer.value, bytes };
  }

  private absolute(path: string): string {
    if (path === '') fail(ENOENT, 'empty path');
    if (path.includes('\0')) fail(EINVAL, 'embedded null');
    return normalize(path.startsWith('/') ? path : `${this.opts.stdlib.cwd()}/${path}`);
  }

  private packed(path: string): string | null {
    return this.opts.stdlib.relative(path);
  }

  private writable(path: string): string {
    const absolute = this.absolute(path);
    return this.packed(absolute) === null ? absolute : fail(EROFS, `${path} is part of the packed standard library`);
  }

  open(path: string, flags: number, mode: number): number {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative === null) return this.call('open', absolute, flags, mode).value as number;
    const file = this.opts.stdlib.file(relative);
    if (flags & WRITING) fail(EROFS, path);
    if (!file) return fail(this.opts.stdlib.dir(relative) ? EISDIR : ENOENT, path);
    return this.opts.stdlib.open(file);
  }

  close(fd: number): void {
    if (this.opts.stdlib.opened(fd)) this.opts.stdlib.close(fd);
    else if (fd > 2) this.call('close', fd);
  }

  read(fd: number, into: Uint8Array): number {
    const file = this.opts.stdlib.opened(fd);
    if (file) return this.opts.stdlib.read(fd, file, into);
    if (fd === 0) return this.opts.read_stdin?.(into) ?? 0;
    const { bytes } = this.call('read', fd, into.length);
    into.set(bytes);
    return bytes.length;
  }

  write(fd: number, bytes: Uint8Array): number {
    if (fd === 1 || fd === 2) {
      this.opts.write_fd?.(fd, bytes);
      return bytes.length;
    }
    if (this.opts.stdlib.opened(fd)) fail(EBADF, 'read-only');
    return this.call('write', fd, [...bytes]).value as number;
  }

  lseek(fd: number, offset: number, whence: number): number {
    const file = this.opts.stdlib.opened(fd);
    if (!file) return fd > 2 ? (this.call('lseek', fd, offset, whence).value as number) : fail(29, 'not a file');
    const at = (whence === 1 ? this.opts.stdlib.position(fd) : whence === 2 ? file.size : 0) + offset;
    if (at < 0) fail(EINVAL, 'negative position');
    this.opts.stdlib.seek(fd, at);
    return at;
  }

  fstat(fd: number): HostStat {
    const file = this.opts.stdlib.opened(fd);
    if (file) return packed_stat(file);
    if (fd >= 0 && fd <= 2) return stat_of(0o010600, 0, 0, fd + 1);
    return remote_stat(this.call('fstat', fd).value as FsStat);
  }

  stat(path: string, _follow_symlinks: boolean): HostStat {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative === null) return remote_stat(this.call('stat', absolute).value as FsStat, absolute);
    const file = this.opts.stdlib.file(relative);
    if (file) return packed_stat(file);
    return this.opts.stdlib.dir(relative) ? stat_of(0o040555, 4096, 0, this.opts.stdlib.dir_ino(relative)) : fail(ENOENT, path);
  }

  listdir(path: string): string[] {
    const absolute = this.absolute(path);
    const relative = this.packed(absolute);
    if (relative === null) return this.call('listdir', absolute).value as string[];
    return [...(this.opts.stdlib.dir(relative) ?? fail(this.opts.stdlib.file(relative) ? ENOTDIR : ENOENT, path))];
  }

  mkdir(path: string, mode: number): void {
    this.call('mkdir', this.writable(path), mode);
  }
  rmdir(path: string): void {
    this.call('rmdir', this.writable(path));
  }
  unlink(path: string): void {
    this.call('unlink', this.writable(path));
  }
  rename(from: string, to: string): void {
    this.call('rename', this.writable(from), this.writable(to));
  }
  readlink(path: string): string {
    return fail(EINVAL, path);
  }
  symlink(_target: string, path: string): void {
    fail(ENOSYS, path);
  }
  link(_from: string, path: string): void {
    fail(ENOSYS, path);
  }
  chmod(path: string, _mode: number): void {
    this.stat(path, true);
  }
  fchmod(fd: number, _mode: number): void {
    this.fstat(fd);
  }
  chown(path: string, _uid: number, _gid: number, _follow: boolean): void {
    this.stat(path, true);
  }
  utime(path: string, _atime: bigint, _mtime: bigint, _follow: boolean): void {
    this.stat(path, true);
  }
  truncate(path: string, length: number): void {
    const fd = this.open(path, 2, 0);
    this.ftruncate(fd, length);
    this.close(fd);
  }
  ftruncate(fd: number, length: number): void {
    this.call('ftruncate', fd, length);
  }
  fsync(fd: number): void {
    if (fd > 2 && !this.opts.stdlib.opened(fd)) this.call('fsync', fd);
  }
  access(path: string, mode: number): boolean {
    try {
      this.stat(path, true);
      return (mode & 2) === 0 || this.packed(this.absolute(path)) === null;
    } catch {
      return false;
    }
  }
  isatty(_fd: number): boolean {
    return false;
  }
  getcwd(): string {
    return this.opts.stdlib.cwd();
  }
  chdir(path: string): void {
    const target = this.absolute(path);
    if ((this.stat(target, true).st_mode & 0o170000) !== 0o040000) fail(ENOTDIR, path);
    this.opts.stdlib.set_cwd(target);
  }
  getpid(): number {
    return 1;
  }
  getppid(): number {
    return 0;
  }
  getuid(): number {
    return 0;
  }
  getgid(): number {
    return 0;
  }
  environ(): Record<string, string> {
    return this.opts.environ;
  }
  time_ns(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }
  monotonic_ms(): number {
    return performance.timeOrigin + performance.now();
  }
  /** Since the epoch, so that all workers' clocks agree. */
  monotonic_ns(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
  }
  process_time_ns(): bigint {
    return BigInt(Math.round(performance.now() * 1000)) * 1000n;
  }
  thread_time_ns(): bigint {
    return this.process_time_ns();
  }
  timezone(ms: number): { offset_minutes: number; isdst: boolean; name: string } {
    const date = new Date(ms);
    const offset_minutes = date.getTimezoneOffset();
    const year = date.getFullYear();
    const standard = Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
    const name = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(date).find((p) => p.type === 'timeZoneName')?.value ?? 'UTC';
    return { offset_minutes, isdst: offset_minutes < standard, name };
  }
  urandom(n: number): Uint8Array {
    const bytes = new Uint8Array(n);
    for (let at = 0; at < n; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    return bytes;
  }
  start_thread(tstate: number): void {
    this.opts.start_thread(tstate);
  }
  post(kind: string, fields: Record<string, unknown>): void {
    this.opts.post(kind, fields);
  }
  exit(status: number): never {
    return this.opts.exit(status);
  }
}

function packed_stat(file: PackedFile): HostStat {
  return stat_of(0o100444, file.size, file.mtime * 1000, file.ino);
}

function remote_stat(stat: FsStat, path = ''): HostStat {
  let ino = 0;
  for (let i = 0; i < path.length; i++) ino = (ino * 31 + path.charCodeAt(i)) % 0x7fffffff;
  return stat_of(stat.kind === 'directory' ? 0o040755 : 0o100644, stat.size, stat.mtime, ino + 1);
}
