/** Identity, lookup, type sets, instances and inference on types made by hand. */

import assert from 'node:assert/strict';
import type { Package } from '../../../../src/types';
import {
  AliasType,
  ArrayType,
  anyType,
  Basic,
  byteType,
  ChanType,
  Context,
  errorType,
  FuncObject,
  InterfaceType,
  identical,
  implementsInterface,
  instantiate,
  isComparable,
  lookupFieldOrMethod,
  MapType,
  NamedType,
  PointerType,
  Scope,
  SignatureType,
  SliceType,
  StructType,
  TupleType,
  type Type,
  TypeNameObject,
  TypeParamType,
  typ,
  typeSetOf,
  typeString,
  UnionType,
  VarObject,
} from '../../../../src/types';
import { infer } from '../../../../src/types/infer';

const pkg = makePackage('example.com/p');
const other = makePackage('example.com/q');

describe('types', () => {
  it('print as go/types prints them', () => {
    const list = named('List', new StructType([], []));
    const T = param('T');
    list.typeParams = [T];
    const shown: [Type, string][] = [
      [byteType, 'byte'],
      [new SliceType(anyType), '[]any'],
      [new MapType(typ[Basic.String], new PointerType(list)), 'map[string]*example.com/p.List[T any]'],
      [instantiate(list, [byteType], new Context()), 'example.com/p.List[byte]'],
      [new ChanType('both', new ChanType('recv', typ[Basic.Int])), 'chan (<-chan int)'],
      [new ChanType('send', new ChanType('recv', typ[Basic.Int])), 'chan<- <-chan int'],
      [typ[Basic.UnsafePointer], 'unsafe.Pointer'],
      [new ArrayType(3, errorType), '[3]error'],
      [new InterfaceType([], []), 'interface{}'],
      [new UnionType([term(typ[Basic.Int], true), term(typ[Basic.String])]), '~int | string'],
      [
        new StructType([field('A', typ[Basic.Int]), field('B', byteType)], ['json:"a"', '']),
        'struct{A int "json:\\"a\\""; B byte}',
      ],
      [
        signature(
          [variable('x', typ[Basic.Int]), variable('', new SliceType(byteType))],
          [variable('', errorType)],
          true,
        ),
        'func(x int, ...byte) error',
      ],
      [
        signature([], [variable('n', typ[Basic.Int]), variable('err', errorType)]),
        'func() (n int, err error)',
      ],
    ];
    for (const [type, text] of shown) assert.equal(typeString(type), text);
    assert.equal(
      typeString(list, () => 'p'),
      'p.List[T any]',
    );
  });

  it('are identical by structure, names by declaration', () => {
    const slice = (elem: Type): Type => new SliceType(elem);
    assert(identical(slice(byteType), slice(typ[Basic.Uint8])));
    assert(!identical(named('A', typ[Basic.Int]), named('A', typ[Basic.Int])));
    const a = new StructType([field('a', typ[Basic.Int])], ['']);
    assert(identical(a, new StructType([field('a', typ[Basic.Int])], [''])));
    assert(!identical(a, new StructType([field('a', typ[Basic.Int], other)], [''])));
    assert(!identical(a, new StructType([field('a', typ[Basic.Int])], ['x'])));
    const alias = new AliasType(new TypeNameObject(pkg, 'Alias', undefined), slice(byteType));
    assert(identical(alias, slice(byteType)));
    // func[T any](T) and func[U any](U)
    const generic = (name: string): SignatureType => {
      const T = param(name);
      return new SignatureType(
        undefined,
        [T],
        [],
        new TupleType([variable('', T)]),
        new TupleType([]),
        false,
      );
    };
    assert(identical(generic('T'), generic('U')));
  });

  it('of interfaces that lead back to themselves are compared without end', () => {
    const make = (): InterfaceType => {
      const methods: FuncObject[] = [];
      const type = new InterfaceType(methods, []);
      methods.push(method('m', signature([], [variable('', type)])));
      return type;
    };
    assert(identical(make(), make()));
  });

  it('have the methods and fields that embedding promotes', () => {
    const inner = named('Inner', new StructType([field('X', typ[Basic.Int])], ['']));
    inner.methods = [method('Value', signature([], [])), method('Pointer', signature([], []), true)];
    const outer = named(
      'Outer',
      new StructType([embedded('Inner', inner), field('y', typ[Basic.Int])], ['', '']),
    );
    const byPointer = named('ByPointer', new StructType([embedded('Inner', new PointerType(inner))], ['']));
    assert.deepEqual(lookupFieldOrMethod(outer, false, pkg, 'X').index, [0, 0]);
    assert.equal(lookupFieldOrMethod(outer, false, other, 'y').object, undefined);
    assert.equal(lookupFieldOrMethod(outer, false, pkg, 'Pointer').object, undefined);
    assert.equal(lookupFieldOrMethod(outer, false, pkg, 'Pointer').indirect, true);
    assert.equal(lookupFieldOrMethod(outer, true, pkg, 'Pointer').object?.name, 'Pointer');
    assert.equal(lookupFieldOrMethod(byPointer, false, pkg, 'Pointer').indirect, true);
    assert.equal(lookupFieldOrMethod(new PointerType(outer), false, pkg, 'Value').indirect, true);
    const twice = named(
      'Twice',
      new StructType([embedded('Outer', outer), embedded('ByPointer', byPointer)], ['', '']),
    );
    const ambiguous = lookupFieldOrMethod(twice, true, pkg, 'X');
    assert.equal(ambiguous.object, undefined);
    assert.notEqual(ambiguous.index, undefined);
    const pointerType = named('PointerType', new PointerType(inner));
    assert.equal(lookupFieldOrMethod(pointerType, true, pkg, 'Value').object, undefined);
    assert.equal(lookupFieldOrMethod(pointerType, true, pkg, 'X').object?.name, 'X');
  });

  it('implement interfaces and satisfy constraints', () => {
    const inner = named('Inner', new StructType([], []));
    inner.methods = [method('M', signature([], []), true)];
    const iface = new InterfaceType([method('M', signature([], []))], []);
    assert(implementsInterface(new PointerType(inner), iface, false).ok);
    assert.match(implementsInterface(inner, iface, false).cause, /method M has pointer receiver/);
    const number = new InterfaceType(
      [],
      [new UnionType([term(typ[Basic.Int], true), term(typ[Basic.Float64])])],
    );
    const myInt = named('MyInt', typ[Basic.Int]);
    const myFloat = named('MyFloat', typ[Basic.Float64]);
    assert(implementsInterface(myInt, number, true).ok);
    assert.match(implementsInterface(myFloat, number, true).cause, /possibly missing ~ for float64/);
    const both = new InterfaceType(
      [],
      [number, new UnionType([term(typ[Basic.Int]), term(typ[Basic.String])])],
    );
    assert.equal(
      typeSetOf(both)
        .terms?.map(each => typeString(each.type))
        .join(),
      'int',
    );
    assert(isComparable(iface));
    assert(!isComparable(iface, false));
    assert(!isComparable(new StructType([field('F', new SliceType(myInt))], [''])));
  });

  it('of instances are expanded once, also where they lead to themselves', () => {
    const T = param('T');
    const list = named('List', typ[Basic.Int]);
    list.typeParams = [T];
    const context = new Context();
    const next = new PointerType(instantiate(list, [T], context));
    list.underlying = new StructType([field('Value', T), field('Next', next)], ['', '']);
    const ints = instantiate(list, [typ[Basic.Int]], context);
    assert.equal(instantiate(list, [typ[Basic.Int]], context), ints);
    const found = lookupFieldOrMethod(ints, false, pkg, 'Next').object;
    assert(found?.kind === 'var' && identical(found.type, new PointerType(ints)));
  });

  it('are inferred from arguments and constraints', () => {
    // func[S ~[]E, E any](S, func(E) bool)
    const E = param('E');
    const S = param('S', new InterfaceType([], [new UnionType([term(new SliceType(E), true)])], true));
    const tuple = new TupleType([
      variable('', S),
      variable('', signature([variable('', E)], [variable('', typ[Basic.Bool])])),
    ]);
    const names = named('Names', new SliceType(typ[Basic.String]));
    const predicate = signature([variable('', typ[Basic.String])], [variable('', typ[Basic.Bool])]);
    const args = [
      { mode: 'value', type: names },
      { mode: 'value', type: predicate },
    ];
    const options = { context: new Context(), interfaces: true };
    const result = infer([S, E], [], tuple, args, options);
    assert.deepEqual(
      result.typeArgs?.map(type => typeString(type)),
      ['example.com/p.Names', 'string'],
    );
    // func[T any](T, T) of 1 and 2.5
    const T = param('T');
    const pair = new TupleType([variable('', T), variable('', T)]);
    const untyped = [
      { mode: 'constant', type: typ[Basic.UntypedInt] },
      { mode: 'constant', type: typ[Basic.UntypedFloat] },
    ];
    assert.deepEqual(infer([T], [], pair, untyped, options).typeArgs, [typ[Basic.Float64]]);
    const mixed = [
      { mode: 'value', type: typ[Basic.Int] },
      { mode: 'value', type: typ[Basic.String] },
    ];
    assert.match(
      infer([T], [], pair, mixed, options).error?.message ?? '',
      /does not match inferred type int for T/,
    );
  });
});

function makePackage(path: string): Package {
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    scope: new Scope(undefined),
    files: [],
    goVersion: 'go1.26',
    fake: false,
  };
}
function named(name: string, underlying: Type): NamedType {
  const object = new TypeNameObject(pkg, name, undefined);
  const type = new NamedType(object, undefined);
  object.type = type;
  type.underlying = underlying;
  type.methods = [];
  return type;
}
function param(name: string, constraint: Type = anyType): TypeParamType {
  const object = new TypeNameObject(pkg, name, undefined);
  const type = new TypeParamType(object, 0, constraint);
  object.type = type;
  return type;
}
function field(name: string, type: Type, owner = pkg): VarObject {
  return new VarObject(owner, name, undefined, 'field', type);
}
function embedded(name: string, type: Type): VarObject {
  const made = field(name, type);
  made.embedded = true;
  return made;
}
function variable(name: string, type: Type): VarObject {
  return new VarObject(pkg, name, undefined, 'param', type);
}
function signature(params: VarObject[], results: VarObject[], variadic = false): SignatureType {
  return new SignatureType(undefined, [], [], new TupleType(params), new TupleType(results), variadic);
}
function method(name: string, type: SignatureType, pointer = false): FuncObject {
  const made = new FuncObject(pkg, name, undefined);
  made.type = type;
  made.hasPointerReceiver = pointer;
  return made;
}
function term(type: Type, tilde = false): { tilde: boolean; type: Type } {
  return { tilde, type };
}
