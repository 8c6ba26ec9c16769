// The main job in VS Code for the Web in a real Chromium; the adapter runs in the browser. The README's screenshots come from here.

import { findChromium, NO_CHROMIUM } from './chromium';
import { needs } from '../needs';
import { tellStory } from './story';
import { Workbench } from './workbench';

const root = process.cwd();
const chromium = findChromium();

tellStory('web', 'PyXray in VS Code for the Web', needs(chromium !== undefined, NO_CHROMIUM), (folder) =>
  Workbench.openWeb({ extensionRoot: root, folder, chromium: chromium!, viewport: { width: 1600, height: 1000 } }),
);
