export * from './analysis';
export { gcLines } from './order';
export * from './verdict';
