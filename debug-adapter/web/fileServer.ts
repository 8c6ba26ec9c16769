// The program's files in the browser, kept in the session's worker: the mounted folders (read and written through the
// extension host), and a file system in memory for the rest (/tmp and what the program makes elsewhere).
//
// A descriptor holds a file's whole contents; what was written goes to the extension host when it is closed or flushed.

import { ERRNO_TABLE } from '../../interpreter/host';
import { normalize } from '../hosts/vfs';
import type { FsRequestMessage, FsStat } from '../protocol';
import type { FileAnswer, FileCall } from './rpc';

const numbers = new Map<string, number>();
for (const [number, names] of ERRNO_TABLE) for (const name of names.split(' ')) numbers.set(name, number);

export class FileError extends Error {
  readonly errno: number;
  constructor(name: string, message: string) {
    super(message);
    this.errno = numbers.get(name) ?? 5;
  }
}

type Remote = (request: FsRequestMessage extends infer R ? (R extends unknown ? Omit<R, 'id' | 'type'> : never) : never) => Promise<unknown>;

interface OpenFile {
  path: string;
  bytes: Uint8Array;
  length: number;
  position: number;
  append: boolean;
  writable: boolean;
  dirty: boolean;
  mtime: number;
}

interface MemoryFile {
  bytes: Uint8Array;
  mtime: number;
}

const O_WRONLY = 1;
const O_RDWR = 2;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const FIRST_FD = 3;

export class FileServer {
  private readonly open_files = new Map<number, OpenFile>();
  private readonly files = new Map<string, MemoryFile>();
  private readonly dirs = new Set<string>(['/', '/tmp', '/home']);

  constructor(
    private readonly mounts: readonly string[],
    private readonly remote: Remote,
  ) {}

  async call(call: FileCall): Promise<{ answer: FileAnswer; bytes?: Uint8Array }> {
    try {
      return await this.perform(call);
    } catch (error) {
      if (error instanceof FileError) return { answer: { errno: error.errno, message: error.message } };
      return { answer: { errno: 5, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  private async perform({ op, args }: FileCall): Promise<{ answer: FileAnswer; bytes?: Uint8Array }> {
    const [a, b, c] = args as never[];
    switch (op) {
      case 'open':
        return { answer: { value: await this.open(normalize(a), b) } };
      case 'close':
        await this.close(a);
        return { answer: {} };
      case 'read': {
        const bytes = this.read(a, b);
        return { answer: {}, bytes };
      }
      case 'write':
        return { answer: { value: this.write(a, b) } };
      case 'lseek':
        return { answer: { value: this.lseek(a, b, c) } };
      case 'fstat': {
        const f = this.file(a);
        return { answer: { value: { kind: 'file', size: f.length, mtime: f.mtime } satisfies FsStat } };
      }
      case 'ftruncate':
        this.truncate(a, b);
        return { answer: {} };
      case 'fsync':
        await this.flush(this.file(a));
        return { answer: {} };
      case 'stat':
        return { answer: { value: await this.stat(normalize(a)) } };
      case 'listdir':
        return { answer: { value: await this.listdir(normalize(a)) } };
      case 'mkdir':
        await this.mkdir(normalize(a));
        return { answer: {} };
      case 'unlink':
      case 'rmdir':
        this.remove(normalize(a), op === 'rmdir');
        return { answer: {} };
      case 'rename':
        this.rename(normalize(a), normalize(b));
        return { answer: {} };
      default:
        throw new FileError('ENOSYS', `${op} is not there in the browser`);
    }
  }

  private mounted(path: string): boolean {
    return this.mounts.some((m) => m === '/' || path === m || path.startsWith(`${m}/`));
  }

  private file(fd: number): OpenFile {
    const f = this.open_files.get(fd);
    if (f === undefined) throw new FileError('EBADF', `descriptor ${fd}`);
    return f;
  }

  private async open(path: string, flags: number): Promise<number> {
    const writable = (flags & (O_WRONLY | O_RDWR)) !== 0;
    const found = await this.contents(path);
    if (found === null && (flags & O_CREAT) === 0) throw new FileError('ENOENT', path);
    if (found !== null && (flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) throw new FileError('EEXIST', path);
    const bytes = found === null || (flags & O_TRUNC) !== 0 ? new Uint8Array(0) : found.bytes;
    const fresh = found === null || (flags & O_TRUNC) !== 0;
    const file: OpenFile = { path, bytes, length: bytes.length, position: 0, append: (flags & O_APPEND) !== 0, writable, dirty: fresh && writable, mtime: found?.mtime ?? Date.now() };
    if (file.dirty) await this.flush(file);
    let fd = FIRST_FD;
    while (this.open_files.has(fd)) fd++;
    this.open_files.set(fd, file);
    return fd;
  }

  /** A file's bytes; null where there is none; EISDIR for a directory. */
  private async contents(path: string): Promise<MemoryFile | null> {
    const own = this.files.get(path);
    if (own !== undefined) return { bytes: own.bytes.slice(), mtime: own.mtime };
    if (this.dirs.has(path)) throw new FileError('EISDIR', path);
    if (!this.mounted(path)) return null;
    try {
      const stat = (await this.remote({ op: 'stat', path })) as FsStat;
      if (stat.kind === 'directory') throw new FileError('EISDIR', path);
      return { bytes: (await this.remote({ op: 'readFile', path })) as Uint8Array, mtime: stat.mtime };
    } catch (error) {
      if (error instanceof FileError && error.errno === numbers.get('ENOENT')) return null;
      throw error;
    }
  }

  private async flush(file: OpenFile): Promise<void> {
    if (!file.dirty) return;
    file.dirty = false;
    const content = file.bytes.slice(0, file.length);
    if (this.mounted(file.path) && !this.files.has(file.path)) await this.remote({ op: 'writeFile', path: file.path, content });
    else {
      const parent = file.path.slice(0, file.path.lastIndexOf('/')) || '/';
      if (!this.dirs.has(parent)) throw new FileError('ENOENT', file.path);
      this.files.set(file.path, { bytes: content, mtime: Date.now() });
    }
  }

  private async close(fd: number): Promise<void> {
    const f = this.file(fd);
    this.open_files.delete(fd);
    await this.flush(f);
  }

  private read(fd: number, n: number): Uint8Array {
    const f = this.file(fd);
    const bytes = f.bytes.slice(f.position, Math.min(f.length, f.position + n));
    f.position += bytes.length;
    return bytes;
  }

  private write(fd: number, data: number[]): number {
    const f = this.file(fd);
    if (!f.writable) throw new FileError('EBADF', 'not open for writing');
    if (f.append) f.position = f.length;
    const end = f.position + data.length;
    if (end > f.bytes.length) {
      const grown = new Uint8Array(Math.max(end, f.bytes.length * 2));
      grown.set(f.bytes.subarray(0, f.length));
      f.bytes = grown;
    }
    f.bytes.set(data, f.position);
    f.position = end;
    f.length = Math.max(f.length, end);
    f.dirty = true;
    return data.length;
  }

  private lseek(fd: number, offset: number, whence: number): number {
    const f = this.file(fd);
    const at = (whence === 1 ? f.position : whence === 2 ? f.length : 0) + offset;
    if (at < 0 || whence < 0 || whence > 2) throw new FileError('EINVAL', 'seek');
    f.position = at;
    return at;
  }

  private truncate(fd: number, length: number): void {
    const f = this.file(fd);
    const bytes = new Uint8Array(length);
    bytes.set(f.bytes.subarray(0, Math.min(length, f.length)));
    f.bytes = bytes;
    f.length = length;
    f.dirty = true;
  }

  private async stat(path: string): Promise<FsStat> {
    const own = this.files.get(path);
    if (own !== undefined) return { kind: 'file', size: own.bytes.length, mtime: own.mtime };
    if (this.mounted(path)) return (await this.remote({ op: 'stat', path })) as FsStat;
    if (this.dirs.has(path) || this.mounts.some((m) => m.startsWith(path === '/' ? '/' : `${path}/`))) return { kind: 'directory', size: 0, mtime: 0 };
    throw new FileError('ENOENT', path);
  }

  private async listdir(path: string): Promise<string[]> {
    if ((await this.stat(path)).kind !== 'directory') throw new FileError('ENOTDIR', path);
    const names = new Set<string>();
    const below = path === '/' ? '/' : `${path}/`;
    for (const known of [...this.files.keys(), ...this.dirs, ...this.mounts]) if (known.startsWith(below) && known !== path) names.add(known.slice(below.length).split('/')[0]);
    if (this.mounted(path)) for (const [name] of (await this.remote({ op: 'readDirectory', path })) as [string, string][]) names.add(name);
    names.delete('');
    return [...names];
  }

  private async mkdir(path: string): Promise<void> {
    if (await this.stat(path).then(() => true, () => false)) throw new FileError('EEXIST', path);
    if (this.mounted(path)) throw new FileError('EROFS', `${path}: folders of the workspace cannot be made from the browser`);
    this.dirs.add(path);
  }

  private remove(path: string, directory: boolean): void {
    if (directory ? this.dirs.delete(path) : this.files.delete(path)) return;
    throw new FileError(this.mounted(path) ? 'EROFS' : 'ENOENT', path);
  }

  private rename(from: string, to: string): void {
    const file = this.files.get(from);
    if (file === undefined) throw new FileError(this.mounted(from) ? 'EROFS' : 'ENOENT', from);
    this.files.delete(from);
    this.files.set(to, file);
  }
}
