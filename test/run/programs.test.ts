// Every program of test/programs prints here what CPython 3.13 prints: stdout, stderr and exit status. Compared live where there
// is a CPython, with the recorded golden outcome elsewhere (test/run/make_golden.mjs records it with CPython).
import assert from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mask, type Outcome, oracle, run } from './oracle';

const programs = join(process.cwd(), 'test/programs');
const golden = JSON.parse(readFileSync(join(programs, 'golden.json'), 'utf8')) as Record<string, Outcome>;
const python = oracle();

function masked(o: Outcome): Outcome {
  return { stdout: mask(o.stdout), stderr: mask(o.stderr), status: o.status };
}

for (const file of readdirSync(programs).filter((f) => f.endsWith('.py')).sort()) {
  test(file, () => {
    const path = join(programs, file);
    const args = file === 'argv_env.py' ? ['a', 'b c'] : [];
    const expected = python === null ? golden[file] : masked(run(python, [path, ...args]));
    assert.ok(expected, `${file} has no golden outcome: run node test/run/make_golden.mjs with a CPython 3.13`);
    const ours = masked(run(process.execPath, ['dist/pyxray.mjs', 'run', path, ...args]));
    assert.deepStrictEqual(ours, expected);
  });
}
