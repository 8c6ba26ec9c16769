// Lists the names that files of interpreter/ import from each other and that the target does not export.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** target file (relative to interpreter/) -> name -> importing files */
export const missing = new Map();
const root = fileURLToPath(new URL('..', import.meta.url));
const files = ['interpreter', 'debug-adapter'].flatMap((d) => readdirSync(join(root, d), { recursive: true }).filter((f) => f.endsWith('.ts')).map((f) => join(root, d, f)));
const exportsOf = new Map();
function exported(file) {
  if (exportsOf.has(file)) return exportsOf.get(file);
  const set = new Set();
  exportsOf.set(file, set);
  const text = readFileSync(file, 'utf8');
  for (const m of text.matchAll(/^export\s+(?:declare\s+)?(?:async\s+)?(?:function\*?|abstract class|const enum|const|let|var|class|interface|type|enum)\s+(\w+)/gm)) set.add(m[1]);
  for (const m of text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)) for (const n of m[1].split(',')) set.add(n.trim().split(/\s+as\s+/).pop().replace(/^type /, ''));
  for (const m of text.matchAll(/^export \* from '([^']+)'/gm)) {
    const t = resolve(dirname(file), m[1]) + '.ts';
    if (existsSync(t)) for (const n of exported(t)) set.add(n);
  }
  return set;
}
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  for (const m of text.matchAll(/^(?:import|export)\s+(type\s+)?\{([^}]*)\}\s+from\s+['"](\.[^'"]+)['"]/gm)) {
    const target = resolve(dirname(file), m[3]) + '.ts';
    const have = existsSync(target) ? exported(target) : new Set();
    for (const raw of m[2].split(',')) {
      const name = raw.trim().replace(/^type /, '').split(/\s+as\s+/)[0];
      if (!name || have.has(name)) continue;
      const key = relative(join(root, 'interpreter'), target);
      if (!missing.has(key)) missing.set(key, new Map());
      const by = missing.get(key);
      if (!by.has(name)) by.set(name, []);
      by.get(name).push(relative(join(root, 'interpreter'), file));
    }
  }
}
const prefix = process.argv[2] ?? '';
const asked = process.argv[1] === fileURLToPath(import.meta.url);
if (asked) for (const [target, names] of [...missing].sort()) {
  if (!target.startsWith(prefix)) continue;
  console.log(`${target}${existsSync(join(root, 'interpreter', target)) ? '' : ' (no such file)'}`);
  for (const [name, by] of [...names].sort()) console.log(`  ${name}  <- ${by.slice(0, 4).join(', ')}${by.length > 4 ? ` +${by.length - 4}` : ''}`);
}
