/**
 * Inference of type arguments (types2's infer.go, Go 1.26): from typed arguments, then from constraints until
 * nothing new is found, then from the default types of untyped arguments; what is inferred may mention other
 * parameters and is simplified in the end.
 */

import type { Context } from './instantiate';
import { hasAllMethods } from './methodSet';
import type { VarObject } from './object';
import { TypeNameObject } from './object';
import { defaultType, isTyped, isUntypedNil, maxType } from './predicates';
import { substitute, substituteTuple } from './subst';
import type { TupleType, Type, UnionTerm } from './type';
import { SignatureType, TypeKind, TypeParamType, unalias } from './type';
import { allTerms, commonUnder, everyTerm, typeSetOf } from './typeSet';
import { typeString } from './typeString';
import { assignMode, exactMode, inexactMode, Unifier } from './unify';

/** What inference needs to know of an argument. */
export interface InferenceArgument {
  /** "invalid" stops inference: an error was reported. Otherwise not looked at. */
  mode: string;
  type: Type;
}

export interface InferenceError {
  /** Index of the argument at fault; -1 where it is the call as a whole. */
  arg: number;
  message: string;
}

export type InferenceResult =
  | { typeArgs: readonly Type[]; error?: undefined }
  /** Without an error where an argument is invalid. */
  | { typeArgs?: undefined; error: InferenceError | undefined };

export interface InferenceOptions {
  context: Context;
  /** Go 1.21 or later: interfaces are matched by their methods. */
  interfaces: boolean;
  /** A generic function value takes its arguments from the type it is assigned to. */
  reverse?: boolean;
  /** How an argument is named in messages. */
  describe?(arg: number): string;
}

/**
 * The type arguments of `params`, of which `given` are known (undefined: not), for a call with `args` (one for
 * each variable of `signatureParams`).
 */
export function infer(
  params: readonly TypeParamType[],
  given: readonly (Type | undefined)[],
  signatureParams: TupleType,
  args: readonly InferenceArgument[],
  options: InferenceOptions,
): InferenceResult {
  const known = params.map((_, i) => given[i]);
  if (known.every(arg => arg !== undefined)) return { typeArgs: known };
  if (args.some(arg => arg.mode === 'invalid')) return { error: undefined };
  const tuple = substituteTuple(signatureParams, params, known, options.context);
  return new Inference(params, known, tuple, args, options).run();
}

class Inference {
  private readonly unifier: Unifier;

  constructor(
    private readonly params: readonly TypeParamType[],
    private readonly given: readonly (Type | undefined)[],
    private readonly tuple: TupleType,
    private readonly args: readonly InferenceArgument[],
    private readonly options: InferenceOptions,
  ) {
    this.unifier = new Unifier(params, given, options.interfaces);
  }

  run(): InferenceResult {
    const untyped: number[] = [];
    const error = this.useArguments(untyped) ?? this.useConstraints() ?? this.useUntyped(untyped);
    return error === undefined ? this.simplify() : { error };
  }

  /** Unifies typed arguments with their parameters; collects the untyped ones for later. */
  private useArguments(untyped: number[]): InferenceError | undefined {
    for (let i = 0; i < this.args.length; i++) {
      const arg = this.args[i];
      const param = this.tuple.vars[i]?.type;
      if (param === undefined) break;
      if (!isParameterized(this.params, param) && !isParameterized(this.params, arg.type)) continue;
      if (isTyped(arg.type)) {
        if (!this.unifier.unify(param, arg.type, assignMode)) return this.mismatch(i, param, arg.type);
      } else if (param.kind === TypeKind.TypeParam && !isUntypedNil(arg.type)) {
        untyped.push(i);
      }
    }
    return undefined;
  }

  private mismatch(arg: number, param: Type, type: Type): InferenceError {
    const inferredArgs = this.unifier.inferred(this.params);
    const name = this.options.describe?.(arg) ?? 'argument';
    const typeText = typeString(type);
    const paramText = typeString(param);
    if (inferredArgs.every(each => each === undefined)) {
      const names = typeParamNames(this.params);
      return {
        arg,
        message: `type ${typeText} of ${name} does not match ${paramText} (cannot infer ${names})`,
      };
    }
    const inferred = substitute(param, this.params, inferredArgs, this.options.context);
    if (inferred === param)
      return { arg, message: `type ${typeText} of ${name} does not match ${paramText}` };
    const inferredText = typeString(inferred);
    const message = this.options.reverse
      ? `inferred type ${inferredText} for ${paramText} does not match type ${typeText} of ${name}`
      : `type ${typeText} of ${name} does not match inferred type ${inferredText} for ${paramText}`;
    return { arg, message };
  }

  /** Unifies parameters with the core types and methods of their constraints while that finds something. */
  private useConstraints(): InferenceError | undefined {
    for (;;) {
      const before = this.unifier.unknowns;
      for (const param of this.params) {
        const error = this.useConstraint(param);
        if (error !== undefined) return error;
      }
      if (this.unifier.unknowns === before) return undefined;
    }
  }

  private useConstraint(param: TypeParamType): InferenceError | undefined {
    const type = this.unifier.at(param);
    const core = coreTerm(param);
    if (core !== undefined) {
      if (type !== undefined) {
        if (!this.unifier.unify(type, core.term.type, inexactMode)) return this.unsatisfied(param, type, '');
      } else if (core.single && !core.term.tilde) {
        this.unifier.set(param, core.term.type);
      }
    }
    if (type === undefined || isParameterized(this.params, type)) return undefined;
    const { ok, cause } = hasAllMethods(type, param.constraintInterface, true, (x, y) =>
      this.unifier.unify(x, y, exactMode),
    );
    return ok ? undefined : this.unsatisfied(param, type, ` ${cause}`);
  }

  private unsatisfied(param: TypeParamType, type: Type, cause: string): InferenceError {
    const constraint = typeString(param.constraint);
    const message = `${param.object.name} (type ${typeString(type)}) does not satisfy ${constraint}${cause}`;
    return { arg: -1, message };
  }

  /** Parameters that only untyped arguments speak of get the default of the largest of their types. */
  private useUntyped(untyped: readonly number[]): InferenceError | undefined {
    const largest = new Map<TypeParamType, Type>();
    for (const i of untyped) {
      const param = this.tuple.vars[i].type;
      if (param.kind !== TypeKind.TypeParam || this.unifier.at(param) !== undefined) continue;
      const type = this.args[i].type;
      const before = largest.get(param);
      const max = before === undefined ? type : maxType(before, type);
      if (max === undefined) {
        const types = `${typeString(before!)} and ${typeString(type)}`;
        return { arg: i, message: `mismatched types ${types} (cannot infer ${param.object.name})` };
      }
      largest.set(param, max);
    }
    for (const [param, type] of largest) this.unifier.set(param, defaultType(type));
    return undefined;
  }

  /** Replaces parameters in what was inferred until none is left. */
  private simplify(): InferenceResult {
    const inferred = this.unifier.inferred(this.params);
    killCycles(this.params, inferred);
    let dirty = inferred.flatMap((type, i) => (type !== undefined && this.given[i] === undefined ? [i] : []));
    while (dirty.length > 0) {
      const args = [...inferred];
      dirty = dirty.filter(i => {
        const before = inferred[i]!;
        let after = substitute(before, this.params, args, this.options.context);
        if (after === before) return false;
        if (
          after.kind === TypeKind.Signature &&
          after.typeParams.length > 0 &&
          !isParameterized(this.params, after)
        ) {
          after = withoutTypeParams(after);
        }
        inferred[i] = after;
        return true;
      });
    }
    const typeArgs: Type[] = [];
    for (let i = 0; i < inferred.length; i++) {
      const type = inferred[i];
      if (type === undefined || isParameterized(this.params, type)) {
        return { error: { arg: -1, message: `cannot infer ${this.params[i].object.name}` } };
      }
      typeArgs.push(type);
    }
    return { typeArgs };
  }
}

function withoutTypeParams(type: SignatureType): SignatureType {
  return new SignatureType(type.recv, [], type.recvTypeParams, type.params, type.results, type.variadic);
}

/**
 * Fresh type parameters in the place of `params`, and `type` with them: a generic function that calls itself must
 * not mistake its own parameters for those to infer.
 */
export function renameTypeParams<T extends Type>(
  params: readonly TypeParamType[],
  type: T,
  context: Context,
): { params: readonly TypeParamType[]; type: T } {
  if (params.length === 0) return { params, type };
  const renamed = params.map(param => {
    const object = new TypeNameObject(param.object.pkg, param.object.name, param.object.place);
    const fresh = new TypeParamType(object, param.index, param.constraint);
    object.type = fresh;
    return fresh;
  });
  renamed.forEach((fresh, i) => {
    fresh.constraint = substitute(params[i].constraint, params, renamed, context);
  });
  return { params: renamed, type: substitute(type, params, renamed, context) as T };
}

/** "P", "P and Q", "P, Q, and R". */
export function typeParamNames(params: readonly TypeParamType[]): string {
  const names = params.map(param => param.object.name);
  if (names.length <= 2) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${names[names.length - 1]}`;
}

/** The type mentions one of the type parameters. */
export function isParameterized(params: readonly TypeParamType[], type: Type): boolean {
  return params.length > 0 && mentions(params, type, undefined);
}

function mentions(params: readonly TypeParamType[], given: Type, seen: Set<Type> | undefined): boolean {
  const type = unalias(given);
  switch (type.kind) {
    case TypeKind.Basic:
      return false;
    case TypeKind.TypeParam:
      return params.includes(type);
    case TypeKind.Named:
      return type.typeArgs.length > 0 && type.typeArgs.some(arg => mentions(params, arg, seen));
    case TypeKind.Array:
    case TypeKind.Slice:
    case TypeKind.Pointer:
    case TypeKind.Chan:
      return mentions(params, type.elem, seen);
    case TypeKind.Map:
      return mentions(params, type.key, seen) || mentions(params, type.elem, seen);
    case TypeKind.Struct:
      return anyMentions(params, type.fields, seen);
    case TypeKind.Tuple:
      return anyMentions(params, type.vars, seen);
    case TypeKind.Signature:
      return anyMentions(params, type.params.vars, seen) || anyMentions(params, type.results.vars, seen);
    case TypeKind.Interface: {
      // Only through interfaces can a type literal lead back to itself.
      if (seen?.has(type)) return false;
      const inner = (seen ?? new Set<Type>()).add(type);
      const set = typeSetOf(type);
      if (set.methods.some(method => mentions(params, method.type, inner))) return true;
      return everyTerm(set, term => term !== undefined && mentions(params, term.type, inner));
    }
    case TypeKind.Union:
      return type.terms.some(term => mentions(params, term.type, seen));
    case TypeKind.Alias:
      return false;
  }
}

function anyMentions(
  params: readonly TypeParamType[],
  vars: readonly VarObject[],
  seen: Set<Type> | undefined,
): boolean {
  return vars.some(v => mentions(params, v.type, seen));
}

/** The core type of a constraint as a term; `single` where its set has exactly one term. */
function coreTerm(param: TypeParamType): { term: UnionTerm; single: boolean } | undefined {
  let count = 0;
  let only: UnionTerm | undefined;
  let tilde = false;
  allTerms(param, term => {
    if (term === undefined) return false;
    count++;
    only = term;
    tilde ||= term.tilde;
    return true;
  });
  if (count === 1 && only !== undefined) return { term: only, single: true };
  const type = commonUnder(param).type;
  return type && { term: { tilde, type }, single: false };
}

/** Forgets what was inferred for parameters that lead back to themselves: it would expand for ever. */
function killCycles(params: readonly TypeParamType[], inferred: (Type | undefined)[]): void {
  const open = new Set<Type>();
  const visit = (given: Type): void => {
    const type = unalias(given);
    if (type.kind === TypeKind.Basic) return;
    const index = type.kind === TypeKind.TypeParam ? params.indexOf(type) : -1;
    if (open.has(type)) {
      if (index >= 0) inferred[index] = undefined;
      return;
    }
    open.add(type);
    if (type.kind === TypeKind.TypeParam) {
      const target = index >= 0 ? inferred[index] : undefined;
      if (target !== undefined) visit(target);
    } else {
      parts(type).forEach(visit);
    }
    open.delete(type);
  };
  params.forEach(visit);
}

/** The types a type is written with. */
export function parts(type: Type): readonly Type[] {
  switch (type.kind) {
    case TypeKind.Array:
    case TypeKind.Slice:
    case TypeKind.Pointer:
    case TypeKind.Chan:
      return [type.elem];
    case TypeKind.Map:
      return [type.key, type.elem];
    case TypeKind.Struct:
      return type.fields.map(field => field.type);
    case TypeKind.Signature:
      return [...type.params.vars, ...type.results.vars].map(v => v.type);
    case TypeKind.Union:
      return type.terms.map(term => term.type);
    case TypeKind.Interface:
      return [...type.methods.map(method => method.type), ...type.embeddeds];
    case TypeKind.Named:
      return type.typeArgs;
    default:
      return [];
  }
}
