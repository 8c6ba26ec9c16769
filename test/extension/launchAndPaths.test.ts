// A launch.json's check, the web's paths, and the words of the Threads & GIL view.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GilSnapshot, GilThread } from '../../debug-adapter/protocol';
import { validateLaunch } from '../../extension/debug/validate';
import { describeGil, describeThread, formatMs, threadContext } from '../../extension/threads/describe';
import { fromSessionPath, mapPaths, mountOf, toSessionPath, uriText } from '../../extension/web/uriPaths';

test('a good configuration', () => {
  assert.equal(validateLaunch({ request: 'launch', program: 'a.py' }, 'desktop'), null);
  assert.equal(
    validateLaunch(
      {
        module: 'm',
        args: ['-v'],
        env: { A: '1', B: null },
        scheduler: 'seeded',
        seed: 7,
        heapSize: 64,
        eventBreakpoints: ['gil.handoff', { id: 'gc.start', condition: 'generation == 2' }],
      },
      'web',
    ),
    null,
  );
});

test('broken configurations say what is wrong', () => {
  const problems: [Record<string, unknown>, RegExp][] = [
    [{}, /names nothing to run/],
    [{ request: 'attach', program: 'a.py' }, /"request" is "attach"/],
    [{ program: 'a.py', module: 'b' }, /"program" and "module"; only one/],
    [{ program: ' ' }, /"program" is empty/],
    [{ program: 3 }, /"program" is 3, but it must be a string/],
    [{ program: 'a.py', args: '-v' }, /"args" is "-v", but it must be a list/],
    [{ program: 'a.py', args: ['a', 1] }, /"args\[1\]" is 1/],
    [{ program: 'a.py', env: { A: 1 } }, /"env.A" is 1/],
    [{ program: 'a.py', stopOnEntry: 'yes' }, /must be a boolean/],
    [{ program: 'a.py', scheduler: 'fair' }, /must be one of "os", "round-robin"/],
    [{ program: 'a.py', heapSize: 1 }, /at least 16/],
    [{ program: 'a.py', seed: 1.5 }, /whole number/],
    [{ program: 'a.py', switchInterval: 0 }, /at least 0.001/],
    [{ program: 'a.py', eventBreakpoints: ['gil.handof'] }, /"gil.handof"; there are: gil.handoff/],
    [{ program: 'a.py', scheduler: 'replay' }, /needs "replayFile"/],
  ];
  for (const [configuration, message] of problems) assert.match(validateLaunch(configuration, 'desktop') ?? 'nothing', message);
  assert.match(validateLaunch({ program: 'a.py', console: 'integratedTerminal' }, 'web') ?? '', /no terminals/);
  assert.equal(validateLaunch({ program: 'a.py', console: 'integratedTerminal' }, 'desktop'), null);
});

test('URIs below a mount are paths in the session, and back', () => {
  const mounts = [mountOf('pyxray-workspace:/examples')!, mountOf('vscode-vfs://github/owner/repo')!];
  assert.equal(toSessionPath(mounts, 'pyxray-workspace:/examples/a%20b.py'), '/examples/a b.py');
  assert.equal(toSessionPath(mounts, 'vscode-vfs://github/owner/repo/x.py'), '/owner/repo/x.py');
  assert.equal(toSessionPath(mounts, 'vscode-vfs://github/owner/other/x.py'), 'vscode-vfs://github/owner/other/x.py');
  assert.equal(toSessionPath(mounts, '/examples/a.py'), '/examples/a.py');
  assert.equal(uriText(fromSessionPath(mounts, '/examples/sub/../ä.py')!), 'pyxray-workspace:/examples/%C3%A4.py');
  assert.equal(uriText(fromSessionPath(mounts, '/owner/repo')!), 'vscode-vfs://github/owner/repo');
  assert.equal(fromSessionPath(mounts, '/examples2/a.py'), null);
  assert.equal(fromSessionPath(mounts, '/examples/../etc/passwd'), null);
});

test('paths are mapped where DAP has paths, and nowhere else', () => {
  const map = (path: string): string => `<${path}>`;
  assert.deepEqual(mapPaths({ body: { stackFrames: [{ name: 'f', source: { name: 'a.py', path: '/a.py' } }] } }, map), {
    body: { stackFrames: [{ name: 'f', source: { name: 'a.py', path: '</a.py>' } }] },
  });
  assert.deepEqual(mapPaths({ seq: 1, type: 'request', command: 'launch', arguments: { type: 'pyxray', request: 'launch', program: 'p', cwd: 'c', code: 'x' } }, map), {
    seq: 1,
    type: 'request',
    command: 'launch',
    arguments: { type: 'pyxray', request: 'launch', program: '<p>', cwd: '<c>', code: 'x' },
  });
  assert.deepEqual(mapPaths({ event: 'pyxray/gil', body: { threads: [{ location: { path: '/a.py', line: 1 } }] } }, map), {
    event: 'pyxray/gil',
    body: { threads: [{ location: { path: '</a.py>', line: 1 } }] },
  });
  assert.deepEqual(mapPaths({ body: { places: { name: ['f', 'read'], path: ['/a.py', ''] } } }, map), { body: { places: { name: ['f', 'read'], path: ['</a.py>', ''] } } });
  assert.deepEqual(mapPaths({ body: { path: '/a', variables: [{ name: 'path', value: '/b' }] } }, map), { body: { path: '/a', variables: [{ name: 'path', value: '/b' }] } });
});

test('the words of the Threads & GIL view', () => {
  const thread = (part: Partial<GilThread>): GilThread => ({ id: 1, name: 't', ident: 1, state: 'running', holdsGil: false, ...part });
  assert.equal(describeThread(thread({ holdsGil: true, location: { name: 'f', path: '/x/a.py', line: 3 } })), 'holds the GIL · f a.py:3');
  assert.equal(describeThread(thread({ state: 'waiting', sinceMs: 3.25 })), 'waiting for the GIL 3.3 ms');
  assert.equal(describeThread(thread({ state: 'blocked', call: 'time.sleep', sinceMs: 20_000, frozen: true })), 'frozen · blocked in time.sleep 20 s');
  assert.deepEqual([thread({ state: 'waiting' }), thread({ holdsGil: true }), thread({ state: 'waiting', frozen: true }), thread({ state: 'blocked' })].map(threadContext), ['thread.waits', 'thread', 'thread.frozen', 'thread']);
  assert.deepEqual([0.05, 0.5, 7.89, 123.4, 20_000].map(formatMs), ['50 µs', '500 µs', '7.9 ms', '123 ms', '20 s']);
  const gil: GilSnapshot = { locked: true, holder: 1, lastHolder: 9, switchNumber: 5, dropRequest: true, switchInterval: 5, scheduler: 'os', threads: [thread({})], stopped: true };
  assert.deepEqual(describeGil(gil).slice(0, 3), [
    ['holder', 't'],
    ['last holder', 'thread 9 (gone)'],
    ['switch number', '5'],
  ]);
});
