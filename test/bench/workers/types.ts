/**
 * Checks one package of the standard library from its source in a process of its own, and prints what it took as
 * JSON. Bundled and started by ../types.ts: worker PACKAGE FILE PLACE, where FILE is the file whose function
 * is edited and PLACE a text in its body, after which a line is put in.
 */
import { tmpdir } from 'node:os';
import { createNodeFileSystem, findGoEnvironment } from '../../../src/host';
import { createProject } from '../../../src/project';
import { openDocument, parseFile, type SourceDocument } from '../../../src/syntax';
import { createProgram, type PackageFiles, sizesFor } from '../../../src/types';

export interface WorkerResult {
  /** The package once more after a declaration was edited, what it imports being known. */
  again: number;
  /** The shortest of several edits of one body: document, update and facts of the package. */
  edit: number;
  /** Facts with an error, for which there should be no reason. */
  errors: number;
}

const edits = 30;

function main(target: string, fileName: string, place: string): WorkerResult {
  const project = createProject({
    fs: createNodeFileSystem(),
    dir: tmpdir(),
    goroot: findGoEnvironment().goroot,
    moduleCache: undefined,
    workFile: 'off',
    parse: parseFile,
  });
  const source = project.files(target);
  if (!source) throw new Error(`no package ${target}`);
  const documents = source.files.map(({ path, text }) => openDocument(path, text));
  const files = (): PackageFiles => ({
    files: documents.map(document => document.file),
    goVersion: source.goVersion,
  });
  const program = createProgram({
    sizes: sizesFor('amd64'),
    source: {
      resolve: (path, from) => project.resolve(path, from),
      files: path => (path === target ? files() : project.files(path)),
    },
  });
  const checkAll = (): number => {
    const pkg = program.package(target);
    void pkg.scope;
    let errors = 0;
    for (const file of pkg.files) for (const unit of file.units) errors += program.info(unit).errors.length;
    return errors;
  };
  const errors = checkAll();
  const document = documents.find(({ path }) => path.endsWith(`/${fileName}`));
  if (!document?.file.text.includes(place)) throw new Error(`no ${place} in ${fileName}`);
  const timed = (change: (document: SourceDocument) => void): number => {
    const start = performance.now();
    change(document);
    program.update(target, files());
    checkAll();
    return performance.now() - start;
  };
  const again = timed(({ file }) => document.setText(`${file.text}\nvar edited int\n`));
  let edit = Number.POSITIVE_INFINITY;
  for (let i = 0; i < edits; i++) {
    const at = document.file.text.indexOf(place) + place.length;
    edit = Math.min(
      edit,
      timed(() => document.edit([{ from: at, to: at, text: `\n\t_ = ${i}` }])),
    );
  }
  return { again, edit, errors };
}

console.log(JSON.stringify(main(process.argv[2], process.argv[3], process.argv[4])));
