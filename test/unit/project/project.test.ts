/**
 * Module trees as text archives in test/fixtures/project. The part `want` holds commands, each with its
 * answer below; `UPDATE=1` writes the answers anew.
 *
 *   option NAME VALUE      for the commands after it: dir, goos, goarch, tags, tests, mod, workFile
 *   match PATTERN…         import paths, then errors
 *   describe PATH          files, imports, what is missing, language version
 *   resolve PATH FROM      the import path
 *   package FILE           the package of a file
 *   overlay FILE TEXT      an open document (`\n` in the text is a new line)
 *   notes                  what the project has to say
 */
import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, defaultBuildContext, type Project } from '../../../src/project';
import { createMemoryFileSystem, parseArchive } from './memoryFileSystem';

const folder = join(__dirname, '../../fixtures/project');

describe('project', () => {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.txt'))) {
    it(name, () => {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const cut = text.indexOf('-- want --\n') + '-- want --\n'.length;
      const got = answers(text.slice(0, cut), text.slice(cut));
      if (process.env.UPDATE) writeFileSync(file, text.slice(0, cut) + got);
      else assert.equal(got, text.slice(cut));
    });
  }
});

function answers(archive: string, want: string): string {
  const session = new Session(parseArchive(archive).files);
  return want
    .split('\n')
    .filter(line => line.startsWith('> '))
    .map(line => [line, ...session.run(line.slice(2)).map(answer => `  ${answer}`)].join('\n'))
    .join('\n')
    .concat('\n');
}

class Session {
  private project: Project | undefined;
  private readonly options = new Map<string, string>();

  constructor(private readonly files: ReadonlyMap<string, string>) {}

  run(command: string): string[] {
    const [verb, ...args] = command.split(' ');
    if (verb === 'option') {
      this.options.set(args[0], args[1] ?? '');
      this.project = undefined;
      return [];
    }
    this.project ??= this.open();
    const { project } = this;
    switch (verb) {
      case 'match': {
        const { packages, errors } = project.match(args);
        return [...packages, ...errors.map(error => `error: ${error}`)];
      }
      case 'describe': {
        const found = project.describe(args[0]);
        if (found === undefined) return ['no package'];
        const lines = [`${found.name} ${found.goVersion} ${found.dir}`, `files ${found.fileNames.join(' ')}`];
        if (found.imports.length > 0) lines.push(`imports ${found.imports.join(' ')}`);
        if (found.missingImports.length > 0) lines.push(`missing ${found.missingImports.join(' ')}`);
        if (found.hasAssembly) lines.push('assembly');
        return lines;
      }
      case 'resolve':
        return [project.resolve(args[0], args[1]) ?? 'missing'];
      case 'package':
        return [project.packageOf(args[0]) ?? 'none'];
      case 'overlay':
        project.setOverlay(
          args[0],
          args.length > 1 ? args.slice(1).join(' ').replaceAll('\\n', '\n') : undefined,
        );
        return [];
      case 'notes':
        return [...project.notes];
      case 'goVersion':
        return [project.goVersion];
      default:
        return [`unknown command ${verb}`];
    }
  }

  private open(): Project {
    const option = (name: string) => this.options.get(name) ?? '';
    const tags = option('tags');
    return createProject({
      fs: createMemoryFileSystem(this.files),
      dir: option('dir') || '/work',
      goroot: this.files.has('goroot/VERSION') ? '/goroot' : undefined,
      moduleCache: '/cache',
      workFile: option('workFile'),
      mod: option('mod'),
      context: {
        goos: option('goos') || defaultBuildContext.goos,
        goarch: option('goarch') || defaultBuildContext.goarch,
        tags: tags === '' ? [] : tags.split(','),
        tests: option('tests') === 'on',
      },
      parse: path => {
        throw new Error(`${path} was parsed: descriptions need no syntax`);
      },
    });
  }
}
