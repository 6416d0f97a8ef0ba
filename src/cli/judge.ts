import type { Result } from '../engine/result.ts';
import { type RunRequest, run } from '../engine/run.ts';
import type { Facts } from '../fact/kind.ts';
import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import type { ReportContext } from '../report/context.ts';
import { visible } from '../report/escape.ts';
import { type FormatName, formats } from '../report/report.ts';
import type { OptionValues, Rule } from '../rule.ts';
import type { Arguments } from './arguments.ts';
import { colourLevel } from './colour.ts';
import { exitCode } from './exit-code.ts';
import type { Destination } from './formats.ts';
import type { Governance } from './governance/governance.ts';
import { writeAll, writeFileChunks } from './output.ts';
import { projectPath } from './project-path.ts';
import { ReportFailure } from './report-failure.ts';
import { tell, terminal } from './standard-output.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

const STANDARD_COLUMNS = 80;

/** What there is to judge, by what, and where to tell it. */
export interface Case {
  readonly deployments: Deployment[];
  readonly inputErrors: readonly InputError[];
  readonly rules: readonly Rule[];
  readonly options: ReadonlyMap<string, OptionValues>;
  readonly facts: Facts;
  /** Where the user decided anything; nothing is loaded for it otherwise. */
  readonly governance?: Governance;
  readonly outputs: readonly Destination<FormatName>[];
  /** The text of an input, for code frames. */
  readonly textOf: ReportContext['textOf'];
  /** Told of the end of the judging, before anything is reported. */
  readonly judged?: () => void;
}

/** Judges and tells; answers the exit code. */
export async function judgeAndTell(one: Case, given: Arguments): Promise<number> {
  const result = await judge(one, given);
  one.judged?.();
  return tellResult(result, one, given);
}

/** What is found, as the user's decisions leave it. */
export async function judge(one: Case, given: Arguments): Promise<Result> {
  const { governance } = one;
  const judged = await run({
    deployments: drain(one.deployments),
    inputErrors: [...one.inputErrors, ...(governance?.errors ?? [])],
    rules: one.rules,
    facts: one.facts,
    ruleset: given.ruleset,
    options: one.options,
    ...(governance?.mannerOf ? { mannerOf: governance.mannerOf } : {}),
    ...(await drawing(one.outputs)),
  });
  return governance ? governance.decide(judged) : judged;
}

/** Writes the reports; answers the exit code. */
export async function tellResult(result: Result, one: Case, given: Arguments): Promise<number> {
  const { governance } = one;
  let failure: ReportFailure | undefined;
  for (const output of one.outputs) {
    try {
      await report(output, result, one, { ...given, failOn: governance?.failOn ?? given.failOn });
    } catch (error) {
      failure ??= new ReportFailure(error);
    }
  }
  await tellOnStderr(result, one.outputs, given.debug);
  if (failure) throw failure;
  await governance?.finish(result);
  return exitCode(result, governance ?? given, one.facts.offline);
}

/** What draws deployments, where a report shows pictures. */
async function drawing(outputs: Case['outputs']): Promise<Pick<RunRequest, 'portray'>> {
  if (!outputs.some(({ format }) => format === 'html')) return {};
  const { portrait } = await import('../report/html.ts');
  return { portray: portrait };
}

/** Hands out the members of a list and lets go of each: judging builds much around a deployment. */
function* drain<T>(list: T[]): Iterable<T> {
  list.reverse();
  for (let next = list.pop(); next !== undefined; next = list.pop()) yield next;
}

async function report(
  { format, file }: Destination<FormatName>,
  result: Result,
  { rules, textOf, governance }: Pick<Case, 'rules' | 'textOf' | 'governance'>,
  given: Arguments,
): Promise<void> {
  const toTerminal = file === undefined;
  const context: ReportContext = {
    version: VERSION,
    rules,
    colour: toTerminal
      ? colourLevel({ flag: given.color, isTty: terminal() !== undefined, env: process.env })
      : 0,
    width: (toTerminal && terminal()?.columns) || STANDARD_COLUMNS,
    textOf: (name) => textOf(name) ?? governance?.textOf?.(name),
    quiet: given.quiet,
    failOn: given.failOn,
    audit: given.command === 'audit',
    projectPath: projectPath(process.cwd(), process.env),
    at: new Date(),
  };
  const chunks = (await formats[format](context.colour))(result, context);
  if (file === undefined) return tell(chunks);
  try {
    writeFileChunks(file, chunks);
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
  for (const { rule, problem, deployment, error, plugin } of result.crashes) {
    const whose = plugin === undefined ? 'ecs-preflight' : `the plugin ${visible(plugin)}`;
    lines.push(
      `ecs-preflight: the check ${rule}/${problem} crashed on ${visible(deployment)}: this is a bug of ${whose}, not of your files${debug ? '' : ' (--debug shows where)'}`,
    );
    if (debug && error instanceof Error) lines.push(error.stack ?? error.message);
  }
  if (lines.length > 0) await writeAll(process.stderr, [`${lines.join('\n')}\n`]);
}
