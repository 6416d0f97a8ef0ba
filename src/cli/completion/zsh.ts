import { quoted } from './quote.ts';
import { ALONE, type CommandWord, type OptionWord, type Values } from './vocabulary.ts';

/** See https://zsh.sourceforge.io/Doc/Release/Completion-System.html, `_arguments` and `_describe`. */
export function zshScript(commands: readonly CommandWord[], rules: readonly string[]): string {
  return `#compdef ecs-preflight
# Completion of ecs-preflight for zsh: ecs-preflight completion zsh > "\${fpath[1]}/_ecs-preflight"
_ecs_preflight() {
  local context state line
  typeset -A opt_args
  local -a commands rules
  rules=(${rules.join(' ')})
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  _arguments -C ${ALONE.flatMap(optionSpecs).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _ecs-preflight ]; then _ecs_preflight "$@"; else compdef _ecs_preflight ecs-preflight; fi
`;
}

function commandCase({ name, options, words }: CommandWord): string {
  const specs = [...options.flatMap(optionSpecs), ...(words ? [quoted(`*: :${action(words)}`)] : [])];
  return `        ${name})\n          _arguments -s \\\n            ${specs.join(' \\\n            ')}\n          ;;`;
}

function optionSpecs({ names, describe, values }: OptionWord): readonly string[] {
  const about = `[${described(describe)}]`;
  return names.map((name) => {
    if (!values) return quoted(`${name}${about}`);
    // A long option takes its value as the next word or behind an equals sign.
    const glue = name.startsWith('--') ? '=' : '';
    return quoted(`*${name}${glue}${about}:value:${action(values)}`);
  });
}

/** Brackets, colours of meaning to `_arguments`, and backslashes are escaped. */
function described(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function action(values: Values): string {
  switch (values.are) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'rules':
      // Evaluated by _arguments, in this function.
      return '($rules)';
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'anything':
      return ' ';
  }
}
