import { rules as catalogue } from '../../rules/index.ts';
import type { Result } from '../engine/result.ts';
import { run } from '../engine/run.ts';
import { factStore } from '../fact/store.ts';
import { readTexts } from '../read/read.ts';
import type { ReportContext } from '../report/context.ts';
import { visible } from '../report/escape.ts';
import { type FormatName, formats } from '../report/report.ts';
import type { Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { colourLevel } from './colour.ts';
import { exitCode } from './exit-code.ts';
import { ruleOptions } from './flags.ts';
import { type Destination, destinations } from './formats.ts';
import { openInputs } from './inputs.ts';
import { writeAll, writeFileChunks } from './output.ts';
import { ReportFailure } from './report-failure.ts';
import { selectRules } from './selection.ts';
import { tell, terminal } from './standard-output.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

const STANDARD_COLUMNS = 80;

/** `check`: reads the inputs, judges them, writes the reports. */
export async function check(given: Arguments): Promise<number> {
  if (given.inputs.length === 0 && given.service.length === 0) {
    throw new UsageError('check wants a file, a glob, or - for standard input');
  }
  const outputs = destinations(given.format, Object.keys(formats) as FormatName[], 'text');
  const rules = selectRules(catalogue, given);
  const options = ruleOptions(catalogue, given.option, given.startupSeconds);
  const target = targetOf(given);
  const opened = await openInputs(given.inputs, given.service);
  const { deployments, errors } = await readTexts(opened.texts, target);
  const result = await run({
    deployments: drain(deployments),
    inputErrors: opened.inOrder([...opened.errors, ...errors]),
    rules,
    facts: factStore([]),
    ruleset: given.ruleset,
    options,
  });
  const texts = new Map(opened.texts.map(({ file, text }) => [file, text]));
  let failure: ReportFailure | undefined;
  for (const output of outputs) {
    try {
      await report(output, result, rules, given, (file) => texts.get(file));
    } catch (error) {
      failure ??= new ReportFailure(error);
    }
  }
  await tellOnStderr(result, outputs, given.debug);
  if (failure) throw failure;
  return exitCode(result, given);
}

/** Hands out the members of a list and lets go of each: judging builds much around a deployment. */
function* drain<T>(list: T[]): Iterable<T> {
  list.reverse();
  for (let next = list.pop(); next !== undefined; next = list.pop()) yield next;
}

function targetOf({ region, account, as }: Arguments) {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UsageError(`--account wants twelve digits, got "${account}"`);
  }
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new UsageError(`--region wants a region such as eu-west-1, got "${region}"`);
  }
  return {
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    asFargate: as === 'fargate',
  };
}

async function report(
  { format, file }: Destination<FormatName>,
  result: Result,
  rules: readonly Rule[],
  given: Arguments,
  textOf: ReportContext['textOf'],
): Promise<void> {
  const toTerminal = file === undefined;
  const context: ReportContext = {
    version: VERSION,
    rules,
    colour: toTerminal
      ? colourLevel({ flag: given.color, isTty: terminal() !== undefined, env: process.env })
      : 0,
    width: (toTerminal && terminal()?.columns) || STANDARD_COLUMNS,
    textOf,
    quiet: given.quiet,
    failOn: given.failOn,
  };
  const chunks = (await formats[format](context.colour))(result, context);
  if (file === undefined) return tell(chunks);
  try {
    await writeFileChunks(file, chunks);
  } catch (error) {
    throw new UsageError(
      `--format: cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** What a person must see even where standard output is for a machine. */
async function tellOnStderr(
  result: Result,
  outputs: readonly Destination<FormatName>[],
  debug: boolean,
): Promise<void> {
  const lines: string[] = [];
  if (!outputs.some(({ format, file }) => format === 'text' && file === undefined)) {
    for (const { file, line, column, message } of result.inputErrors) {
      const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
      lines.push(`${visible(file)}${place}: ${visible(message)}`);
    }
  }
  for (const { rule, problem, deployment, error } of result.crashes) {
    lines.push(
      `ecs-preflight: the check ${rule}/${problem} crashed on ${visible(deployment)}: this is a bug of ecs-preflight, not of your files${debug ? '' : ' (--debug shows where)'}`,
    );
    if (debug && error instanceof Error) lines.push(error.stack ?? error.message);
  }
  if (lines.length > 0) await writeAll(process.stderr, [`${lines.join('\n')}\n`]);
}
