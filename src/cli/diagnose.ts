import { type AccountReading, readAccount } from '../diagnose/account.ts';
import { type Diagnosed, diagnose as diagnosed } from '../diagnose/diagnose.ts';
import type { SessionReading, Subject } from '../diagnose/diagnosis.ts';
import { observationsIn } from '../diagnose/document.ts';
import type { Observation } from '../diagnose/observation.ts';
import { diagnoseSession, looksLikeSessionLog } from '../diagnose/session/index.ts';
import type { run } from '../engine/run.ts';
import { cluster as clusterKind } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import { describedService } from '../model/registered.ts';
import { accountDeployments, registered } from '../read/account.ts';
import { readDescribed } from '../read/definitions.ts';
import { missingTask, pair, serviceDeployments } from '../read/pair.ts';
import { diagnosisJson } from '../report/diagnosis-json.ts';
import { diagnosisText } from '../report/diagnosis-text.ts';
import { visible } from '../report/escape.ts';
import { plain } from '../report/paint.ts';
import type { Rule } from '../rule.ts';
import { type Account, openAccount } from './account.ts';
import { colourLevel } from './colour.ts';
import { diagnoseInputs } from './diagnose-inputs.ts';
import { type DiagnoseArguments, type Wanted, wantedOf } from './diagnose-wanted.ts';
import { elsewhere } from './elsewhere.ts';
import { BROKEN, CLEAN } from './exit-code.ts';
import { ruleOptions } from './flags.ts';
import { destinations } from './formats.ts';
import { writeAll, writeFileChunks } from './output.ts';
import { tell, terminal } from './standard-output.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

export { readAccount } from '../diagnose/account.ts';
export { diagnosisChecks } from '../diagnose/checks/rule.ts';

/** A check proved a cause. */
const PROVEN = 1;
/** Nothing that AWS documents was recognised. */
const UNRECOGNISED = 3;
const STANDARD_COLUMNS = 80;

/** What the program has anyway, and a bundle of its own need not have again. */
export interface House {
  readonly rules: readonly Rule[];
  readonly run: typeof run;
}

/** `diagnose`: recognises what failed, runs the checks of its causes where it can, and names the most probable one. */
export async function diagnose(given: DiagnoseArguments, house: House): Promise<number> {
  const outputs = destinations(given.format, ['text', 'json'] as const, 'text');
  const options = ruleOptions(house.rules, given.option, given.startupSeconds);
  const wanted = wantedOf(given);
  const texts = wanted.text ? await textsOf(given) : undefined;
  if (texts?.errors.length) {
    await writeAll(
      process.stderr,
      texts.errors.map(({ file, message }) => `ecs-preflight: ${visible(file)}: ${visible(message)}\n`),
    );
    return BROKEN;
  }
  const account = wanted.account
    ? await openAccount({ ...given, live: given.snapshot === undefined })
    : undefined;
  let outcome: Diagnosed;
  try {
    const reading = account && (await readingOf(given, wanted, account));
    const observations = texts
      ? texts.texts.flatMap((text) => observationsIn(text))
      : (reading?.observations ?? []);
    const session = texts && sessionIn(texts.texts);
    const deployments = account && (await deploymentsOf(given, wanted, account, reading, observations));
    outcome = await diagnosed({
      observations,
      rules: house.rules,
      subject: reading?.subject ?? subjectOf(wanted),
      ...(reading ? { unread: reading.unread } : {}),
      ...(session ? { session } : {}),
      ...(account && deployments && deployments.length > 0
        ? {
            judge: (rules: readonly Rule[]) =>
              house.run({
                deployments,
                inputErrors: [],
                rules,
                facts: account.facts,
                ruleset: 'all',
                options,
              }),
          }
        : {}),
    });
  } finally {
    account?.close();
  }
  await tellAll(outcome, outputs, given);
  return exitCodeOf(outcome);
}

async function textsOf(given: DiagnoseArguments) {
  if (given.inputs.length === 0 && process.stdin.isTTY)
    throw new UsageError(
      'diagnose wants a file, - for standard input, or --cluster NAME with --service or --task',
    );
  return diagnoseInputs(given.inputs.length === 0 ? ['-'] : given.inputs, process.stdin);
}

/** A log of a session is one text; it tells its story as a whole. */
function sessionIn(texts: readonly string[]): SessionReading | undefined {
  const text = texts.join('\n');
  if (!looksLikeSessionLog(text)) return undefined;
  const { title, paragraphs, facts, advice, loop } = diagnoseSession(text);
  return { title, paragraphs, facts, advice, ...(loop === undefined ? {} : { loop }) };
}

async function readingOf(
  given: DiagnoseArguments,
  { cluster, service, task }: Wanted,
  { facts, target }: Account,
): Promise<AccountReading | undefined> {
  for (const [flag, name] of [
    ['cluster', cluster],
    ['service', service],
    ['task', task],
    ['task-definition', given.taskDefinition],
  ] as const) {
    const there = name === undefined ? undefined : elsewhere(name, target);
    if (there) throw new UsageError(`--${flag} ${name}: ${there}`);
  }
  if (cluster === undefined || (service === undefined && task === undefined)) return undefined;
  const gone = (await facts.ask(clusterKind, { name: cluster })).match({
    known: ({ status }) => status === 'INACTIVE',
    absent: () => true,
    unknown: () => false,
  });
  if (gone)
    throw new UsageError(`--cluster: there is no cluster ${cluster} in ${target.region ?? 'the region'}`);
  const reading = await readAccount(facts, {
    cluster,
    ...(service === undefined ? {} : { service }),
    ...(task === undefined ? {} : { task }),
  });
  if (reading.missing !== undefined)
    throw new UsageError(`--${task === undefined ? 'service' : 'task'}: ${reading.missing}`);
  return reading;
}

/** What the checks judge: the service with the task definition that its failed tasks were of, or a task definition alone. */
async function deploymentsOf(
  given: DiagnoseArguments,
  { cluster, service }: Wanted,
  { facts, target }: Account,
  reading: AccountReading | undefined,
  observations: readonly Observation[],
): Promise<Deployment[]> {
  const failing = given.taskDefinition ?? reading?.failing ?? definitionIn(observations);
  if (reading?.service) {
    const shape = failing === undefined ? reading.service : { ...reading.service, taskDefinition: failing };
    const running = readDescribed(describedService(shape));
    const why = {
      reason: 'offline',
      detail: `the task definition ${shape.taskDefinition ?? ''} was not looked up`,
      unlockedBy: '--live',
    } as const;
    return serviceDeployments([{ service: running, task: missingTask(running.view, why) }], target);
  }
  if (failing !== undefined) {
    const found = await registered(facts, failing);
    if ('error' in found) {
      if (given.taskDefinition !== undefined)
        throw new UsageError(`--task-definition ${failing}: ${found.error.message}`);
      return [];
    }
    return pair([found.task], [], target);
  }
  if (cluster === undefined || service === undefined) return [];
  const { deployments } = await accountDeployments(
    facts,
    { clusters: [cluster], services: [service] },
    target,
  );
  return deployments;
}

/** The task definition that a pasted text names, where it names one. */
function definitionIn(observations: readonly Observation[]): string | undefined {
  const named = new Set(observations.flatMap(({ taskDefinition }) => taskDefinition ?? []));
  return named.size === 1 ? [...named][0] : undefined;
}

function subjectOf({ cluster, service, task }: Wanted): Subject {
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(service === undefined ? {} : { service }),
    ...(task === undefined ? {} : { task }),
  };
}

async function tellAll(
  { diagnosis, result }: Diagnosed,
  outputs: ReturnType<typeof destinations<'text' | 'json'>>,
  given: DiagnoseArguments,
): Promise<void> {
  for (const { format, file } of outputs) {
    const chunks =
      format === 'json'
        ? [diagnosisJson(diagnosis, VERSION)]
        : await asText(diagnosis, file === undefined, given);
    if (file === undefined) await tell(chunks);
    else {
      try {
        await writeFileChunks(file, chunks);
      } catch (error) {
        throw new UsageError(
          `--format: cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
  for (const { rule, problem } of result?.crashes ?? [])
    await writeAll(process.stderr, [
      `ecs-preflight: the check ${rule}/${problem} crashed: this is a bug of ecs-preflight\n`,
    ]);
}

async function asText(
  diagnosis: Diagnosed['diagnosis'],
  toTerminal: boolean,
  given: DiagnoseArguments,
): Promise<Iterable<string>> {
  const level = toTerminal
    ? colourLevel({ flag: given.color, isTty: terminal() !== undefined, env: process.env })
    : 0;
  const paint = level === 0 ? plain : (await import('../report/chalk-paint.ts')).chalkPaint(level);
  return diagnosisText(diagnosis, (toTerminal && terminal()?.columns) || STANDARD_COLUMNS, paint);
}

function exitCodeOf({ diagnosis: { recognised, session }, result }: Diagnosed): number {
  if (result && result.crashes.length > 0) return BROKEN;
  if (recognised.length === 0 && session === undefined) return UNRECOGNISED;
  return recognised.some(({ causes }) => causes.some(({ standing }) => standing === 'proven'))
    ? PROVEN
    : CLEAN;
}
