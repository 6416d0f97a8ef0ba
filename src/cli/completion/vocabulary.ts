import type { Rule } from '../../rule.ts';
import { SUMMARIES } from '../help.ts';
import { COMMON_OPTIONS, type CommandName, type CommandOption, OPTIONS_OF } from '../options.ts';

/** What may stand behind an option, or where a command takes words. */
export type Values =
  | { readonly are: 'words'; readonly words: readonly string[] }
  | { readonly are: 'rules' | 'files' | 'folders' | 'anything' };

/** An option as it is typed. */
export interface OptionWord {
  /** `--format` and, where it has one, `-f`. */
  readonly names: readonly string[];
  readonly describe: string;
  /** Undefined where it takes no value. */
  readonly values: Values | undefined;
}

/** A command with what it takes. */
export interface CommandWord {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionWord[];
  readonly words: Values | undefined;
}

const FILES = ['snapshot', 'baseline', 'config', 'output', 'parameters'];
const FOLDERS = ['rules-dir'];

/** What is neither on nor off unless it is said. */
const NO_COLOUR: Readonly<Record<string, CommandOption>> = {
  'no-color': { type: 'boolean', describe: 'colours off' },
};

const TAKES: Readonly<Partial<Record<CommandName, Values>>> = {
  check: { are: 'files' },
  snapshot: { are: 'files' },
  diagnose: { are: 'files' },
  explain: { are: 'rules' },
  completion: { are: 'words', words: ['bash', 'zsh', 'fish'] },
};

/** What may stand without a command. */
export const ALONE: readonly OptionWord[] = [
  { names: ['--help'], describe: 'show help', values: undefined },
  { names: ['--version'], describe: 'show the version', values: undefined },
];

/** All words of the command line; `formats` are the names of the reports. */
export function vocabulary(formats: readonly string[]): readonly CommandWord[] {
  return (Object.keys(OPTIONS_OF) as CommandName[]).map((name) => ({
    name,
    summary: SUMMARIES[name],
    options: Object.entries({ ...OPTIONS_OF[name], ...COMMON_OPTIONS, ...NO_COLOUR }).map(([option, about]) =>
      optionWord(name, option, about, formats),
    ),
    words: TAKES[name],
  }));
}

/** What `--rule` and `explain` take. */
export function ruleWords(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ id, problems }) => [
    id,
    ...Object.keys(problems).map((problem) => `${id}/${problem}`),
  ]);
}

function optionWord(
  command: CommandName,
  name: string,
  about: CommandOption,
  formats: readonly string[],
): OptionWord {
  // What is on unless it is said otherwise is only ever turned off.
  const long = about.type === 'boolean' && about.default === true ? `no-${name}` : name;
  return {
    names: [`--${long}`, ...(about.alias === undefined ? [] : [`-${about.alias}`])],
    describe: about.describe,
    values: about.type === 'boolean' ? undefined : valuesOf(command, name, about, formats),
  };
}

function valuesOf(
  command: CommandName,
  name: string,
  { choices }: CommandOption,
  formats: readonly string[],
): Values {
  if (choices) return { are: 'words', words: choices };
  if (name === 'rule' || name === 'skip') return { are: 'rules' };
  if (name === 'format') return { are: 'words', words: TEXT_OR_JSON.includes(command) ? LISTS : formats };
  if (FOLDERS.includes(name)) return { are: 'folders' };
  return { are: FILES.includes(name) || (name === 'service' && command === 'check') ? 'files' : 'anything' };
}

/** What is no report of findings, and its formats. */
const TEXT_OR_JSON: readonly CommandName[] = ['rules', 'diagnose'];
const LISTS = ['text', 'json'];
