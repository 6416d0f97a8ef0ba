import type { Arguments } from './arguments.ts';
import { CLEAN } from './exit-code.ts';
import { destinations } from './formats.ts';
import type { Naming } from './governance/configurations.ts';
import { expandInputs } from './inputs.ts';
import { writeFileChunks } from './output.ts';
import { tell } from './standard-output.ts';

/** `--print-config`: prints the configuration that holds for the inputs, and judges nothing. */
export async function printConfig(given: Arguments, naming: Naming): Promise<number> {
  const [output] = destinations(given.format, ['text', 'json'] as const, 'text');
  const { printed } = await import('./governance/index.ts');
  const files = given.command === 'check' ? await expandInputs([...given.inputs, ...given.service]) : [];
  const chunks = [await printed(given, naming, files, output?.format === 'json')];
  await (output?.file === undefined ? tell(chunks) : writeFileChunks(output.file, chunks));
  return CLEAN;
}
