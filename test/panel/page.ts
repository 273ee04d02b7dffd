/**
 * The panel's bundle in a browser without an editor: its host is a run in this process, its messages cross as JSON,
 * and a stand-in gives it the variables of an editor's theme. For benchmarks, and to look at what it draws.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Run, RunFigures, ToHost, ToWebview } from '../../src/protocol';
import { HeapReader } from '../../src/server/heapReader';
import { AllocationRun } from '../../src/simulation';
import { type Theme, themeVariables } from './themes';

const root = join(__dirname, '../..');
const origin = 'http://panel.invalid';

/** Serves the page to a browser's page; the panel asks for its run once it is there. Build first. */
export async function openPanel(
  page: Page,
  run: Run,
  allocation: AllocationRun,
  theme: Theme = 'dark',
): Promise<void> {
  const reader = new HeapReader(allocation);
  await page.exposeFunction('toHost', (message: ToHost) =>
    message.kind === 'without'
      ? { kind: 'without', request: message.request, figures: withoutSite(allocation, message.site) }
      : answer(reader, run, message),
  );
  const files: Record<string, [string, string]> = {
    '/': ['text/html', pageOf(theme)],
    '/host.js': ['text/javascript', hostScript],
    '/webview.js': ['text/javascript', readFileSync(join(root, 'dist/webview.js'), 'utf8')],
    '/webview.css': ['text/css', readFileSync(join(root, 'dist/webview.css'), 'utf8')],
    '/theme.css': ['text/css', themeVariables(theme)],
  };
  await page.route(`${origin}/**`, route => {
    const [contentType, body] = files[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
    return route.fulfill({ contentType, body });
  });
  await page.goto(`${origin}/`);
}

function withoutSite(run: AllocationRun, site: number): RunFigures {
  return new AllocationRun(run.without(new Set([site])), run.siteCount, run.settings).figures;
}

function answer(reader: HeapReader, run: Run, message: ToHost): ToWebview | undefined {
  switch (message.kind) {
    case 'view':
      return { kind: 'view', request: message.request };
    case 'ready':
      return { kind: 'run', run, source: { kind: 'trace', uri: 'file:///serve.alloctrace' } };
    case 'state':
      return {
        kind: 'state',
        request: message.request,
        state: reader.state(message.run, message.k, message.since),
      };
    case 'slots': {
      const slots = reader.slots(message.run, message.k, message.span);
      return slots
        ? { kind: 'slots', request: message.request, slots }
        : { kind: 'failed', request: message.request, text: 'no such span' };
    }
    case 'stretch':
      return { kind: 'stretch', request: message.request, stretch: reader.stretch(message.from, message.to) };
    case 'timeline':
      return {
        kind: 'timeline',
        request: message.request,
        timeline: reader.timeline(message.from, message.to),
      };
    case 'allocations':
      return {
        kind: 'allocations',
        request: message.request,
        counts: reader.allocations(message.from, message.to, message.sites),
      };
    case 'holders':
      return {
        kind: 'holders',
        request: message.request,
        holders: reader.holders(message.run, message.k, message.sites),
      };
    default:
      return undefined;
  }
}

const bodyClasses: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
};

function pageOf(theme: Theme): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:">
<link rel="stylesheet" href="theme.css">
<link rel="stylesheet" href="webview.css">
<title>Heap Diagram</title>
</head>
<body class="${bodyClasses[theme]}">
<main id="app"></main>
<script src="host.js"></script>
<script src="webview.js"></script>
</body>
</html>`;
}

/** The stand-in for the editor, and what a benchmark asks the page: the times between its frames. */
const hostScript = `
let times;
function recordFrames() {
  const own = [];
  let last;
  times = own;
  requestAnimationFrame(function next(now) {
    if (last !== undefined) own.push(now - last);
    last = now;
    if (times === own) requestAnimationFrame(next);
  });
}
function recordedFrames() {
  const own = times;
  times = undefined;
  return own;
}
/** Milliseconds since the navigation, in the frame after this one. */
function nextFrame() {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
}
window.acquireVsCodeApi = () => ({
  async postMessage(message) {
    const answer = await window.toHost(message);
    if (answer) window.postMessage(answer, '*');
  },
});`;
