// The heap graph finds the cycle; then the program runs to its end.

import assert from 'node:assert/strict';
import type { Story } from '../story';

export function heapGraph({ name, step }: Story): void {
  step('the heap graph finds the cycle', async (vscode) => {
    await vscode.openWebview('PyXray: Open Heap Graph', '#status', /[1-9]\d* cycles?/);
    const graph = vscode.webview();
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

  step('the program runs to its end, with the value that was changed', async (vscode) => {
    await vscode.press('debug-continue');
    await vscode.page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: 60_000 });
    const output = await vscode.debugConsole();
    assert.match(output, /with a lock: 7 lost/);
    assert.match(output, /the collector finds \d+ objects/);
  });
}
