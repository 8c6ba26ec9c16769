// Stop at a GIL hand-off, see who holds the GIL and who is parked between load and store, read counts, step.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lineOf, type Story } from '../story';

const FILE = 'lost_update.py';

export function handoff({ name, step }: Story): void {
  step('line breakpoints are set, and GIL hand-off ticked, before any session', async (vscode) => {
    await vscode.openFile(FILE);
    await vscode.widenSideBar(430);
    await vscode.breakAt(lineOf(FILE, 'print("with a lock:"'));
    await vscode.breakAt(lineOf(FILE, 'print(parent, "has"'));
    await vscode.tickEvent('GIL hand-off');
  });

  step('F5 without a launch.json stops at a hand-off', async (vscode) => {
    await vscode.startDebugging();
    assert.match(await vscode.stopped(0, 60_000), /GIL hand-off/i);
  });

  step('a condition can be written while the program stands still', async (vscode) => {
    await vscode.editCondition('GIL hand-off', "reason == 'drop_request'");
    assert.match(await vscode.goOn('debug-continue', 60_000), /GIL hand-off.*drop_request/i);
  });

  step('both workers are listed, one holds the GIL, the other is parked between load and store', async (vscode) => {
    const load = lineOf(FILE, 'old = counter');
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

  step('the Call Stack has the threads, the Breakpoints view has the event ticked, the Variables have counts', async (vscode) => {
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

  step("unticked in VS Code's Breakpoints view it is unticked in ours, and a step goes to another line", async (vscode) => {
    await vscode.tickFilter('GIL hand-off', false);
    await vscode.eventTicked('GIL hand-off', false);
    const line = await vscode.stoppedLine();
    assert.match(await vscode.goOn('debug-step-over'), /step/i);
    await vscode.stoppedAt((at) => at !== line, `another line than ${line}`);
  });
}
