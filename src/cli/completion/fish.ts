import { ALONE, type CommandWord, type OptionWord, type Values } from './vocabulary.ts';

/** See https://fishshell.com/docs/current/cmds/complete.html. */
export function fishScript(commands: readonly CommandWord[], rules: readonly string[]): string {
  const lines = [
    '# Completion of ecs-preflight for fish:',
    '# ecs-preflight completion fish > ~/.config/fish/completions/ecs-preflight.fish',
    `function __ecs_preflight_rules; printf '%s\\n' ${rules.join(' ')}; end`,
    'complete -c ecs-preflight -f',
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ecs-preflight -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...ALONE.map((option) => `complete -c ecs-preflight -n __fish_use_subcommand${optionWords(option)}`),
    ...commands.flatMap((command) => [
      ...command.options.map((option) => `${within(command)}${optionWords(option)}`),
      ...(command.words ? [`${within(command)}${wordsOf(command.words)}`] : []),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function within({ name }: CommandWord): string {
  return `complete -c ecs-preflight -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
}

function optionWords({ names, describe, values }: OptionWord): string {
  const flags = names.map((name) =>
    name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`,
  );
  return `${flags.join('')}${values ? ` ${values.are === 'files' ? '-r' : '-x'}${wordsOf(values)}` : ''} -d ${quoted(describe)}`;
}

/** `-F` lets file names in, which `-f` for the command keeps out. */
function wordsOf(values: Values): string {
  switch (values.are) {
    case 'words':
      return ` -a ${quoted(values.words.join(' '))}`;
    case 'rules':
      return ` -a ${quoted('(__ecs_preflight_rules)')}`;
    case 'files':
      return ' -F';
    case 'folders':
      return ` -a ${quoted('(__fish_complete_directories)')}`;
    case 'anything':
      return '';
  }
}

/** In fish's single quotes only the quote and the backslash are escaped. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
