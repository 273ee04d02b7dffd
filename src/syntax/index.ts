export * from './ast';
export { parseFile } from './sourceFile';
export { walkNodes } from './walk';
