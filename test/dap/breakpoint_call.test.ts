// breakpoint() in a debugged program stops it there, as a breakpoint does; $PYTHONBREAKPOINT still says otherwise.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Client } from './client';
import { line_of, program } from './story';

let client: Client;
afterEach(async () => client.close());

test('breakpoint() stops where it is called, and the program goes on from there', { timeout: 120_000 }, async () => {
  const path = program('breakpoint_call.py');
  client = new Client();
  await client.start({ program: path });
  const stop = await client.stopped();
  assert.equal(stop.reason, 'breakpoint');
  const [top, caller] = await client.stack(stop.threadId);
  assert.deepEqual([top.name, top.line, caller.name], ['work', line_of(path, 'breakpoint()'), '<module>']);
  assert.match((await client.scope(stop.threadId, 'Locals')).total.value, /^40/);
  await client.request('next', { threadId: stop.threadId });
  const step = await client.stopped();
  assert.equal((await client.stack(step.threadId))[0].line, line_of(path, 'return total'));
  await client.request('continue', { threadId: stop.threadId });
  assert.equal((await client.event('exited')).exitCode, 0);
  assert.equal(client.output(), 'before\n41\nasked for\nafter\n');
});
