/** The predeclared functions append and copy (go/types' builtins.go, Go 1.26). */

import { callArguments } from './arguments';
import { type BuiltinCall, builtinSignature, recordCall } from './builtins';
import { assignableTo } from './conversions';
import type { Operand } from './operand';
import { allString, identical, isString } from './predicates';
import { Basic, type SignatureType, SliceType, type Type, TypeKind } from './type';
import { forEachTerm } from './typeSet';
import { byteType, typ } from './universe';

export function appendCall(b: BuiltinCall): boolean {
  const { check, x, call, args } = b;
  const { elem, cause } = sliceElem(x);
  if (elem === undefined) {
    check.error(x, `invalid append: ${cause}`);
    return false;
  }
  const type = x.type;
  let signature: SignatureType | undefined;
  if (args.length === 2 && call.hasDots && assignableTo(x, new SliceType(byteType), check.rules).ok) {
    const { ok, hasString } = bytesOrStrings(args[1].type);
    if (ok && hasString) signature = builtinSignature(type, [type, args[1].type], true);
  }
  if (signature === undefined) {
    signature = builtinSignature(type, [type, new SliceType(elem)], true);
    callArguments(check, call, signature, [], [], [...args], []);
  }
  check.recordBuiltin(call.fun, signature);
  x.mode = 'value';
  x.type = type;
  x.value = undefined;
  return true;
}

export function copyCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const y = b.args[1];
  const special = assignableTo(x, new SliceType(byteType), check.rules).ok && bytesOrStrings(y.type).ok;
  if (!special) {
    const to = sliceElem(x);
    if (to.elem === undefined) {
      check.error(x, `invalid copy: ${to.cause}`);
      return false;
    }
    const from = sliceElem(y);
    if (from.elem === undefined && !allString(y.type)) {
      check.error(y, `invalid copy: ${from.cause}`);
      return false;
    }
    const source = from.elem ?? byteType;
    if (!identical(to.elem, source)) {
      const types = `${check.str(to.elem)} and ${check.str(source)}`;
      check.error(x, `invalid copy: arguments ${x} and ${y} have different element types ${types}`);
      return false;
    }
  }
  recordCall(b, typ[Basic.Int], x.type, y.type);
  x.mode = 'value';
  x.type = typ[Basic.Int];
  return true;
}

function isByteSlice(type: Type | undefined): boolean {
  return type?.kind === TypeKind.Slice && identical(type.elem, byteType);
}

/** All types of the set are byte slices or strings; and whether there is a string. */
function bytesOrStrings(type: Type): { ok: boolean; hasString: boolean } {
  let hasString = false;
  const ok = forEachTerm(type, (_, under) => {
    if (isByteSlice(under)) return true;
    if (under === undefined || !isString(under)) return false;
    hasString = true;
    return true;
  });
  return { ok, hasString };
}

/** The element type that all slices of the set share, or why there is none. */
function sliceElem(x: Operand): { elem: Type | undefined; cause: string } {
  let elem: Type | undefined;
  let cause = '';
  forEachTerm(x.type, (_, under) => {
    if (under?.kind !== TypeKind.Slice) {
      cause = `argument must be a slice; have ${x.isNil ? 'untyped nil' : x}`;
      return false;
    }
    if (elem !== undefined && !identical(elem, under.elem)) {
      cause = `mismatched slice element types in ${x}`;
      return false;
    }
    elem = under.elem;
    return true;
  });
  return cause === '' ? { elem, cause } : { elem: undefined, cause };
}
