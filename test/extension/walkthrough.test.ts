// The walkthrough leads to what is there: examples, pages, commands.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { examples } from '../../extension/walkthrough/exampleList';

interface Step {
  id: string;
  description: string;
  media: { markdown: string };
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { commands: { command: string }[]; views: Record<string, { id: string }[]>; walkthroughs: { steps: Step[] }[] } };
const steps = manifest.contributes.walkthroughs.flatMap((w) => w.steps);
const commands = new Set([...manifest.contributes.commands.map((c) => c.command), ...Object.values(manifest.contributes.views).flatMap((views) => views.map((view) => `${view.id}.focus`))]);

test('every step has its page, its commands and its example', () => {
  assert.ok(steps.length >= 3);
  const opened: string[] = [];
  for (const step of steps) {
    assert.ok(existsSync(step.media.markdown), `${step.id}: ${step.media.markdown}`);
    for (const [, command, args] of step.description.matchAll(/\(command:(?:toSide:)?([\w.]+)(?:\?([^)]*))?\)/g)) {
      assert.ok(commands.has(command), `${step.id}: there is no command ${command}`);
      if (args !== undefined) opened.push(...(JSON.parse(decodeURIComponent(args)) as string[]));
    }
  }
  assert.ok(opened.length >= 4);
  for (const file of opened) assert.ok(examples.some((example) => example.file === file), file);
});

test('every example can be opened, and says where to look', () => {
  for (const { file } of examples) assert.match(readFileSync(`examples/${file}`, 'utf8').split('"""')[1], /PyXray|Event Breakpoints/, file);
  const listed = new Set(examples.map((example) => example.file));
  for (const file of readdirSync('examples').filter((f) => f.endsWith('.py'))) assert.ok(listed.has(file), `${file} is not in extension/walkthrough/exampleList.ts`);
});
