/**
 * Runs the named steps in order and ends with one line, `N passed, N failed`, over all of them.
 * A step that fails, or a suite that had no test, makes the exit code 1.
 *
 *   tsx test/run.ts build check unit vscode
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, type Outcome, outcomeVariable, takeOutcome } from './outcome';
import { runInVscode } from './vscode/run';

const root = join(__dirname, '..');
const windows = process.platform === 'win32';

const steps: Record<string, () => Promise<Outcome>> = {
  build: () => command('node', ['esbuild.mjs']),
  check: () => command('npm', ['run', '--silent', 'check']),
  unit: () => mocha([]),
  vscode: async () => {
    const outcome = await runInVscode(line => console.log(line));
    for (const line of outcome.lines) console.log(line);
    if (outcome.skipped && process.env.CI) return failure(`VS Code tests must run in CI: ${outcome.skipped}`);
    if (outcome.skipped) console.log(`SKIPPED: the tests in VS Code did not run: ${outcome.skipped}`);
    return outcome;
  },
};

async function main(names: readonly string[]): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const step = steps[name];
    if (!step) throw new Error(`no step ${name}; there are ${Object.keys(steps).join(', ')}`);
    console.log(`\n── ${name}`);
    const started = Date.now();
    const outcome = await step().catch((error: unknown) => failure(String(error)));
    if (outcome.failed > 0 && outcome.passed === 0) for (const line of outcome.lines) console.log(line);
    console.log(
      `── ${name}: ${outcome.failed > 0 ? 'failed' : 'done'} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    passed += outcome.passed;
    failed += outcome.failed;
    if (name === 'build' && outcome.failed > 0) break;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** A command that passes or fails as a whole; only its failure is counted. */
async function command(program: string, args: readonly string[]): Promise<Outcome> {
  const code = await run(program, args, {});
  return code === 0
    ? { passed: 0, failed: 0, lines: [] }
    : failure(`${program} ${args.join(' ')}: exit code ${code}`);
}

/** Mocha in a process of its own. */
async function mocha(args: readonly string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-unit-'));
  const file = join(folder, 'outcome.json');
  const program = join(root, 'node_modules/mocha/bin/mocha.js');
  const reporter = join(root, 'test/reporter.ts');
  const code = await run('node', [program, '--reporter', reporter, ...args], { [outcomeVariable]: file });
  const outcome = takeOutcome(file);
  rmSync(folder, { recursive: true, force: true });
  // The reporter has printed the tests already.
  if (code !== 0 && outcome.failed === 0) return failure(`mocha: exit code ${code}`);
  return outcome.passed > 0 ? { ...outcome, lines: [] } : outcome;
}

function run(program: string, args: readonly string[], extra: Record<string, string>): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: root,
      env: { ...process.env, ...extra },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows && program !== 'node',
    });
    child.on('error', error => {
      console.error(error.message);
      resolve(-1);
    });
    child.on('exit', code => resolve(code ?? -1));
  });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
