// The GIL timeline, beside a program that computes and sleeps in threads: lanes, shares, a hand-off and its source, a cut.

import assert from 'node:assert/strict';
import { lineOf, type Story } from '../story';

const FILE = 'cpu_vs_io.py';

export function timeline({ name, step }: Story): void {
  step('the GIL timeline says what to do when there is no session', async (vscode) => {
    await vscode.command('View: Close All Editors');
    await vscode.openFile(FILE);
    await vscode.breakAt(lineOf(FILE, 'say("sleeping"'));
    await vscode.openWebview('PyXray: Open GIL Timeline', '#message', 'Start a debug session');
    await vscode.command('View: Focus First Editor Group');
  });

  step('it records while it is open, and a stop is a cut', async (vscode) => {
    await vscode.startDebugging();
    const view = vscode.webview();
    await view.locator('#status', { hasText: 'the program stands still' }).waitFor({ timeout: 90_000 });
    await view.locator('#status', { hasText: /1 cut / }).waitFor();
    await view.locator('#summary tbody tr', { hasText: 'count-1' }).filter({ hasText: 'CPU-bound' }).first().waitFor();
    await view.locator('#verdict', { hasText: 'take turns' }).waitFor();
    await vscode.press('debug-continue');
    await view.locator('#status', { hasText: 'the program has ended' }).waitFor({ timeout: 90_000 });
    await view.locator('#summary tbody tr', { hasText: 'nap-4' }).first().waitFor();
    await vscode.command('View: Toggle Primary Side Bar Visibility');
    await vscode.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await vscode.settled();
    await vscode.screenshot(`${name}-timeline`);
  });

  step('a hand-off can be read, and its source opened, by keys', async (vscode) => {
    const view = vscode.webview();
    await view.locator('#lanes').focus();
    await vscode.page.keyboard.press('.');
    await view.locator('#details h2', { hasText: /holds the GIL|waits for the GIL|blocked in/ }).waitFor();
    // Some hand-offs on, threads count against each other.
    for (let n = 0; n < 12; n++) await vscode.page.keyboard.press('h');
    await view.locator('#details h2', { hasText: /^Hand-off \d+$/ }).waitFor();
    await vscode.page.keyboard.press('z');
    const reason = await view.locator('#details dl').innerText();
    assert.match(reason, /reason\s+(drop_request|blocking|exit)/);
    for (let n = 0; n < 5; n++) await vscode.page.keyboard.press('-');
    await vscode.settled();
    await vscode.screenshot(`${name}-timeline-handoff`);
    const source = view.locator('#details button[title="Open the source"]', { hasText: FILE });
    for (let n = 0; n < 20 && (await source.count()) === 0; n++) await vscode.page.keyboard.press('h');
    const line = /:(\d+)/.exec(await source.first().innerText())![1];
    await source.first().click();
    await vscode.page.locator('.statusbar', { hasText: `Ln ${line},` }).waitFor();
    await vscode.command('View: Toggle Primary Side Bar Visibility');
  });
}
