import { AUDIT_OPTIONS, CHECK_OPTIONS, type CommandName, OPTIONS_OF } from './options.ts';
import { didYouMean } from './usage-error.ts';

const COMMON = ['color', 'no-color', 'debug', 'help', 'version'];

/** yargs' own sentence, with a suggestion where an option is misspelled, on one line. */
export function explained(message: string, name: CommandName | undefined): string {
  const sentence = message.trim().replace(/\s*\n\s*/g, ' ');
  const unknown = /^Unknown arguments?: (.+)$/.exec(sentence)?.[1]?.split(', ')[0];
  if (unknown === undefined) return sentence.charAt(0).toLowerCase() + sentence.slice(1);
  const dashes = unknown.length === 1 ? '-' : '--';
  if (name === undefined) return `there is no option ${dashes}${unknown}`;
  if (unknown === 'live' && (name === 'audit' || name === 'snapshot'))
    return `${name} has no option --live: it asks the account always`;
  const options = [...Object.keys(OPTIONS_OF[name]), ...COMMON];
  const hint = unknown.length === 1 ? '' : didYouMean(unknown, options).replace('"', '"--');
  return `there is no option ${dashes}${unknown}${hint}`;
}

/** Does the next word belong to this option of `check` or `audit`, given as it is typed (`--rule`, `-f`)? Not where it is misspelled. */
export function takesValue(flag: string): boolean {
  return Object.entries({ ...CHECK_OPTIONS, ...AUDIT_OPTIONS }).some(
    ([name, option]) =>
      'requiresArg' in option && (flag === `--${name}` || ('alias' in option && flag === `-${option.alias}`)),
  );
}
