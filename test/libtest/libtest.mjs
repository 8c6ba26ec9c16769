// Runs CPython's own tests (Lib/test) under us: see main.ts. From the project's folder, after a build.
import { build } from 'esbuild';

const bundle = await build({ entryPoints: ['test/libtest/main.ts'], bundle: true, platform: 'node', format: 'esm', write: false });
await import(`data:text/javascript,${encodeURIComponent(bundle.outputFiles[0].text)}`);
