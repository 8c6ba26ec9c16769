// A value written in the Variables view is the program's.

import assert from 'node:assert/strict';
import { lineOf, type Story } from '../story';

const FILE = 'lost_update.py';

export function changeVariable({ name, step }: Story): void {
  step('continues to a line breakpoint', async (vscode) => {
    const line = lineOf(FILE, 'print("with a lock:"');
    assert.match(await vscode.goOn('debug-continue', 60_000), /breakpoint/i);
    await vscode.stoppedAt((at) => at === line, `line ${line}`);
  });

  step('a variable is changed in the Variables view, and the Debug Console sees it', async (vscode) => {
    await vscode.activity('Run and Debug');
    await vscode.row('Variables', /^expected\b.*400000/).first().waitFor();
    await vscode.setVariable('expected', '400_000 + 7');
    await vscode.row('Variables', /^expected\b.*400007/).first().waitFor();
    assert.match(await vscode.evaluate('expected * 2'), /\b800014\b/);
    await vscode.screenshot(`${name}-changed-variable`);
  });
}
