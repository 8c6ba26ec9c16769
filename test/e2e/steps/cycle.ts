// The example of a cycle: its graph in a second session, whose panel is the first one's.

import assert from 'node:assert/strict';
import { lineOf, type Story } from '../story';

const FILE = 'cycle_finalizers.py';

export function cycle({ name, step }: Story): void {
  step('the cycle example stops where parent and child hold each other', async (vscode) => {
    await vscode.openFile(FILE);
    await vscode.breakAt(lineOf(FILE, '    del parent, child'));
    await vscode.startDebugging();
    await vscode.stopped(0, 60_000);
    await vscode.stoppedAt((line) => line === lineOf(FILE, '    del parent, child'), 'the line that lets go of both');
  });

  step('a restart is a new program: its stops are counted anew', async (vscode) => {
    assert.match(await vscode.goOn('debug-step-over'), /^Stop 2/);
    await vscode.press('debug-restart');
    await vscode.row('Threads & GIL', /^Stop 1/).waitFor({ timeout: 60_000 });
    await vscode.stoppedAt((line) => line === lineOf(FILE, '    del parent, child'), 'the line that lets go of both');
  });

  step('the heap graph draws its cycle of two', async (vscode) => {
    await vscode.openWebview('PyXray: Open Heap Graph', '#status', /\b1 cycle\b/);
    const graph = vscode.webview();
    await vscode.settled();
    await vscode.screenshot(`${name}-cycle-example`);
    await graph.locator('vscode-toolbar-button[label="Table"]').click();
    for (const variable of ['parent', 'child']) await graph.locator('#table tr', { hasText: variable }).filter({ hasText: 'Node' }).filter({ hasText: 'cycle' }).first().waitFor();
    await graph.locator('#table tr', { hasText: 'parent' }).filter({ hasText: 'Node' }).locator('button').first().click();
    await graph.locator('#details', { hasText: '.other' }).waitFor();
    await graph.locator('vscode-toolbar-button[label="Graph"]').click();
  });

  step('the count of one of them is watched: the stop says what changed it', async (vscode) => {
    await vscode.openRow('parent', /^ob_refcnt\b/);
    await vscode.rowMenu(/^ob_refcnt\b/, 'Break on Value Change');
    assert.match(await vscode.goOn('debug-continue', 60_000), /Count of .*Node.* changed 2 → 1/);
    await vscode.screenshot(`${name}-count-changed`);
  });

  step('and the program is stopped, with all that was watched', async (vscode) => {
    await vscode.stopDebugging();
  });
}
