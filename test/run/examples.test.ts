// The examples print here what CPython prints, which is what stands here: they are the same on every machine, whatever it is doing.
import assert from 'node:assert';
import { test } from 'node:test';
import { oracle, run } from './oracle';

const EXPECTED: Record<string, string> = {
  'cpu_vs_io.py': `counting: 2 threads are no faster than one
sleeping: 4 threads are faster than one
a sleeper beside a counter comes back a switch interval late
`,
  'cycle_finalizers.py': `no cycle: freed at once
  __del__ of alone
  weakref callback
  the weak reference answers None
a cycle: freed by the collector
  nobody names them, and yet: parent holds child
  weakref callback: parent
  __del__ of parent
  __del__ of child
  the collector finds 2 objects; the weak reference answers None
a finalizer that brings its object back
  __del__ of phoenix
  it lives: phoenix
  and dies without a second __del__
gc.DEBUG_SAVEALL: what the collector finds is kept in gc.garbage
  __del__ of left
  __del__ of right
  gc.garbage has ['left', 'right']
`,
  'closure_leak.py': `the function that made it has returned; it is still there: <Session 1>
<Session 1> is held by
  a cell 
  a tuple 
  a function 
  a list (ON_EXIT)
mended: None
bye 1
bye 2
with the functions gone: None
`,
  'lost_update.py': `without a lock: lost updates
counter += 1: 0 lost
with a lock: 0 lost
<Node 'parent'> has [<Node 'child'>] and <Node 'child'> has <Node 'parent'>
nobody names them, but <Node 'parent'> is still there
the parent is gone
the collector finds 4 objects
the weak reference answers None
`,
  'ctypes_libc.py': `Hello from C!
strlen: 6 abs: 42
sorted by C: [1, 2, 3, 4, 5, 6]
C says: 7.10.2024 13:00
tm_year is 4 bytes at offset 20
getrefcount: 3 in memory: 3
getrefcount: 1 in memory: 1
`,
};
/** Examples that are of one system. */
const LINUX = ['ctypes_libc.py'];

for (const [name, stdout] of Object.entries(EXPECTED)) {
  const commands: [string, string, string[]][] = [['pyxray', process.execPath, ['dist/pyxray.mjs', 'run', `examples/${name}`]]];
  const python = oracle();
  if (python !== null) commands.push(['CPython', python, [`examples/${name}`]]);
  for (const [who, command, args] of commands) {
    test(`${name} by ${who}`, { skip: process.platform !== 'linux' && LINUX.includes(name) }, () => assert.deepStrictEqual(run(command, args, { timeout: 180_000 }), { stdout, stderr: '', status: 0 }));
  }
}
