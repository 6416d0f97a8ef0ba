import { quoted } from './quote.ts';
import { ALONE, type CommandWord, type OptionWord, type Values } from './vocabulary.ts';

/** For bash 3.2, which macOS has, and later: no associative arrays, no `mapfile`. */
export function bashScript(commands: readonly CommandWord[], rules: readonly string[]): string {
  return `# Completion of ecs-preflight for bash: eval "$(ecs-preflight completion bash)"
_ecs_preflight() {
  local IFS=$'\\n' cur prev command='' word i words=''
  local rules=${quoted(rules.join('\n'))}
  COMPREPLY=()
  cur=\${COMP_WORDS[COMP_CWORD]}
  prev=\${COMP_WORDS[COMP_CWORD-1]}
  # --option=value comes as three words.
  if [ "$cur" = '=' ]; then cur=''; elif [ "$prev" = '=' ]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${commands.map(({ name }) => name).join('|')}) command=$word; break ;;
    esac
  done
  case $command:$prev in
${commands.flatMap(valueCases).join('\n')}
  esac
  case $command in
    '') words=${quoted([...commands.map(({ name }) => name), ...ALONE.flatMap(({ names }) => names)].join('\n'))} ;;
${commands.map(commandCase).join('\n')}
  esac
  case $cur in
    -*) ;;
    *)
      case $command in
${commands.flatMap(wordCases).join('\n')}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _ecs_preflight ecs-preflight
`;
}

function commandCase({ name, options }: CommandWord): string {
  return `    ${name}) words=${quoted(options.flatMap(({ names }) => names).join('\n'))} ;;`;
}

function valueCases({ name, options }: CommandWord): readonly string[] {
  return options.flatMap((option) => {
    const reply = option.values && replyOf(option.values);
    return reply === undefined ? [] : [`    ${patterns(name, option)}) ${reply}; return ;;`];
  });
}

function patterns(command: string, { names }: OptionWord): string {
  return names.map((one) => `${command}:${one}`).join('|');
}

function wordCases({ name, words }: CommandWord): readonly string[] {
  const reply = words && replyOf(words);
  return reply === undefined ? [] : [`        ${name}) ${reply}; return ;;`];
}

function replyOf(values: Values): string {
  switch (values.are) {
    case 'words':
      return `COMPREPLY=($(compgen -W ${quoted(values.words.join('\n'))} -- "$cur"))`;
    case 'rules':
      return 'COMPREPLY=($(compgen -W "$rules" -- "$cur"))';
    case 'files':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))';
    case 'folders':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur"))';
    case 'anything':
      return 'COMPREPLY=()';
  }
}
