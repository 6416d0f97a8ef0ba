import type { Result } from '../engine/result.ts';
import type { ReportContext } from '../report/context.ts';
import { jsonReport } from '../report/json.ts';
import { takesValue } from './explained.ts';
import { tell } from './standard-output.ts';
import { VERSION } from './version.ts';

/**
 * Writes the JSON document of a `check` that judged nothing, if these arguments ask for one: with `-f json` standard output
 * holds exactly one document whenever an input was named, also where the usage is wrong. The arguments may be those that
 * yargs refused, therefore they are read leniently here.
 */
export async function tellBrokenRun([command, ...words]: readonly string[], message: string): Promise<void> {
  if (command !== 'check' && command !== 'audit') return;
  const { formats, inputs } = loosely(words);
  if ((inputs === 0 && command === 'check') || !formats.includes('json')) return;
  const result: Result = {
    deployments: [],
    findings: [],
    unknowns: [],
    verdicts: [],
    // Not of a file: an empty list would look as if nothing were wrong.
    inputErrors: [{ file: 'ecs-preflight', message }],
    crashes: [],
    summary: { error: 0, warning: 0, info: 0, unknown: 0, suppressed: 0 },
  };
  const context: ReportContext = {
    version: VERSION,
    rules: [],
    colour: 0,
    width: 80,
    textOf: () => undefined,
    quiet: false,
    failOn: 'error',
  };
  await tell(jsonReport(result, context));
}

/** The values of `-f`, and how many inputs are named. */
function loosely(words: readonly string[]): { readonly formats: readonly string[]; readonly inputs: number } {
  const formats: string[] = [];
  let inputs = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { formats, inputs: inputs + words.length - at - 1 };
    if (word === '-' || !word.startsWith('-')) {
      inputs += 1;
      continue;
    }
    const [, name = word, value] = /^(--[^=]*|-f)=?(.*)$/s.exec(word) ?? [];
    const given = value || (takesValue(name) ? words[++at] : undefined);
    if (name === '--service') inputs += 1;
    if ((name === '-f' || name === '--format') && given !== undefined) formats.push(given);
  }
  return { formats, inputs };
}
