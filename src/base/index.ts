export * from './assert';
export * from './goVersion';
export * from './sha256';
export * from './text';
