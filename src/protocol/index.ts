/**
 * What server, extension and webview say to each other. Plain JSON: editor positions (lines and UTF-16
 * units from 0) between server and extension, compiler positions in what a person reads.
 */
export * from './marks';
export * from './packed';
export * from './run';
export * from './server';
export * from './spanTable';
export * from './state';
