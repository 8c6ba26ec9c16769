// System calls that Node does not have, through koffi: pipe, dup, dup2, the flags of fcntl, umask in a worker, times to the nanosecond.

import { HostError } from '../../interpreter/host';
import type { Koffi } from './native';

const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const FD_CLOEXEC = 1;
const O_NONBLOCK = process.platform === 'darwin' ? 4 : 0o4000;
/** errno of this platform to Linux's number, for what these calls can say. */
const EAGAIN_DARWIN = 35;
const EAGAIN = 11;
const SEEK_SET = 0;
const AT_FDCWD = process.platform === 'darwin' ? -2 : -100;
const AT_SYMLINK_NOFOLLOW = process.platform === 'darwin' ? 0x20 : 0x100;
const BILLION = 1_000_000_000n;

type CFunction = (...args: unknown[]) => number;

export class Descriptors {
  private readonly c: Record<'pipe' | 'dup' | 'dup2' | 'fcntl' | 'umask' | 'utimensat', CFunction>;
  private readonly c_lseek: (...args: unknown[]) => bigint | number;

  constructor(private readonly koffi: Koffi) {
    const program = koffi.load(null);
    this.c = {
      pipe: program.func('int pipe(int *)'), dup: program.func('int dup(int)'), dup2: program.func('int dup2(int, int)'), fcntl: program.func('int fcntl(int, int, ...)'),
      umask: program.func('int umask(int)'), utimensat: program.func('int utimensat(int, void *, void *, int)'),
    } as typeof this.c;
    this.c_lseek = program.func('int64_t lseek(int, int64_t, int)') as typeof this.c_lseek;
  }

  private checked(result: number, what: string): number {
    if (result >= 0) return result;
    const errno = this.koffi.errno();
    throw new HostError(process.platform === 'darwin' && errno === EAGAIN_DARWIN ? EAGAIN : errno, what);
  }

  /** Both ends are closed in a process that this one starts. */
  pipe(): [number, number] {
    const ends = new Int32Array(2);
    this.checked(this.c.pipe(ends), 'pipe');
    for (const fd of ends) this.set_inheritable(fd, false);
    return [ends[0], ends[1]];
  }
  dup(fd: number): number {
    const copy = this.checked(this.c.dup(fd), 'dup');
    this.set_inheritable(copy, false);
    return copy;
  }
  dup2(fd: number, fd2: number, inheritable: boolean): void {
    this.checked(this.c.dup2(fd, fd2), 'dup2');
    if (!inheritable && fd !== fd2) this.set_inheritable(fd2, false);
  }

  private fcntl(fd: number, command: number, value = 0): number {
    return this.checked(this.c.fcntl(fd, command, 'int', value), 'fcntl');
  }
  is_open(fd: number): boolean {
    return this.c.fcntl(fd, F_GETFD, 'int', 0) >= 0;
  }
  get_inheritable(fd: number): boolean {
    return (this.fcntl(fd, F_GETFD) & FD_CLOEXEC) === 0;
  }
  set_inheritable(fd: number, on: boolean): void {
    const flags = this.fcntl(fd, F_GETFD);
    this.fcntl(fd, F_SETFD, on ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC);
  }
  get_blocking(fd: number): boolean {
    return (this.fcntl(fd, F_GETFL) & O_NONBLOCK) === 0;
  }
  set_blocking(fd: number, on: boolean): void {
    const flags = this.fcntl(fd, F_GETFL);
    this.fcntl(fd, F_SETFL, on ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
  }

  lseek(fd: number, offset: number, whence: number = SEEK_SET): number {
    return this.checked(Number(this.c_lseek(fd, offset, whence)), 'lseek');
  }
  /** `path` without its NUL; absolute. */
  utimensat(path: Buffer, atime_ns: bigint, mtime_ns: bigint, follow_symlinks: boolean): void {
    const times = BigInt64Array.from([atime_ns, mtime_ns].flatMap((ns) => [(ns - (((ns % BILLION) + BILLION) % BILLION)) / BILLION, ((ns % BILLION) + BILLION) % BILLION]));
    this.checked(this.c.utimensat(AT_FDCWD, Buffer.concat([path, Buffer.alloc(1)]), times, follow_symlinks ? 0 : AT_SYMLINK_NOFOLLOW), 'utimensat');
  }
  umask(mask: number): number {
    return this.c.umask(mask);
  }
}
