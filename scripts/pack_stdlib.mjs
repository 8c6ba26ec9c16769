// Packs CPython's pure-Python standard library (out of the npm package pyodide, whose zip has all of it but _pydecimal; that
// one is in the npm package brython, without comments) into dist/stdlib.bin:
//
//   u32 header length | header: JSON { key, files: { path: [offset, size, mtime] } } | the files' bytes
//
// With every module goes the .pyc that our own compiler makes of it, where importlib looks for it. The pack is made anew
// only when the zip, the compiler or this script changed (`key`). Run: node scripts/pack_stdlib.mjs [--force]
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { bundle, packedKey, root } from './bundle.mjs';

const PREFIX = '/usr/lib/python3.13';
/** The tables of modules/unicodedata.ts, a file beside the modules. */
const UNICODEDATA = join(root, 'interpreter/modules/generated/unicodedata.json');
/** One time for all files, so that a pack depends on nothing but its inputs: 2025-02-04, when CPython 3.13.2 came out. */
const MTIME = 1738627200;

/** Not part of CPython's library, or of no use without what it wraps (tkinter, a REPL's terminal, the browser's own). */
const LEFT_OUT = [/^_?pyodide\//, /^site-packages\//, /(^|\/)tests?\//, /^(idlelib|tkinter|turtledemo|lib2to3|ensurepip)\//, /^_sysconfigdata/, /^webbrowser\.py$/, /^_apple_support\.py$/];

/** What pyodide changed in files that are otherwise CPython's: text there → CPython's. A pattern that is not found is an error. */
const RESTORE = {
  'zoneinfo/_common.py': [[/\n[^\n]*On Pyodide you must do pyodide\.loadPackage[^\n]*/, '']],
};

/** What sysconfig knows of the build: there is no Makefile, so what a program may ask for. */
const SYSCONFIGDATA = `build_time_vars = {
    'ABIFLAGS': '', 'AR': 'ar', 'BINDIR': '/usr/bin', 'CC': 'cc', 'CFLAGS': '', 'CONFIG_ARGS': '', 'EXE': '', 'EXT_SUFFIX': '.cpython-313-wasm64-pyxray.so', 'HAVE_GETRANDOM': 1,
    'INCLUDEPY': '/usr/include/python3.13', 'LDVERSION': '3.13', 'LIBDIR': '/usr/lib', 'LIBDEST': '/usr/lib/python3.13', 'MULTIARCH': 'x86_64-linux-gnu', 'Py_DEBUG': 0, 'Py_ENABLE_SHARED': 0,
    'Py_GIL_DISABLED': 0, 'SIZEOF_VOID_P': 8, 'SIZEOF_LONG': 8, 'SO': '.cpython-313-wasm64-pyxray.so', 'SOABI': 'cpython-313-wasm64-pyxray', 'VERSION': '3.13', 'WITH_DOC_STRINGS': 1,
    'WITH_PYMALLOC': 1, 'prefix': '/usr', 'exec_prefix': '/usr',
}
`;

function sources(zip) {
  const files = {};
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    if (!path.endsWith('.py') || LEFT_OUT.some((p) => p.test(path))) continue;
    files[path] = restore(path, bytes);
  }
  files['_pydecimal.py'] = pydecimal();
  files['_sysconfigdata__linux_x86_64-linux-gnu.py'] = new TextEncoder().encode(SYSCONFIGDATA);
  files['unicodedata.json'] = readFileSync(UNICODEDATA);
  // collections.abc is put into sys.modules by collections itself; the file is there for tools that look for it.
  files['collections/abc.py'] ??= new TextEncoder().encode('from _collections_abc import *\nfrom _collections_abc import __all__\nfrom _collections_abc import _CallableGenericAlias\n');
  return files;
}

/** decimal without a C accelerator. Brython keeps its library as one JSON object: name → [extension, source, imports]. */
function pydecimal() {
  const bundle = readFileSync(fileURLToPath(import.meta.resolve('brython/brython_stdlib.js', import.meta.url)), 'utf8');
  const start = bundle.indexOf('var scripts = ') + 'var scripts = '.length;
  const scripts = JSON.parse(bundle.slice(start, bundle.indexOf('\n', start)).replace(/;?\s*$/, ''));
  const [extension, source] = scripts._pydecimal;
  if (extension !== '.py' || !source.includes('class Decimal(')) throw new Error('brython does not have _pydecimal where it was');
  return new TextEncoder().encode(source.trimEnd() + '\n');
}

function restore(path, bytes) {
  const changes = RESTORE[path];
  if (!changes) return bytes;
  let text = new TextDecoder().decode(bytes);
  for (const [pattern, replacement] of changes) {
    if (!pattern.test(text)) throw new Error(`${path}: pyodide's change is not where it was: ${pattern}`);
    text = text.replace(pattern, replacement);
  }
  return new TextEncoder().encode(text);
}

function pycPath(path, tag) {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}__pycache__/${path.slice(slash, -3)}.${tag}.pyc`;
}

/** The .pyc of each source; importlib's two bootstrap modules also as CPython freezes them. */
function compileAll(files, { compilePyc }) {
  const out = {};
  const failed = [];
  for (const [path, source] of Object.entries(files)) {
    if (!path.endsWith('.py')) continue;
    try {
      out[pycPath(path, 'cpython-313')] = compilePyc(source, `${PREFIX}/${path}`, MTIME);
    } catch (error) {
      failed.push(`${path}: ${error.msg ?? error}`);
    }
  }
  for (const name of ['_bootstrap', '_bootstrap_external']) {
    out[`importlib/__pycache__/${name}.frozen.pyc`] = compilePyc(files[`importlib/${name}.py`], `<frozen importlib.${name}>`, MTIME);
  }
  return { out, failed };
}

function pack(files, key) {
  const index = {};
  let offset = 0;
  const paths = Object.keys(files).sort();
  for (const path of paths) {
    index[path] = [offset, files[path].length, MTIME];
    offset += files[path].length;
  }
  const header = new TextEncoder().encode(JSON.stringify({ key, files: index }));
  const packed = new Uint8Array(4 + header.length + offset);
  new DataView(packed.buffer).setUint32(0, header.length, true);
  packed.set(header, 4);
  for (const path of paths) packed.set(files[path], 4 + header.length + index[path][0]);
  return packed;
}

/** Makes dist/stdlib.bin if it is not up to date. */
async function packStdlib(force = false) {
  const outfile = join(root, 'dist/stdlib.bin');
  const zip = readFileSync(fileURLToPath(import.meta.resolve('pyodide/python_stdlib.zip', import.meta.url)));
  const compiler = join(root, 'out/stdlib_compiler.mjs');
  await bundle('scripts/stdlib_compiler.ts', compiler, { platform: 'neutral', format: 'esm', sourcemap: false });
  const hash = createHash('sha256').update(zip).update(readFileSync(compiler)).update(readFileSync(fileURLToPath(import.meta.url))).update(readFileSync(UNICODEDATA));
  const key = hash.digest('hex');
  if (!force && packedKey(outfile) === key) return outfile;
  const files = sources(zip);
  const { out, failed } = compileAll(files, await import(`${pathToFileURL(compiler)}?${key}`));
  for (const line of failed) console.error(`stdlib: not compiled: ${line}`);
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, pack({ ...files, ...out }, key));
  console.log(`stdlib: ${Object.keys(files).length} modules, ${Object.keys(out).length} compiled, into dist/stdlib.bin`);
  return outfile;
}

await packStdlib(process.argv.includes('--force'));
