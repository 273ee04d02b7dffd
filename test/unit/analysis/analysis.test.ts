/**
 * The façade on module trees in test/fixtures/analysis: what it says of files and positions, before and after
 * edits. A mark in the text, `«name»`, names the position just behind it; `UPDATE=1` writes the answers anew.
 *
 *   file PATH              verdicts and lenses
 *   at PATH NAME           what stands at a mark
 *   edit PATH OLD => NEW   an unsaved edit (the first OLD; `\n` is a new line)
 *   close PATH             back to what is on disk
 *   simulate PACKAGE FUNC  objects and bytes by site
 *   notes
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, createAnalysis } from '../../../src/analysis';
import { lineEndText, locationLabel, locationOf, markOf, renderHover } from '../../../src/explorer';
import { AllocationRun } from '../../../src/simulation';
import { createMemoryFileSystem, parseArchive } from '../project/memoryFileSystem';

const folder = join(__dirname, '../../fixtures/analysis');

describe('analysis', () => {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.txt'))) {
    it(name, () => {
      const path = join(folder, name);
      const text = readFileSync(path, 'utf8');
      const cut = text.indexOf('-- want --\n') + '-- want --\n'.length;
      const session = new Session(parseArchive(text.slice(0, cut)).files);
      const commands = text
        .slice(cut)
        .split('\n')
        .filter(line => line.startsWith('> '));
      const got = commands
        .map(line => [line, ...session.run(line.slice(2)).map(answer => `  ${answer}`)].join('\n'))
        .join('\n')
        .concat('\n');
      if (process.env.UPDATE) writeFileSync(path, text.slice(0, cut) + got);
      else assert.equal(got, text.slice(cut));
    });
  }
});

const markForm = /«(\w+)»/g;

class Session {
  private readonly analysis: Analysis;
  private readonly texts = new Map<string, string>();
  private readonly marks = new Map<string, number>();

  constructor(files: ReadonlyMap<string, string>) {
    for (const [name, text] of files) {
      const path = `/${name}`;
      let shift = 0;
      for (const match of text.matchAll(markForm)) {
        this.marks.set(`${path} ${match[1]}`, match.index - shift);
        shift += match[0].length;
      }
      this.texts.set(name, text.replace(markForm, ''));
    }
    this.analysis = createAnalysis({
      fs: createMemoryFileSystem(this.texts),
      dir: '/work',
      goroot: this.texts.has('goroot/VERSION') ? '/goroot' : undefined,
      moduleCache: undefined,
      log: line => assert.fail(line),
    });
  }

  run(command: string): string[] {
    const [verb, path, ...rest] = command.split(' ');
    const { analysis } = this;
    switch (verb) {
      case 'file':
        return this.file(path);
      case 'at': {
        const found = analysis.at(path, this.marks.get(`${path} ${rest[0]}`) ?? -1);
        if (found === undefined) return ['nothing'];
        if (found.func !== undefined) return [JSON.stringify(found.func)];
        return renderHover(found.models, location => locationLabel(location))
          .split('\n')
          .filter(line => line !== '');
      }
      case 'edit': {
        const [from, to] = rest
          .join(' ')
          .split(' => ')
          .map(text => text.replaceAll('\\n', '\n'));
        const text = this.textOf(path);
        assert.ok(text.includes(from), `${path} holds no ${from}`);
        this.texts.set(path.slice(1), text.replace(from, to));
        analysis.setDocument(path, this.textOf(path));
        return [];
      }
      case 'close':
        analysis.setDocument(path, undefined);
        return [];
      case 'simulate':
        return this.simulate(path, rest[0]);
      case 'notes':
        return [...analysis.notes];
      default:
        return [`unknown command ${verb}`];
    }
  }

  private file(path: string): string[] {
    const report = this.analysis.file(path);
    if (report === undefined) return ['no such file'];
    const lenses = report.functions
      .filter(each => each.lens !== '')
      .map(each => `lens ${each.summary.func}: ${each.lens}`);
    const verdicts = report.verdicts.map(verdict => {
      const mark = markOf(verdict);
      const { line, column } = locationOf(verdict.place);
      const covered = report.file.text.slice(mark.range.from, mark.range.to);
      return `${line}:${column} ${mark.kind} [${covered}] ${mark.text} ${lineEndText([mark])}`.trimEnd();
    });
    return [...lenses, ...verdicts];
  }

  private simulate(packagePath: string, name: string): string[] {
    const target = this.analysis.functionNamed(packagePath, name);
    if (target === undefined) return ['no such function'];
    const { log, sites, assumptions } = this.analysis.simulate(target);
    const run = new AllocationRun(log, sites.length, { procs: 1, gogc: 100 });
    return [
      ...sites.map(
        (site, i) => `${site.text}: ${run.siteTotals[i].objects} objects, ${run.siteTotals[i].bytes} bytes`,
      ),
      ...assumptions.map(({ text }) => `assumed: ${text}`),
    ];
  }

  private textOf(path: string): string {
    return this.texts.get(path.slice(1)) ?? '';
  }
}
