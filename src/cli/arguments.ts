import type { Argv } from 'yargs';
import { explained } from './explained.ts';
import { SUMMARIES, underOptions } from './help.ts';
import { COMMON_OPTIONS, type CommandName, OPTIONS_OF } from './options.ts';
import { PARSING, readQuickly } from './quick-arguments.ts';
import { didYouMean, UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** What the user typed, read by yargs but not yet judged. */
export interface Arguments {
  readonly command: CommandName;
  readonly inputs: readonly string[];
  readonly service: readonly string[];
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly live: boolean;
  readonly parameters: readonly string[];
  readonly resolveEnv: boolean;
  readonly snapshot: string | undefined;
  readonly task: string | undefined;
  readonly taskDefinition: string | undefined;
  readonly cluster: readonly string[];
  readonly allClusters: boolean;
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
  readonly endpointUrl: string | undefined;
  readonly output: string | undefined;
  readonly keepEnvironment: boolean;
  readonly progress: boolean;
  readonly pacing: boolean;
  readonly rule: readonly string[];
  readonly skip: readonly string[];
  readonly ruleset: 'recommended' | 'production' | 'all';
  readonly option: readonly string[];
  readonly startupSeconds: readonly string[];
  readonly fix: boolean;
  readonly fixUnsafe: boolean;
  readonly fixDryRun: boolean;
  readonly as: 'fargate' | undefined;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly strict: boolean;
  readonly format: readonly string[];
  /** Of what a configuration may say too, what the command line says itself. */
  readonly said: {
    readonly ruleset: 'recommended' | 'production' | 'all' | undefined;
    readonly failOn: 'error' | 'warning' | 'info' | 'never' | undefined;
    readonly strict: boolean | undefined;
  };
  readonly config: string | undefined;
  /** Not `--no-config`. */
  readonly useConfig: boolean;
  readonly printConfig: boolean;
  readonly baseline: string | undefined;
  readonly writeBaseline: boolean;
  readonly inlineConfig: boolean;
  readonly reportUnusedSuppressions: boolean;
  readonly rulesDir: readonly string[];
  readonly allowPlugins: boolean;
  readonly color: boolean | undefined;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** The arguments of a run, or the text that `--help` or `--version` asked for. */
export type Parsed = { readonly arguments: Arguments } | { readonly text: string };

interface Command {
  readonly usage: string;
  readonly words: { readonly least: number; readonly most: number; readonly wanted: string };
}

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  check: {
    usage:
      '$0 check <inputs..>\n\nChecks task definitions and services: in files of their own, CloudFormation and SAM templates, a CDK assembly (cdk.out), the JSON of a Terraform plan, or an ecspresso project. An input is a file, a glob, or - for standard input. With --live or --snapshot it may be a registered task definition too: family, family:revision or ARN.',
    words: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'a file, a glob, or - for standard input' },
  },
  audit: {
    usage:
      '$0 audit --cluster NAME\n\nChecks every running service of a cluster: first of all what would fail to restart now.',
    words: { least: 0, most: 0, wanted: 'no further words, but --cluster or --all-clusters' },
  },
  snapshot: {
    usage:
      '$0 snapshot [inputs..]\n\nRecords what the checks ask of the account, to be replayed anywhere with --snapshot.',
    words: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'files or task definition names' },
  },
  permissions: {
    usage: '$0 permissions\n\nPrints the least IAM policy that the selected rules need of the account.',
    words: { least: 0, most: 0, wanted: 'no further words' },
  },
  rules: {
    usage: '$0 rules\n\nLists the rules and their problems.',
    words: { least: 0, most: 0, wanted: 'no further words' },
  },
  explain: {
    usage: '$0 explain <RULE[/PROBLEM]>\n\nExplains a rule, or one problem of it.',
    words: { least: 1, most: 1, wanted: 'RULE or RULE/PROBLEM' },
  },
  diagnose: {
    usage:
      '$0 diagnose [FILE|-]\n\nNames the documented causes of an error: of a stopped reason, a service event, an API error or an agent log in a file or on standard input, or of what a service or task of the account says (--cluster with --service or --task). With an account or a snapshot the checks that prove or rule out each cause are run.',
    words: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'a file, or - for standard input' },
  },
  init: {
    usage:
      '$0 init\n\nWrites ecs-preflight.yml, a commented configuration, for the definitions that it finds below the working directory. It overwrites nothing, and changes no verdict.',
    words: { least: 0, most: 0, wanted: 'no further words' },
  },
  completion: {
    usage: '$0 completion <SHELL>\n\nPrints what makes a shell complete the command: bash, zsh or fish.',
    words: { least: 1, most: 1, wanted: 'bash, zsh or fish' },
  },
};

/** Those of every command that yargs does not answer itself. */
const COMMON = { color: COMMON_OPTIONS.color, debug: COMMON_OPTIONS.debug };

/** Reads the command line; throws a `UsageError` with one sentence where it is wrong. */
export async function parseArguments(argv: readonly string[], columns: number): Promise<Parsed> {
  return readPlain(argv) ?? readByYargs(argv, columns);
}

/** Reads a command line that nothing is wrong with; undefined of any other. */
export function readPlain([name, ...words]: readonly string[]): Parsed | undefined {
  if (!isCommand(name)) return undefined;
  const values = readQuickly(words, { ...COMMON, ...OPTIONS_OF[name] });
  return values && parsed(name, values);
}

/**
 * Reads any command line, and knows what is wrong with it. The command is looked up before yargs is set up for it alone: yargs'
 * own commands format the whole help text at every start.
 */
export async function readByYargs(argv: readonly string[], columns: number): Promise<Parsed> {
  const [first] = argv;
  const name = isCommand(first) ? first : undefined;
  let text = '';
  const parser = (await base(columns, name))
    .usage(name ? COMMANDS[name].usage : OVERVIEW)
    .options(name ? OPTIONS_OF[name] : {});
  const values = await parser.parseAsync(argv.slice(name ? 1 : 0), {}, (_error, _values, output) => {
    text = output;
  });
  if (text !== '') return { text: values['help'] === true ? helpOf(name, text) : `${text}\n` };
  if (!name) throw new UsageError(noCommand(first));
  return parsed(name, values);
}

function parsed(name: CommandName, values: Values): Parsed {
  return { arguments: argumentsOf(name, wordsOf(name, listed(values, '_')), values) };
}

function helpOf(name: CommandName | undefined, text: string): string {
  const whole = name ? text : text.replace(/^Options:$/m, commandList());
  return `${whole.trimEnd()}\n${underOptions(name)}`;
}

async function base(columns: number, name: CommandName | undefined): Promise<Argv> {
  const { yargs } = await import('./yargs.ts');
  return yargs([])
    .scriptName('ecs-preflight')
    .parserConfiguration(PARSING)
    .options(COMMON)
    .version(VERSION)
    .alias('version', 'V')
    .alias('help', 'h')
    .wrap(Math.min(columns, 100))
    .strictOptions()
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error instanceof UsageError) throw error;
      throw new UsageError(explained(message ?? error?.message ?? 'the arguments cannot be read', name));
    });
}

/** What is shown where no command is named. */
const OVERVIEW =
  '$0 <command>\n\nWill this ECS task definition and service start, stay up and roll out safely?';

/** yargs takes the spaces off the beginning of lines. */
function commandList(): string {
  const commands = Object.entries(SUMMARIES).map(([name, summary]) => `  ${name.padEnd(12)} ${summary}`);
  return ['Commands:', ...commands, '', 'Options:'].join('\n');
}

function isCommand(word: string | undefined): word is CommandName {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

function wordsOf(name: CommandName, words: readonly string[]): readonly string[] {
  const { least, most, wanted } = COMMANDS[name].words;
  if (words.length < least) throw new UsageError(`${name} wants ${wanted}`);
  if (words.length > most) throw new UsageError(`${name} wants ${wanted}: "${words[most]}" is too much`);
  return words;
}

type Values = Readonly<Record<string, unknown>>;

function argumentsOf(command: CommandName, inputs: readonly string[], values: Values): Arguments {
  const said: Arguments['said'] = {
    ruleset: single(values, 'ruleset') as Arguments['said']['ruleset'],
    failOn: single(values, 'fail-on') as Arguments['said']['failOn'],
    strict: [values['strict']].flat().at(-1) as boolean | undefined,
  };
  const useConfig = usesConfig(values);
  return {
    command,
    inputs,
    service: listed(values, 'service'),
    region: single(values, 'region'),
    account: single(values, 'account'),
    live: values['live'] === true,
    parameters: listed(values, 'parameters'),
    resolveEnv: values['resolve-env'] === true,
    snapshot: single(values, 'snapshot'),
    task: single(values, 'task'),
    taskDefinition: single(values, 'task-definition'),
    cluster: listed(values, 'cluster'),
    allClusters: values['all-clusters'] === true,
    profile: single(values, 'profile'),
    roleArn: single(values, 'role-arn'),
    endpointUrl: single(values, 'endpoint-url'),
    output: single(values, 'output'),
    keepEnvironment: values['keep-environment'] === true,
    progress: values['progress'] !== false,
    pacing: values['pacing'] !== false,
    rule: listed(values, 'rule'),
    skip: listed(values, 'skip'),
    ruleset: said.ruleset ?? 'recommended',
    option: listed(values, 'option'),
    startupSeconds: listed(values, 'startup-seconds'),
    fix: values['fix'] === true,
    fixUnsafe: values['fix-unsafe'] === true,
    fixDryRun: values['fix-dry-run'] === true,
    as: single(values, 'as') as Arguments['as'],
    failOn: said.failOn ?? 'error',
    strict: said.strict ?? false,
    format: listed(values, 'format'),
    said,
    config: useConfig ? single(values, 'config') : undefined,
    useConfig,
    printConfig: values['print-config'] === true,
    baseline: single(values, 'baseline'),
    writeBaseline: values['write-baseline'] === true,
    inlineConfig: values['inline-config'] !== false,
    reportUnusedSuppressions: values['report-unused-suppressions'] === true,
    rulesDir: listed(values, 'rules-dir'),
    allowPlugins: values['allow-plugins'] === true,
    color: values['color'] as boolean | undefined,
    quiet: values['quiet'] === true,
    debug: values['debug'] === true,
  };
}

/** `--no-config` is what yargs makes of `--config` with `no-` before it. */
function usesConfig({ config }: Values): boolean {
  if (Array.isArray(config) && config.includes(false) && config.some((one) => typeof one === 'string'))
    throw new UsageError('--config and --no-config exclude each other');
  return !(Array.isArray(config) ? config.includes(false) : config === false);
}

/** A flag that was given more than once has a list of values. */
function listed(values: Values, name: string): readonly string[] {
  const value = values[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** A flag that takes one value and was given twice is a contradiction, not a choice. */
function single(values: Values, name: string): string | undefined {
  const list = listed(values, name);
  if (list.length > 1) throw new UsageError(`--${name} is given ${list.length} times: ${list.join(', ')}`);
  return list[0];
}

function noCommand(word: string | undefined): string {
  const names = Object.keys(COMMANDS);
  if (word === undefined) return `name a command: ${names.join(', ')} (--help tells more)`;
  const hint = /[./]/.test(word) ? `, did you mean "ecs-preflight check ${word}"?` : didYouMean(word, names);
  return `there is no command "${word}"${hint || ` (${names.join(', ')})`}`;
}
