// Calls of the real libc do here what they do under CPython 3.13: live where there is one, else as recorded by it
// (PYXRAY_UPDATE_GOLDEN=1 records). The heap is in order afterwards.
import assert from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mask, type Outcome, oracle, run } from '../run/oracle';

const folder = join(process.cwd(), 'test/ctypes/programs');
const golden_file = join(folder, 'golden.json');
/** Each with its arguments. */
const PROGRAMS: Record<string, string[]> = { 'calls.py': [], 'order.py': [], 'order.py exit': ['exit'] };
const linux = process.platform === 'linux';
const skip = linux ? false : 'the libc is called by its Linux name';
// Python decides with this whether C's stdout has a buffer.
const env = { PYTHONUNBUFFERED: '' };

function outcome(command: string, args: string[]): Outcome {
  const o = run(command, args, { env });
  return { stdout: mask(o.stdout), stderr: mask(o.stderr), status: o.status };
}

const python = linux ? oracle() : null;
const golden = JSON.parse(readFileSync(golden_file, 'utf8')) as Record<string, Outcome>;

for (const [name, args] of Object.entries(PROGRAMS)) {
  const path = join(folder, name.split(' ')[0]);
  test(name, { skip }, () => {
    const expected = python === null ? golden[name] : outcome(python, [path, ...args]);
    if (python !== null && process.env.PYXRAY_UPDATE_GOLDEN) {
      golden[name] = expected;
      writeFileSync(golden_file, `${JSON.stringify(golden, null, 1)}\n`);
    }
    assert.deepStrictEqual(outcome(process.execPath, ['dist/pyxray.mjs', 'run', path, ...args]), expected);
  });
}

for (const path of ['test/ctypes/programs/calls.py', 'test/programs/ctypes_types.py', 'test/programs/ctypes_structures.py']) {
  test(`the heap after ${path}`, { skip: path.includes('calls') && skip }, () => {
    const o = run(process.execPath, ['dist/pyxray.mjs', 'run', '--audit', path], { env });
    assert.match(o.stderr, / 0 violations, 0 leaks\n$/);
  });
}
