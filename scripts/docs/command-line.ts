import { EXAMPLES, EXIT_CODES, exitCodesOf, SUMMARIES } from '../../src/cli/help.ts';
import { COMMON_OPTIONS, type CommandName, type CommandOption, OPTIONS_OF } from '../../src/cli/options.ts';
import { table } from './markdown.ts';
import { page } from './page.ts';

/** Each command with its examples and options. */
export function commandLinePage(): string {
  const intro =
    'List options take one value per flag, or a comma list, never the words after it. `ecs-preflight COMMAND --help` says the same.';
  const names = Object.keys(OPTIONS_OF) as CommandName[];
  return page('The command line', intro, [
    ...names.map(commandSection),
    '## Options of every command',
    optionTable(COMMON_OPTIONS),
    `## Exit codes\n\n${listed(EXIT_CODES)}`,
  ]);
}

/** The exit codes as the help has them, one a line under a heading. */
function listed(exitCodes: string): string {
  return exitCodes
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ +(\d) +/, '- `$1` '))
    .join('\n');
}

function commandSection(name: CommandName): string {
  const examples = EXAMPLES[name].map(([line, purpose]) => `# ${purpose}\n${line}`);
  const options = OPTIONS_OF[name];
  return [
    `## ${name}`,
    `${SUMMARIES[name].charAt(0).toUpperCase()}${SUMMARIES[name].slice(1)}.`,
    ['```sh', ...examples, '```'].join('\n'),
    ...(Object.keys(options).length > 0 ? [optionTable(options)] : []),
    ...(exitCodesOf(name) === EXIT_CODES ? [] : [`Its exit codes:\n\n${listed(exitCodesOf(name))}`]),
  ].join('\n\n');
}

function optionTable(options: Readonly<Record<string, CommandOption>>): string {
  return table(
    ['option', 'meaning', 'default'],
    Object.entries(options).map(([name, about]) => [spelled(name, about), about.describe, standardOf(about)]),
  );
}

function spelled(name: string, { alias, choices, type }: CommandOption): string {
  const long = type === 'boolean' ? `--${name}` : `--${name} ${choices ? choices.join('|') : 'VALUE'}`;
  return `\`${alias === undefined ? '' : `-${alias}, `}${long}\``;
}

function standardOf({ default: standard, type, defaultDescription }: CommandOption): string {
  if (defaultDescription !== undefined) return `\`${defaultDescription}\``;
  if (standard === undefined || (type === 'boolean' && standard === false)) return '';
  return type === 'boolean' ? 'on' : `\`${String(standard)}\``;
}
