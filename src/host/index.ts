export { findGoEnvironment, type GoEnvironment, type GoSettings } from './goEnvironment';
export { createNodeFileSystem, fromNativePath, toNativePath } from './nodeFileSystem';
