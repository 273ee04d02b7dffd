/** The settings of package.json with their types, read at the moment of use. */
import * as vscode from 'vscode';
import type { RunOptions, ServerSettings } from '../protocol';

export type MarkLevel = 'off' | 'heap' | 'all';

export interface MarkSettings {
  level: MarkLevel;
  gutter: boolean;
  underline: boolean;
  lineEnd: boolean;
}

export function markSettings(): MarkSettings {
  const settings = vscode.workspace.getConfiguration('heapward.marks');
  return {
    level: settings.get<MarkLevel>('level', 'heap'),
    gutter: settings.get('gutter', true),
    underline: settings.get('underline', true),
    lineEnd: settings.get('lineEnd', true),
  };
}

export function isStatusBarShown(): boolean {
  return vscode.workspace.getConfiguration('heapward').get('statusBar', true);
}

export function serverSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration('heapward');
  return {
    goroot: settings.get('goroot', ''),
    goVersion: settings.get<ServerSettings['goVersion']>('goVersion', 'auto'),
    goos: settings.get('goos', 'linux'),
    goarch: settings.get('goarch', 'amd64'),
    tags: settings.get<string[]>('tags', []),
    noInline: settings.get('noInline', false),
    codeLens: settings.get('codeLens', true),
    commandLinks: true,
  };
}

export function simulationOptions(): RunOptions {
  const settings = vscode.workspace.getConfiguration('heapward.simulation');
  return {
    turns: settings.get('turns', 100),
    procs: settings.get('procs', 4),
    gogc: settings.get('gogc', 100),
  };
}
