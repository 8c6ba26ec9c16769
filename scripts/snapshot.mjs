// Makes dist/snapshot.bin and dist/snapshot.web.bin, the heap after Python's start, of the two realm bundles. Used by build.mjs.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';

/** The name that bundle.mjs gave a bundle is in its text, and in the title of a snapshot of it. */
function is_of(snapshot, realm) {
  if (!existsSync(snapshot)) return false;
  const name = /pyxray:[0-9a-f]{16}/.exec(readFileSync(realm, 'latin1'))?.[0];
  return name !== undefined && readFileSync(snapshot).subarray(0, 256).includes(name);
}

export async function make_snapshots() {
  const maker = join(root, 'out/snapshot_maker.mjs');
  const stdlib = join(root, 'dist/stdlib.bin');
  let make;
  for (const [realm, file, web] of [['realm.cjs', 'snapshot.bin', false], ['realm.web.js', 'snapshot.web.bin', true]]) {
    const from = join(root, 'dist', realm);
    const to = join(root, 'dist', file);
    if (is_of(to, from)) continue;
    if (make === undefined) {
      await bundle('scripts/snapshot_maker.ts', maker, { platform: 'node', format: 'esm', sourcemap: false });
      make = (await import(pathToFileURL(maker).href)).make_snapshot;
    }
    const bytes = await make(pathToFileURL(from).href, stdlib, web);
    writeFileSync(`${to}.new`, bytes);
    renameSync(`${to}.new`, to);
  }
}
