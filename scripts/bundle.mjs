// The bundles and how esbuild makes them. Used by build.mjs and by the test runner.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** While rooms are built side by side: an import of a file that does not exist yet becomes an empty module, with a warning. */
const tolerate = {
  name: 'missing-rooms',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (args) => {
      if (args.kind !== 'import-statement' || !args.importer.endsWith('.ts')) return undefined;
      const base = resolve(dirname(args.importer), args.path);
      if ([base, `${base}.ts`, `${base}.json`, `${base}/index.ts`].some((p) => existsSync(p))) return undefined;
      console.error(`missing file: ${args.path} (imported by ${args.importer.slice(root.length)})`);
      return { path: base, namespace: 'missing' };
    });
    build.onLoad({ filter: /.*/, namespace: 'missing' }, () => ({ contents: 'export {}', loader: 'ts' }));
  },
};

const common = {
  bundle: true,
  target: 'es2023',
  sourcemap: 'linked',
  logLevel: 'warning',
  minifySyntax: true,
  keepNames: false,
  absWorkingDir: root,
  legalComments: 'none',
};

/** @param {string} entry @param {string} outfile @param {import('esbuild').BuildOptions} options */
export async function bundle(entry, outfile, options = {}, dev = false) {
  return esbuild.build({ ...common, entryPoints: [entry], outfile, plugins: dev ? [tolerate] : [], ...options });
}
