export * from './checker';
export * from './constant';
export * from './info';
export * from './object';
export * from './package';
export * from './scope';
export * from './sizes';
export * from './type';
