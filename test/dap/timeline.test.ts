// pyxray/gilTimeline over stdio: a seeded run as columns in text, what a standstill leaves, and a recording that begins late.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import type { GilTimelineColumns } from '../../debug-adapter/protocol';
import { Client } from './client';
import { line_of, program, Story } from './story';

const STATES = ['', 'runs', 'waits', 'blocked'];

/** Each lane as its states in order, without times; equal ones that follow each other once. What comes before the first hand-off depends on what is in __pycache__. */
function lanes(t: GilTimelineColumns): string[] {
  const words: string[][] = t.threads.id.map(() => []);
  const { thread, state, call, place, line } = t.segments;
  thread.forEach((i, n) => {
    if (t.segments.to[n] <= t.handoffs.released[0]) return;
    const where = t.places.path[place[n]] === '' ? '' : ` ${t.places.name[place[n]]} ${basename(t.places.path[place[n]])}:${line[n]}`;
    // Whether a worker that starts, or comes back from a call, finds the GIL free is a matter of microseconds.
    if (state[n] === 2 && !words[i].at(-1)?.startsWith('runs')) return;
    words[i].push(`${STATES[state[n]]}${state[n] === 3 ? ` in ${t.places.name[call[n]]}` : ''}${where}`);
  });
  return words.flatMap((list, i) => [`${t.threads.name[i]}:`, ...list.filter((w, n) => w !== list[n - 1]).map((w) => `  ${w}`)]);
}

describe('the GIL timeline', { timeout: 300_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  const ask = (args: object = {}): Promise<GilTimelineColumns> => client.request('pyxray/gilTimeline', args);

  test('a seeded run, from its first line to its end', async () => {
    client = new Client();
    const story = new Story('timeline', client);
    await client.start({ program: program('timeline.py'), scheduler: 'seeded', seed: 3, timeline: true });
    await client.event('exited');
    const t = await ask();
    assert.equal(t.recording, 1);
    assert.equal(t.recordingNow, false);
    assert.equal(t.more, false);
    assert.equal(t.lost, 0);
    for (const line of lanes(t)) story.tell(line);
    t.handoffs.taken.forEach((_, i) => story.tell(`hand-off ${t.handoffs.switchNumber[i]}: ${t.threads.name[t.handoffs.from[i]]} → ${t.threads.name[t.handoffs.to[i]]}, ${t.handoffs.reason[i]}`));
    story.check();
    // One holder at a time, lanes without overlap.
    const { thread, state, from, to } = t.segments;
    const end = t.threads.id.map(() => 0);
    let held = 0;
    thread.forEach((i, n) => {
      assert.ok(from[n] >= end[i] && to[n] > from[n], `segment ${n} of ${t.threads.name[i]} is from ${from[n]} to ${to[n]} after ${end[i]}`);
      end[i] = to[n];
      if (state[n] !== 1) return;
      assert.ok(from[n] >= held, `two threads held the GIL at ${from[n]}`);
      held = to[n];
    });
    assert.ok(t.threads.ended.every((at) => at > 0));
    assert.deepEqual((await ask({ recording: 1, since: t.next })).segments.thread, []);
    assert.match(await client.failure('pyxray/gilTimeline', { since: { segments: -1 } }), /"since.places" is missing/);
  });

  test('time that the debugger holds the program is a cut, and nobody waits in it', async () => {
    const path = program('race.py');
    client = new Client();
    await client.start({ program: path, timeline: true }, { breakpoints: { [path]: [{ line: line_of(path, 'counter = new'), hitCondition: '% 3' }] }, events: [] });
    let s = await client.stopped();
    const still = 60;
    const stops = 12;
    for (let i = 0; i < stops; i++) {
      await new Promise((done) => setTimeout(done, still));
      await client.request('continue', { threadId: s.threadId });
      s = await client.stopped();
    }
    const began = Date.now();
    const gil = await client.request('pyxray/gil', {});
    const t = await ask();
    assert.equal(t.stopped, true);
    assert.equal(t.cuts.at.length, stops + 1);
    assert.equal(t.cuts.ms[stops], -1);
    for (let i = 0; i < stops; i++) assert.ok(t.cuts.ms[i] >= still * 0.9, `cut ${i} is ${t.cuts.ms[i]} ms`);
    // The one that waits may have had a busy machine against it, but not twelve stops and the one that is on.
    const total = t.cuts.ms.slice(0, stops).reduce((a, b) => a + b, 0);
    const all = t.cuts.at[stops] + total;
    for (const thread of gil.threads.filter((x: { state: string }) => x.state === 'waiting')) assert.ok(thread.sinceMs <= t.now, `${thread.name} waits since ${thread.sinceMs} ms, but the program ran for ${t.now} of ${all} ms`);
    await new Promise((done) => setTimeout(done, still));
    assert.equal((await ask()).now, t.now, `time passes while the program stands still since ${Date.now() - began} ms`);
    await client.request('disconnect', { terminateDebuggee: true });
  });

  test('a thread that is frozen does not wait', async () => {
    client = new Client();
    await client.start({ program: program('race.py'), timeline: true }, { events: [{ filterId: 'gil.handoff', condition: "from_thread == 'worker-1' and to_thread == 'worker-2'" }] });
    const s = await client.stopped();
    const { threads } = await client.request('threads');
    const one = threads.find((x: { name: string }) => x.name === 'worker-1').id as number;
    await client.request('pyxray/freezeThread', { threadId: one, frozen: true });
    await client.request('setExceptionBreakpoints', { filters: [] });
    await client.request('continue', { threadId: s.threadId });
    // The other one counts alone, to its end.
    let t = await ask();
    while (t.threads.ended[t.threads.name.indexOf('worker-2')] < 0) t = await ask();
    assert.equal(t.threads.state[t.threads.id.indexOf(one)], 4);
    await client.request('pyxray/freezeThread', { threadId: one, frozen: false });
    await client.event('exited', 60_000);
    t = await ask();
    const lane = t.threads.id.indexOf(one);
    assert.equal(t.segments.state.filter((state, i) => state === 4 && t.segments.thread[i] === lane).length, 1);
  });

  test('recording begins and ends when somebody asks for it', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    while (!client.output().includes('looping')) await client.event('output');
    const before = await ask();
    assert.deepEqual([before.recording, before.recordingNow, before.threads.id.length], [0, false, 0]);
    const first = await ask({ subscribe: true });
    assert.deepEqual([first.recording, first.recordingNow], [1, true]);
    assert.deepEqual(first.threads.name, ['MainThread']);
    assert.deepEqual(await client.event('pyxray/gilTimeline'), { recording: 1 });
    const later = await ask({ recording: 1, since: first.next });
    assert.ok(later.now > first.now);
    assert.deepEqual(later.threads.state, [1]);
    assert.equal((await ask({ subscribe: false })).recordingNow, false);
    assert.equal((await ask({ subscribe: true })).recording, 2);
    await client.request('terminate');
    await client.event('terminated');
    const ends = client.messages.filter((m) => m.event === 'pyxray/gilTimeline' && m.body.last !== undefined);
    assert.equal(ends.length, 1);
    assert.equal(ends[0].body.last.threads.ended[0] > 0, true);
    assert.equal((await ask()).threads.ended[0] > 0, true);
  });
});

describe('the GIL timeline and a restart', { timeout: 300_000 }, () => {
  let client: Client;
  afterEach(async () => client.close());

  test('who looks before the program begins misses nothing, and goes on after a restart', async () => {
    client = new Client();
    await client.request('initialize', {});
    client.send('launch', { program: program('timeline.py') });
    await client.event('initialized');
    const seen: GilTimelineColumns[] = [];
    // Asked for after launch and before configurationDone, as the view does.
    while (seen.length === 0) {
      const answer = await client.response(client.send('pyxray/gilTimeline', { subscribe: true }), 'pyxray/gilTimeline');
      if (answer.success) seen.push(answer.body);
    }
    client.send('configurationDone');
    const last = async (): Promise<GilTimelineColumns> => {
      for (;;) {
        const body = await client.event('pyxray/gilTimeline');
        if (body.last !== undefined) return body.last;
      }
    };
    const first = await last();
    assert.equal(first.recording, 1);
    assert.deepEqual([...first.threads.name].sort(), ['MainThread', 'counter-1', 'counter-2', 'sleeper']);
    assert.equal(first.handoffs.from[0], 0);
  });

  test('the recording after a restart is another one', async () => {
    client = new Client();
    await client.start({ program: program('loop.py') });
    while (!client.output().includes('looping')) await client.event('output');
    assert.equal((await client.request('pyxray/gilTimeline', { subscribe: true })).recording, 1);
    await client.request('restart', {});
    for (;;) {
      const t = await client.request('pyxray/gilTimeline', { recording: 1, since: { places: 9, segments: 9, handoffs: 9, cuts: 9 } });
      assert.deepEqual([t.recording, t.recordingNow], [2, true]);
      if (t.threads.state[0] === 1 && t.now > 0) break;
    }
    await client.request('terminate');
  });
});

describe('pyxray run --timeline', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pyxray-timeline-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => spawnSync(process.execPath, ['dist/pyxray.mjs', 'run', ...args], { encoding: 'utf8', timeout: 60_000 });

  test('writes trace events', () => {
    const file = join(folder, 'trace.json');
    const r = run('--timeline', file, '--policy', 'seeded', program('timeline.py'));
    assert.deepEqual([r.stdout, r.stderr, r.status], ['total 80\n', '', 0]);
    const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: { ph: string; name: string; tid: number; ts: number; dur: number; id?: number; args: { name?: string; line?: number } }[] };
    const names = traceEvents.filter((e) => e.name === 'thread_name').map((e) => e.args.name);
    assert.deepEqual(names.sort(), ['MainThread', 'counter-1', 'counter-2', 'sleeper']);
    assert.ok(traceEvents.some((e) => e.ph === 'X' && e.name === 'time.sleep' && e.dur >= 9000 && e.args.line === line_of(program('timeline.py'), 'time.sleep')));
    const flows = traceEvents.filter((e) => e.ph === 's');
    assert.ok(flows.length > 2);
    for (const flow of flows) assert.ok(traceEvents.some((e) => e.ph === 'f' && e.id === flow.id && e.ts >= flow.ts));
    const wrong = run('--timeline', join(folder, 'no', 'such', 'folder.json'), program('timeline.py'));
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /^pyxray: the timeline cannot be written: ENOENT/);
  });
});
