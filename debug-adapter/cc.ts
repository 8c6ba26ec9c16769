// `pyxray cc FILE.c... [-o OUT]`: compiles a C extension; and what `run` and launch do before the program: they build the C files
// beside it that define PyInit_<name>, when they are newer than the built module or were built with other headers.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { EXTENSION_SUFFIX } from '../interpreter/capi/suffix';
import { compile, HEADERS, include_tree, NoCompiler } from './clang';

const USAGE = `usage: pyxray cc FILE.c... [-o OUT] [-D...] [-I...] [-O...] [-W...] [-f...] [-std=...]
Compiles a C extension for PyXray: NAME${EXTENSION_SUFFIX} beside the first file.
`;

/** What the headers were, and the text of the sources: stands in a section of its own of the module. */
function fingerprint(sources: string[], flags: string[]): string {
  const h = createHash('sha256');
  for (const text of Object.values(HEADERS)) h.update(text);
  for (const f of flags) h.update(f);
  for (const s of sources) h.update(readFileSync(s));
  return h.digest('hex');
}
const SECTION = 'pyxray.fingerprint';

function with_section(module: Uint8Array, text: string): Uint8Array {
  const name = Buffer.from(SECTION);
  const body = Buffer.concat([Buffer.from([name.length]), name, Buffer.from(text)]);
  return Buffer.concat([module, Buffer.from([0, body.length]), body]);
}
/** The module at `path` is what these sources would give. Its size says nothing: the fingerprint is its end. */
function is_current(path: string, sources: string[], flags: string[]): boolean {
  if (!existsSync(path)) return false;
  return readFileSync(path).subarray(-64).toString('latin1') === fingerprint(sources, flags);
}

/** The default name of the module of a source file. */
export function output_of(source: string): string {
  return join(dirname(source), basename(source).replace(/\.[^.]*$/, '') + EXTENSION_SUFFIX);
}

/** Compiles `sources` to `out`. What the compiler says goes to `say`; true when it compiled. */
async function build(sources: string[], out: string, flags: string[], say: (text: string) => void): Promise<boolean> {
  const directory = dirname(resolve(sources[0]));
  const names = sources.map((s) => relative(directory, resolve(s)));
  const outside = names.find((n) => n.startsWith('..'));
  if (outside !== undefined) {
    say(`pyxray: ${outside} is outside of the directory of the first file\n`);
    return false;
  }
  const done = await compile({ sources: names, directory, files: include_tree(directory), flags });
  // Names in messages as the caller wrote them.
  const prefix = dirname(sources[0]);
  say(prefix === '.' ? done.text : done.text.replace(/^([\w./-]+\.(?:c|h|cc|cpp|cxx|hpp|inc):\d+:)/gm, (m) => (m.startsWith('/') || m.startsWith('.pyxray') ? m : `${prefix}/${m}`)));
  if (done.module === undefined) return false;
  writeFileSync(out, with_section(done.module, fingerprint(sources, flags)));
  return true;
}

/** The command `cc`; the exit status. */
export async function cc_main(argv: string[]): Promise<number> {
  const sources: string[] = [];
  const flags: string[] = [];
  let out: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '-o' && i + 1 < argv.length) out = argv[++i];
    else if (/^-(?:[DIOWUfgx]|[sw]$|std=|isystem|include)/.test(argv[i])) flags.push(argv[i]);
    else if (argv[i].startsWith('-')) {
      process.stderr.write(`pyxray: unknown option '${argv[i]}'\n${USAGE}`);
      return 2;
    } else sources.push(argv[i]);
  }
  if (sources.length === 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const absent = sources.find((s) => !existsSync(s));
  if (absent !== undefined) {
    process.stderr.write(`pyxray: can't open file '${absent}'\n`);
    return 2;
  }
  try {
    return (await build(sources, out ?? output_of(sources[0]), flags, (text) => process.stderr.write(text))) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoCompiler)) throw error;
    process.stderr.write(`pyxray: ${error.message}\n`);
    return 1;
  }
}

/** C files in a directory that are extension modules. */
export function extension_sources(directory: string): string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .filter((n) => n.endsWith('.c'))
    .map((n) => join(directory, n))
    .filter((f) => statSync(f).size < 4_000_000 && new RegExp(`\\bPyInit_${basename(f, '.c').replace(/\W/g, '_')}\\b`).test(readFileSync(f, 'utf8')));
}

/**
 * Builds what is stale of `setting`: the extensions beside `program` ("auto"), these files, or nothing (false). The compiler runs in
 * a process of its own (`cli`: dist/pyxray.mjs). What it says goes to `say`. The files that did not compile.
 */
export async function build_extensions(program: string | undefined, setting: 'auto' | false | string[], cli: string, say: (text: string) => void): Promise<string[]> {
  if (setting === false || (setting === 'auto' && program === undefined)) return [];
  const sources = setting === 'auto' ? extension_sources(dirname(program as string)) : setting;
  const failed: string[] = [];
  for (const source of sources) {
    if (existsSync(source) && is_current(output_of(source), [source], [])) continue;
    if ((await run_cc(cli, source, say)) !== 0) failed.push(source);
  }
  return failed;
}

function run_cc(cli: string, source: string, say: (text: string) => void): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [cli, 'cc', source], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
    child.stderr.setEncoding('utf8').on('data', (text: string) => say(text));
    child.on('error', (error) => {
      say(`pyxray: the C compiler could not be started: ${error.message}\n`);
      done(1);
    });
    child.on('close', (code) => done(code ?? 1));
  });
}
