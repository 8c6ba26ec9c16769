// What calls into C do to the process: crashes, threads that are still in C at the end, hosts that cannot call C.
import assert from 'node:assert';
import { test } from 'node:test';
import { run } from '../run/oracle';

const skip = process.platform === 'linux' ? false : 'the libc is called by its Linux name';
const ours = (code: string, ...options: string[]): ReturnType<typeof run> => run(process.execPath, ['dist/pyxray.mjs', 'run', ...options, '-c', code], { env: { PYTHONUNBUFFERED: '' } });

test('a bad pointer given to C ends the process', { skip }, () => {
  const o = ours('import ctypes; print(1, flush=True); ctypes.CDLL(None).strlen(ctypes.c_void_p(16))');
  assert.deepStrictEqual([o.stdout, o.status], ['1\n', null]);
});

test('a NULL pointer followed by ctypes itself is an exception', () => {
  const o = ours('import ctypes\ntry: ctypes.string_at(0)\nexcept ValueError as e: print(e)\ntry: ctypes.c_int.from_address(8).value\nexcept ValueError as e: print(e)');
  assert.strictEqual(o.stdout, 'NULL pointer access: no memory can be at address 0x0\nNULL pointer access: no memory can be at address 0x8\n');
});

test('a daemon thread that sleeps in C does not hold the end up', { skip }, () => {
  const o = ours(`import ctypes, threading, time
libc = ctypes.CDLL(None)
libc.printf(b"C's buffer\\n")
threading.Thread(target=lambda: libc.sleep(1000), daemon=True).start()
time.sleep(0.2)
print('end')`);
  assert.deepStrictEqual([o.stdout, o.status], ["end\nC's buffer\n", 0]);
});

test('the GIL is free while C runs, and not in calls of PyDLL', { skip }, () => {
  const o = ours(`import ctypes, sys, threading, time
def count_while(call, interval):
    n, stop = 0, False
    def work():
        nonlocal n
        while not stop: n += 1
    # Before the other thread waits: a wait goes on with the interval that it began with.
    sys.setswitchinterval(interval)
    t = threading.Thread(target=work); t.start()
    time.sleep(0.05)
    before = n
    call(300_000)
    during = n - before
    sys.setswitchinterval(0.005)
    stop = True; t.join()
    return during
print(count_while(ctypes.CDLL(None).usleep, 0.005) > 1000, count_while(ctypes.PyDLL(None).usleep, 2) < 10)`);
  assert.strictEqual(o.stdout, 'True True\n', o.stderr);
});

test('8,192 callbacks at once are the limit, and they are given back', { skip }, () => {
  const o = ours(`import ctypes
F = ctypes.CFUNCTYPE(ctypes.c_int)
for _ in range(20000): F(lambda: 1)
try:
    held = [F(lambda: 1) for _ in range(10000)]
except MemoryError as e: print(e)
held = None
print(F(lambda: 5)())`);
  assert.strictEqual(o.stdout, 'there are no callback functions left: too many are in use\n5\n', o.stderr);
});

test('a long double cannot be passed to C, and says so', { skip }, () => {
  const o = ours(`import ctypes
f = ctypes.CDLL('libm.so.6').sqrtl
f.restype = ctypes.c_longdouble
try: f(ctypes.c_longdouble(2))
except TypeError as e: print(e)
try: ctypes.CFUNCTYPE(ctypes.c_longdouble)(lambda: 1)
except TypeError as e: print(e)`);
  const text = 'long double cannot be passed to or returned by a C function here: use double\n';
  assert.strictEqual(o.stdout, text + text, o.stderr);
});

test("a callback on a thread that is not Python's says so and does not hang", { skip: process.platform === 'linux' && process.arch === 'x64' ? false : 'there is no guard here' }, () => {
  const o = ours(`import ctypes
libc = ctypes.CDLL('libc.so.6')
F = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)
f = F(lambda p: 5)
thread = ctypes.c_ulong()
result = ctypes.c_void_p(1)
print(f(None))
libc.pthread_create(ctypes.byref(thread), None, f, None)
libc.pthread_join(thread, ctypes.byref(result))
print(result.value)`);
  assert.deepStrictEqual([o.stdout, o.status], ['5\nNone\n', 0]);
  assert.match(o.stderr, /callback was called on a thread that Python did not start/);
});
