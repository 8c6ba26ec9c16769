// npm run regen: makes every generated file again. `--check` only says which are stale.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = ['interpreter/tools/regen_structs.mjs', 'interpreter/tools/regen_eval.mjs', 'interpreter/tools/regen_warmup.mjs', 'interpreter/tools/regen_capi.mjs', 'scripts/regen_all.mjs', 'scripts/regenContributes.mjs'];
let status = 0;
for (const step of steps) {
  const r = spawnSync(process.execPath, [step, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  if (r.status !== 0) {
    console.error(`${step}: status ${r.status}`);
    status = 1;
  }
}
process.exit(status);
