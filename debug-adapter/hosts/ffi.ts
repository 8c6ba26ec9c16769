// HostFfi over koffi: calls into C from a Python thread on Node. Loaded at the first use of ctypes.

import { isAbsolute } from 'node:path';
import { FfiError, type FfiValue, type HostFfi } from '../../interpreter/host';
import { type FunctionType, TypeReader } from './ffi_types';
import type { NativeStart } from '../process';
import { ThreadGuard } from './thread_guard';
import { buffer_stdout, type Koffi, load_koffi, NativeState } from './native';

export interface FfiOptions {
  heap: Uint8Array;
  cwd(): string;
  native: NativeStart;
  /** Output of C that arrives on 1 and 2; without it C has the descriptors of the process. */
  output?: (fd: 1 | 2, bytes: Uint8Array) => void;
  /** Asks the main thread for descriptors of C's own. */
  ask_for_stdio(): void;
}

/** The calls into C, or why there are none. */
export function make_node_ffi(options: FfiOptions): NodeFfi | string {
  if (process.platform === 'win32') return 'calls of C libraries are not there on Windows yet';
  let koffi: Koffi;
  try {
    koffi = load_koffi(options.native.dist);
  } catch (error) {
    return `the library for calls into C cannot be loaded: ${(error as Error).message.split('\n')[0]}`;
  }
  return new NodeFfi(koffi, options);
}

/** Only there are variable arguments passed otherwise than named ones. */
const VARIADIC_DIFFERS = process.platform === 'darwin' && process.arch === 'arm64';

interface Prepared extends FunctionType {
  proto: ReturnType<Koffi['proto']>;
  variadic: boolean;
}

class NodeFfi implements HostFfi {
  readonly heap_base: number;
  private readonly types: TypeReader;
  private readonly prepared = new Map<string, Prepared>();
  private readonly state: NativeState;
  private readonly c: Record<'dlopen' | 'dlsym' | 'dlclose' | 'dlerror' | 'memmove' | 'strlen' | 'wcslen' | '_exit', (...args: unknown[]) => unknown>;
  private readonly guard: ThreadGuard;
  private stdio_is_ready = false;

  constructor(
    private readonly koffi: Koffi,
    private readonly options: FfiOptions,
  ) {
    this.heap_base = Number(koffi.address(options.heap));
    this.types = new TypeReader(koffi);
    this.state = new NativeState(options.native.state);
    const program = koffi.load(null);
    this.guard = new ThreadGuard(program);
    this.c = {
      dlopen: program.func('void *dlopen(const char *, int)'), dlsym: program.func('void *dlsym(void *, const char *)'), dlclose: program.func('int dlclose(void *)'),
      dlerror: program.func('const char *dlerror()'), memmove: program.func('void *memmove(void *, void *, size_t)'), strlen: program.func('size_t strlen(void *)'),
      wcslen: program.func('size_t wcslen(void *)'), _exit: program.func('void _exit(int)'),
    };
  }

  dlopen(path: string | null, flags: number): number {
    const name = path?.includes('/') && !isAbsolute(path) ? `${this.options.cwd()}/${path}` : path;
    return Number(this.c.dlopen(name, flags) ?? 0);
  }
  dlsym(handle: number, name: string): number {
    return Number(this.c.dlsym(BigInt(handle), name) ?? 0);
  }
  dlclose(handle: number): number {
    return Number(this.c.dlclose(BigInt(handle)));
  }
  dlerror(): string | null {
    return this.c.dlerror() as string | null;
  }

  private prepare(signature: string): Prepared {
    const known = this.prepared.get(signature);
    if (known !== undefined) return known;
    const f = this.types.function_type(signature);
    const variadic = VARIADIC_DIFFERS && f.fixed >= 0;
    const named = variadic ? f.params.slice(0, f.fixed) : f.params;
    try {
      const proto = this.koffi.proto(f.result.koffi, [...named.map((p) => p.koffi), ...(variadic ? ['...'] : [])]);
      const prepared = { ...f, proto, variadic };
      this.prepared.set(signature, prepared);
      return prepared;
    } catch (error) {
      throw new FfiError((error as Error).message);
    }
  }

  call(address: number, signature: string, args: FfiValue[], errno: Int32Array): FfiValue {
    const f = this.prepare(signature);
    this.take_stdio();
    const values = args.flatMap((v, i) => (f.variadic && i >= f.fixed ? [f.params[i].koffi, f.params[i].to(v)] : [f.params[i].to(v)]));
    this.state.enter_call();
    try {
      this.koffi.errno(errno[0]);
      const result: unknown = this.koffi.call(BigInt(address), f.proto, ...values);
      errno[0] = this.koffi.errno();
      return f.result.from(result);
    } finally {
      this.state.leave_call();
    }
  }

  callback(signature: string, f: (args: FfiValue[]) => FfiValue): number {
    const { params, result, proto } = this.prepare(signature);
    const closure = (...args: unknown[]): unknown => {
      const value = f(params.map((p, i) => p.from(args[i])));
      return result.size === 0 ? undefined : result.to(value);
    };
    try {
      return this.guard.protect(Number(this.koffi.register(closure, this.koffi.pointer(proto))));
    } catch {
      return 0;
    }
  }
  free_callback(address: number): void {
    this.koffi.unregister(BigInt(this.guard.release(address)));
  }

  memmove(to: number, from: number, n: number): void {
    this.c.memmove(BigInt(to), BigInt(from), n);
  }
  string_length(address: number, width: number): number {
    return Number((width === 1 ? this.c.strlen : this.c.wcslen)(BigInt(address)));
  }

  /** Before the first call: C's output must not go where DAP is spoken. */
  private take_stdio(): void {
    if (this.stdio_is_ready) return;
    this.stdio_is_ready = true;
    if (this.options.output) this.state.ask_for_stdio(this.options.ask_for_stdio);
    else if (this.state.first_buffering()) buffer_stdout(this.koffi);
  }

  flush_output(): void {
    if (this.options.output) this.state.drain(this.options.output, true);
  }

  /** os._exit: C's buffers are not flushed. */
  exit(status: number): void {
    this.c._exit(status);
  }
}

export type { NodeFfi };
