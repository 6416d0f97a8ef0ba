import yargs, { type Argv } from 'yargs';
import { argumentsOf, type Parsed } from './arguments.ts';
import { explained } from './explained.ts';
import { SUMMARIES, underOptions } from './help.ts';
import { COMMON_FLAGS, type CommandName, isCommand, OPTIONS_OF } from './options.ts';
import { PARSING } from './quick-arguments.ts';
import { didYouMean, UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';

/** What the help of a command begins with. */
const USAGES: Readonly<Record<CommandName, string>> = {
  check:
    '$0 check <inputs..>\n\nChecks task definitions and services: in files of their own, CloudFormation and SAM templates, a CDK assembly (cdk.out), the JSON of a Terraform plan, or an ecspresso project. An input is a file, a glob, or - for standard input. With --live or --snapshot it may be a registered task definition too: family, family:revision or ARN.',
  audit:
    '$0 audit --cluster NAME\n\nChecks every running service of a cluster: first of all what would fail to restart now.',
  snapshot:
    '$0 snapshot [inputs..]\n\nRecords what the checks ask of the account, to be replayed anywhere with --snapshot.',
  permissions: '$0 permissions\n\nPrints the least IAM policy that the selected rules need of the account.',
  rules: '$0 rules\n\nLists the rules and their problems.',
  explain: '$0 explain <RULE[/PROBLEM]>\n\nExplains a rule, or one problem of it.',
  diagnose:
    '$0 diagnose [FILE|-]\n\nNames the documented causes of an error: of a stopped reason, a service event, an API error or an agent log in a file or on standard input, or of what a service or task of the account says (--cluster with --service or --task). With an account or a snapshot the checks that prove or rule out each cause are run.',
  init: '$0 init\n\nWrites ecs-preflight.yml, a commented configuration, for the definitions that it finds below the working directory. It overwrites nothing, and changes no verdict.',
  completion: '$0 completion <SHELL>\n\nPrints what makes a shell complete the command: bash, zsh or fish.',
};

/**
 * Reads any command line, and knows what is wrong with it. The command is looked up before yargs is set up for it alone: yargs'
 * own commands format the whole help text at every start.
 */
export async function readByYargs(argv: readonly string[], columns: number): Promise<Parsed> {
  const [first] = argv;
  const name = isCommand(first) ? first : undefined;
  let text = '';
  const parser = base(columns, name)
    .usage(name ? USAGES[name] : OVERVIEW)
    .options(name ? OPTIONS_OF[name] : {});
  const values = await parser.parseAsync(argv.slice(name ? 1 : 0), {}, (_error, _values, output) => {
    text = output;
  });
  if (text !== '') return { text: values['help'] === true ? helpOf(name, text) : `${text}\n` };
  if (!name) throw new UsageError(noCommand(first));
  return { arguments: argumentsOf(name, values) };
}

function helpOf(name: CommandName | undefined, text: string): string {
  const whole = name ? text : text.replace(/^Options:$/m, commandList());
  return `${whole.trimEnd()}\n${underOptions(name)}`;
}

function base(columns: number, name: CommandName | undefined): Argv {
  return yargs([])
    .scriptName('ecs-preflight')
    .parserConfiguration(PARSING)
    .options(COMMON_FLAGS)
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

function noCommand(word: string | undefined): string {
  const names = Object.keys(OPTIONS_OF);
  if (word === undefined) return `name a command: ${names.join(', ')} (--help tells more)`;
  const hint = /[./]/.test(word) ? `, did you mean "ecs-preflight check ${word}"?` : didYouMean(word, names);
  return `there is no command "${word}"${hint || ` (${names.join(', ')})`}`;
}
