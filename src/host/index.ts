/** What only Node has: the disk, processes, the environment. */
export { type DiskCache, openDiskCache } from './diskCache';
export { findGoEnvironment, type GoEnvironment, type GoSettings } from './goEnvironment';
export { GoTraceError, traceFileText } from './goTrace';
export { createNodeFileSystem, fromNativePath, toNativePath } from './nodeFileSystem';
export { createNodeBackend, type NodeBackendOptions } from './syntaxBackend';
export { setUpForWarmUp } from './warmUp';
