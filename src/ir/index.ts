export { dumpNode, eachStatement } from './dump';
export * from './ir';
export { createPrinter } from './print';
export { createIr, createIr as createIrProgram } from './program';
export * from './static';
export * from './visit';
