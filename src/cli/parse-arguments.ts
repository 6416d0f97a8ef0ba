import { argumentsOf, type Parsed } from './arguments.ts';
import { COMMON_FLAGS, isCommand, OPTIONS_OF } from './options.ts';
import { inputsAlone, readQuickly } from './quick-arguments.ts';

/** Reads the command line; throws a `UsageError` with one sentence where it is wrong. */
export async function parseArguments(argv: readonly string[], columns: number): Promise<Parsed> {
  return readPlain(argv) ?? (await import('./by-yargs.ts')).readByYargs(argv, columns);
}

/** Reads a command line that nothing is wrong with; undefined of any other. */
export function readPlain([name, ...words]: readonly string[]): Parsed | undefined {
  if (!isCommand(name)) return undefined;
  const values = inputsAlone(words) ?? readQuickly(words, { ...COMMON_FLAGS, ...OPTIONS_OF[name] });
  return values && { arguments: argumentsOf(name, values) };
}
