// Launch attributes: what is wrong with them, in words that name the attribute, and what the interpreter is told of them.

import type { RunConfig } from '../interpreter/index';
import { type Decision, parse_decisions } from './decisions';
import { normalize, STDLIB_PREFIX } from './hosts/vfs';
import { DEFAULT_HEAP_MIB, MAX_HEAP_MIB, MIN_HEAP_MIB } from './heapSizes';
import type { PyxrayLaunchArguments } from './protocol';
import { no_letters, python_options } from './pythonOptions';
import { RequestError } from './requestError';
import type { Session } from './session';

const POLICIES = ['os', 'round-robin', 'seeded', 'replay', 'manual'];
const CONSOLES = ['internalConsole', 'integratedTerminal', 'externalTerminal'];

function refuse(message: string): never {
  throw new RequestError(message, true);
}

function check(name: keyof PyxrayLaunchArguments, args: PyxrayLaunchArguments, good: (value: unknown) => boolean, form: string): void {
  const value: unknown = args[name];
  if (value !== undefined && !good(value)) refuse(`"${name}" is ${JSON.stringify(value)}, but it must be ${form}`);
}

const is_text = (v: unknown): boolean => typeof v === 'string';
const is_flag = (v: unknown): boolean => typeof v === 'boolean';

/** Throws a RequestError that names the first attribute that is wrong. */
export function check_launch(session: Session, args: PyxrayLaunchArguments): void {
  const given = (['program', 'module', 'code'] as const).filter((name) => args[name] !== undefined);
  if (given.length !== 1) refuse('launch needs exactly one of "program", "module" and "code"');
  for (const name of ['program', 'module', 'code', 'cwd', 'replayFile'] as const) check(name, args, is_text, 'a text');
  for (const name of ['program', 'module'] as const) check(name, args, (v) => v !== '', 'given, not empty');
  for (const name of ['stopOnEntry', 'justMyCode', 'noDebug', 'timeline', 'referenceCheck'] as const) check(name, args, is_flag, 'true or false');
  check('args', args, (v) => Array.isArray(v) && v.every(is_text), 'a list of texts');
  check('cExtensions', args, (v) => v === 'auto' || v === false || (Array.isArray(v) && v.every(is_text)), '"auto", false or a list of C files');
  check('env', args, (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && Object.values(v).every((x) => x === null || is_text(x)), 'an object of texts; null removes a variable');
  check('scheduler', args, (v) => POLICIES.includes(v as string), `one of ${POLICIES.join(', ')}`);
  check('console', args, (v) => CONSOLES.includes(v as string), `one of ${CONSOLES.join(', ')}`);
  check('seed', args, (v) => Number.isInteger(v) && (v as number) >= 0 && (v as number) <= 0xffffffff, 'a whole number from 0 to 4294967295');
  check('heapSize', args, (v) => typeof v === 'number' && v >= MIN_HEAP_MIB && v <= MAX_HEAP_MIB, `a number of MiB from ${MIN_HEAP_MIB} to ${MAX_HEAP_MIB}`);
  check('switchInterval', args, (v) => typeof v === 'number' && v > 0 && v * 1000 < 2 ** 31, 'a positive number of milliseconds');
  if (args.scheduler === 'replay' && args.replayFile === undefined) refuse('"scheduler" is "replay", which needs "replayFile": decisions that `pyxray run --record FILE` wrote');
  if (args.console === undefined || args.console === 'internalConsole') return;
  if (session.host.offer_terminal === undefined) refuse(`"console" is "${args.console}", but there are no terminals in the browser: use "internalConsole", whose debug console can be typed into`);
  if (!session.client_has_terminals) refuse(`"console" is "${args.console}", but this client starts no programs in terminals: use "internalConsole"`);
}

export function heap_mib(args: PyxrayLaunchArguments): number {
  return args.heapSize ?? DEFAULT_HEAP_MIB;
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function absolute(path: string, cwd: string): string {
  return normalize(path.startsWith('/') ? path : `${cwd}/${path}`);
}

/** The program's current directory. In the browser the program's folder unless another is given: there is no other. */
export function working_directory(session: Session, args: PyxrayLaunchArguments): string {
  const own = session.host.cwd();
  return absolute(args.cwd ?? (session.host.platform === 'web' && args.program !== undefined ? parent(args.program) : own), own);
}

export function environment(session: Session, args: PyxrayLaunchArguments): Record<string, string> {
  const environ: Record<string, string> = { ...session.host.environ() };
  for (const [name, value] of Object.entries(args.env ?? {})) {
    if (value === null) delete environ[name];
    else environ[name] = value;
  }
  return environ;
}

/** The decisions that scheduler `replay` follows. */
export async function read_decisions(session: Session, args: PyxrayLaunchArguments, cwd: string): Promise<Decision[]> {
  if (args.scheduler !== 'replay' || args.replayFile === undefined) return [];
  const path = absolute(args.replayFile, cwd);
  const bytes = await session.host.read_file(path).catch((error: Error) => refuse(`"replayFile": ${error.message}`));
  const decisions = parse_decisions(new TextDecoder().decode(bytes));
  return typeof decisions === 'string' ? refuse(`"replayFile" ${path}: ${decisions}`) : decisions;
}

export function run_config(args: PyxrayLaunchArguments, cwd: string, environ: Record<string, string>, decisions: readonly Decision[]): RunConfig {
  const program = args.program === undefined ? undefined : absolute(args.program, cwd);
  const argv = [program ?? (args.module !== undefined ? '-m' : '-c'), ...(args.args ?? [])];
  const python = python_options(no_letters(), environ, cwd, STDLIB_PREFIX);
  if (typeof python === 'string') return refuse(python);
  return {
    program,
    module: args.module,
    code: args.code,
    argv,
    orig_argv: ['python3.13', ...(program === undefined ? [argv[0], args.module ?? args.code ?? ''] : [program]), ...(args.args ?? [])],
    executable: '/usr/bin/python3.13',
    prefix: '/usr',
    stdlib_dir: STDLIB_PREFIX,
    ...python,
    heap_limit: heap_mib(args) * 1024 * 1024,
    gil: { policy: (args.scheduler ?? 'os') as RunConfig['gil']['policy'], seed: args.seed ?? 1, interval_us: Math.max(1, Math.round((args.switchInterval ?? 5) * 1000)), decisions },
    reference_check: args.referenceCheck !== false,
    line_buffered: true,
  };
}
