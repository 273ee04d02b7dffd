export * from './ir';
export { createIr } from './program';
export * from './static';
export * from './visit';
