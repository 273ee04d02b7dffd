export { type ClosureKind, closureName } from './closure';
export { dumpNode, eachStatement } from './dump';
export * from './ir';
export { createPrinter } from './print';
export { createIr } from './program';
export * from './static';
export * from './visit';
