/**
 * Sizes, alignments, offsets and pointer bytes of the types in test/fixtures/types/sizes against the compiler:
 * one line a type in *.want, for amd64 and 386. UPDATE=1 compiles the types with Go and asks the runtime.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope, Type } from '../../../../src/types';
import { isGeneric, sizesFor, TypeKind, underlying } from '../../../../src/types';
import { checkFile } from '../program';

const folder = join(__dirname, '../../../fixtures/types/sizes');
const arches = ['amd64', '386'] as const;

describe('sizes', () => {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.go'))) {
    it(name, () => {
      const path = join(folder, name);
      const source = readFileSync(path, 'utf8');
      const scope = checkFile(path, source).scope;
      const names = typeNames(scope);
      const wantPath = path.replace(/\.go$/, '.want');
      if (process.env.UPDATE)
        writeFileSync(wantPath, arches.map(arch => askGo(source, names, arch)).join(''));
      let got = '';
      for (const arch of arches) {
        for (const each of names) {
          const object = scope.lookup(each);
          assert(object?.kind === 'typeName');
          got += `${arch} ${each} ${describeType(object.type, arch)}\n`;
        }
      }
      assert.equal(got, readFileSync(wantPath, 'utf8'));
    });
  }
});

function describeType(type: Type, arch: (typeof arches)[number]): string {
  const sizes = sizesFor(arch);
  const under = underlying(type);
  const offsets = under.kind === TypeKind.Struct ? sizes.offsets(under).map(offset => ` ${offset}`) : [];
  return `${sizes.sizeof(type)} ${sizes.alignof(type)} ${sizes.ptrBytes(type)}${offsets.join('')}`;
}

/** Names of types that are not generic, in order. */
function typeNames(scope: Scope): string[] {
  const names: string[] = [];
  for (const [name, object] of scope.entries()) {
    if (object.kind === 'typeName' && !isGeneric(object.type)) names.push(name);
  }
  return names;
}

function askGo(source: string, names: readonly string[], arch: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'sizes-'));
  try {
    const body = source
      .replace(/^package \w+/m, 'package main')
      .replace('import (', 'import (\n"fmt"; "reflect"');
    const calls = names.map(name => `show[${name}]("${arch} ${name}")`).join('\n');
    const show = `
func show[T any](name string) {
	var p *T
	t := reflect.TypeOf(p).Elem()
	words := *(*[2]*[2]uintptr)(unsafe.Pointer(&t))
	fmt.Print(name, " ", t.Size(), " ", t.Align(), " ", words[1][1])
	for i := 0; t.Kind() == reflect.Struct && i < t.NumField(); i++ {
		fmt.Print(" ", t.Field(i).Offset)
	}
	fmt.Println()
}
func main() {
${calls}
}`;
    writeFileSync(join(dir, 'main.go'), body + show);
    const env = { ...process.env, GOARCH: arch, CGO_ENABLED: '0' };
    return execFileSync('go', ['run', join(dir, 'main.go')], { env, encoding: 'utf8' });
  } finally {
    rmSync(dir, { recursive: true });
  }
}
