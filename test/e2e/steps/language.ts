// What the language server gives, before anything runs.

import assert from 'node:assert/strict';
import { lineOf, type Story } from '../story';

export function language({ name, step }: Story): void {
  step("a syntax error is underlined, in CPython's words, until it is mended", async (vscode) => {
    await vscode.openFile('mistake.py');
    await vscode.errorMarks.first().waitFor();
    await vscode.hover(1, "expected ':'");
    await vscode.screenshot(`${name}-syntax-error`);
    await vscode.page.keyboard.press('Escape');
    await vscode.focusLine(1);
    await vscode.page.keyboard.press('End');
    await vscode.page.keyboard.type(':');
    await vscode.errorMarks.first().waitFor({ state: 'hidden' });
    await vscode.page.keyboard.press('Control+z');
    await vscode.errorMarks.first().waitFor();
    await vscode.command('File: Revert File');
    await vscode.closeEditor('mistake.py');
  });

  step('the symbols of the file are known', async (vscode) => {
    await vscode.openFile('lost_update.py');
    const symbols = await vscode.symbols('count_without_lock');
    for (const symbol of ['ROUNDS', 'counter', 'Node', '__repr__', 'main']) assert.ok(symbols.includes(symbol), symbols.join(', '));
  });

  step('hover shows the bytecode of the line', async (vscode) => {
    const hover = await vscode.hover(lineOf('lost_update.py', 'new = plus_one(old)  #'), 'STORE_FAST');
    assert.match(await hover.innerText(), /Disassembly of.*count_without_lock[^]*LOAD_GLOBAL[^]*plus_one.*NULL[^]*CALL[^]*STORE_FAST[^]*new/);
    // The grammar gives it colours, a little later.
    await hover.locator('span[class*=mtk]').nth(8).waitFor();
    await vscode.screenshot(`${name}-hover-bytecode`);
    await vscode.page.keyboard.press('Escape');
  });

  step('Show Bytecode opens the listing beside the source, and marks the rows of the line with the cursor', async (vscode) => {
    await vscode.focusLine(lineOf('lost_update.py', 'counter += 1  #'));
    await vscode.command('PyXray: Show Bytecode');
    const listing = vscode.page.locator('.editor-group-container', { has: vscode.page.locator('.tab[data-resource-name="lost_update.py.pyxray-dis"]') });
    await listing.locator('.view-line', { hasText: /BINARY_OP\s+13\s\(\+=\)/ }).first().waitFor();
    await listing.locator('.cdr[class*="TextEditorDecorationType"], .cdr[class*="ced-"]').first().waitFor({ state: 'attached' });
    await vscode.screenshot(`${name}-bytecode`);
    await vscode.closeEditor('lost_update.py.pyxray-dis');
  });
}
