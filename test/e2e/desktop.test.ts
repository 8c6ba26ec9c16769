// The main job on the desktop's path: a Node extension host, and the adapter as a process of its own. VS Code is the
// server of a code-server installation (npm, 600 MB), which is not among the project's dependencies: PYXRAY_CODE_SERVER
// names its folder, scripts/installCodeServer.mjs makes one.

import * as fs from 'node:fs';
import * as path from 'node:path';
import { findChromium } from './chromium';
import { tellStory } from './story';
import { Workbench } from './workbench';

const root = process.cwd();
const chromium = findChromium();
const server = process.env.PYXRAY_CODE_SERVER ?? path.join(root, '.vscode-test', 'code-server');
const main = path.join(server, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

const skip = !fs.existsSync(main)
  ? 'no code-server (scripts/installCodeServer.mjs installs one, PYXRAY_CODE_SERVER names one)'
  : chromium === undefined
    ? 'no Chromium on this machine'
    : false;

tellStory('desktop', 'PyXray in VS Code with a Node extension host', skip, () =>
  Workbench.openServer({
    extensionRoot: root,
    folder: path.join(root, 'examples'),
    chromium: chromium!,
    server: main,
    node: process.execPath,
    viewport: { width: 1600, height: 1000 },
  }),
);
