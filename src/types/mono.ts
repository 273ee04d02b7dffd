/**
 * Endless instantiation: generic functions and types that instantiate each other with ever larger arguments
 * (go/types' mono.go, Go 1.26).
 *
 * A graph of type parameters, and of types declared in generic functions. An edge from P to Q says that Q is
 * instantiated with a type that mentions P; its weight is 1 where that type is more than P itself. A cycle with an
 * edge of weight 1 has no end: `func f[P any]() { f[*P]() }` has P → P.
 */

import type { Unit } from '../syntax';
import type { Declaration } from './declaration';
import { parts } from './infer';
import { dereference } from './lookup';
import type { GoObject, TypeNameObject } from './object';
import type { Package } from './package';
import { type NamedType, type Type, TypeKind, type TypeParamType, unalias } from './type';
import type { UnitFacts } from './unitFacts';

interface Vertex {
  object: TypeNameObject;
  /** Of the heaviest way to it that is known, and how many edges that has. */
  weight: number;
  length: number;
  /** The last edge of that way. */
  last: Edge | undefined;
}

interface Edge {
  from: Vertex;
  to: Vertex;
  weight: number;
  /** The type argument that makes the edge. */
  type: Type;
}

/** The first type parameter found on an endless cycle of instantiations, and the type arguments on the way round. */
export interface InstanceLoop {
  object: TypeNameObject;
  steps: readonly { object: TypeNameObject; type: Type }[];
}

/** Looks at all instances in the checked units of a package. */
export function instanceLoop(
  declarations: readonly Declaration[],
  facts: readonly UnitFacts[],
): InstanceLoop | undefined {
  const graph = new MonoGraph(declarations);
  for (const each of facts) graph.addInstances(each);
  return graph.findLoop();
}

class MonoGraph {
  private readonly vertices = new Map<TypeNameObject, Vertex>();
  private readonly edges: Edge[] = [];
  /** Type parameters of the type that a method belongs to, by those that its receiver declares. */
  private readonly canonical = new Map<TypeParamType, TypeParamType>();
  /** Those of a function, by its unit: what is declared in it depends on them. */
  private readonly ambient = new Map<Unit, readonly TypeParamType[]>();
  private readonly pkg: Package | undefined;

  constructor(declarations: readonly Declaration[]) {
    this.pkg = declarations[0]?.pkg;
    for (const { object, unit } of declarations) {
      if (object.kind !== 'func') continue;
      const { recv, recvTypeParams, typeParams } = object.type;
      const all = [...recvTypeParams, ...typeParams];
      if (all.length > 0) this.ambient.set(unit, all);
      const base = recv && unalias(dereference(recv.type).type);
      if (base?.kind !== TypeKind.Named) continue;
      recvTypeParams.forEach((param, i) => {
        this.canonical.set(param, base.origin.typeParams[i] ?? param);
      });
    }
  }

  addInstances(facts: UnitFacts): void {
    for (const [object, { typeArgs }] of facts.instances()) {
      typeParamsOf(object).forEach((param, i) => {
        if (param.object.pkg === this.pkg && i < typeArgs.length) this.assign(param, typeArgs[i]);
      });
    }
  }

  /** Ways grow heavier until nothing changes, or until one is so long that it must go round. */
  findLoop(): InstanceLoop | undefined {
    for (let again = true; again; ) {
      again = false;
      for (const edge of this.edges) {
        const { from, to } = edge;
        const weight = from.weight + edge.weight;
        if (weight <= to.weight) continue;
        to.last = edge;
        to.length = from.length + 1;
        if (to.length === this.vertices.size) return loopBefore(to);
        to.weight = weight;
        again = true;
      }
    }
    return undefined;
  }

  private assign(param: TypeParamType, arg: Type): void {
    const to = this.vertexOf(param);
    for (const part of namedParts(arg)) {
      const from = part.kind === TypeKind.TypeParam ? this.vertexOf(part) : this.localType(part);
      if (from !== undefined) this.edges.push({ from, to, weight: part === arg ? 0 : 1, type: arg });
    }
  }

  private vertexOf(param: TypeParamType): Vertex {
    const { object } = this.canonical.get(param) ?? param;
    return this.vertices.get(object) ?? this.addVertex(object);
  }

  private addVertex(object: TypeNameObject): Vertex {
    const vertex: Vertex = { object, weight: 0, length: 0, last: undefined };
    this.vertices.set(object, vertex);
    return vertex;
  }

  /** The vertex of a type declared in a generic function: it is another one in each instance. */
  private localType(type: NamedType): Vertex | undefined {
    const { object } = type.origin;
    const params = object.place && this.ambient.get(object.place.unit);
    if (params === undefined || object.pkg !== this.pkg) return undefined;
    const known = this.vertices.get(object);
    if (known !== undefined) return known;
    const to = this.addVertex(object);
    for (const param of params) this.edges.push({ from: this.vertexOf(param), to, weight: 1, type: param });
    return to;
  }
}

function typeParamsOf(object: GoObject | undefined): readonly TypeParamType[] {
  if (object?.kind === 'func') return object.origin.type.typeParams;
  if (object?.kind !== 'typeName' || object.type.kind !== TypeKind.Named) return [];
  return object.type.origin.typeParams;
}

/** Type parameters and defined types that a type mentions, in order. */
function namedParts(type: Type): (TypeParamType | NamedType)[] {
  const found: (TypeParamType | NamedType)[] = [];
  const visit = (each: Type): void => {
    const actual = unalias(each);
    if (actual.kind === TypeKind.TypeParam || actual.kind === TypeKind.Named) found.push(actual);
    parts(actual).forEach(visit);
  };
  visit(type);
  return found;
}

/** The cycle from which the way to the vertex comes; the vertex itself may lie behind it. */
function loopBefore(end: Vertex): InstanceLoop {
  const way: Vertex[] = [];
  let vertex: Vertex | undefined = end;
  while (vertex !== undefined && !way.includes(vertex)) {
    way.push(vertex);
    vertex = vertex.last?.from;
  }
  const cycle = vertex === undefined ? way : way.slice(way.indexOf(vertex));
  const steps = cycle.flatMap(({ object, last }) =>
    last === undefined ? [] : [{ object, type: last.type }],
  );
  return { object: cycle[0].object, steps };
}
