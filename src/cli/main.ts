import { rules } from '../../rules/index.ts';
import { run } from '../engine/run.ts';
import { visible } from '../report/escape.ts';
import { formats } from '../report/report.ts';
import type { Arguments } from './arguments.ts';
import { audit } from './audit.ts';
import { tellBrokenRun } from './broken-run.ts';
import { check } from './check.ts';
import { BROKEN, CLEAN } from './exit-code.ts';
import { explain } from './explain.ts';
import { writeAll } from './output.ts';
import { parseArguments } from './parse-arguments.ts';
import { permissions } from './permissions.ts';
import { ReportFailure } from './report-failure.ts';
import { listRules } from './rules.ts';
import { snapshot } from './snapshot.ts';
import { tell, terminal } from './standard-output.ts';
import { isUsageError } from './usage-error.ts';

const STANDARD_COLUMNS = 80;

/** Runs the command line and answers with the exit code; the process ends when its output is written. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const parsed = await parseArguments(argv, terminal()?.columns ?? STANDARD_COLUMNS);
    if ('text' in parsed) {
      await tell([parsed.text]);
      return CLEAN;
    }
    switch (parsed.arguments.command) {
      case 'check':
        return await check(parsed.arguments);
      case 'audit':
        return await audit(parsed.arguments);
      case 'snapshot':
        return await snapshot(parsed.arguments);
      case 'permissions':
        return await permissions(parsed.arguments);
      case 'rules':
        return await listRules(parsed.arguments);
      case 'explain':
        return await explain(parsed.arguments);
      case 'diagnose':
        return await (await import('./diagnose.ts')).diagnose(parsed.arguments, { rules, run });
      case 'init':
        return await (await import('./init.ts')).init();
      case 'completion':
        await tell([await completionScript(parsed.arguments)]);
        return CLEAN;
    }
  } catch (error) {
    const debug = argv.includes('--debug');
    const told = error instanceof ReportFailure ? error.cause : error;
    await writeAll(process.stderr, [`ecs-preflight: ${sentence(told, debug)}\n`]);
    if (error !== told) return BROKEN;
    return tellBrokenRun(argv, sentence(error, false)).then(
      () => BROKEN,
      () => BROKEN,
    );
  }
}

async function completionScript({ inputs: [shell = ''] }: Arguments): Promise<string> {
  const { completion } = await import('./completion.ts');
  return completion(shell, rules, Object.keys(formats));
}

function sentence(error: unknown, debug: boolean): string {
  if (isUsageError(error)) return visible(error.message);
  if (debug && error instanceof Error) return `internal error\n${error.stack ?? error.message}`;
  return `internal error: ${visible(String(error))} (--debug shows where)`;
}
