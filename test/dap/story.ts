// A session as a text: what a test sees, line by line, compared with golden/NAME.txt. What differs from run to run (addresses,
// times, numbers of hand-offs) is masked. PYXRAY_UPDATE_GOLDEN=1 writes the files.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from './client';

const root = resolve('test/dap');

export function program(name: string): string {
  return resolve(root, 'programs', name);
}

/** The 1-based line of the first line that contains `text`. */
export function line_of(path: string, text: string): number {
  const at = readFileSync(path, 'utf8').split('\n').findIndex((l) => l.includes(text));
  assert.ok(at >= 0, `${path} has no line with ${text}`);
  return at + 1;
}

export class Story {
  private readonly lines: string[] = [];

  constructor(
    private readonly name: string,
    private readonly client: Client,
  ) {}

  tell(line: string): void {
    this.lines.push(mask(line));
  }

  /** Waits for a stop and tells it, with the stack. */
  async stop(): Promise<{ threadId: number; reason: string; text?: string; description?: string }> {
    const s = await this.client.stopped();
    this.tell(`stopped: ${s.description}${s.text ? ` (${s.text})` : ''}`);
    const stack = await this.client.stack(s.threadId);
    this.tell(`  at ${stack.map((f) => `${f.name}:${f.line}`).join(' < ')}`);
    return s;
  }

  async scope(threadId: number, name: string): Promise<void> {
    this.tell(`  ${name}:`);
    for (const v of Object.values(await this.client.scope(threadId, name))) this.tell(`    ${v.name} = ${v.value}${v.type ? ` (${v.type})` : ''}`);
  }

  /** Everything written so far, with the place it has among the stops. */
  output(): void {
    for (const category of ['stdout', 'stderr']) {
      const text = this.client.output(category);
      if (text !== '') for (const l of text.trimEnd().split('\n')) this.tell(`  ${category}| ${l}`);
    }
  }

  check(): void {
    const file = resolve(root, 'golden', `${this.name}.txt`);
    const text = `${this.lines.join('\n')}\n`;
    if (process.env.PYXRAY_UPDATE_GOLDEN || !existsSync(file)) {
      assert.ok(process.env.PYXRAY_UPDATE_GOLDEN || !process.env.CI, `${file} is missing`);
      writeFileSync(file, text);
    } else assert.equal(text, readFileSync(file, 'utf8'));
  }
}

function mask(line: string): string {
  return line
    .replaceAll(root, 'DIR')
    .replace(/\b0x[0-9a-f]{4,}/g, '0x…')
    .replace(/waited [\d.]+ [mµ]s/g, 'waited … ms');
}
