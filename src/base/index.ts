export * from './assert';
export * from './sha256';
export * from './text';
