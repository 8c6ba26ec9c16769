// The compiled code that a run keeps for the next (debug-adapter/hosts/code_cache.ts): used when it is of this source, made anew
// when it is not, and nothing depends on it.
import assert from 'node:assert';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { load_script } from '../../debug-adapter/hosts/code_cache';

const source = (name: string, answer: number): string => `/* pyxray:${name} */ (function (exports, require, module, __filename) { exports.answer = () => ${answer}; exports.file = __filename; exports.fs = require('node:fs'); })`;
const NAME = '0123456789abcdef';

function in_folder(check: (dir: string, file: string, caches: () => string[]) => void): void {
  const dir = mkdtempSync(join(tmpdir(), 'pyxray-code-'));
  const cache = join(dir, 'cache');
  try {
    check(dir, join(dir, 'script.cjs'), () => (existsSync(cache) ? readdirSync(cache).sort() : []));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function answer(file: string, kinds: string[]): number {
  const { exports, keep_code } = load_script(file, kinds);
  const value = (exports as { answer(): number }).answer();
  keep_code();
  keep_code();
  return value;
}

test('a run keeps its code, and the next one uses it', () =>
  in_folder((dir, file, caches) => {
    writeFileSync(file, source(NAME, 42));
    const { exports } = load_script(file, ['run']);
    assert.strictEqual((exports as { file: string }).file, file);
    assert.ok((exports as { fs: object }).fs);
    assert.strictEqual(answer(file, ['run', 'debug']), 42);
    const [first] = caches();
    assert.match(first, new RegExp(`^${NAME}-.*-run$`));
    const written = statSync(join(dir, 'cache', first)).mtimeMs;
    assert.strictEqual(answer(file, ['run', 'debug']), 42);
    assert.strictEqual(statSync(join(dir, 'cache', first)).mtimeMs, written);
    // A run of another kind begins with this code, and keeps its own.
    assert.strictEqual(answer(file, ['debug', 'run']), 42);
    assert.strictEqual(caches().length, 2);
  }));

test('code of another bundle is not used, and goes away', () =>
  in_folder((_dir, file, caches) => {
    writeFileSync(file, source(NAME, 1));
    assert.strictEqual(answer(file, ['run']), 1);
    writeFileSync(file, source('fedcba9876543210', 2));
    assert.strictEqual(answer(file, ['run']), 2);
    assert.deepStrictEqual(caches().map((c) => c.slice(0, 4)), ['fedc']);
  }));

test('a file that is no code is replaced', () =>
  in_folder((dir, file, caches) => {
    writeFileSync(file, source(NAME, 3));
    answer(file, ['run']);
    const cache = join(dir, 'cache', caches()[0]);
    [Buffer.from('rubbish'), readFileSync(cache).subarray(0, 100), Buffer.alloc(0)].forEach((rubbish, i) => {
      // Another text: V8 knows what it has compiled before.
      writeFileSync(file, source(NAME, 30 + i));
      writeFileSync(cache, rubbish);
      assert.strictEqual(answer(file, ['run']), 30 + i);
      assert.ok(readFileSync(cache).length > 100);
    });
  }));

test('a folder that cannot be written to', () =>
  in_folder((dir, file, caches) => {
    writeFileSync(file, source(NAME, 4));
    // Where the cache would be is a file: that holds for the superuser too.
    writeFileSync(join(dir, 'cache'), '');
    assert.strictEqual(answer(file, ['run']), 4);
    rmSync(join(dir, 'cache'));
    mkdirSync(join(dir, 'cache'));
    chmodSync(join(dir, 'cache'), 0o500);
    assert.strictEqual(answer(file, ['run']), 4);
    chmodSync(join(dir, 'cache'), 0o700);
    assert.ok(caches().every((c) => !c.endsWith(`.${process.pid}`)));
  }));
