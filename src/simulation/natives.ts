/**
 * Functions that the compiler or the runtime provides, so that there is no body to walk: intrinsics, assembly, and what
 * is linked into the runtime. Only what matters to allocations, or to the values that decide about them.
 */

import type { Callee, IrNode } from '../ir';
import { Basic, typ } from '../types';
import { roundedUp } from './growth';
import { normal } from './numbers';
import { equal, isInteger } from './operators';
import { readAs } from './rawMemory';
import { implementing, typeIn } from './reflection';
import { bytesOf } from './slices';
import {
  Block,
  elements,
  emptyString,
  type Frame,
  isNil,
  lengthOf,
  load,
  type MapEntry,
  nil,
  noObject,
  SliceValue,
  store,
  type Value,
  variable,
} from './value';
import { Exited, type Walk } from './walk';

export interface NativeCall {
  walk: Walk;
  args: readonly Value[];
  node: IrNode;
  frame: Frame | undefined;
  callee: Callee;
}
export type Native = (call: NativeCall) => Value;

/** The stand-in for a function; undefined where its body is walked. */
export function natives(callee: Callee): Native | undefined {
  const path = callee.name.pkg?.path ?? '';
  const { sym } = callee.name;
  const named = table.get(`${path}.${sym}`);
  if (named !== undefined) return named;
  if (path === 'sync/atomic' || path === 'internal/runtime/atomic') return atomic(sym);
  return undefined;
}

const nothing: Native = () => undefined;

const table = new Map<string, Native>([
  ['math.sqrt', real(Math.sqrt)],
  ['math.Sqrt', real(Math.sqrt)],
  ['math.archFloor', real(Math.floor)],
  ['math.archCeil', real(Math.ceil)],
  ['math.archTrunc', real(Math.trunc)],
  ['internal/bytealg.MakeNoZero', makeNoZero],
  ['internal/bytealg.IndexByte', ({ args: [text, byte] }) => indexByte(text, byte)],
  ['internal/bytealg.IndexByteString', ({ args: [text, byte] }) => indexByte(text, byte)],
  ['internal/bytealg.Count', ({ args: [text, byte] }) => countByte(text, byte)],
  ['internal/bytealg.CountString', ({ args: [text, byte] }) => countByte(text, byte)],
  ['internal/bytealg.Index', ({ args: [text, part] }) => index(text, part)],
  ['internal/bytealg.IndexString', ({ args: [text, part] }) => index(text, part)],
  ['internal/bytealg.Compare', ({ args: [x, y] }) => compare(x, y)],
  ['internal/bytealg.CompareString', ({ args: [x, y] }) => compare(x, y)],
  ['internal/abi.NoEscape', ({ args: [x] }) => x],
  ['internal/abi.Escape', ({ args: [x] }) => x],
  ...['reflect', 'internal/reflectlite'].flatMap((path): [string, Native][] => [
    [`${path}.unsafe_New`, newOfType],
    [`${path}.typedmemmove`, moveOfType],
    [`${path}.implements`, ({ args: [wanted, type] }) => implementing(wanted, type)],
    [`${path}.maplen`, ({ args: [map] }) => lengthOf(map)],
    [`${path}.chanlen`, ({ args: [channel] }) => lengthOf(channel)],
  ]),
  ['internal/runtime/maps.(*Iter).Init', beginIteration],
  ['internal/runtime/maps.(*Iter).Next', nextEntry],
  ['maps.clone', ({ walk, args: [map], node, frame }) => frame && walk.cloneMap(map, node, frame)],
  ['internal/sync.runtime_rand', ({ walk }) => seed(walk)],
  ['sync.(*Pool).Get', poolGet],
  ['sync.(*Pool).Put', poolPut],
  ['internal/godebug.(*Setting).Value', () => emptyString],
  ['internal/godebug.(*Setting).IncNonDefault', nothing],
  ['internal/synctest.IsInBubble', () => false],
  ['sync.runtime_canSpin', () => false],
  ['internal/sync.runtime_canSpin', () => false],
  ['runtime.NumGoroutine', () => 1],
  ['runtime.GOMAXPROCS', ({ walk }) => walk.options.procs],
  ['runtime.NumCPU', ({ walk }) => walk.options.procs],
  [
    'os.Exit',
    () => {
      throw new Exited();
    },
  ],
  ['runtime.GC', ({ walk }) => walk.collect()],
  ...[
    'sync.runtime_Semacquire',
    'sync.runtime_SemacquireWaitGroup',
    'sync.runtime_SemacquireRWMutex',
    'sync.runtime_SemacquireRWMutexR',
    'internal/sync.runtime_SemacquireMutex',
  ].map((name): [string, Native] => [name, acquire]),
  ...['sync.runtime_Semrelease', 'internal/sync.runtime_Semrelease'].map((name): [string, Native] => [
    name,
    ({ args: [semaphore] }) => change(semaphore, old => sum(old, 1, '32'), true),
  ]),
  ...['sync.runtime_notifyListWait', 'runtime.Gosched', 'time.Sleep'].map((name): [string, Native] => [
    name,
    ({ walk, frame }) => void walk.wait(frame),
  ]),
]);

// ---------------------------------------------------------------- numbers

function real(compute: (x: number) => number): Native {
  return ({ args: [x] }) => (typeof x === 'number' ? compute(x) : undefined);
}

// ---------------------------------------------------------------- bytes

function makeNoZero({ walk, args: [len], node, frame }: NativeCall): Value {
  if (typeof len !== 'number' || frame === undefined) return undefined;
  const cap = roundedUp(len, true);
  const object = walk.allocate(node, frame, cap, false, 'bytes');
  const block = elements(cap, typ[Basic.Uint8], object);
  walk.heap.setMemory(object, block);
  return new SliceValue(block, 0, len, cap);
}

function indexByte(text: Value, byte: Value): Value {
  const bytes = bytesOf(text);
  return bytes === undefined || typeof byte !== 'number'
    ? undefined
    : bytes.indexOf(String.fromCharCode(byte));
}

function countByte(text: Value, byte: Value): Value {
  const bytes = bytesOf(text);
  return bytes === undefined || typeof byte !== 'number'
    ? undefined
    : bytes.split(String.fromCharCode(byte)).length - 1;
}

function index(text: Value, part: Value): Value {
  const bytes = bytesOf(text);
  const sought = bytesOf(part);
  return bytes === undefined || sought === undefined ? undefined : bytes.indexOf(sought);
}

function compare(x: Value, y: Value): Value {
  const a = bytesOf(x);
  const b = bytesOf(y);
  if (a === undefined || b === undefined) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}

// ---------------------------------------------------------------- by type descriptors

function newOfType({ walk, args: [descriptor], node, frame }: NativeCall): Value {
  const type = typeIn(descriptor);
  if (type === undefined || frame === undefined) return undefined;
  const bytes = walk.sizes.sizeof(type);
  const object = walk.allocate(node, frame, bytes, walk.sizes.hasPointers(type), 'reflect.New');
  const block = variable(type, object);
  walk.heap.setMemory(object, block);
  return { kind: 'pointer', block, index: 0 };
}

function moveOfType({ walk, args: [descriptor, to, from] }: NativeCall): Value {
  const type = typeIn(descriptor);
  if (type === undefined || typeof from !== 'object' || from.kind !== 'pointer') return write(to, undefined);
  return write(to, readAs(from, type, walk.sizes));
}

/** What a sync.Map begins with; it may be a cache. */
function seed(walk: Walk): Value {
  walk.usesCaches = true;
  return 0;
}

// ---------------------------------------------------------------- iterators of maps

/** What each has still to come by. */
const iterations = new WeakMap<Block, Iterator<MapEntry>>();

function beginIteration({ args: [at, descriptor, map] }: NativeCall): Value {
  const iterator = read(at);
  if (!(iterator instanceof Block)) return undefined;
  setField(iterator, 'typ', descriptor);
  const isKnown = typeof map === 'object' && map.kind === 'map' && !map.isVague;
  if (isKnown) iterations.set(iterator, [...map.entries.values()].values());
  return undefined;
}

function nextEntry({ args: [at] }: NativeCall): Value {
  const iterator = read(at);
  const entries = iterator instanceof Block ? iterations.get(iterator) : undefined;
  if (!(iterator instanceof Block)) return undefined;
  const entry = entries?.next().value as MapEntry | undefined;
  if (entry === undefined) {
    setField(iterator, 'key', entries && nil);
    setField(iterator, 'elem', entries && nil);
    return undefined;
  }
  const key = new Block([entry.key], typ[Basic.UnsafePointer], false, noObject);
  setField(iterator, 'key', { kind: 'pointer', block: key, index: 0 });
  setField(iterator, 'elem', { kind: 'pointer', block: entry.cell, index: 0 });
  return undefined;
}

function setField(struct: Block, name: string, value: Value): void {
  const index = struct.fields?.fields.findIndex(field => field.name === name) ?? -1;
  if (index >= 0) store(struct, index, value);
}

// ---------------------------------------------------------------- atomic operations

/** By the names of both packages: LoadInt64, Load64, Xadd, CompareAndSwapPointer, Casp1, … */
function atomic(sym: string): Native | undefined {
  if (/^\(/.test(sym) || /\./.test(sym)) return undefined;
  if (/^Load/.test(sym)) return ({ args: [at] }) => read(at);
  if (/^Store/.test(sym)) return ({ args: [at, value] }) => write(at, value);
  if (/^(Swap|Xchg)/.test(sym)) return ({ args: [at, value] }) => change(at, () => value, false);
  if (/^(Add|Xadd)/.test(sym)) return ({ args: [at, by] }) => change(at, old => sum(old, by, sym), true);
  if (/^(CompareAndSwap|Cas)/.test(sym)) return swap;
  if (/^(And|Or)/.test(sym)) return ({ args: [at] }) => change(at, () => undefined, false);
  return undefined;
}

function read(at: Value): Value {
  return typeof at === 'object' && at.kind === 'pointer' ? load(at.block, at.index) : undefined;
}

function write(at: Value, value: Value): Value {
  if (typeof at === 'object' && at.kind === 'pointer') store(at.block, at.index, value);
  return undefined;
}

function change(at: Value, next: (old: Value) => Value, givesNew: boolean): Value {
  const old = read(at);
  const value = next(old);
  write(at, value);
  return givesNew ? value : old;
}

function sum(x: Value, y: Value, sym: string): Value {
  if (!isInteger(x) || !isInteger(y)) return undefined;
  const size = /32|Xadd$/.test(sym) ? 32 : 64;
  const total = BigInt(x) + BigInt(y);
  return normal(/Uint|Xadd/.test(sym) ? BigInt.asUintN(size, total) : BigInt.asIntN(size, total));
}

function swap({ args: [at, old, value] }: NativeCall): Value {
  const same = equal(read(at), old);
  if (same !== false) write(at, value);
  return same;
}

/** Waits until the semaphore is above 0: meanwhile others run. */
function acquire({ walk, args: [semaphore], frame }: NativeCall): Value {
  while (read(semaphore) === 0 && walk.wait(frame));
  return change(semaphore, old => (old === 0 ? 0 : sum(old, -1, '32')), true);
}

// ---------------------------------------------------------------- sync.Pool

/** What lies in each pool: after a while, a pool gives back what was put into it. */
const pools = new WeakMap<object, Value[]>();

function poolGet({ walk, args: [pool], node, frame }: NativeCall): Value {
  if (typeof pool !== 'object' || pool.kind !== 'pointer') return undefined;
  const struct = load(pool.block, pool.index);
  if (typeof struct !== 'object' || struct.kind !== 'block') return undefined;
  if (struct.owner === noObject) walk.usesCaches = true;
  const kept = pools.get(struct)?.pop();
  if (kept !== undefined) return kept;
  const make = load(struct, struct.length - 1);
  if (isNil(make) || frame === undefined) return nil;
  return walk.call(make, [], node, frame);
}

function poolPut({ walk, args: [pool, value] }: NativeCall): Value {
  if (typeof pool !== 'object' || pool.kind !== 'pointer') return undefined;
  const struct = load(pool.block, pool.index);
  if (typeof struct !== 'object' || struct.kind !== 'block') return undefined;
  pools.set(struct, [...(pools.get(struct) ?? []), value]);
  walk.leaked.push(value);
  return undefined;
}
