// The adapter's pure parts: framing, conditions, breakable lines, hit counts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { breakable_lines, next_breakable } from '../../debug-adapter/breakableLines';
import { encode_message, MessageReader } from '../../debug-adapter/transport';
import { without_count, with_count_text } from '../../debug-adapter/variables_text';
import { simple_condition } from '../../interpreter/probe/conditions';
import { hit_condition_met } from '../../interpreter/probe/control';
import { program } from './story';

describe('framing', () => {
  function read(chunks: Uint8Array[]): { messages: unknown[]; malformed: string[] } {
    const messages: unknown[] = [];
    const malformed: string[] = [];
    const reader = new MessageReader((m) => messages.push(m), (what) => malformed.push(what));
    for (const chunk of chunks) reader.push(chunk);
    return { messages, malformed };
  }

  test('messages cut anywhere arrive whole', () => {
    const bytes = Buffer.concat([{ a: 'é' }, { b: [1, 2] }].map(encode_message));
    for (let size = 1; size < bytes.length; size++) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      assert.deepEqual(read(chunks), { messages: [{ a: 'é' }, { b: [1, 2] }], malformed: [] });
    }
  });

  test('what is no message is reported and skipped', () => {
    const good = encode_message({ ok: true });
    const { messages, malformed } = read([Buffer.from('Content-Length: 3\r\n\r\n{{{'), Buffer.from('Nothing: here\r\n\r\n'), Buffer.from('Content-Length: 2\r\n\r\n\xff\xfe', 'latin1'), good]);
    assert.deepEqual(messages, [{ ok: true }]);
    assert.equal(malformed.length, 3);
    assert.deepEqual(read([Buffer.alloc(10_000, 'x'), good]).messages, [{ ok: true }]);
  });
});

test('simple conditions are decided without Python, others are left to it', () => {
  const values: Record<string, string | number> = { type: 'Node', count: 3, 'thread.name': 'worker-1' };
  const decide = (text: string) => simple_condition(text, (name) => values[name]);
  for (const [text, expected] of [
    ["type == 'Node'", true], ["type != 'Node'", false], ["type in ('A', \"Node\")", true], ["'od' in type", true], ['2 < count <= 3', true], ['count == 3.0 and not type == "X"', true],
    ["thread.name == 'worker-1'", true], ['count > 5 or count < 4', true], ['not (count > 1)', false], ['-count < 0', true], ["type not in ['Node']", false], ['True', true], ['None', false],
    ['len(type) == 4', undefined], ['unknown == 1', undefined], ["type < 3", undefined], ['count ==', undefined], ["f'{type}'", undefined], ['count + 1 == 4', undefined],
  ] as const) assert.equal(decide(text), expected, text);
});

test('hit counts', () => {
  const stops = (text: string) => [1, 2, 3, 4, 5, 6].filter((n) => hit_condition_met(text, n));
  assert.deepEqual(stops('3'), [3]);
  assert.deepEqual(stops('>= 5'), [5, 6]);
  assert.deepEqual(stops('< 3'), [1, 2]);
  assert.deepEqual(stops('% 2'), [2, 4, 6]);
});

test('lines on which a breakpoint can stand', () => {
  const path = program('lines.py');
  const lines = breakable_lines(readFileSync(path), path)!;
  assert.deepEqual(lines, [1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 17, 18, 19, 20, 23, 24, 25, 26, 27, 28, 29]);
  assert.equal(next_breakable(lines, 2), 4);
  assert.equal(next_breakable(lines, 30), null);
  assert.equal(breakable_lines(Buffer.from('def f(:'), 'x.py'), null);
});

test('the count behind a value is no part of it', () => {
  assert.equal(without_count(with_count_text("'a · refs 2'", 3)), "'a · refs 2'");
  assert.equal(without_count(with_count_text('5', -1)), '5');
  assert.equal(without_count('x + 1'), 'x + 1');
});
