// What python3.13's own command line and environment variables say (docs.python.org/3.13/using/cmdline.html), as a run's
// configuration: `pyxray run` takes both, a debug session the variables. Not here, and refused: -i and the prompt (there is
// none), -x.

import type { RunConfig } from '../interpreter/index';

export type PythonOptions = Pick<RunConfig, 'flags' | 'warnoptions' | 'xoptions' | 'hash_seed' | 'module_search_paths' | 'unbuffered' | 'stdio_encoding' | 'stdio_errors'> & { site: boolean };

type Flag = keyof RunConfig['flags'];
type Environment = Record<string, string | undefined>;

/** What the letters of the command line have said so far. */
interface Letters {
  flags: Partial<Record<Flag, number>>;
  warn: string[];
  xoptions: Record<string, string | true>;
  random_hash: boolean;
  unbuffered: boolean;
}

export const no_letters = (): Letters => ({ flags: {}, warn: [], xoptions: {}, random_hash: false, unbuffered: false });

const COUNTED: Record<string, Flag> = { b: 'bytes_warning', d: 'debug', O: 'optimize', q: 'quiet', v: 'verbose' };
const SWITCHES: Record<string, Flag[]> = {
  B: ['dont_write_bytecode'], E: ['ignore_environment'], I: ['isolated', 'ignore_environment', 'no_user_site', 'safe_path'], P: ['safe_path'], s: ['no_user_site'], S: ['no_site'],
};

/** One letter without a value. False: there is no such option. */
function take_letter(letter: string, into: Letters): boolean {
  if (letter in COUNTED) into.flags[COUNTED[letter]] = (into.flags[COUNTED[letter]] ?? 0) + 1;
  else if (letter in SWITCHES) for (const flag of SWITCHES[letter]) into.flags[flag] = 1;
  else if (letter === 'u') into.unbuffered = true;
  else if (letter === 'R') into.random_hash = true;
  else return false;
  return true;
}

function take_value(letter: string, value: string, into: Letters): void {
  if (letter === 'W') into.warn.push(value);
  else {
    const equals = value.indexOf('=');
    into.xoptions[equals < 0 ? value : value.slice(0, equals)] = equals < 0 ? true : value.slice(equals + 1);
  }
}

export interface Target {
  program?: string;
  module?: string;
  code?: string;
  /** Index of the program's first argument. */
  rest: number;
}

/** Reads python's options in argv from `i` on, and what is to be run. A string is the message of what is wrong. */
export function parse_python_options(argv: readonly string[], i: number, into: Letters): Target | string {
  for (; i < argv.length && argv[i].startsWith('-') && argv[i] !== '-' && argv[i] !== '--'; i++) {
    for (let at = 1; at < argv[i].length; at++) {
      const letter = argv[i][at];
      if ('WXcm'.includes(letter)) {
        const value = at + 1 < argv[i].length ? argv[i].slice(at + 1) : argv[++i];
        if (value === undefined) return `-${letter} needs an argument`;
        if (letter === 'c') return { code: value, rest: i + 1 };
        if (letter === 'm') return { module: value, rest: i + 1 };
        take_value(letter, value, into);
        break;
      }
      if (letter === 'i') return '-i: there is no interactive prompt here';
      if (!take_letter(letter, into)) return `unknown option '-${letter}'`;
    }
  }
  if (argv[i] === '--') i++;
  return i < argv.length ? { program: argv[i], rest: i + 1 } : 'no program given';
}

/** Variables that raise a flag: to their number, or to 1 when they are none. */
const VARIABLES: Record<string, Flag> = {
  PYTHONDEBUG: 'debug', PYTHONVERBOSE: 'verbose', PYTHONOPTIMIZE: 'optimize', PYTHONNOUSERSITE: 'no_user_site', PYTHONDONTWRITEBYTECODE: 'dont_write_bytecode', PYTHONSAFEPATH: 'safe_path',
  PYTHONDEVMODE: 'dev_mode',
};

function take_variables(environ: Environment, flags: Letters['flags']): void {
  for (const [name, flag] of Object.entries(VARIABLES)) {
    const value = environ[name];
    if (value) flags[flag] = Math.max(flags[flag] ?? 0, /^\d+$/.test(value) ? Number(value) : 1);
  }
}

/** PYTHONHASHSEED: null is a random seed. A string is the message of what is wrong. */
function hash_seed(text: string | undefined): number | null | string {
  if (!text || text === 'random') return null;
  const seed = Number(text);
  return /^\d+$/.test(text) && seed <= 0xffffffff ? seed : 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]';
}

function digits_limit(text: string | true | undefined): number | undefined {
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The warning filters, weakest first: dev mode, PYTHONWARNINGS, -W, -b. */
function warnoptions(letters: Letters, variable: string | undefined, dev_mode: boolean): string[] {
  const level = letters.flags.bytes_warning ?? 0;
  const of_bytes = level === 0 ? [] : [level > 1 ? 'error::BytesWarning' : 'default::BytesWarning'];
  return [...(dev_mode ? ['default'] : []), ...(variable ? variable.split(',') : []), ...letters.warn, ...of_bytes];
}

/** Puts letters and variables together. `stdlib` is the last entry of the module search path. A string is the message of what is wrong. */
export function python_options(letters: Letters, environment: Environment, cwd: string, stdlib: string): PythonOptions | string {
  const { flags, xoptions } = letters;
  const environ = flags.ignore_environment ? {} : environment;
  take_variables(environ, flags);
  if (xoptions.dev !== undefined) flags.dev_mode = 1;
  if (xoptions.utf8 !== undefined || environ.PYTHONUTF8 === '1') flags.utf8_mode = xoptions.utf8 === '0' ? 0 : 1;
  if (xoptions.warn_default_encoding !== undefined || environ.PYTHONWARNDEFAULTENCODING) flags.warn_default_encoding = 1;
  const limit = digits_limit(xoptions.int_max_str_digits) ?? digits_limit(environ.PYTHONINTMAXSTRDIGITS);
  if (limit !== undefined) flags.int_max_str_digits = limit;
  const seed = letters.random_hash ? null : hash_seed(environ.PYTHONHASHSEED);
  if (typeof seed === 'string') return seed;
  const [encoding, errors] = (environ.PYTHONIOENCODING ?? '').split(':');
  const paths = environ.PYTHONPATH ? environ.PYTHONPATH.split(':').map((p) => (p.startsWith('/') ? p : `${cwd}/${p}`)) : [];
  return {
    flags,
    xoptions,
    hash_seed: seed,
    warnoptions: warnoptions(letters, environ.PYTHONWARNINGS, flags.dev_mode === 1),
    module_search_paths: [...paths, stdlib],
    unbuffered: letters.unbuffered || !!environ.PYTHONUNBUFFERED,
    stdio_encoding: encoding || undefined,
    stdio_errors: errors || undefined,
    site: flags.no_site !== 1,
  };
}
