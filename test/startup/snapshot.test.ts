// A start from the snapshot (dist/snapshot.bin) is a start: the same heap to the last count and address, a hash secret of its
// own in every run, and never a snapshot of another bundle.
import assert from 'node:assert';
import { cpSync, linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Outcome, oracle, run } from '../run/oracle';

const programs = join(process.cwd(), 'test/startup/programs');
const pyxray = (args: string[], env: Record<string, string> = {}, dist = 'dist'): Outcome => run(process.execPath, [join(dist, 'pyxray.mjs'), 'run', ...args], { env });

for (const seed of ['0', '7']) {
  test(`with and without the snapshot the heap is the same, PYTHONHASHSEED=${seed}`, () => {
    const program = join(programs, 'heap_state.py');
    const [with_it, without] = [[program, 'arg'], ['--no-snapshot', program, 'arg']].map((args) => pyxray(args, { PYTHONHASHSEED: seed, MARK: 'here' }));
    assert.strictEqual(without.status, 0, without.stderr);
    assert.match(without.stdout, /'MARK', 'here'/);
    assert.deepStrictEqual(with_it.stdout.replace(/, '--no-snapshot'/, '').split('\n'), without.stdout.replace(/, '--no-snapshot'/, '').split('\n'));
  });
}

test('every run has a hash secret of its own, and finds every key under it', () => {
  const program = join(programs, 'lookups.py');
  const outputs = [1, 2].map(() => pyxray([program], { PYTHONHASHSEED: '' }));
  for (const o of outputs) assert.strictEqual(o.status, 0, o.stderr);
  assert.notStrictEqual(outputs[0].stdout, outputs[1].stdout);
});

test('PYTHONHASHSEED is obeyed as by CPython', (t) => {
  const python = oracle();
  if (python === null) return t.skip('no CPython 3.13');
  const code = "print(hash('a'), hash(b'abc'), {'x', 'yy', 'zzz'}, hash(('a',)))";
  for (const seed of ['0', '1', '4294967295']) {
    assert.strictEqual(pyxray(['-c', code], { PYTHONHASHSEED: seed }).stdout, run(python, ['-c', code], { env: { PYTHONHASHSEED: seed } }).stdout);
  }
});

test('the heap is whole after a start from the snapshot', () => {
  const { stderr } = pyxray(['--audit', join(programs, 'lookups.py')], { PYTHONHASHSEED: '' });
  assert.match(stderr, /^audit: \d+ objects, 0 violations, 0 leaks$/m);
});

/** A copy of dist/ whose snapshot is `snapshot`; without it when that is null. */
function with_snapshot(snapshot: Uint8Array | null, check: (dist: string) => void): void {
  const dist = mkdtempSync(join(tmpdir(), 'pyxray-dist-'));
  try {
    for (const file of ['pyxray.mjs', 'worker.cjs', 'realm.cjs']) cpSync(join('dist', file), join(dist, file));
    try {
      linkSync('dist/stdlib.bin', join(dist, 'stdlib.bin'));
    } catch {
      cpSync('dist/stdlib.bin', join(dist, 'stdlib.bin'));
    }
    if (snapshot !== null) writeFileSync(join(dist, 'snapshot.bin'), snapshot);
    check(dist);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}

test('a snapshot of another bundle, one that is cut short, and none', () => {
  const good = readFileSync('dist/snapshot.bin');
  const name = good.indexOf('pyxray:');
  assert.ok(name > 0 && name < 200);
  // Whoever used this would not get far: its addresses are nonsense.
  const other = Buffer.from(good);
  other.fill(0x55, 256);
  other[name + 7] ^= 1;
  for (const snapshot of [other, good.subarray(0, 100), new Uint8Array(0), null]) {
    with_snapshot(snapshot, (dist) => assert.deepStrictEqual(pyxray(['-c', 'import re; print(re.sub("a", "b", "aa"))'], {}, dist), { stdout: 'bb\n', stderr: '', status: 0 }));
  }
});

test('options that the start itself looks at', () => {
  const code = 'import sys; print("site" in sys.modules, "os" in sys.modules)';
  assert.strictEqual(pyxray(['--no-site', '-c', code]).stdout, 'False False\n');
  assert.strictEqual(pyxray(['--heap', '16', '-c', code]).stdout, 'True True\n');
  assert.strictEqual(pyxray(['--heap', '2047', '-c', code]).stdout, 'True True\n');
});
