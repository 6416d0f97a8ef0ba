import type { CommandName } from './options.ts';
import { UsageError } from './usage-error.ts';

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

/** How many words a command takes besides its options. */
const WORDS: Readonly<
  Record<CommandName, { readonly least: number; readonly most: number; readonly wanted: string }>
> = {
  check: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'a file, a glob, or - for standard input' },
  audit: { least: 0, most: 0, wanted: 'no further words, but --cluster or --all-clusters' },
  snapshot: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'files or task definition names' },
  permissions: { least: 0, most: 0, wanted: 'no further words' },
  rules: { least: 0, most: 0, wanted: 'no further words' },
  explain: { least: 1, most: 1, wanted: 'RULE or RULE/PROBLEM' },
  diagnose: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'a file, or - for standard input' },
  init: { least: 0, most: 0, wanted: 'no further words' },
  completion: { least: 1, most: 1, wanted: 'bash, zsh or fish' },
};

/** What a parser of the command line found, by the names of the options; `_` holds the words. */
type Values = Readonly<Record<string, unknown>>;

/** The arguments of a command; throws a `UsageError` where its words or values contradict themselves. */
export function argumentsOf(command: CommandName, values: Values): Arguments {
  const inputs = wordsOf(command, listed(values, '_'));
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

function wordsOf(name: CommandName, words: readonly string[]): readonly string[] {
  const { least, most, wanted } = WORDS[name];
  if (words.length < least) throw new UsageError(`${name} wants ${wanted}`);
  if (words.length > most) throw new UsageError(`${name} wants ${wanted}: "${words[most]}" is too much`);
  return words;
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
