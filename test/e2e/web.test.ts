// The main job in VS Code for the Web in a real Chromium; the adapter runs in the browser. The README's screenshots come from here.

import assert from 'node:assert/strict';
import * as path from 'node:path';
import { findChromium } from './chromium';
import { tellStory } from './story';
import { Workbench } from './workbench';

const root = process.cwd();
const chromium = findChromium();

/** Without a Chromium this is skipped on a person's machine, and a failure in CI. */
const skip = chromium === undefined && process.env.CI !== 'true' ? 'no Chromium on this machine (set PYXRAY_CHROMIUM, or install chromium)' : false;

tellStory('web', 'PyXray in VS Code for the Web', skip, () => {
  assert.ok(chromium !== undefined, 'CI needs a Chromium: install one, or set PYXRAY_CHROMIUM');
  return Workbench.openWeb({ extensionRoot: root, folder: path.join(root, 'examples'), chromium, viewport: { width: 1600, height: 1000 } });
});
