/**
 * The universe scope and package unsafe (types2's universe.go, Go 1.26): predeclared types, constants, nil
 * and builtin functions. Objects here are shared by all programs; they never change.
 */

import type { BuiltinName } from './object';
import { BuiltinObject, ConstObject, FuncObject, NilObject, TypeNameObject, VarObject } from './object';
import type { Package } from './package';
import { Scope } from './scope';
import {
  AliasType,
  Basic,
  BasicType,
  emptyInterface,
  InterfaceType,
  invalidType,
  NamedType,
  SignatureType,
  TupleType,
} from './type';

export const universe = new Scope(undefined);

export const unsafePackage: Package = {
  path: 'unsafe',
  name: 'unsafe',
  scope: new Scope(universe),
  files: [],
  goVersion: '',
  fake: false,
};

/** The predeclared and untyped types, by `Basic`. */
export const typ: readonly BasicType[] = [
  invalidType,
  ...[
    ['bool', Basic.Bool],
    ['int', Basic.Int],
    ['int8', Basic.Int8],
    ['int16', Basic.Int16],
    ['int32', Basic.Int32],
    ['int64', Basic.Int64],
    ['uint', Basic.Uint],
    ['uint8', Basic.Uint8],
    ['uint16', Basic.Uint16],
    ['uint32', Basic.Uint32],
    ['uint64', Basic.Uint64],
    ['uintptr', Basic.Uintptr],
    ['float32', Basic.Float32],
    ['float64', Basic.Float64],
    ['complex64', Basic.Complex64],
    ['complex128', Basic.Complex128],
    ['string', Basic.String],
    ['Pointer', Basic.UnsafePointer],
    ['untyped bool', Basic.UntypedBool],
    ['untyped int', Basic.UntypedInt],
    ['untyped rune', Basic.UntypedRune],
    ['untyped float', Basic.UntypedFloat],
    ['untyped complex', Basic.UntypedComplex],
    ['untyped string', Basic.UntypedString],
    ['untyped nil', Basic.UntypedNil],
  ].map(([name, basic]) => new BasicType(basic as Basic, name as string)),
];

/** uint8 and int32 under the names they are mostly written with; identical to those, printed differently. */
export const byteType = new BasicType(Basic.Uint8, 'byte');
export const runeType = new BasicType(Basic.Int32, 'rune');

/** `any`: an alias of the empty interface. */
export const anyType: AliasType = declareAny();
export const errorType: NamedType = declareError();
/** Its underlying interface is told from the empty one by identity (see typeSet.ts). */
export const comparableInterface = new InterfaceType([], []);
export const comparableType: NamedType = declareNamed('comparable', comparableInterface);

export const iotaObject = new ConstObject(undefined, 'iota', undefined);
export const nilObject = new NilObject(undefined, 'nil', undefined);

const universeBuiltins: readonly BuiltinName[] = [
  'append',
  'cap',
  'clear',
  'close',
  'complex',
  'copy',
  'delete',
  'imag',
  'len',
  'make',
  'max',
  'min',
  'new',
  'panic',
  'print',
  'println',
  'real',
  'recover',
];
const unsafeBuiltins: readonly BuiltinName[] = [
  'Add',
  'Alignof',
  'Offsetof',
  'Sizeof',
  'Slice',
  'SliceData',
  'String',
  'StringData',
];

declareAll();

function declareAll(): void {
  for (let basic = Basic.Bool; basic <= Basic.String; basic++) declareBasic(typ[basic]);
  declareBasic(byteType);
  declareBasic(runeType);
  const pointer = new TypeNameObject(unsafePackage, 'Pointer', undefined);
  pointer.type = typ[Basic.UnsafePointer];
  unsafePackage.scope.insert(pointer);

  for (const value of [true, false]) {
    const object = new ConstObject(undefined, String(value), undefined);
    object.type = typ[Basic.UntypedBool];
    object.value = { kind: 'bool', value };
    universe.insert(object);
  }
  iotaObject.type = typ[Basic.UntypedInt];
  iotaObject.value = { kind: 'int', value: 0n };
  universe.insert(iotaObject);
  universe.insert(nilObject);
  for (const name of universeBuiltins) universe.insert(new BuiltinObject(undefined, name));
  for (const name of unsafeBuiltins) unsafePackage.scope.insert(new BuiltinObject(unsafePackage, name));
}

function declareBasic(type: BasicType): void {
  const object = new TypeNameObject(undefined, type.name, undefined);
  object.type = type;
  universe.insert(object);
}

function declareAny(): AliasType {
  const object = new TypeNameObject(undefined, 'any', undefined);
  const alias = new AliasType(object, emptyInterface);
  object.type = alias;
  universe.insert(object);
  return alias;
}

function declareNamed(name: string, underlying: InterfaceType): NamedType {
  const object = new TypeNameObject(undefined, name, undefined);
  const named = new NamedType(object, undefined);
  named.underlying = underlying;
  named.methods = [];
  object.type = named;
  universe.insert(object);
  return named;
}

function declareError(): NamedType {
  const method = new FuncObject(undefined, 'Error', undefined);
  const named = declareNamed('error', new InterfaceType([method], []));
  const recv = new VarObject(undefined, '', undefined, 'recv', named);
  const result = new VarObject(undefined, '', undefined, 'result', typ[Basic.String]);
  method.type = new SignatureType(recv, [], [], new TupleType([]), new TupleType([result]), false);
  return named;
}
