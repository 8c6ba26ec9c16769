// The C compiler for extensions: clang with the wasm64 target. From PATH when it has the target and a WASI C library's headers;
// else @yowasp/clang (clang and lld as WebAssembly) from node_modules, or fetched once with npm into the user's cache.

import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import DATETIME_H from '../interpreter/capi/include/datetime.h';
import ERRNO_H from '../interpreter/capi/include/errno.h';
import PYTHON_H from '../interpreter/capi/include/Python.h';
import STRUCTMEMBER_H from '../interpreter/capi/include/structmember.h';
import { HEADER_NAMES } from '../interpreter/capi/header_names';

export const HEADERS: Record<string, string> = { 'Python.h': PYTHON_H, 'structmember.h': STRUCTMEMBER_H, 'errno.h': ERRNO_H, 'datetime.h': DATETIME_H };
for (const name of HEADER_NAMES) HEADERS[`${name}.h`] = '#include <Python.h>\n';

/** The headers as a file tree: a name may have a directory. */
function header_tree(): Tree {
  const tree: Tree = {};
  for (const [name, text] of Object.entries(HEADERS)) {
    const [file, directory] = name.split('/').reverse();
    const into = directory === undefined ? tree : ((tree[directory] ??= {}) as Tree);
    into[file] = text;
  }
  return tree;
}
/** The version that is fetched; the project's development dependency is the same. */
const YOWASP = '@yowasp/clang@22.0.0-git20542-10';

const FLAGS = [
  '--target=wasm64', '-nostdlib', '-fPIC', '-matomics', '-mbulk-memory', '-O2', '-gline-tables-only', '-gdwarf-4', '-fsanitize=null,bounds,unreachable', '-fsanitize-minimal-runtime', '-fno-sanitize-recover=all', '-fvisibility=hidden', '-fwrapv', '-fno-strict-aliasing', '-finstrument-function-entry-bare', '-D__wasi__', '-D_GNU_SOURCE',
  '-Wno-unused-command-line-argument', '-Wl,-mwasm64,-shared,--experimental-pic,--no-entry,--import-memory,--shared-memory,--allow-undefined',
];

/** A file tree as @yowasp/clang takes it. */
export type Tree = { [name: string]: Tree | string | Uint8Array };

export interface Compilation {
  /** Names relative to `directory`. */
  sources: string[];
  directory: string;
  /** The sources' neighbours: headers that they may include. */
  files: Tree;
  flags: string[];
}
export interface Compiled {
  /** The shared module; undefined after an error. */
  module?: Uint8Array;
  /** What the compiler said: errors and warnings. */
  text: string;
}

/** No compiler could be found or fetched: the message says what to do. */
export class NoCompiler extends Error {}

const OUTPUT = 'pyxray-extension.so';

/** Compiles and links. Throws NoCompiler. */
export async function compile(c: Compilation): Promise<Compiled> {
  const native = native_clang();
  return native === null ? with_yowasp(c) : with_native(c, native);
}

// ---- a clang on PATH ------------------------------------------------------------------------------------------------------

const WASI_HEADERS = ['/usr/include/wasm32-wasip1', '/usr/include/wasm32-wasi', '/usr/share/wasi-sysroot/include/wasm32-wasip1', '/opt/wasi-sdk/share/wasi-sysroot/include/wasm32-wasip1'];

/** Directory of the C library's headers, when clang has the target and its linker is there. */
function native_clang(): string | null {
  if (process.env.PYXRAY_CLANG === 'yowasp') return null;
  const targets = spawnSync('clang', ['-print-targets'], { encoding: 'utf8' });
  if (targets.status !== 0 || !targets.stdout.includes('wasm64') || spawnSync('wasm-ld', ['--version']).status !== 0) return null;
  return WASI_HEADERS.find((d) => existsSync(d)) ?? null;
}

async function with_native(c: Compilation, headers: string): Promise<Compiled> {
  const dir = mkdtempSync(join(tmpdir(), 'pyxray-cc-'));
  try {
    mkdirSync(join(dir, 'cpython'));
    for (const [name, text] of Object.entries(HEADERS)) writeFileSync(join(dir, name), text);
    const out = join(dir, OUTPUT);
    const args = [...FLAGS, '-isystem', dir, '-isystem', headers, ...c.flags, ...c.sources, '-o', out];
    const text = await new Promise<string>((resolve) => execFile('clang', args, { cwd: c.directory }, (_e, stdout, stderr) => resolve(stdout + stderr)));
    return { module: existsSync(out) ? readFileSync(out) : undefined, text };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

// ---- @yowasp/clang ------------------------------------------------------------------------------------------------------------

type Clang = (args: string[] | null, files: Tree, options: Record<string, unknown>) => Promise<Tree>;

function cache_directory(): string {
  return process.env.PYXRAY_STORAGE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pyxray');
}

async function load_yowasp(): Promise<Clang> {
  const take = async (specifier: string): Promise<Clang> => ((await import(specifier)) as { commands: Record<string, Clang> }).commands.clang;
  try {
    return await take('@yowasp/clang');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  }
  const dir = cache_directory();
  const bundle = join(dir, 'node_modules/@yowasp/clang/gen/bundle.js');
  if (!existsSync(bundle)) fetch_yowasp(dir);
  return take(pathToFileURL(bundle).href);
}

function fetch_yowasp(dir: string): void {
  mkdirSync(dir, { recursive: true });
  process.stderr.write(`pyxray: fetching the C compiler (${YOWASP}, 100 MB) into ${dir}\n`);
  const r = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', dir, YOWASP], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (r.status === 0) return;
  const why = r.error ? 'npm was not found' : (r.stderr ?? '').trim().split('\n').slice(-3).join('; ');
  throw new NoCompiler(`C extensions need clang with the wasm64 target. Install clang, lld and wasi-libc, or run: npm install --prefix "${dir}" ${YOWASP}\n(${why})`);
}

async function with_yowasp(c: Compilation): Promise<Compiled> {
  const clang = await load_yowasp();
  // Loads the compiler; without this call it would report on stdout.
  await clang(null, {}, { fetchProgress: () => {} });
  let text = '';
  const decoder = new TextDecoder();
  const say = (bytes: Uint8Array | null): void => {
    if (bytes) text += decoder.decode(bytes, { stream: true });
  };
  const files: Tree = { ...c.files, '.pyxray': header_tree() };
  // Paths of its own file system: the sources are at its root.
  const args = [...FLAGS, '-isystem', '.pyxray', '-isystem', '/usr/include/wasm32-wasip1', ...c.flags, ...c.sources, '-o', OUTPUT];
  try {
    const out = await clang(args, files, { stdout: say, stderr: say, fetchProgress: () => {} });
    return { module: out[OUTPUT] as Uint8Array | undefined, text };
  } catch (error) {
    if ((error as { code?: unknown }).code === undefined) throw error;
    return { text };
  }
}

/** Headers and C files below a directory, as far as an extension may include them. */
export function include_tree(directory: string, depth = 3): Tree {
  const tree: Tree = {};
  for (const e of readdirSync(directory, { withFileTypes: true })) {
    if (e.isFile() && /\.(h|hh|hpp|inc|c|cc|cpp|cxx)$/.test(e.name)) tree[e.name] = readFileSync(join(directory, e.name), 'utf8');
    else if (e.isDirectory() && depth > 0 && !/^(\.|node_modules$|build$|__pycache__$)/.test(e.name)) {
      const sub = include_tree(join(directory, e.name), depth - 1);
      if (Object.keys(sub).length > 0) tree[e.name] = sub;
    }
  }
  return tree;
}
