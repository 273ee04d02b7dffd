export * from './ir';
export * from './static';
export * from './visit';
