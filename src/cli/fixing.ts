import type { Arguments } from './arguments.ts';
import { colourLevel } from './colour.ts';
import { BROKEN } from './exit-code.ts';
import type { DiffTarget, TextNow } from './fix.ts';
import { type Case, judge, tellResult } from './judge.ts';
import { writeAll } from './output.ts';
import { tell, terminal } from './standard-output.ts';
import { UsageError } from './usage-error.ts';

/** Are the inputs to be edited, or is it to be shown how they would be? */
export function editsInputs({ fix, fixUnsafe, fixDryRun }: Arguments): boolean {
  return fix || fixUnsafe || fixDryRun;
}

/** Throws where the inputs cannot be written back, whatever they hold. */
export function requireFiles(given: Arguments): void {
  if (given.fixDryRun || !editsInputs(given) || ![...given.inputs, ...given.service].includes('-')) return;
  const flag = given.fix ? '--fix' : '--fix-unsafe';
  throw new UsageError(
    `${flag}: standard input cannot be written back; --fix-dry-run${given.fixUnsafe ? ' --fix-unsafe' : ''} shows what would be changed`,
  );
}

/** Judges, edits the inputs and tells what is found in them then; answers the exit code. */
export async function judgeFixAndTell(
  caseOf: (textNow: TextNow) => Promise<Case>,
  given: Arguments,
  { outputs, judged }: Pick<Case, 'outputs'> & { readonly judged: () => void },
): Promise<number> {
  const { fixInputs } = await import('./fix.ts');
  const { found, failed } = await fixInputs({
    unsafe: given.fixUnsafe,
    dryRun: given.fixDryRun,
    judge: async (textNow) => {
      const one = await caseOf(textNow);
      return { one, result: await judge(one, given), textOf: one.textOf };
    },
    judged,
    diffTo: diffTarget(outputs, given),
  });
  const code = await tellResult(found.result, found.one, given);
  return failed ? BROKEN : code;
}

/** Systems that act on what a program prints into their log. */
const ACTING = ['GITHUB_ACTIONS', 'TF_BUILD'];

/** Standard output, unless a report goes there that a machine reads. */
function diffTarget(outputs: Case['outputs'], given: Arguments): DiffTarget {
  const toStderr = outputs.some(({ format, file }) => file === undefined && format !== 'text');
  const isTty = toStderr ? process.stderr.isTTY === true : terminal() !== undefined;
  const colour = colourLevel({ flag: given.color, isTty, env: process.env });
  return {
    write: (chunks) => (toStderr ? writeAll(process.stderr, chunks) : tell(chunks)),
    colour,
    shown: isTty || colour > 0 || ACTING.some((name) => Boolean(process.env[name])),
  };
}
