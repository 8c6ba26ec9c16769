// The main job on the desktop's path: a Node extension host, and the adapter as a process of its own. VS Code is the
// server of a code-server installation (npm, 600 MB), which is not among the project's dependencies: PYXRAY_CODE_SERVER
// names its folder, scripts/installCodeServer.mjs makes one.

import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, test } from 'node:test';
import { needs } from '../needs';
import { findChromium, NO_CHROMIUM } from './chromium';
import { processesBecome, processesOf } from './processes';
import { lineOf, tellStory } from './story';
import { Workbench } from './workbench';

const root = process.cwd();
const chromium = findChromium();
const server = process.env.PYXRAY_CODE_SERVER ?? path.join(root, '.vscode-test', 'code-server');
const main = path.join(server, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

const skip =
  needs(chromium !== undefined, NO_CHROMIUM) || needs(fs.existsSync(main), 'no VS Code server: node scripts/installCodeServer.mjs installs one (600 MB), PYXRAY_CODE_SERVER names one');

const open = (folder: string): Promise<Workbench> =>
  Workbench.openServer({ extensionRoot: root, folder, chromium: chromium!, server: main, node: process.execPath, viewport: { width: 1600, height: 1000 } });

tellStory('desktop', 'PyXray in VS Code with a Node extension host', skip, open);

describe('PyXray in VS Code with a Node extension host leaves no process behind', { skip, timeout: 300_000 }, () => {
  test('neither when a session is stopped, nor when VS Code goes away in the middle of one', async () => {
    const adapters = processesOf('adapter.js');
    const servers = processesOf('languageServer.cjs');
    const vscode = await open(path.join(root, 'examples'));
    try {
      await vscode.openFile('lost_update.py');
      await processesBecome('languageServer.cjs', 1, servers);
      await vscode.breakAt(lineOf('lost_update.py', 'old = counter'));

      await vscode.startDebugging();
      assert.match(await vscode.stopped(0, 60_000), /breakpoint/i);
      await processesBecome('adapter.js', 1, adapters);
      await vscode.stopDebugging();
      await processesBecome('adapter.js', 0, adapters);

      await vscode.startDebugging();
      assert.match(await vscode.stopped(0, 60_000), /breakpoint/i);
      await processesBecome('adapter.js', 1, adapters);
    } catch (error) {
      await vscode.screenshot('failed-desktop-leftovers');
      throw error;
    } finally {
      await vscode.close();
    }
    await processesBecome('adapter.js', 0, adapters);
    await processesBecome('languageServer.cjs', 0, servers);
  });
});
