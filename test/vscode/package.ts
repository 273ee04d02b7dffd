/** `npm run package`: a small build, and from it the .vsix for this platform, the native parser included. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = join(__dirname, '../..');

/** Builds the package into the folder, the project's own without one, and gives its path. */
export async function packageExtension(folder = root): Promise<string> {
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const target = `${process.platform}-${process.arch}`;
  const packagePath = join(folder, `${name}-${target}-${version}.vsix`);
  const ignoreFile = join(root, 'dist/.vscodeignore');
  const ignored = readFileSync(join(root, '.vscodeignore'), 'utf8');
  writeFileSync(ignoreFile, `${ignored}!node_modules/tree-sitter-go/prebuilds/${target}/**\n`);
  await createVSIX({
    cwd: root,
    packagePath,
    target,
    ignoreFile,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

if (require.main === module) {
  packageExtension().then(
    path => console.log(`${path}: ${(statSync(path).size / 1024).toFixed(0)} KB`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
