import yargs, { type Argv } from 'yargs';
import { didYouMean, UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** What the user typed, read by yargs but not yet judged. */
export interface Arguments {
  readonly command: CommandName;
  readonly inputs: readonly string[];
  readonly service: readonly string[];
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly rule: readonly string[];
  readonly skip: readonly string[];
  readonly ruleset: 'recommended' | 'production' | 'all';
  readonly option: readonly string[];
  readonly startupSeconds: readonly string[];
  readonly as: 'fargate' | undefined;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly strict: boolean;
  readonly format: readonly string[];
  readonly color: boolean | undefined;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** The arguments of a run, or the text that `--help` or `--version` asked for. */
export type Parsed = { readonly arguments: Arguments } | { readonly text: string };

interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly words: { readonly least: number; readonly most: number; readonly wanted: string };
  readonly options: (parser: Argv) => Argv;
}

type CommandName = 'check' | 'rules' | 'explain';

const SELECTION = {
  rule: { type: 'string', requiresArg: true, describe: 'only this rule or rule/problem; repeatable' },
  skip: { type: 'string', requiresArg: true, describe: 'not this rule or rule/problem; repeatable' },
} as const;

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  check: {
    usage:
      '$0 check <inputs..>\n\nChecks task definition and service files; an input is a file, a glob, or - for standard input.',
    summary: 'check task definition and service files',
    words: { least: 0, most: Number.POSITIVE_INFINITY, wanted: 'a file, a glob, or - for standard input' },
    options: checkOptions,
  },
  rules: {
    usage: '$0 rules\n\nLists the rules and their problems.',
    summary: 'list the rules and their problems',
    words: { least: 0, most: 0, wanted: 'no further words' },
    options: (parser) =>
      parser
        .options({
          format: {
            alias: 'f',
            type: 'string',
            requiresArg: true,
            describe: 'text or json, with =FILE into a file',
          },
          ...SELECTION,
        })
        .example('$0 rules -f json', 'for other tools'),
  },
  explain: {
    usage: '$0 explain <RULE[/PROBLEM]>\n\nExplains a rule, or one problem of it.',
    summary: 'explain a rule, or one problem of it',
    words: { least: 1, most: 1, wanted: 'RULE or RULE/PROBLEM' },
    options: (parser) =>
      parser
        .example('$0 explain grace-period', 'the whole rule')
        .example('$0 explain fargate-size/memory-invalid-for-cpu', 'what is wrong, why, and what to do'),
  },
};

/**
 * Reads the command line; throws a `UsageError` with one sentence where it is wrong. The command is looked up before yargs
 * is set up for it alone: yargs' own commands format the whole help text at every start.
 */
export async function parseArguments(argv: readonly string[], columns: number): Promise<Parsed> {
  const [first] = argv;
  const name = isCommand(first) ? first : undefined;
  let text = '';
  const parser = name
    ? COMMANDS[name].options(base(columns).usage(COMMANDS[name].usage))
    : overview(base(columns));
  const values = await parser.parseAsync(argv.slice(name ? 1 : 0), {}, (_error, _values, output) => {
    text = output;
  });
  if (text !== '') return { text: text.endsWith('\n') ? text : `${text}\n` };
  if (!name) throw new UsageError(noCommand(first));
  return { arguments: argumentsOf(name, wordsOf(name, values._.map(String)), values) };
}

function base(columns: number): Argv {
  return yargs([])
    .scriptName('ecs-preflight')
    .parserConfiguration({
      'greedy-arrays': false,
      'camel-case-expansion': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
    })
    .option('color', {
      type: 'boolean',
      describe: 'colours on (--no-color: off); also NO_COLOR, FORCE_COLOR',
    })
    .option('debug', { type: 'boolean', default: false, describe: 'show the stack of an internal error' })
    .epilogue(
      'Exit codes: 0 clean, 1 a finding reaches --fail-on, 2 an input could not be read or usage, 3 --strict.',
    )
    .version(VERSION)
    .alias('version', 'V')
    .alias('help', 'h')
    .wrap(Math.min(columns, 100))
    .strictOptions()
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      if (error instanceof UsageError) throw error;
      throw new UsageError(explained(message ?? error?.message ?? 'the arguments cannot be read'));
    });
}

/** What is shown where no command is named. */
function overview(parser: Argv): Argv {
  const commands = Object.entries(COMMANDS).map(([name, { summary }]) => `  $0 ${name.padEnd(8)} ${summary}`);
  return parser
    .usage(
      [
        '$0 <command>',
        '',
        'Will this ECS task definition and service start, stay up and roll out safely?',
        '',
        'Commands:',
        ...commands,
      ].join('\n'),
    )
    .example('$0 check taskdef.json --service service.json', 'a service with its task definition')
    .example('$0 check --help', 'the options of a command');
}

/** The options of `check`. */
const CHECK_OPTIONS = {
  service: {
    type: 'string',
    requiresArg: true,
    describe: 'a service file for the task definition; repeatable',
  },
  region: { type: 'string', requiresArg: true, describe: 'the region deployed to' },
  account: { type: 'string', requiresArg: true, describe: 'the account deployed to, twelve digits' },
  as: { choices: ['fargate'] as const, requiresArg: true, describe: 'judge as if it ran there' },
  'startup-seconds': {
    type: 'string',
    requiresArg: true,
    describe: '[container=]N: how many seconds a container needs until it is healthy; repeatable',
  },
  format: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'text, json or sarif, with =FILE into a file; repeatable',
  },
  'fail-on': {
    choices: ['error', 'warning', 'info', 'never'] as const,
    default: 'error',
    requiresArg: true,
    describe: 'exit 1 from this severity on',
  },
  strict: { type: 'boolean', default: false, describe: 'exit 3 where something could not be checked' },
  ruleset: {
    choices: ['recommended', 'production', 'all'] as const,
    default: 'recommended',
    requiresArg: true,
    describe: 'how strictly to judge',
  },
  quiet: { type: 'boolean', default: false, describe: 'tell only what reaches --fail-on' },
  ...SELECTION,
  option: {
    type: 'string',
    requiresArg: true,
    describe: 'rule.name=value: an option of a rule; repeatable',
  },
} as const;

function checkOptions(parser: Argv): Argv {
  return parser
    .options(CHECK_OPTIONS)
    .example('$0 check taskdef.json --service service.json', 'a service with its task definition')
    .example('$0 check "deploy/**/*.json" -f text -f sarif=out.sarif', 'many files, two reports')
    .example('$0 check taskdef.json --startup-seconds web=45', 'with a known start time')
    .example('aws ecs describe-task-definition --task-definition api | $0 check -', 'what is registered')
    .example('$0 check taskdef.json --as fargate', 'before moving to Fargate');
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
  return {
    command,
    inputs,
    service: listed(values, 'service'),
    region: single(values, 'region'),
    account: single(values, 'account'),
    rule: listed(values, 'rule'),
    skip: listed(values, 'skip'),
    ruleset: single(values, 'ruleset') as Arguments['ruleset'],
    option: listed(values, 'option'),
    startupSeconds: listed(values, 'startup-seconds'),
    as: single(values, 'as') as Arguments['as'],
    failOn: single(values, 'fail-on') as Arguments['failOn'],
    strict: values['strict'] === true,
    format: listed(values, 'format'),
    color: values['color'] as boolean | undefined,
    quiet: values['quiet'] === true,
    debug: values['debug'] === true,
  };
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

const OPTIONS = [...Object.keys(CHECK_OPTIONS), 'color', 'no-color', 'debug', 'help', 'version'];

/** What the design names for questions to an account, and users of other tools expect. */
const ONLINE = ['live', 'snapshot', 'cluster', 'profile', 'role-arn', 'endpoint-url'];

/** yargs' own sentence, with a suggestion where an option is misspelled, on one line. */
function explained(message: string): string {
  const sentence = message.trim().replace(/\s*\n\s*/g, ' ');
  const unknown = /^Unknown arguments?: (.+)$/.exec(sentence)?.[1]?.split(', ')[0];
  if (unknown === undefined) return sentence.charAt(0).toLowerCase() + sentence.slice(1);
  const dashes = unknown.length === 1 ? '-' : '--';
  if (ONLINE.includes(unknown))
    return `there is no option --${unknown}: this version reads files and asks no account`;
  const hint = unknown.length === 1 ? '' : didYouMean(unknown, OPTIONS).replace('"', '"--');
  return `there is no option ${dashes}${unknown}${hint}`;
}

/** Does the next word belong to this option of `check`, given as it is typed (`--rule`, `-f`)? Not where it is misspelled. */
export function takesValue(flag: string): boolean {
  return Object.entries(CHECK_OPTIONS).some(
    ([name, option]) =>
      'requiresArg' in option && (flag === `--${name}` || ('alias' in option && flag === `-${option.alias}`)),
  );
}
