// The eval loop stays under the size above which V8 does not optimise a function.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const V8_LIMIT = 61440;

test('bytecode of ceval_loop is under V8 limit for optimisation', () => {
  const r = spawnSync(process.execPath, ['--print-bytecode', '--print-bytecode-filter=ceval_loop', 'dist/pyxray.mjs', 'run', '--no-site', '-c', 'pass'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const length = /Bytecode length: (\d+)/.exec(r.stdout)?.[1];
  assert.ok(length, `node printed no bytecode: ${r.stderr.slice(0, 500)}`);
  console.log(`ceval_loop: ${length} bytes of V8 bytecode, limit ${V8_LIMIT}`);
  assert.ok(Number(length) < V8_LIMIT, `ceval_loop has ${length} bytes: take 'hot' from a definition in interpreter/python/bytecodes/`);
});
