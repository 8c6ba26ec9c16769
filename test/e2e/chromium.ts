// Finds a Chromium on this machine and opens it with a profile in which VS Code's webviews work: their origin is
// another one ({{uuid}}.localhost), and blocked third-party cookies take the service worker from them.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

export const NO_CHROMIUM = 'no Chromium on this machine: install one (chromium, Chrome or Edge), or set PYXRAY_CHROMIUM';

/** PYXRAY_CHROMIUM, else one on PATH, in its usual place, or Playwright's own; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.PYXRAY_CHROMIUM;
  if (named) return named;
  const extension = process.platform === 'win32' ? '.exe' : '';
  const onPath = (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name + extension)));
  const candidates = [...onPath, ...PLACES];
  try {
    candidates.push(chromium.executablePath());
  } catch {
    // Playwright has none for this platform.
  }
  return candidates.find((candidate) => fs.existsSync(candidate));
}

export interface OpenedBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export async function openChromium(executablePath: string, viewport = { width: 1440, height: 900 }): Promise<OpenedBrowser> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'pyxray-chromium-'));
  fs.mkdirSync(path.join(profile, 'Default'));
  fs.writeFileSync(path.join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } }));
  const isRoot = process.getuid?.() === 0;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    deviceScaleFactor: 1,
    args: [...(isRoot ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
  });
  return {
    context,
    close: async () => {
      await context.close();
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
