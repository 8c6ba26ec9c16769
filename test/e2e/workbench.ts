// VS Code for the Web with PyXray in a real Chromium, as a person uses it: by what is on the screen. Every wait is for
// a condition on the screen, none for a time.

import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { startWebServer } from '../../scripts/web/server';
import { openChromium, type OpenedBrowser } from './chromium';
import { startVsCodeServer } from './vscodeServer';

export interface WorkbenchOptions {
  readonly extensionRoot: string;
  readonly folder: string;
  readonly chromium: string;
  readonly viewport?: { width: number; height: number };
  readonly settings?: Record<string, unknown>;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

const STEP = 30_000;

const SETTINGS = {
  // VS Code would leave the PyXray view for Run and Debug at each stop.
  'debug.openDebug': 'openOnSessionStart',
  'debug.internalConsoleOptions': 'neverOpen',
  'debug.inlineValues': 'on',
  'editor.minimap.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'workbench.colorTheme': 'Default Light Modern',
};

export type DebugButton = 'debug-continue' | 'debug-step-over' | 'debug-step-into' | 'debug-step-out' | 'debug-pause' | 'debug-stop' | 'debug-restart';

export class Workbench {
  /** Errors of the page and of the extension host, for a failing test's report. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly server: Server,
    private readonly browser: OpenedBrowser,
    private readonly screenshots: string,
  ) {}

  /** VS Code for the Web: everything in the browser. */
  static async openWeb(options: WorkbenchOptions): Promise<Workbench> {
    const settings = { ...SETTINGS, ...options.settings };
    return Workbench.open(await startWebServer({ ...options, settings, workspaceExtension: path.join(options.extensionRoot, 'out', 'workspace-extension') }), options);
  }

  /** VS Code's server, whose extension host is Node's, as on the desktop; the browser is only the window. */
  static async openServer(options: WorkbenchOptions & { readonly server: string; readonly node: string }): Promise<Workbench> {
    return Workbench.open(await startVsCodeServer({ ...options, settings: { ...SETTINGS, ...options.settings } }), options);
  }

  private static async open(server: Server, options: WorkbenchOptions): Promise<Workbench> {
    const browser = await openChromium(options.chromium, options.viewport);
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const screenshots = path.join(options.extensionRoot, 'out', 'screenshots');
    fs.mkdirSync(screenshots, { recursive: true });
    const workbench = new Workbench(page, server, browser, screenshots);
    page.setDefaultTimeout(STEP);
    page.on('pageerror', (error) => workbench.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 404/.test(message.text())) workbench.errors.push(message.text());
    });
    try {
      await page.goto(server.url);
      await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 90_000 });
    } catch (error) {
      await workbench.screenshot('failed to open');
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }

  async screenshot(name: string): Promise<string> {
    const file = path.join(this.screenshots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** Runs a command of the command palette by its title. */
  async command(title: string): Promise<void> {
    await this.quickInput('F1', `>${title}`, title);
  }

  /** A command that shows a webview in which `selector` then has `text`; once more where a stop has closed the palette over it. */
  async openWebview(title: string, selector: string, text: string | RegExp): Promise<void> {
    const shown = this.webview().locator(selector, { hasText: text });
    for (let tries = 1; ; tries++) {
      await this.command(title);
      try {
        return await shown.waitFor({ timeout: 15_000 });
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  /**
   * Opens a quick input, writes into it and chooses the row that VS Code offers. A stop that takes the focus away closes it:
   * then once more. The row is clicked, for an Enter would go to whoever has the focus by then.
   */
  private async quickInput(key: string, text: string, row = ''): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    for (let tries = 1; ; tries++) {
      try {
        await this.page.keyboard.press(key);
        await write(input, text);
        await this.page.locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: row }).click({ timeout: 4000 });
        // A click before VS Code has made up its list does nothing.
        await widget.waitFor({ state: 'hidden', timeout: 5000 });
        break;
      } catch (error) {
        if (tries === 6) throw error;
        if (await widget.isVisible()) await input.press('Escape', { timeout: 1000 }).catch(() => {});
      }
    }
    await this.page.mouse.move(700, this.page.viewportSize()!.height - 8);
  }

  /** Opens a file of the opened folder's top level. */
  async openFile(name: string): Promise<void> {
    await this.activity('Explorer');
    await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.monaco-editor .view-line').first().waitFor();
  }

  /** Brings a view container to the front: 'Explorer', 'Run and Debug', 'PyXray'. */
  async activity(name: string): Promise<void> {
    const item = this.page.locator('.activitybar .action-item', { has: this.page.locator(`a.action-label[aria-label^="${name}"]`) });
    const isOpen = await item.evaluate((element) => element.classList.contains('checked'));
    if (!isOpen) await item.click();
    await this.page.mouse.move(700, this.page.viewportSize()!.height - 8);
  }

  async widenSideBar(width: number): Promise<void> {
    const box = (await this.page.locator('.part.sidebar').boundingBox())!;
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 4 });
    await this.page.mouse.up();
    await this.page.mouse.move(700, this.page.viewportSize()!.height - 8);
  }

  /** The pane of a view, by its title in the side bar. */
  pane(title: string): Locator {
    return this.page.locator('.sidebar .pane, .part.auxiliarybar .pane', { has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  row(pane: string, text: string | RegExp): Locator {
    return this.pane(pane).locator('.monaco-list-row', { hasText: text });
  }

  /** The texts of a view's rows. */
  async rows(pane: string): Promise<string[]> {
    const texts = await this.pane(pane).locator('.monaco-list-row').allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Ticks an exception filter in VS Code's own Breakpoints view. */
  async tickFilter(label: string, ticked = true): Promise<void> {
    await this.activity('Run and Debug');
    await this.expandPane('Breakpoints');
    const box = this.row('Breakpoints', label).getByRole('checkbox');
    await box.setChecked(ticked);
  }

  async expandPane(title: string): Promise<void> {
    const header = this.pane(title).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** Ticks or unticks an event in our view. */
  async tickEvent(label: string, ticked = true): Promise<void> {
    await this.activity('PyXray');
    const box = this.row('Event Breakpoints', label).getByRole('checkbox');
    await box.waitFor();
    if ((await box.getAttribute('aria-checked')) !== String(ticked)) await box.click();
    await this.eventTicked(label, ticked);
  }

  /** Waits until an event of our view is ticked or not. */
  async eventTicked(label: string, ticked: boolean): Promise<void> {
    await this.activity('PyXray');
    await this.row('Event Breakpoints', label).locator(`[role=checkbox][aria-checked="${ticked}"]`).waitFor();
  }

  /** Writes a condition for an event of our view. */
  async editCondition(label: string, condition: string): Promise<void> {
    await this.activity('PyXray');
    const row = this.row('Event Breakpoints', label);
    const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
    // A row that is drawn anew between press and release takes no click.
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await row.hover();
      await row.locator('.codicon-edit').click();
      await input.waitFor({ timeout: 3000 }).catch(() => {});
    }
    await input.waitFor();
    await write(input, condition);
    await input.press('Enter');
    if (condition !== '') await this.row('Event Breakpoints', `if ${condition}`).waitFor();
  }

  /** Sets a breakpoint on a line of the open file. */
  async breakAt(line: number): Promise<void> {
    await this.focusLine(line);
    const dots = this.page.locator('.codicon-debug-breakpoint');
    const before = await dots.count();
    // F9 does nothing until VS Code knows that the language has breakpoints.
    for (let tries = 0; tries < 5 && (await dots.count()) === before; tries++) {
      await this.page.keyboard.press('F9');
      await dots
        .nth(before)
        .waitFor({ timeout: 4000 })
        .catch(() => {});
    }
    await dots.nth(before).waitFor();
  }

  async focusLine(line: number): Promise<void> {
    await this.quickInput('Control+g', `:${line}`);
    await this.cursorAt(line);
  }

  /** The word under the cursor's hover, as it is after the line's text has been gone to; it must show `text`. */
  async hover(line: number, text: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:not(.hidden)', { hasText: text });
    // A hover that is asked for before the language server has answered once shows nothing, and goes.
    for (let tries = 0; tries < 5 && !(await hover.isVisible()); tries++) {
      await this.focusLine(line);
      await this.page.keyboard.press('End');
      await this.page.keyboard.press('ArrowLeft');
      await this.page.keyboard.press('Control+k');
      await this.page.keyboard.press('Control+i');
      await hover.waitFor({ timeout: 5000 }).catch(() => {});
    }
    await hover.waitFor();
    return hover;
  }

  /** The pieces of text underlined as errors in the editor in front. */
  get errorMarks(): Locator {
    return this.page.locator('.editor-instance .squiggly-error');
  }

  /** The names that Go to Symbol in Editor offers. */
  async symbols(containing: string): Promise<string[]> {
    const rows = this.page.locator('.quick-input-widget:visible .monaco-list-row');
    for (let tries = 0; tries < 5; tries++) {
      await this.page.keyboard.press('Control+Shift+O');
      const found = await rows
        .filter({ hasText: containing })
        .first()
        .waitFor({ timeout: 5000 })
        .then(() => true, () => false);
      // An icon's glyph stands before each.
      const names = (await rows.locator('.label-name').allInnerTexts()).map((text) => /\w+/.exec(text)?.[0] ?? '');
      await this.page.keyboard.press('Escape');
      if (found) return names;
    }
    throw new Error(`Go to Symbol in Editor has no ${containing}`);
  }

  /** Writes a new value into a row of the Variables view, as a double click lets a person do. */
  async setVariable(name: string, value: string): Promise<void> {
    const row = this.row('Variables', new RegExp(`^${name}\\b`)).first();
    const input = this.pane('Variables').locator('.monaco-inputbox input');
    for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
      await row.locator('.value').dblclick();
      await input.waitFor({ timeout: 3000 }).catch(() => {});
    }
    await input.fill(value);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Opens a row of the Variables view; answers when it has the row `child` below it. */
  async openRow(name: string, child: RegExp): Promise<void> {
    await this.activity('Run and Debug');
    const row = this.row('Variables', new RegExp(`^${name}\\b`)).first();
    const below = this.row('Variables', child).first();
    for (let tries = 0; tries < 5 && !(await below.isVisible()); tries++) {
      await row.locator('.monaco-tl-twistie').click();
      await below.waitFor({ timeout: 5000 }).catch(() => {});
    }
    await below.waitFor();
  }

  /** Chooses an entry of the context menu of a row of the Variables view. */
  async rowMenu(row: RegExp, entry: string): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: entry, exact: true });
    for (let tries = 0; tries < 5 && !(await item.isVisible()); tries++) {
      await this.row('Variables', row).first().click({ button: 'right' });
      await item.waitFor({ timeout: 3000 }).catch(() => {});
    }
    // A menu takes no click in the first moment after it has opened.
    for (let tries = 0; tries < 5 && (await item.isVisible()); tries++) {
      await item.click({ timeout: 3000 }).catch(() => {});
      await item.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => {});
    }
    await item.waitFor({ state: 'hidden' });
  }

  /** F5 with the cursor in the editor in front, or in the first one. */
  async startDebugging(): Promise<void> {
    // In front may be a webview, which has no text to click on.
    const inFront = this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
    const text = (await inFront.count()) > 0 ? inFront : this.page.locator('.editor-group-container .monaco-editor .view-lines');
    await text.first().click();
    await this.page.keyboard.press('F5');
    await this.page.locator('.debug-toolbar').waitFor();
  }

  /** How often the program, which stands still, has stopped so far: from our Threads & GIL view. */
  async stops(): Promise<number> {
    await this.activity('PyXray');
    return stopNumber(await this.row('Threads & GIL', /^Stop \d+/).innerText());
  }

  /** Waits for stop number `after` + 1 or a later one; answers why the program stopped. */
  async stopped(after = 0, timeout = STEP): Promise<string> {
    const row = this.row('Threads & GIL', /^Stop \d+/);
    for (const end = Date.now() + timeout; Date.now() < end; ) {
      // A session that starts brings Run and Debug to the front.
      await this.activity('PyXray');
      await row.waitFor({ timeout: 2000 }).catch(() => {});
      const text = await row.innerText({ timeout: 500 }).catch(() => '');
      if (stopNumber(text) > after) {
        await this.page.locator('.debug-toolbar .codicon-debug-continue').waitFor({ timeout });
        return text;
      }
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    throw new Error(`The program has not stopped after stop ${after}`);
  }

  /** A button of the debug toolbar, and the stop that follows. */
  async goOn(icon: DebugButton, timeout = STEP): Promise<string> {
    const before = await this.stops();
    await this.press(icon);
    return this.stopped(before, timeout);
  }

  /** The line of the arrow in the editor's margin. */
  async stoppedLine(): Promise<number> {
    const arrow = this.page.locator('.monaco-editor .codicon-debug-stackframe, .monaco-editor .codicon-debug-stackframe-focused').first();
    await arrow.waitFor();
    return arrow.evaluate((element) => {
      const top = element.getBoundingClientRect().top;
      const numbers = [...element.closest('.monaco-editor')!.querySelectorAll('.margin-view-overlays .line-numbers')];
      const nearest = numbers.sort((a, b) => Math.abs(a.getBoundingClientRect().top - top) - Math.abs(b.getBoundingClientRect().top - top))[0];
      return Number(nearest?.textContent ?? 0);
    });
  }

  /** Waits until the arrow stands where it should: the editor follows a stop a little later than the views. */
  async stoppedAt(isRight: (line: number) => boolean, what: string): Promise<void> {
    const end = Date.now() + STEP;
    let line = await this.stoppedLine();
    while (!isRight(line)) {
      if (Date.now() > end) throw new Error(`The program stopped at line ${line}, not at ${what}`);
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
      line = await this.stoppedLine();
    }
    // Last of all VS Code puts the cursor there; whoever moves it earlier finds it moved back.
    await this.cursorAt(line);
  }

  private async cursorAt(line: number): Promise<void> {
    await this.page.locator('.statusbar', { hasText: new RegExp(`Ln ${line},`) }).waitFor();
  }

  async press(icon: DebugButton): Promise<void> {
    await this.page.locator(`.debug-toolbar .codicon-${icon}`).click();
    await this.page.mouse.move(700, this.page.viewportSize()!.height - 8);
  }

  async stopDebugging(): Promise<void> {
    if (await this.page.locator('.debug-toolbar').isVisible()) await this.page.keyboard.press('Shift+F5');
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }

  /** The document of the webview in front. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** The webview in front has its size and has drawn itself. */
  async settled(): Promise<void> {
    await this.webview()
      .locator('body')
      .evaluate(async () => {
        let before = -1;
        while (before !== innerWidth) {
          before = innerWidth;
          for (let frame = 0; frame < 12; frame++) await new Promise(requestAnimationFrame);
        }
      });
  }

  /** Closes the tab of a file whose text was not changed. */
  async closeEditor(name: string): Promise<void> {
    const tab = this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`);
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  /** Evaluates an expression in the Debug Console; answers the row that has its value. */
  async evaluate(expression: string): Promise<string> {
    await this.command('Debug Console: Focus on Debug Console View');
    const results = this.page.locator('.repl .monaco-list-row .evaluation-result');
    const before = await results.count();
    await this.page.locator('.repl-input-wrapper .monaco-editor').click();
    await this.page.keyboard.type(expression);
    await this.page.keyboard.press('Enter');
    await results.nth(before).waitFor();
    return results.nth(before).innerText();
  }

  /** What the Debug Console shows. */
  async debugConsole(): Promise<string> {
    await this.command('Debug Console: Focus on Debug Console View');
    return (await this.page.locator('.repl .monaco-list-rows').first().innerText()).replaceAll('\u00a0', ' ');
  }
}

/** 'Stop 3 …' → 3 */
function stopNumber(row: string): number {
  return Number(/Stop (\d+)/.exec(row)?.[1] ?? 0);
}

/** Sets an input's text at once: what is typed goes into the editor if a stop takes the focus there meanwhile. */
async function write(input: Locator, text: string): Promise<void> {
  await input.evaluate(
    (element, value) => {
      (element as HTMLInputElement).value = value;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    },
    text,
    { timeout: 4000 },
  );
}
