export * from './ast';
export { parseFile } from './sourceFile';
