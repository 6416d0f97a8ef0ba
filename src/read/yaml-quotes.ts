import type { YAMLError } from 'yaml';
import { hide, nothing } from './template-text.ts';

/**
 * A quoted text whose lines stand further left than YAML 1.2 has it is read all the same by the YAML 1.1 of CloudFormation and
 * of the AWS CLI. Where one keeps a text from being read, this is the text with that scalar joined to one line, offset by offset;
 * undefined where something else is wrong.
 */
export function joinLooseQuotes(text: string, errors: readonly YAMLError[]): string | undefined {
  // What follows a text that breaks off may be told before it.
  const error = errors.find(({ message }) => message.startsWith('Missing closing '));
  const quote = /^Missing closing (['"])quote/.exec(error?.message ?? '')?.[1];
  if (!error || quote === undefined) return undefined;
  const start = openingBefore(text, quote, error.pos[0]);
  const end = start === undefined ? undefined : closingBehind(text, quote, start);
  if (start === undefined || end === undefined || !/^[ \t]*(?:#|\r?\n|[,\]}:]|$)/.test(text.slice(end + 1)))
    return undefined;
  return text.slice(0, start) + text.slice(start, end).replace(FOLD, folded) + text.slice(end);
}

const FOLD = /[ \t]*(?:\r?\n[ \t]*)+/g;

/** One line break comes to a space, and each further one to itself, as YAML folds them. */
function folded(breaks: string): string {
  const kept = hide('\n'.repeat(breaks.split('\n').length - 2)) || ' ';
  return kept + nothing(breaks.length - kept.length);
}

/** The quote that opens the scalar which breaks off at an offset: the last one that is not written twice or escaped. */
function openingBefore(text: string, quote: string, offset: number): number | undefined {
  for (let at = text.lastIndexOf(quote, offset - 1); at >= 0; at = text.lastIndexOf(quote, at - 1)) {
    if (quote === '"' && text[at - 1] === '\\') continue;
    if (quote === "'" && text[at - 1] === "'") at -= 1;
    else return at;
  }
  return undefined;
}

function closingBehind(text: string, quote: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote && quote === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
