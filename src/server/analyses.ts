/**
 * The analyses of the open documents, one for each module or workspace, made when somebody asks for one: with the
 * documents and the settings as they were told last.
 */
import { type Analysis, createAnalysis } from '../analysis';
import { type GoVersion, newestGoVersion } from '../base';
import { createNodeFileSystem, findGoEnvironment, type GoEnvironment, openDiskCache } from '../host';
import { basename, dirname, findUpwards } from '../project';
import type { ServerSettings } from '../protocol';
import type { Backend } from '../syntax';
import { readSettings } from './settings';

export class Analyses {
  private readonly files = createNodeFileSystem();
  private settings = readSettings(undefined);
  private environment: GoEnvironment | undefined;
  /** By the folder of the go.work or go.mod, or the file's own where there is none. */
  private readonly analyses = new Map<string, Analysis>();
  private readonly roots = new Map<string, string>();
  private readonly texts = new Map<string, string>();
  /** Documents whose text the analyses don't know yet. */
  private readonly unsent = new Set<string>();
  private readonly cache = openDiskCache();

  constructor(
    private readonly log: (line: string) => void,
    private readonly checkCancelled: () => void,
  ) {}

  /** Everything is found anew under other settings. */
  configure(settings: ServerSettings): void {
    this.settings = settings;
    this.environment = undefined;
    this.forgetAnalyses();
  }

  /** What runs without code of the user are made for: the release that was set, or the newest. */
  get goVersion(): GoVersion {
    const { goVersion } = this.settings;
    return goVersion === 'auto' ? newestGoVersion : goVersion;
  }

  /** The text of an open document; undefined when it is closed. */
  setDocument(path: string, text: string | undefined): void {
    if (text === undefined) this.texts.delete(path);
    else this.texts.set(path, text);
    this.unsent.add(path);
  }

  /** Files that changed on disk. */
  invalidate(paths: readonly string[]): void {
    if (paths.some(path => !path.endsWith('.go'))) {
      this.forgetAnalyses();
      return;
    }
    for (const analysis of this.analyses.values()) analysis.invalidate(paths);
  }

  /** What is missing, one line each, with what to do. */
  notes(): string[] {
    const notes = new Set<string>();
    for (const analysis of this.analyses.values()) for (const note of analysis.notes) notes.add(note);
    return [...notes];
  }

  /** Writes what is to be kept for the next start. */
  save(): void {
    for (const analysis of this.analyses.values()) analysis.save();
  }

  /** The analysis that a file belongs to. `backend`: what follows the edits of open documents. */
  of(path: string, backend: Backend | undefined): Analysis {
    const root = this.rootOf(dirname(path));
    let analysis = this.analyses.get(root);
    if (!analysis) {
      analysis = this.create(root, backend);
      this.analyses.set(root, analysis);
      for (const each of this.texts.keys()) this.unsent.add(each);
    }
    for (const changed of this.unsent) {
      const text = this.texts.get(changed);
      for (const each of this.analyses.values()) each.setDocument(changed, text);
    }
    this.unsent.clear();
    return analysis;
  }

  private rootOf(dir: string): string {
    const known = this.roots.get(dir);
    if (known !== undefined) return known;
    const file = findUpwards(this.files, dir, 'go.work') ?? findUpwards(this.files, dir, 'go.mod');
    const root = file === undefined ? dir : dirname(file);
    this.roots.set(dir, root);
    return root;
  }

  private create(dir: string, backend: Backend | undefined): Analysis {
    const { goroot, goVersion, goos, goarch, tags, noInline } = this.settings;
    this.environment ??= findGoEnvironment({ goroot: goroot || undefined });
    const { environment } = this;
    this.log(
      `${basename(dir)}: GOROOT ${environment.goroot ?? 'unknown'} (${environment.source}), ${goos}/${goarch}`,
    );
    return createAnalysis({
      fs: this.files,
      dir,
      goroot: environment.goroot,
      moduleCache: environment.moduleCache,
      workFile: environment.workFile,
      mod: environment.mod,
      context: { goos, goarch, tags, tests: true },
      goVersion: goVersion === 'auto' ? undefined : goVersion,
      backend,
      cache: this.cache,
      flows: true,
      inline: !noInline,
      checkCancelled: this.checkCancelled,
      log: this.log,
    });
  }

  private forgetAnalyses(): void {
    this.analyses.clear();
    this.roots.clear();
  }
}
