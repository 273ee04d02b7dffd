export * from './analysis';
export { type GcLine, gcLines } from './order';
export * from './verdict';
