import { existsSync } from 'node:fs';
import { cluster } from '../fact/kinds/ecs.ts';
import type { Deployment } from '../model/deployment.ts';
import type { InputError } from '../model/input-error.ts';
import { registered } from '../read/account.ts';
import type { Opened as OpenedFile } from '../read/decode.ts';
import type { ReadTaskDefinition } from '../read/definitions.ts';
import { readTexts } from '../read/read.ts';
import { type FormatName, formats } from '../report/report.ts';
import { type Account, openAccount } from './account.ts';
import type { Arguments } from './arguments.ts';
import { catalogueOf } from './catalogue.ts';
import { elsewhere, fromElsewhere, type Whereabouts } from './elsewhere.ts';
import type { TextNow } from './fix.ts';
import { editsInputs, judgeFixAndTell, requireFiles } from './fixing.ts';
import { ruleOptions } from './flags.ts';
import { destinations } from './formats.ts';
import { governanceOf } from './governance/wanted.ts';
import { type Opened, openInputs } from './inputs.ts';
import { judgeAndTell } from './judge.ts';
import { printConfig } from './print-config.ts';
import { readingContext, unknownParameter } from './reading-context.ts';
import { selectRules } from './selection.ts';
import { UsageError } from './usage-error.ts';

/** `check`: reads the inputs, asks the account where it may, judges, and writes the reports. */
export async function check(given: Arguments): Promise<number> {
  if (given.inputs.length === 0 && given.service.length === 0) {
    throw new UsageError('check wants a file, a glob, or - for standard input');
  }
  requireFiles(given);
  const outputs = destinations(given.format, Object.keys(formats) as FormatName[], 'text');
  const naming = await catalogueOf(given);
  const rules = selectRules(naming.catalogue, given);
  const options = ruleOptions(naming.catalogue, given.option, given.startupSeconds);
  if (given.printConfig) return printConfig(given, naming);
  const account = await openAccount(given);
  try {
    await requireCluster(account);
    const readNow = await inputReader(given, account);
    const caseOf = async (textNow?: TextNow) => {
      const read = await readNow(textNow);
      return {
        ...read,
        ...(await governanceOf({
          ...naming,
          given,
          deployments: read.deployments,
          options,
          facts: account.facts,
        })),
        rules,
        options,
        outputs,
        facts: account.facts,
        judged: account.close,
      };
    };
    return editsInputs(given)
      ? await judgeFixAndTell(caseOf, given, { outputs, judged: account.close })
      : await judgeAndTell(await caseOf(), given);
  } finally {
    account.close();
  }
}

/** Nothing is deployed to a cluster that does not exist: what is said of it would be said of another. */
async function requireCluster({ facts, target }: Account): Promise<void> {
  const { cluster: name, region } = target;
  if (facts.offline || name === undefined) return;
  const there = elsewhere(name, target);
  if (there) throw new UsageError(`--cluster ${name}: ${there}`);
  const gone = (await facts.ask(cluster, { name })).match({
    known: ({ status }) => status === 'INACTIVE',
    absent: () => true,
    unknown: () => false,
  });
  if (gone) throw new UsageError(`--cluster: there is no cluster ${name} in ${region ?? 'the region'}`);
}

type Wanted = Pick<Arguments, 'inputs' | 'service' | 'region' | 'account' | 'parameters' | 'resolveEnv'>;

/** The deployments of files, and of task definitions that only the account has. */
export async function readInputs(given: Wanted, account: Account) {
  return (await inputReader(given, account))();
}

const AS_READ: TextNow = (_, text) => text;

/** Opens the inputs; what it answers reads them, as often as wanted, with other texts in the place of theirs. */
async function inputReader(given: Wanted, account: Account) {
  const names = given.inputs.filter(isReference);
  const files = given.inputs.filter((input) => !names.includes(input));
  const opened = await openInputs(files, given.service);
  const registered = await registeredTasks(names, account);
  return (textNow = AS_READ) => deploymentsOf(given, account, opened, registered, textNow);
}

async function deploymentsOf(
  given: Wanted,
  { facts, target }: Account,
  opened: Opened,
  registered: Registered,
  textNow: TextNow,
) {
  const texts = opened.texts.map(({ text }) => text);
  const remember = (file: string, text: string) => {
    texts.push(text);
    opened.remember(file, text);
  };
  const inputs = opened.texts.map((one) => ({ ...one, text: textNow(one.file, one.text) }));
  const context = await readingContext(given, remember);
  const read = await readTexts(inputs, target, {
    registered: registered.tasks,
    context: { ...context, open: (path) => asItIsNow(context.open(path), textNow) },
  });
  const unknown = unknownParameter(given.parameters, texts);
  // What was not read may have it.
  if (unknown !== undefined && opened.errors.length === 0 && read.errors.length === 0)
    throw new UsageError(`--parameters: no template has a parameter ${unknown}`);
  const errors = [...opened.errors, ...read.errors, ...registered.errors];
  const deployments: Deployment[] = [];
  for (const deployment of read.deployments) {
    const error = facts.offline ? undefined : fromElsewhere(deployment, target, askedOf(given));
    if (error) errors.push(error);
    else deployments.push(deployment);
  }
  return {
    deployments,
    inputErrors: opened.inOrder(errors),
    textOf: (file: string) => {
      const text = opened.textOf(file);
      return text === undefined ? undefined : textNow(file, text);
    },
  };
}

function asItIsNow(found: OpenedFile, textNow: TextNow): OpenedFile {
  return 'text' in found ? { ...found, text: textNow(found.file, found.text) } : found;
}

function askedOf({ region, account }: Wanted): Whereabouts {
  return { ...(region === undefined ? {} : { region }), ...(account === undefined ? {} : { account }) };
}

const REVISION = /^[A-Za-z0-9_-]+(:\d+)?$/;
const ARN = /^arn:[^:]+:ecs:[^:]*:[^:]*:(?:task-definition|service)\//;

/** `family`, `family:revision` or an ARN, and no file of that name. */
function isReference(input: string): boolean {
  return (ARN.test(input) || REVISION.test(input)) && input !== '-' && !existsSync(input);
}

interface Registered {
  readonly tasks: readonly ReadTaskDefinition[];
  readonly errors: readonly InputError[];
}

async function registeredTasks(names: readonly string[], account: Account): Promise<Registered> {
  const tasks: ReadTaskDefinition[] = [];
  const errors: InputError[] = [];
  for (const found of await Promise.all(names.map((name) => registeredTask(name, account)))) {
    if ('task' in found) tasks.push(found.task);
    else errors.push(found.error);
  }
  return { tasks, errors };
}

async function registeredTask(
  name: string,
  { facts, target }: Account,
): Promise<{ readonly task: ReadTaskDefinition } | { readonly error: InputError }> {
  const error = (message: string) => ({ error: { file: name, message } });
  if (/:service\//.test(name)) return error('this is a running service, which `audit --service` judges');
  if (facts.offline)
    return error('this file does not exist; a registered task definition of that name is read with --live');
  const there = elsewhere(name, target);
  return there ? error(there) : registered(facts, name);
}
