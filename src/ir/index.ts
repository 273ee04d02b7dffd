export { type ClosureKind, closureName } from './closure';
export { dumpNode, eachStatement } from './dump';
export * from './ir';
export { createPrinter } from './print';
export { createIr, declarationOf } from './program';
export { type FuncKey, isCallee, mentioned, type Scan, type SccHost, visitBottomUp } from './scc';
export { hasShape } from './shape';
export * from './static';
export * from './visit';
