// What the interpreter needs from outside: files, clock, workers, entropy, a console. Node and the browser implement it
// (debug-adapter/hosts/). All calls are synchronous: they are made on Python threads, which may block.

export { EBADF, EBUSY, EINTR, EINVAL, EIO, EISDIR, EMFILE, ENAMETOOLONG, ENOENT, ENOSYS, ENOTDIR, EROFS, ERRNO_TABLE, ESPIPE } from './python/errno';

/** An operating-system error: `errno` is Linux's number. */
export class HostError extends Error {
  constructor(
    public readonly errno: number,
    message: string,
  ) {
    super(message);
  }
}

/** Fields of os.stat_result that a host knows; times in nanoseconds as bigint. */
export interface HostStat {
  st_mode: number;
  st_ino: number;
  st_dev: number;
  st_nlink: number;
  st_uid: number;
  st_gid: number;
  st_size: number;
  st_atime_ns: bigint;
  st_mtime_ns: bigint;
  st_ctime_ns: bigint;
  st_blksize?: number;
  st_blocks?: number;
  st_rdev?: number;
}

/** Messages of a Python thread to the thread that started the process's workers. `seq` orders them over all threads. */
export type HostEvent = { seq: number; kind: string } & Record<string, unknown>;

/** A value that goes to or comes from C: integers and pointers as numbers (bigints beyond 2^53), structures by value as their bytes. */
export type FfiValue = number | bigint | Uint8Array | undefined;

/**
 * Calls into C. Addresses are real ones, as numbers; a host without it cannot load libraries.
 *
 * A signature is `result(parameters)` of type letters: v void, b h i q signed and B H I Q unsigned integers of 1, 2, 4, 8 bytes,
 * f float, d double, p pointer, `{size,align|offset:type,...}` a structure, `<...>` a union, `[n type]` an array in one of them;
 * a `.` stands before the variable arguments.
 */
export interface HostFfi {
  /** The real address of offset 0 of the heap. */
  readonly heap_base: number;
  /** The library's handle; 0: see dlerror. null is the program itself. */
  dlopen(path: string | null, flags: number): number;
  /** 0: see dlerror. */
  dlsym(handle: number, name: string): number;
  /** Not 0 is an error. */
  dlclose(handle: number): number;
  /** The text of the last failure, once. */
  dlerror(): string | null;
  /** Calls the function; `errno[0]` is put into C's errno before and holds it after. Throws FfiError for what cannot be passed. */
  call(address: number, signature: string, args: FfiValue[], errno: Int32Array): FfiValue;
  /** A C function that calls `f` on the thread that made it. 0 when there is none left. */
  callback(signature: string, f: (args: FfiValue[]) => FfiValue): number;
  free_callback(address: number): void;
  memmove(to: number, from: number, n: number): void;
  /** strlen (width 1) or wcslen (width 4). */
  string_length(address: number, width: number): number;
  /** Brings out what C has written to descriptors 1 and 2 where they are not the program's own. Called with the GIL. */
  flush_output(): void;
}

/** Something that calls into C cannot pass. */
export class FfiError extends Error {}

export interface Host {
  /** Loaded when it is first asked for. */
  readonly ffi?: HostFfi;
  /** Why there is no `ffi`, for the error message. */
  readonly no_ffi?: string;
  readonly platform: 'node' | 'web';
  /** What is written to 1 and 2 goes to a debugger at once, in order: C's streams do not keep it back. */
  readonly output_as_events?: boolean;
  /** Throws HostError. Flags and modes are Linux's. */
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Bytes read, 0 at the end of the file. May block. */
  read(fd: number, into: Uint8Array): number;
  write(fd: number, bytes: Uint8Array): number;
  lseek(fd: number, offset: number, whence: number): number;
  fstat(fd: number): HostStat;
  stat(path: string, follow_symlinks: boolean): HostStat;
  listdir(path: string): string[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  readlink(path: string): string;
  ftruncate(fd: number, length: number): void;
  isatty(fd: number): boolean;
  // What not every host can do: without it the os function is missing or raises NotImplementedError.
  fsync?(fd: number): void;
  symlink?(target: string, path: string): void;
  link?(from: string, to: string): void;
  chmod?(path: string, mode: number): void;
  fchmod?(fd: number, mode: number): void;
  chown?(path: string, uid: number, gid: number, follow_symlinks: boolean): void;
  utime?(path: string, atime_ns: bigint, mtime_ns: bigint, follow_symlinks: boolean): void;
  truncate?(path: string, length: number): void;
  access?(path: string, mode: number): boolean;
  /** The read end and the write end. */
  pipe?(): [number, number];
  dup?(fd: number): number;
  dup2?(fd: number, fd2: number, inheritable: boolean): void;
  get_inheritable?(fd: number): boolean;
  set_inheritable?(fd: number, on: boolean): void;
  get_blocking?(fd: number): boolean;
  set_blocking?(fd: number, on: boolean): void;
  /** The old mask. */
  umask?(mask: number): number;
  getppid?(): number;
  getuid?(): number;
  getgid?(): number;
  getcwd(): string;
  chdir(path: string): void;
  getpid(): number;
  environ(): Record<string, string>;
  /** Seconds since the epoch, as nanoseconds. */
  time_ns(): bigint;
  monotonic_ns(): bigint;
  /** The same clock in ms; cheap. */
  monotonic_ms(): number;
  process_time_ns(): bigint;
  thread_time_ns(): bigint;
  /** Minutes west of UTC, DST flag and zone names for a moment (ms since the epoch). */
  timezone(ms: number): { offset_minutes: number; isdst: boolean; name: string };
  urandom(n: number): Uint8Array;
  /** Asks the starting thread for a worker that runs the thread whose PyThreadState is at `tstate`. Never waits. */
  start_thread(tstate: number): void;
  /** Sends an event on this thread's ordered channel. */
  post(kind: string, fields: Record<string, unknown>): void;
  /** Ends the whole process (os._exit). Does not return. */
  exit(status: number): never;
}

let current: Host | undefined;

/** Called once by a realm's entry before anything runs. */
export function set_host(h: Host): void {
  current = h;
}

export function host(): Host {
  if (!current) throw new Error('no host: the entry of this realm must call set_host first');
  return current;
}
