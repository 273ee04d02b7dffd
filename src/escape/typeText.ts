/**
 * A type as verdicts hold it: by its spelling alone, which needs nothing of the checker and can be kept on disk.
 * In the spelling a package stands as U+0001 import path U+0002 name U+0003, so that it can be shown with either.
 */

import { type Type, TypeKind, typeString } from '../types';

export interface TypeText {
  readonly spelling: string;
  /** A pointer, map, channel or function: one word, which an interface holds as it is. */
  readonly isPointerShaped: boolean;
}

/** Spelled when somebody asks. */
export function typeText(type: Type): TypeText {
  return new LazyTypeText(type);
}

/** The type with import paths before its names, as go/types prints it. */
export function fullType({ spelling }: TypeText): string {
  return spelling.replace(packageForm, '$1.');
}

/** The type with the names of packages; those of the package named `local` have none. */
export function shortType({ spelling }: TypeText, local = ''): string {
  return spelling.replace(packageForm, (_all, _path: string, name: string) =>
    name === local ? '' : `${name}.`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no Go source has them in a path or name
const packageForm = /\u0001([^\u0002]*)\u0002([^\u0003]*)\u0003\./g;

class LazyTypeText implements TypeText {
  private text: string | undefined;

  constructor(private readonly type: Type) {}

  get spelling(): string {
    this.text ??= typeString(this.type, pkg => `\u0001${pkg.path}\u0002${pkg.name}\u0003`);
    return this.text;
  }

  get isPointerShaped(): boolean {
    return [TypeKind.Pointer, TypeKind.Map, TypeKind.Chan, TypeKind.Signature].includes(this.type.kind);
  }
}
