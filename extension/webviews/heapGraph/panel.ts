import * as vscode from 'vscode';
import type { Sessions } from '../../sessions';
export class HeapGraphPanel {
  static register(_context: vscode.ExtensionContext, _sessions: Sessions): void {}
}
