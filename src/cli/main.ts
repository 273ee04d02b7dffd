/** The command `heapward`. Exit codes: 0 done, 1 findings the user asked to fail on, 2 wrong use or unreadable input. */

import { Command, CommanderError, Option } from 'commander';
import { goVersions } from '../base';
import { setUpForWarmUp } from '../host';
import { check } from './check';
import { explain } from './explain';
import { inline } from './inline';
import { ReaderGone } from './output';
import { replay } from './replay';
import { simulate } from './simulate';
import { types } from './types';
import { UsageError } from './usage';

/** Set by the build script, from package.json. */
declare const HEAPWARD_VERSION: string | undefined;

const program = new Command('heapward')
  .description('Which variables and allocations of Go code are headed for the heap, why, and what they cost.')
  .version(typeof HEAPWARD_VERSION === 'string' ? HEAPWARD_VERSION : 'not built')
  .option('-C <dir>', 'change to this folder first')
  .enablePositionalOptions()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'heapward: ')) });

analysing(program.command('check'), 'PKG…')
  .description('tell for every variable and allocation site whether it goes to the heap')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'jsonl', 'gc']).default('text'))
  .option('--all', 'text: also what stays on the stack, leaks, or costs nothing')
  .option('--fail-on-heap', 'exit with 1 where something goes to the heap')
  .argument('<PKG...>', 'packages, named as the go command names them')
  .action(check);

analysing(program.command('explain'), 'FILE:LINE[:COL]')
  .description('the flow from a site to what makes it escape, step by step')
  .argument('<FILE:LINE[:COL]>', 'line and column as the compiler counts: from 1, in bytes')
  .action(explain);

analysing(program.command('types'), 'PKG…')
  .description('every expression and identifier with its type, one JSON array a line')
  .argument('<PKG...>', 'packages')
  .action(types);

analysing(program.command('inline'), 'PKG…')
  .description('which functions the compiler would inline, and at what cost')
  .argument('<PKG...>', 'packages')
  .action(inline);

program
  .command('replay')
  .description('run a trace of allocations through the allocator')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'jsonl']).default('text'))
  .addOption(goOption())
  .argument('<TRACE>', 'an .alloctrace file, - for standard input')
  .action(replay);

analysing(program.command('simulate'), 'PKG')
  .description('walk a function and what it calls, and count what it allocates')
  .option('--func <name>', 'the function: f, T.m or (*T).m; main by default', 'main')
  .option('--turns <n>', 'turns taken for a loop whose number is not known')
  .option('--assume <id=value>', 'another value for an assumption; may be repeated', collect, [])
  .option('--procs <n>', 'number of Ps')
  .option('--gogc <percent>', 'growth of the heap that starts a collection, or off')
  .option('--trace <file>', 'write the allocations as a trace, too')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'jsonl', 'trace']).default('text'))
  .argument('<PKG>', 'package')
  .action(simulate);

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Options of every command that looks at Go packages. */
function analysing(command: Command, usage: string): Command {
  return command
    .usage(`[options] ${usage}`)
    .option('-C <dir>', 'change to this folder first')
    .option('--no-inline', 'analyse as the compiler does with -l')
    .addOption(goOption())
    .option('--goos <goos>', 'operating system to choose files for', 'linux')
    .option('--goarch <goarch>', 'architecture to choose files for', 'amd64')
    .option('--tags <tags>', 'build tags, with commas', '')
    .option('--tests', 'with _test.go files')
    .option('--no-cache', 'neither use nor keep what earlier runs found out')
    .option('--goroot <dir>', 'the Go installation to take the standard library from');
}

/** Whose compiler and runtime are taken. */
function goOption(): Option {
  return new Option(
    '--go <version>',
    'release of Go to decide as; without, what go.mod and GOROOT say',
  ).choices(goVersions);
}

async function main(): Promise<void> {
  setUpForWarmUp();
  program.hook('preAction', (_, command) => {
    const dir: unknown = command.opts().C ?? program.opts().C;
    if (typeof dir !== 'string') return;
    try {
      process.chdir(dir);
    } catch {
      throw new UsageError(`cannot change to ${dir}`);
    }
  });
  try {
    await program.parseAsync(process.argv.slice(2), { from: 'user' });
  } catch (error) {
    if (error instanceof ReaderGone) return;
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      return;
    }
    process.exitCode = 2;
    const message = error instanceof Error ? error.message : String(error);
    console.error(`heapward: ${error instanceof UsageError ? message : `internal error: ${message}`}`);
    if (!(error instanceof UsageError) && process.env.HEAPWARD_DEBUG) console.error(error);
  }
}

/** Once all is written: Node would take the heap apart first, for a fiftieth of an analysis. */
async function exit(): Promise<void> {
  const written = (stream: NodeJS.WriteStream) => new Promise(resolve => stream.write('', resolve));
  await Promise.all([written(process.stdout), written(process.stderr)]);
  // A failure to write is told after this, and has a say in the exit code.
  setImmediate(() => process.exit());
}

void main().then(exit);
