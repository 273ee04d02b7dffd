export { evaluateConstraint } from './buildConstraint';
export { type BuildContext, createTagMatcher, defaultBuildContext, matchesFileName } from './buildContext';
export { type FileHeader, readFileHeader } from './fileHeader';
export type { TextStore } from './fileIndex';
export type { DirectoryEntry, FileContent, FileKind, FileStat, FileSystem } from './fileSystem';
export { parseGoMod, parseGoWork, parseModulesTxt } from './goMod';
export { LineFile } from './lineFile';
export { findUpwards, loadModules, type Module, type ModuleSet } from './modules';
export { basename, dirname, isAbsolute, joinPath, relativeTo, resolvePath } from './path';
export {
  commandLineArguments,
  createProject,
  type Match,
  type PackageDescription,
  type Project,
  type ProjectFiles,
  type ProjectOptions,
  readToolchainVersion,
} from './project';
export { compareVersions, goRelease } from './version';
