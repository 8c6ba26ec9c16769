// launch: makes the program's memory and process. It starts with configurationDone, so that no breakpoint comes too late.

import type { RunConfig } from '../../interpreter/index';
import { normalize, STDLIB_PREFIX } from '../hosts/vfs';
import { new_memory } from '../process';
import type { PyxrayLaunchArguments } from '../protocol';
import { type RequestDefinition, RequestError } from '../request';
import type { Session } from '../session';

const POLICIES = ['os', 'round-robin', 'seeded'];

export const launch: RequestDefinition = {
  command: 'launch',
  when: 'always',
  async handle(session, args: PyxrayLaunchArguments) {
    if (session.launch_arguments !== null) throw new RequestError('this session has launched a program already');
    check(args);
    session.launch_arguments = args;
    const cwd = absolute(args.cwd ?? (session.host.platform === 'web' && args.program !== undefined ? parent(args.program) : session.host.cwd()), session.host.cwd());
    const heap = Math.min(args.heapSize ?? 512, 2047);
    if (globalThis.pyxrayMemory !== undefined) throw new RequestError('this process has run a program already');
    const memory = allocate(heap);
    globalThis.pyxrayMemory = memory;
    const { Debuggee } = await import('../debuggee');
    session.debuggee = new Debuggee(session, {
      memory,
      stdlib: await session.host.stdlib(cwd),
      config: run_config(args, heap, cwd),
      environ: environment(session, args),
      cwd,
      no_debug: args.noDebug === true,
      just_my_code: args.justMyCode !== false,
      stop_on_entry: args.stopOnEntry === true && args.noDebug !== true,
      timeline: args.timeline === true,
    });
    if (args.eventBreakpoints !== undefined && session.events.size === 0) session.set_events(args.eventBreakpoints.map((e) => (typeof e === 'string' ? { id: e } : e)));
    session.afterwards(() => session.start_when_ready());
  },
};

function check(args: PyxrayLaunchArguments): void {
  const given = [args.program, args.module, args.code].filter((x) => x !== undefined);
  if (given.length !== 1) throw new RequestError('launch needs exactly one of "program", "module" and "code"', true);
  if (typeof given[0] !== 'string') throw new RequestError('"program", "module" and "code" are texts', true);
  if (args.args !== undefined && !(Array.isArray(args.args) && args.args.every((a) => typeof a === 'string'))) throw new RequestError('"args" is a list of texts', true);
  if (args.scheduler !== undefined && !POLICIES.includes(args.scheduler)) throw new RequestError(`the scheduler "${String(args.scheduler)}" is not there yet: ${POLICIES.join(', ')}`, true);
  if (args.heapSize !== undefined && !(args.heapSize >= 16)) throw new RequestError('"heapSize" is at least 16 (MiB)', true);
  if (args.timeline !== undefined && typeof args.timeline !== 'boolean') throw new RequestError('"timeline" is true or false', true);
  if (args.switchInterval !== undefined && !(args.switchInterval > 0)) throw new RequestError('"switchInterval" is a positive number of milliseconds', true);
}

function allocate(heap: number): WebAssembly.Memory {
  try {
    return new_memory(heap);
  } catch (error) {
    throw new RequestError(`a heap of ${heap} MiB could not be made: ${(error as Error).message}. Set a smaller "heapSize".`, true);
  }
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function absolute(path: string, cwd: string): string {
  return normalize(path.startsWith('/') ? path : `${cwd}/${path}`);
}

function environment(session: Session, args: PyxrayLaunchArguments): Record<string, string> {
  const environ: Record<string, string> = { ...session.host.environ() };
  for (const [name, value] of Object.entries(args.env ?? {})) {
    if (value === null) delete environ[name];
    else environ[name] = value;
  }
  return environ;
}

function run_config(args: PyxrayLaunchArguments, heap: number, cwd: string): RunConfig {
  const program = args.program === undefined ? undefined : absolute(args.program, cwd);
  const argv = [program ?? (args.module !== undefined ? '-m' : '-c'), ...(args.args ?? [])];
  const seed = args.env?.PYTHONHASHSEED;
  return {
    program,
    module: args.module,
    code: args.code,
    argv,
    orig_argv: ['python3.13', ...(program === undefined ? [argv[0], args.module ?? args.code ?? ''] : [program]), ...(args.args ?? [])],
    executable: '/usr/bin/python3.13',
    prefix: '/usr',
    stdlib_dir: STDLIB_PREFIX,
    module_search_paths: [STDLIB_PREFIX],
    warnoptions: [],
    xoptions: {},
    flags: {},
    hash_seed: seed === undefined || seed === null || seed === '' || seed === 'random' ? null : Number(seed),
    heap_limit: heap * 1024 * 1024,
    gil: { policy: (args.scheduler ?? 'os') as RunConfig['gil']['policy'], seed: args.seed ?? 1, interval_us: Math.round((args.switchInterval ?? 5) * 1000) },
    site: true,
  };
}
