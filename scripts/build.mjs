// Builds dist/: `node scripts/build.mjs [--dev]`. --dev tolerates rooms that are not there yet.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtension } from './buildExtension.mjs';
import { bundle, root, script_wrapper } from './bundle.mjs';
import { make_snapshots } from './snapshot.mjs';

const dev = process.argv.includes('--dev');
const only = process.argv.slice(2).filter((a) => !a.startsWith('-'));
mkdirSync(join(root, 'dist'), { recursive: true });

const node = { platform: 'node', format: 'esm', external: ['koffi', '@yowasp/clang'] };
/** Scripts, whose compiled code can be kept (debug-adapter/hosts/code_cache.ts). */
const script = { ...node, format: 'cjs' };
const realm_script = { ...script, ...script_wrapper };
const web = { platform: 'browser', format: 'esm' };
const targets = {
  realm: ['debug-adapter/node_realm.ts', 'dist/realm.cjs', realm_script],
  worker: ['debug-adapter/hosts/node_worker.ts', 'dist/worker.cjs', script],
  cli: ['debug-adapter/cli.ts', 'dist/pyxray.mjs', node],
  terminal: ['debug-adapter/hosts/terminal_relay.ts', 'dist/terminal.mjs', node],
  adapter: ['debug-adapter/main.ts', 'dist/adapter.js', node],
  session_web: ['debug-adapter/web/session.ts', 'dist/session.web.js', web],
  realm_web: ['debug-adapter/web/realm.ts', 'dist/realm.web.js', web],
};
await import('./regen_all.mjs');
if (only.length === 0) await import('./pack_stdlib.mjs');
for (const [name, [entry, out, options]] of Object.entries(targets)) {
  if (only.length > 0 && !only.includes(name)) continue;
  if (dev && !existsSync(join(root, entry))) continue;
  await bundle(entry, join(root, out), options, dev);
}
if (only.length === 0 || only.some((name) => name.startsWith('realm'))) await make_snapshots();
if (only.length === 0 || only.includes('extension')) await buildExtension({ minify: process.argv.includes('--minify') });
