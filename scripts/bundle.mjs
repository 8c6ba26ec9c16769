// The bundles and how esbuild makes them. Used by build.mjs and by the test runner.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** While rooms are built side by side: a name or file that does not exist yet becomes a function that says so when it is called. */
async function tolerate() {
  const { missing } = await import('./missing.mjs');
  const stubs = (path) => {
    const key = relative(join(root, 'interpreter'), path.endsWith('.ts') ? path : `${path}.ts`);
    return [...(missing.get(key)?.keys() ?? [])].map((n) => `export function ${n}() { throw new Error('missing: ${n} of ${key}'); }\n`).join('');
  };
  return {
    name: 'missing-rooms',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, (args) => {
        if (args.kind !== 'import-statement' || !args.importer.endsWith('.ts')) return undefined;
        const base = resolve(dirname(args.importer), args.path);
        if ([base, `${base}.ts`, `${base}.json`, `${base}/index.ts`].some((p) => existsSync(p))) return undefined;
        return { path: base, namespace: 'missing' };
      });
      build.onLoad({ filter: /.*/, namespace: 'missing' }, (args) => ({ contents: `${stubs(args.path)}export {}`, loader: 'js' }));
      build.onLoad({ filter: /(interpreter|debug-adapter)\/.*\.ts$/ }, (args) => {
        const extra = stubs(args.path);
        return extra === '' ? undefined : { contents: `${readFileSync(args.path, 'utf8')}\n// @ts-nocheck\n${extra}`, loader: 'ts' };
      });
    },
  };
}

/** Stands for the bundle's name in its text until that is known; as long as the name is. */
const PLACEHOLDER = 'pyxray:0000000000000000';

/** A CommonJS module as a script whose value is the function that makes it: what debug-adapter/hosts/code_cache.ts loads. */
export const script_wrapper = { banner: { js: `/* ${PLACEHOLDER} */ (function (exports, require, module, __filename, __dirname) {` }, footer: { js: '})' } };

const common = {
  bundle: true,
  target: 'es2023',
  sourcemap: 'linked',
  logLevel: 'warning',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  absWorkingDir: root,
  legalComments: 'none',
  define: { PYXRAY_BUNDLE: JSON.stringify(PLACEHOLDER) },
  loader: { '.h': 'text' },
};

/**
 * esbuild writes top-level constants as `var`; V8 folds only a `const` heap view into the code that uses it (5-10% of the eval loop).
 * @param {string} outfile
 */
function constant_heap_views(outfile) {
  const text = readFileSync(outfile, 'utf8');
  const fixed = text.replace(',HEAP8=new Int8Array(buffer)', ';const HEAP8=new Int8Array(buffer)');
  if (fixed !== text) writeFileSync(outfile, fixed);
}

/** A realm's bundle gets a name of its own: of its text and of the standard library beside it. A snapshot is of one bundle. */
function name_bundle(outfile) {
  const text = readFileSync(outfile, 'utf8');
  const stdlib = join(dirname(outfile), 'stdlib.bin');
  const hash = createHash('sha256').update(text).update(existsSync(stdlib) ? packedKey(stdlib) : '');
  writeFileSync(outfile, text.replaceAll(PLACEHOLDER, `pyxray:${hash.digest('hex').slice(0, PLACEHOLDER.length - 7)}`));
}

/** The key in the header of a packed library: what it was made of. '' when there is no such file. */
export function packedKey(file) {
  if (!existsSync(file)) return '';
  const bytes = readFileSync(file);
  return JSON.parse(bytes.subarray(4, 4 + bytes.readUInt32LE(0)).toString()).key;
}

/** @param {string} entry @param {string} outfile @param {import('esbuild').BuildOptions} options */
export async function bundle(entry, outfile, options = {}, dev = false) {
  const result = await esbuild.build({ ...common, entryPoints: [entry], outfile, plugins: dev ? [await tolerate()] : [], ...options });
  // Only where modules are evaluated at once: a bundle with a dynamic import assigns them in functions.
  if (/realm(\.web)?\.c?js$/.test(outfile)) {
    constant_heap_views(outfile);
    name_bundle(outfile);
  }
  return result;
}
