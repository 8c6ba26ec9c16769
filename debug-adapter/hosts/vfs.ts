// The packed standard library as read-only files under STDLIB_PREFIX, and what all threads of a process share about files.
// No Node, no browser: both hosts use it.
//
// One SharedArrayBuffer holds everything, so that a descriptor or a chdir() made in one worker is known in every other:
//
//   [ state: STATE_SIZE bytes ][ u32 header length ][ header: JSON {key, files: {path: [offset, size, mtime]}} ][ bodies ]
//
// State: the current directory, a slot for each open packed file, and a position for each real descriptor (Node has no lseek).

/** Where the library appears. Nothing is written there; a real directory of that name is hidden. */
export const STDLIB_PREFIX = '/usr/lib/python3.13';

const CWD_MAX = 8192;
const CWD_LENGTH = 1;
const CWD_LOCK = 0;
const READY = 2;
const LOADED = 1;
const FAILED = -1;
const CWD_BYTES = 64;
const SLOTS = 1024;
const SLOT_TABLE = CWD_BYTES + CWD_MAX;
/** Positions of real descriptors 0..FD_COUNT-1, float64. */
export const FD_COUNT = 4096;
const FD_POSITIONS = SLOT_TABLE + SLOTS * 8;
/** A byte each: FD_OPENED, FD_NONBLOCKING. */
const FD_FLAGS = FD_POSITIONS + FD_COUNT * 8;
const STATE_SIZE = FD_FLAGS + FD_COUNT;

/** The program opened it and has not closed it. */
export const FD_OPENED = 1;
/** The program wants BlockingIOError from it. */
export const FD_NONBLOCKING = 2;

/** Descriptors of packed files start here: slot i is VFS_FD + i. */
export const VFS_FD = 0x100000;

/** No position of ours: the descriptor is a stream, or was opened by somebody else. */
export const STREAM = -1;

export interface PackedFile {
  offset: number;
  size: number;
  /** Seconds since the epoch. */
  mtime: number;
  ino: number;
}

/**
 * Memory that all workers share, with fresh state, for a packed library of `size` bytes. They are put into stdlib_bytes, at any
 * time: who needs them waits for stdlib_loaded.
 */
export function stdlib_memory(size: number, cwd: string): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(STATE_SIZE + size);
  new Float64Array(shared, FD_POSITIONS, FD_COUNT).fill(STREAM);
  set_cwd(new Int32Array(shared, 0, STATE_SIZE / 4), new Uint8Array(shared), cwd);
  return shared;
}

export function stdlib_bytes(shared: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(shared, STATE_SIZE);
}

/** The bytes are there, or will not come. */
export function stdlib_loaded(shared: SharedArrayBuffer, ok: boolean): void {
  const state = new Int32Array(shared, 0, STATE_SIZE / 4);
  Atomics.store(state, READY, ok ? LOADED : FAILED);
  Atomics.notify(state, READY);
}

/** Puts the packed library (the bytes of dist/stdlib.bin) into memory that all workers share, with fresh state. */
export function share_stdlib(packed: Uint8Array, cwd: string): SharedArrayBuffer {
  const shared = stdlib_memory(packed.length, cwd);
  stdlib_bytes(shared).set(packed);
  stdlib_loaded(shared, true);
  return shared;
}

function lock(state: Int32Array): void {
  while (Atomics.compareExchange(state, CWD_LOCK, 0, 1) !== 0);
}

function unlock(state: Int32Array): void {
  Atomics.store(state, CWD_LOCK, 0);
}

/** False when the path is too long. */
function set_cwd(state: Int32Array, bytes: Uint8Array, path: string): boolean {
  if (path.length * 2 > CWD_MAX) return false;
  lock(state);
  // Code units: a name with undecodable bytes has lone surrogates.
  for (let i = 0; i < path.length; i++) {
    bytes[CWD_BYTES + 2 * i] = path.charCodeAt(i);
    bytes[CWD_BYTES + 2 * i + 1] = path.charCodeAt(i) >> 8;
  }
  state[CWD_LENGTH] = path.length;
  unlock(state);
  return true;
}

/** "." and ".." and "//" resolved in an absolute path, without looking at links. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Ends what a program left open; its workers are gone. `shared` is what they shared. */
export function close_fds(shared: SharedArrayBuffer, close: (fd: number) => void): void {
  const flags = new Uint8Array(shared, FD_FLAGS, FD_COUNT);
  flags.forEach((f, fd) => {
    flags[fd] = 0;
    if (f & FD_OPENED) close(fd);
  });
}

export class StdlibTree {
  private readonly state: Int32Array;
  private readonly bytes: Uint8Array;
  private readonly positions: Float64Array;
  private readonly files = new Map<string, PackedFile>();
  private readonly by_ino: PackedFile[] = [];
  private readonly dirs = new Map<string, string[]>();

  constructor(readonly shared: SharedArrayBuffer) {
    this.state = new Int32Array(shared, 0, STATE_SIZE / 4);
    this.bytes = new Uint8Array(shared);
    this.positions = new Float64Array(shared, FD_POSITIONS, FD_COUNT);
    Atomics.wait(this.state, READY, 0);
    if (Atomics.load(this.state, READY) !== LOADED) throw new Error('the standard library (stdlib.bin) could not be read to its end');
    const header_length = new DataView(shared).getUint32(STATE_SIZE, true);
    const header = JSON.parse(new TextDecoder().decode(this.bytes.slice(STATE_SIZE + 4, STATE_SIZE + 4 + header_length))) as { files: Record<string, [number, number, number]> };
    const bodies = STATE_SIZE + 4 + header_length;
    this.dirs.set('', []);
    for (const [path, [offset, size, mtime]] of Object.entries(header.files)) this.add(path, { offset: bodies + offset, size, mtime, ino: 0 });
  }

  private add(path: string, file: PackedFile): void {
    file.ino = this.by_ino.length + 1;
    this.by_ino.push(file);
    this.files.set(path, file);
    let child = path;
    for (;;) {
      const slash = child.lastIndexOf('/');
      const dir = slash < 0 ? '' : child.slice(0, slash);
      const known = this.dirs.get(dir);
      if (known) {
        known.push(child.slice(slash + 1));
        return;
      }
      this.dirs.set(dir, [child.slice(slash + 1)]);
      child = dir;
    }
  }

  /** The path below the prefix of an absolute, normalised path; null for a path elsewhere. */
  relative(path: string): string | null {
    if (path === STDLIB_PREFIX) return '';
    return path.startsWith(`${STDLIB_PREFIX}/`) ? path.slice(STDLIB_PREFIX.length + 1) : null;
  }

  file(relative: string): PackedFile | undefined {
    return this.files.get(relative);
  }

  /** The names in a directory. */
  dir(relative: string): string[] | undefined {
    return this.dirs.get(relative);
  }

  dir_ino(relative: string): number {
    return this.by_ino.length + 1 + [...this.dirs.keys()].indexOf(relative);
  }

  read_whole(file: PackedFile): Uint8Array {
    return this.bytes.slice(file.offset, file.offset + file.size);
  }

  // --- open packed files --------------------------------------------------------------------------------------------

  /** A descriptor, or -1 when there are too many. */
  open(file: PackedFile): number {
    for (let i = 0; i < SLOTS; i++) {
      const slot = SLOT_TABLE / 4 + i * 2;
      if (Atomics.compareExchange(this.state, slot, 0, file.ino) !== 0) continue;
      this.state[slot + 1] = 0;
      return VFS_FD + i;
    }
    return -1;
  }

  /** The open file of a descriptor, or undefined. */
  opened(fd: number): PackedFile | undefined {
    const i = fd - VFS_FD;
    if (i < 0 || i >= SLOTS) return undefined;
    return this.by_ino[Atomics.load(this.state, SLOT_TABLE / 4 + i * 2) - 1];
  }

  close(fd: number): void {
    Atomics.store(this.state, SLOT_TABLE / 4 + (fd - VFS_FD) * 2, 0);
  }

  position(fd: number): number {
    return this.state[SLOT_TABLE / 4 + (fd - VFS_FD) * 2 + 1];
  }

  seek(fd: number, position: number): void {
    this.state[SLOT_TABLE / 4 + (fd - VFS_FD) * 2 + 1] = position;
  }

  /** Bytes copied, 0 at the end. */
  read(fd: number, file: PackedFile, into: Uint8Array): number {
    const at = this.position(fd);
    const n = Math.max(0, Math.min(into.length, file.size - at));
    into.set(this.bytes.subarray(file.offset + at, file.offset + at + n));
    this.seek(fd, at + n);
    return n;
  }

  // --- real descriptors ---------------------------------------------------------------------------------------------

  fd_flags(fd: number): number {
    return fd < FD_COUNT ? this.bytes[FD_FLAGS + fd] : 0;
  }
  set_fd_flags(fd: number, flags: number): void {
    if (fd < FD_COUNT) this.bytes[FD_FLAGS + fd] = flags;
  }

  /** Where the next read or write of a real descriptor happens; STREAM: wherever its kernel position is. */
  fd_position(fd: number): number {
    return fd < FD_COUNT ? this.positions[fd] : STREAM;
  }

  set_fd_position(fd: number, position: number): void {
    if (fd < FD_COUNT) this.positions[fd] = position;
  }

  // --- the current directory ----------------------------------------------------------------------------------------

  cwd(): string {
    lock(this.state);
    const text: string[] = [];
    for (let i = 0; i < this.state[CWD_LENGTH]; i++) text.push(String.fromCharCode(this.bytes[CWD_BYTES + 2 * i] | (this.bytes[CWD_BYTES + 2 * i + 1] << 8)));
    unlock(this.state);
    return text.join('');
  }

  /** False when the path is too long. */
  set_cwd(path: string): boolean {
    return set_cwd(this.state, this.bytes, path);
  }
}
