// The main job, as a story of steps: stop at a GIL hand-off, see who holds the GIL and who is parked between load and
// store, read counts, step, find the cycle in the heap graph. It runs for each way into VS Code.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Workbench } from './workbench';

const program = path.join(process.cwd(), 'examples', 'lost_update.py');

function lineOf(text: string): number {
  const at = fs
    .readFileSync(program, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text));
  assert.ok(at >= 0, `lost_update.py has no line with ${text}`);
  return at + 1;
}

/** `name` also begins the screenshots' names. */
export function tellStory(name: string, title: string, skip: string | false, open: () => Promise<Workbench>): void {
  describe(title, { skip, timeout: 400_000 }, () => {
    let vscode: Workbench;

    before(async () => {
      vscode = await open();
    });

    after(async () => {
      await vscode?.close();
    });

    /** Leaves a screenshot when it fails; what comes after a failed step tells nothing. */
    let failed = false;
    function step(what: string, act: () => Promise<void>): void {
      test(what, async (context) => {
        if (failed) return context.skip('an earlier step failed');
        try {
          await act();
        } catch (error) {
          failed = true;
          await vscode.screenshot(`failed-${name}-${what.replace(/[^a-z0-9]+/gi, '-')}`);
          if (vscode.errors.length > 0) console.error(vscode.errors.slice(-5).join('\n'));
          throw error;
        }
      });
    }

    step('a line breakpoint is set, and GIL hand-off ticked, before any session', async () => {
      await vscode.openFile('lost_update.py');
      await vscode.widenSideBar(430);
      await vscode.breakAt(lineOf('print(parent, "has"'));
      await vscode.tickEvent('GIL hand-off');
    });

    step('F5 without a launch.json stops at a hand-off', async () => {
      await vscode.startDebugging();
      assert.match(await vscode.stopped(0, 60_000), /GIL hand-off/i);
    });

    step('a condition can be written while the program stands still', async () => {
      await vscode.editCondition('GIL hand-off', "reason == 'drop_request'");
      assert.match(await vscode.goOn('debug-continue', 60_000), /GIL hand-off.*drop_request/i);
    });

    step('both workers are listed, one holds the GIL, the other is parked between load and store', async () => {
      const load = lineOf('old = counter');
      const between = new RegExp(`waiting for the GIL.*(plus_one|count_without_lock lost_update\\.py:(${load + 1}|${load + 2})\\b)`);
      const inLoop = new RegExp(`holds the GIL · count_without_lock lost_update\\.py:(${load}|${load + 1}|${load + 2})\\b`);
      let rows: string[] = [];
      for (let tries = 0; tries < 25; tries++) {
        rows = await vscode.rows('Threads & GIL');
        if (rows.some((row) => between.test(row)) && rows.some((row) => inLoop.test(row))) break;
        await vscode.goOn('debug-continue');
      }
      const workers = rows.filter((row) => /^worker-[12]/.test(row));
      assert.equal(workers.length, 2, rows.join('\n'));
      assert.equal(workers.filter((row) => row.includes('holds the GIL')).length, 1, rows.join('\n'));
      assert.equal(workers.filter((row) => between.test(row)).length, 1, rows.join('\n'));
      await vscode.page
        .locator('.monaco-editor .view-line', { hasText: /refs\s\d|immortal/ })
        .first()
        .waitFor();
      const shot = await vscode.screenshot(`${name}-gil-handoff`);
      if (process.env.PYXRAY_README_SCREENSHOT === name) fs.copyFileSync(shot, path.join(process.cwd(), 'extension', 'media', 'readme.png'));
    });

    step('the Call Stack has the threads, the Breakpoints view has the event ticked, the Variables have counts', async () => {
      await vscode.activity('Run and Debug');
      for (const worker of ['worker-1', 'worker-2']) await vscode.row('Call Stack', worker).first().waitFor();
      // At a function's first instruction there are no locals yet.
      await vscode.row('Variables', 'Globals').click();
      await vscode
        .row('Variables', /refs?\b.*\d|immortal/)
        .first()
        .waitFor();
      const box = vscode.row('Breakpoints', 'GIL hand-off').getByRole('checkbox');
      assert.equal(await box.isChecked(), true);
      await vscode.screenshot(`${name}-variables`);
    });

    step('a step goes to another line', async () => {
      await vscode.tickEvent('GIL hand-off', false);
      const line = await vscode.stoppedLine();
      assert.match(await vscode.goOn('debug-step-over'), /step/i);
      await vscode.stoppedAt((at) => at !== line, `another line than ${line}`);
    });

    step('continues to a line breakpoint', async () => {
      const line = lineOf('print(parent, "has"');
      assert.match(await vscode.goOn('debug-continue', 60_000), /breakpoint/i);
      await vscode.stoppedAt((at) => at === line, `line ${line}`);
    });

    step('the heap graph finds the cycle', async () => {
      await vscode.command('PyXray: Open Heap Graph');
      const graph = vscode.webview();
      await graph.locator('#status', { hasText: /[1-9]\d* cycles?/ }).waitFor();
      await vscode.page.keyboard.press('Control+b');
      await vscode.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
      await vscode.settled();
      await vscode.screenshot(`${name}-heap-graph`);
      await vscode.page.keyboard.press('Control+b');
      await graph.locator('vscode-toolbar-button[label="Table"]').click();
      await graph.locator('#table tr', { hasText: "<Node 'parent'>" }).filter({ hasText: 'cycle' }).first().waitFor();
      await graph.locator('#table tr', { hasText: "<Node 'child'>" }).filter({ hasText: 'cycle' }).first().waitFor();
      await graph.locator('#table tr', { hasText: "<Node 'parent'>" }).locator('button').first().click();
      await graph.locator('#details', { hasText: '.children' }).waitFor();
      await graph.locator('vscode-toolbar-button[label="Graph"]').click();
      await vscode.settled();
      await vscode.screenshot(`${name}-heap-graph-details`);
    });

    step("a tick in VS Code's Breakpoints view is a tick in ours", async () => {
      await vscode.tickFilter('Reference count reaches zero');
      await vscode.activity('PyXray');
      await vscode.row('Event Breakpoints', 'Reference count reaches zero').locator('[role=checkbox][aria-checked="true"]').waitFor();
      await vscode.tickEvent('Reference count reaches zero', false);
    });

    step('the program runs to its end', async () => {
      await vscode.press('debug-continue');
      await vscode.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 });
      const output = await vscode.debugConsole();
      assert.match(output, /with a lock: 0 lost/);
      assert.match(output, /the collector finds \d+ objects/);
    });
  });
}
