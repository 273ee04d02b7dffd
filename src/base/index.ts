export * from './assert';
export * from './text';
