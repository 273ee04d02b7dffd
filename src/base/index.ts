export * from './assert';
export * from './goVersion';
export * from './list';
export * from './sha256';
export * from './text';
