// The same events as check boxes in VS Code's own Breakpoints view, which lists them once a session has run.

import assert from 'node:assert/strict';
import { lineOf, type Story } from '../story';

const FILE = 'lost_update.py';

export function breakpointsView({ name, step }: Story): void {
  step("GIL hand-off ticked in VS Code's Breakpoints view is ticked in ours, and stops the program", async (vscode) => {
    await vscode.tickFilter('GIL hand-off');
    await vscode.screenshot(`${name}-breakpoints-view`);
    await vscode.eventTicked('GIL hand-off', true);
    assert.match(await vscode.goOn('debug-continue', 60_000), /GIL hand-off/i);
  });

  step('unticked there it stops no more: the next stop is a line breakpoint', async (vscode) => {
    await vscode.tickFilter('GIL hand-off', false);
    await vscode.eventTicked('GIL hand-off', false);
    const line = lineOf(FILE, 'print(parent, "has"');
    assert.match(await vscode.goOn('debug-continue', 60_000), /breakpoint/i);
    await vscode.stoppedAt((at) => at === line, `line ${line}`);
  });
}
