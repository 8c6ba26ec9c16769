// The main job, as a story of steps: it runs for each way into VS Code. The steps are in steps/, one part of the story a file;
// a part may begin where the one before it ends.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { breakpointsView } from './steps/breakpointsView';
import { changeVariable } from './steps/changeVariable';
import { cycle } from './steps/cycle';
import { handoff } from './steps/handoff';
import { heapGraph } from './steps/heapGraph';
import { language } from './steps/language';
import { timeline } from './steps/timeline';
import type { Workbench } from './workbench';

export interface Story {
  /** Begins the screenshots' names. */
  readonly name: string;
  readonly vscode: Workbench;
  /** The opened folder: a copy of examples/, which a test may write into. */
  readonly folder: string;
  /** One step. It leaves a screenshot when it fails; what comes after a failed step tells nothing and is left out. */
  step(what: string, act: (vscode: Workbench) => Promise<void>): void;
}

/** `name` also begins the screenshots' names; `open` opens a folder. */
export function tellStory(name: string, title: string, skip: string | false, open: (folder: string) => Promise<Workbench>): void {
  describe(title, { skip, timeout: 850_000 }, () => {
    let vscode: Workbench | undefined;
    let failed = false;
    const folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'pyxray-story-')), 'examples');

    before(async () => {
      fs.cpSync(path.join(process.cwd(), 'examples'), folder, { recursive: true });
      fs.writeFileSync(path.join(folder, 'mistake.py'), "def greet(name)\n    print('hello', name)\n");
      vscode = await open(folder);
    });

    after(async () => {
      await vscode?.close();
      fs.rmSync(path.dirname(folder), { recursive: true, force: true });
    });

    const story: Story = {
      name,
      folder,
      get vscode() {
        return vscode!;
      },
      step(what, act) {
        test(what, async (context) => {
          if (failed || vscode === undefined) return context.skip('an earlier step failed');
          try {
            await act(vscode);
          } catch (error) {
            failed = true;
            await vscode.screenshot(`failed-${name}-${what.replace(/[^a-z0-9]+/gi, '-')}`);
            if (vscode.errors.length > 0) console.error(vscode.errors.slice(-5).join('\n'));
            throw error;
          }
        });
      },
    };
    for (const part of [language, handoff, changeVariable, breakpointsView, heapGraph, cycle, timeline]) part(story);
  });
}

/** The 1-based number of the line of an example that has `text`. */
export function lineOf(file: string, text: string): number {
  const at = fs
    .readFileSync(path.join(process.cwd(), 'examples', file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`${file} has no line with ${text}`);
  return at + 1;
}
