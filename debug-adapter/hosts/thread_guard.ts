// Keeps callbacks to the thread that they belong to. JavaScript runs only on its own thread: a callback that C calls on another
// one would wait for ever. So C is given a few instructions of ours that compare the thread first: on its own thread they jump
// on to koffi's function, on another they say so on descriptor 2 and return 0. (x86-64 Linux; elsewhere koffi's function itself.)

import type { Koffi } from './native';

const MESSAGE = 'pyxray: a ctypes callback was called on a thread that Python did not start, or on another Python thread than the one that made it; 0 was returned to C\n';
const CHUNK = 65536;
const STUB = 96;
const PROT_READ_WRITE_EXEC = 7;
const MAP_PRIVATE_ANONYMOUS = 0x22;

/** The instructions, with the message at address `message`. */
function code(thread: bigint, target: number, message: number): Buffer {
  const b = Buffer.alloc(STUB, 0x90);
  let i = 0;
  const put = (...bytes: number[]): void => {
    for (const byte of bytes) b[i++] = byte;
  };
  const put64 = (v: bigint): void => {
    i = b.writeBigUInt64LE(v, i);
  };
  const put32 = (v: number): void => {
    i = b.writeInt32LE(v, i);
  };
  put(0x64, 0x4c, 0x8b, 0x1c, 0x25, 0, 0, 0, 0); // mov r11, fs:[0]: what pthread_self() gives
  put(0x49, 0xba); // mov r10, thread
  put64(thread);
  put(0x4d, 0x39, 0xd3); // cmp r11, r10
  put(0x75, 13); // jne other
  put(0x49, 0xbb); // mov r11, target
  put64(BigInt(target));
  put(0x41, 0xff, 0xe3); // jmp r11
  put(0xbf); // other: mov edi, 2
  put32(2);
  put(0x48, 0xbe); // mov rsi, message
  put64(BigInt(message));
  put(0xba); // mov edx, length
  put32(MESSAGE.length);
  put(0xb8); // mov eax, SYS_write
  put32(1);
  put(0x0f, 0x05); // syscall
  put(0x31, 0xc0); // xor eax, eax
  put(0x0f, 0x57, 0xc0); // xorps xmm0, xmm0
  put(0xc3); // ret
  return b;
}

export class ThreadGuard {
  private readonly free: number[] = [];
  private readonly targets = new Map<number, number>();
  private next = 0;
  private end = 0;
  private message = 0;
  private readonly thread: bigint;
  private readonly map: (...args: unknown[]) => unknown;
  private readonly memmove: (...args: unknown[]) => unknown;
  private works = process.platform === 'linux' && process.arch === 'x64';

  constructor(c: ReturnType<Koffi['load']>) {
    this.thread = this.works ? (c.func('uintptr_t pthread_self()')() as bigint) : 0n;
    this.map = c.func('void *mmap(void *, size_t, int, int, int, long)');
    this.memmove = c.func('void *memmove(void *, void *, size_t)');
  }

  /** The address to give to C for koffi's function at `target`. */
  protect(target: number): number {
    const at = this.works ? (this.free.pop() ?? this.place()) : 0;
    if (at === 0) return target;
    this.memmove(BigInt(at), code(BigInt(this.thread), target, this.message), STUB);
    this.targets.set(at, target);
    return at;
  }

  /** koffi's function behind an address that protect gave; its place is free again. */
  release(address: number): number {
    const target = this.targets.get(address);
    if (target === undefined) return address;
    this.targets.delete(address);
    this.free.push(address);
    return target;
  }

  /** Room for the next instructions; 0 where no memory may be both written and run. */
  private place(): number {
    if (this.next + STUB > this.end && !this.grow()) return 0;
    this.next += STUB;
    return this.next - STUB;
  }

  private grow(): boolean {
    const chunk = Number(this.map(null, CHUNK, PROT_READ_WRITE_EXEC, MAP_PRIVATE_ANONYMOUS, -1, 0) ?? 0);
    // MAP_FAILED is -1.
    this.works = chunk > 0 && chunk < Number.MAX_SAFE_INTEGER;
    if (!this.works) return false;
    this.memmove(BigInt(chunk), Buffer.from(MESSAGE), MESSAGE.length);
    this.message = chunk;
    this.next = chunk + Math.ceil(MESSAGE.length / 16) * 16;
    this.end = chunk + CHUNK;
    return true;
  }
}
