/**
 * A workbench with the extension in it, on a copy of the demo program, and what a person does there: opens a
 * file, points at a word, runs a command, types. In VS Code (`VSCODE_EXECUTABLE`) or code-server.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { _electron, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser';
import { cleanEnvironment } from './codeServer/install';
import { startCodeServer, workbenchAddress } from './codeServer/launch';

const root = join(__dirname, '../..');
const screenshots = join(__dirname, 'screenshots');

/** What is typed arrives as it is. */
const typingSettings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoIndent': 'none',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.minimap.enabled': false,
};

export interface WorkbenchOptions {
  /** The folder that is opened; without it a copy of a program. */
  folder?: string;
  /** A folder of test/vscode/workspaces; without it the demo program. */
  program?: string;
  settings?: Record<string, unknown>;
  /** A folder of installed extensions in place of one with this checkout. */
  extensionsFolder?: string;
}

/** Milliseconds after which an action that shows nothing is tried again. */
const timeout = 10_000;

export class Workbench {
  private constructor(
    readonly page: Page,
    readonly folder: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const scratch = mkdtempSync(join(tmpdir(), 'heapward-workbench-'));
    const folder = options.folder ?? join(scratch, 'workspace');
    const program = options.program
      ? join(__dirname, 'workspaces', options.program)
      : join(root, 'test/workspace');
    if (!options.folder) cpSync(program, folder, { recursive: true });
    const started = process.env.VSCODE_EXECUTABLE
      ? await openDesktop(process.env.VSCODE_EXECUTABLE, scratch, folder)
      : await openInCodeServer(scratch, folder, options);
    const workbench = new Workbench(started.page, folder, async () => {
      await started.stop();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });
    await workbench.page.locator('.monaco-workbench').waitFor({ timeout: 180_000 });
    return workbench;
  }

  async close(): Promise<void> {
    await this.end();
  }

  /** Opens a file by its path below the folder, and waits until its text is there. */
  async openFile(path: string): Promise<void> {
    const tab = this.page.locator(`.tab.active[data-resource-name="${basename(path)}"]`);
    await this.untilSeen(tab, () => this.pick('Control+P', path, basename(path)));
    await this.editor.locator('.view-line').first().waitFor();
  }

  async runCommand(title: string): Promise<void> {
    await this.pick('F1', `>${title}`, title);
  }

  /** Puts the cursor at a line and column, both from 1, and the line into view. */
  async goTo(line: number, column = 1): Promise<void> {
    const there = this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ` });
    await this.untilSeen(there, async () => {
      const input = await this.quickInput('Control+G');
      await input.fill(`:${line}:${column}`, { timeout });
      await this.page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden', timeout });
    });
  }

  /** Names a file in the dialog that is open; it may put in a path of its own once it has read the folder. */
  async nameFile(path: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor();
    for (const until = Date.now() + 60_000; await input.isVisible(); await this.page.waitForTimeout(50)) {
      if (Date.now() > until) throw new Error(`the dialog does not take ${path}`);
      if ((await input.inputValue()) === path) await this.page.keyboard.press('Enter');
      else await input.fill(path);
    }
  }

  /** Takes the first row with the label from the list that a key opens and the text filters. */
  private async pick(key: string, text: string, label: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
    await this.untilSeen(row, async () => {
      const input = await this.quickInput(key);
      await input.fill(text, { timeout });
    });
    await this.page.keyboard.press('Enter');
  }

  /** The input that a key opens, once one that was open before is gone. */
  private async quickInput(key: string): Promise<Locator> {
    const input = this.page.locator('.quick-input-widget input');
    if (await input.isVisible()) await this.page.keyboard.press('Escape');
    await input.waitFor({ state: 'hidden', timeout });
    await this.page.keyboard.press(key);
    await input.waitFor({ timeout });
    return input;
  }

  /** The hover of the cursor's place. */
  async hoverAtCursor(text: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:not(.hidden)', { hasText: text }).first();
    await this.untilSeen(hover, () => this.runCommand('Show or Focus Hover'));
    return hover;
  }

  /** Acts as a person does on a slow machine: again where nothing came of it, such as a list that closed late. */
  async untilSeen(what: Locator, act: () => Promise<void>): Promise<void> {
    for (let tries = 3; ; tries--) {
      try {
        await act();
        await what.waitFor({ timeout });
        return;
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
  }

  /** The editor in front. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** The rendered lines that hold the text. */
  line(text: string): Locator {
    // The editor writes blanks as no-break spaces.
    return this.editor.locator('.view-line', {
      hasText: new RegExp(escapeRegExp(text).replaceAll(' ', '[ \\u00a0]')),
    });
  }

  /** What the extension writes at the ends of lines, in their order on the screen. */
  async lineEnds(): Promise<string[]> {
    return this.editor.evaluate(editor =>
      [...editor.querySelectorAll('.view-lines .view-line span')]
        .map(span => ({
          content: getComputedStyle(span, '::after').content,
          top: span.getBoundingClientRect().top,
        }))
        .filter(({ content }) => content.startsWith('"'))
        .sort((a, b) => a.top - b.top)
        .map(({ content }) => content.slice(1, -1)),
    );
  }

  /** Whether the extension draws a line below a part of the line that holds the text. */
  async isUnderlined(text: string): Promise<boolean> {
    const line = await this.line(text).first().boundingBox();
    if (!line) return false;
    const underlines = await this.editor.evaluate(editor =>
      [...editor.querySelectorAll('.view-overlays .cdr')]
        .filter(each => getComputedStyle(each).borderBottomStyle === 'solid')
        .map(each => each.getBoundingClientRect())
        .filter(rect => rect.width > 0)
        .map(rect => rect.top + rect.height / 2),
    );
    return underlines.some(y => y > line.y && y < line.y + line.height);
  }

  /** Waits until the lines on the screen end as the condition wants; gives what was there last otherwise. */
  async waitForLineEnds(condition: (ends: readonly string[]) => boolean): Promise<string[]> {
    let ends: string[] = [];
    for (const until = Date.now() + 180_000; Date.now() < until; ) {
      ends = await this.lineEnds();
      if (condition(ends)) return ends;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`the lines end with ${JSON.stringify(ends)}`);
  }

  /** The page inside the panel of the heap diagram, two frames deep. */
  get diagram(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The text of the extension's item in the status bar. */
  get statusItem(): Locator {
    return this.page.locator('[id="heapward.heapward.heapward.status"], [id*="heapward.status"]').first();
  }

  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
}

interface Started {
  page: Page;
  stop(): Promise<void>;
}

async function openInCodeServer(
  scratch: string,
  folder: string,
  options: WorkbenchOptions,
): Promise<Started> {
  const chromium = findChromium();
  if (!chromium) throw new Error('no chromium here');
  const extensionsFolder = options.extensionsFolder ?? join(scratch, 'extensions');
  if (!options.extensionsFolder) linkExtension(extensionsFolder);
  const server = await startCodeServer({
    log: line => console.log(line),
    extensionsFolder,
    settings: { ...typingSettings, ...options.settings },
  });
  const browser = await startBrowser(chromium);
  await browser.page.goto(workbenchAddress(server, folder));
  return {
    page: browser.page,
    async stop() {
      await browser.stop();
      await server.stop();
    },
  };
}

async function openDesktop(executablePath: string, scratch: string, folder: string): Promise<Started> {
  const application = await _electron.launch({
    executablePath,
    env: Object.fromEntries(Object.entries(cleanEnvironment()).map(([name, value]) => [name, value ?? ''])),
    args: [
      ...['--no-sandbox', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      ...['--user-data-dir', join(scratch, 'data'), '--extensions-dir', join(scratch, 'extensions')],
      ...[`--extensionDevelopmentPath=${root}`, folder],
    ],
  });
  return { page: await application.firstWindow(), stop: () => application.close() };
}

/** Makes this checkout an installed extension of a server that starts with the folder. */
export function linkExtension(extensionsFolder: string): void {
  mkdirSync(extensionsFolder, { recursive: true });
  const link = join(extensionsFolder, 'heapward.heapward-0.1.0');
  rmSync(link, { force: true });
  symlinkSync(root, link, 'junction');
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
