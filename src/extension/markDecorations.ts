/** Draws the marks: a shape in the gutter, a line below the text, and what the line costs at its end. */
import * as vscode from 'vscode';
import { lineMarks, type Shape, type ShownMark, shapeOf } from './lineMarks';
import type { Marks } from './marks';
import { type MarkLevel, type MarkSettings, markSettings } from './settings';

const shapes: readonly Shape[] = ['heap', 'free', 'stack', 'leak', 'unknown'];

const themeColors: Readonly<Record<Shape, string>> = {
  heap: 'heapward.heap',
  free: 'heapward.heap',
  stack: 'heapward.stack',
  leak: 'heapward.leak',
  unknown: 'heapward.unknown',
};

/** A decoration type, with the ranges it has in the editor that is being drawn. */
interface Layer {
  type: vscode.TextEditorDecorationType;
  ranges: vscode.DecorationOptions[];
}

export class MarkDecorations implements vscode.Disposable {
  private readonly layers = new Map<string, Layer>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly marks: Marks,
  ) {
    for (const faint of [false, true]) {
      for (const shape of shapes) {
        this.addLayer(`gutter ${shape} ${faint}`, this.gutter(shape, faint));
        this.addLayer(`underline ${shape} ${faint}`, underline(shape, faint));
      }
      this.addLayer(`lineEnd ${faint}`, lineEnd());
    }
    this.subscriptions = [
      marks.onDidChange(uri => this.drawDocument(uri)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.drawAll()),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('heapward.marks')) this.drawAll();
      }),
    ];
    this.drawAll();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const { type } of this.layers.values()) type.dispose();
  }

  private drawAll(): void {
    for (const editor of vscode.window.visibleTextEditors) this.draw(editor, markSettings());
  }

  private drawDocument(uri: string): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === uri) this.draw(editor, markSettings());
    }
  }

  private draw(editor: vscode.TextEditor, settings: MarkSettings): void {
    const all = this.marks.of(editor.document.uri.toString());
    if (!all) return;
    for (const layer of this.layers.values()) layer.ranges = [];
    const marks = all.filter(mark => isShown(mark, settings.level));
    for (const { line, character, shape, text, faint } of lineMarks(marks)) {
      if (line >= editor.document.lineCount) continue;
      if (settings.gutter)
        this.add(`gutter ${shape} ${faint}`, { range: new vscode.Range(line, character, line, character) });
      if (settings.lineEnd && text)
        this.add(`lineEnd ${faint}`, lineEndOption(editor.document, line, text, faint));
    }
    for (const mark of settings.underline ? marks : []) {
      const { start, end } = mark.range;
      // A long literal is underlined on its first line alone: the mark says where it begins.
      const last = start.line === end.line ? end.character : Number.MAX_SAFE_INTEGER;
      const range = new vscode.Range(start.line, start.character, start.line, last);
      this.add(`underline ${shapeOf(mark)} ${mark.faint || mark.stale}`, { range });
    }
    for (const { type, ranges } of this.layers.values()) editor.setDecorations(type, ranges);
  }

  private add(layer: string, option: vscode.DecorationOptions): void {
    this.layers.get(layer)?.ranges.push(option);
  }

  private addLayer(name: string, options: vscode.DecorationRenderOptions): void {
    this.layers.set(name, { type: vscode.window.createTextEditorDecorationType(options), ranges: [] });
  }

  private gutter(shape: Shape, faint: boolean): vscode.DecorationRenderOptions {
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(
        this.context.extensionUri,
        `media/gutter/${shape}${faint ? '-faint' : ''}-${theme}.svg`,
      );
    return {
      dark: { gutterIconPath: icon('dark') },
      light: { gutterIconPath: icon('light') },
      gutterIconSize: 'contain',
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    };
  }
}

/** What escapes without a cost, stays, leaks or is unknown is for those who want to see all. */
function isShown(mark: ShownMark, level: MarkLevel): boolean {
  if (level === 'all') return true;
  return level === 'heap' && shapeOf(mark) === 'heap';
}

function underline(shape: Shape, faint: boolean): vscode.DecorationRenderOptions {
  return {
    borderStyle: faint ? 'none none dotted none' : 'none none solid none',
    borderWidth: '0 0 1px 0',
    borderColor: new vscode.ThemeColor(themeColors[shape]),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  };
}

/** Its range is the whole line and grows, so that the text stays behind what is typed at the end. */
function lineEnd(): vscode.DecorationRenderOptions {
  return { rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen };
}

function lineEndOption(
  document: vscode.TextDocument,
  line: number,
  text: string,
  faint: boolean,
): vscode.DecorationOptions {
  const color = new vscode.ThemeColor(faint ? 'disabledForeground' : 'editorCodeLens.foreground');
  return {
    range: document.lineAt(line).range,
    renderOptions: { after: { contentText: text, color, margin: '0 0 0 3ch', fontStyle: 'normal' } },
  };
}
