import { distance } from 'fastest-levenshtein';
import { quote } from '../quote.ts';
import { isDay, noDay, saysNothing } from './words.ts';

/** A text with the offset at which it stands in what was read. */
interface Word {
  readonly text: string;
  readonly at: number;
}

/** What a comment suppresses: `ecs-preflight-ignore RULE[/PROBLEM][, …] [until YYYY-MM-DD] -- reason`. */
export interface Directive {
  /** The whole file, and not what the comment stands at. */
  readonly file: boolean;
  readonly rules: readonly Word[];
  readonly reason: string;
  readonly until?: string;
}

/** Why a text that wants to suppress something does not, and at which offset. */
export interface Malformed {
  readonly trouble: string;
  readonly at: number;
}

const IGNORE = 'ecs-preflight-ignore';
const IGNORE_FILE = `${IGNORE}-file`;
const FORM = `${IGNORE} RULE[/PROBLEM] [until YYYY-MM-DD] -- why it may stand`;

/** Other tools' words for the same; whoever writes them means it. */
const SYNONYMS = /^(?:disable|skip|suppress|nolint|noqa|allow)(?:-.*)?$/;

/**
 * Reads the text of a comment, without what opens and closes it. Undefined where it suppresses nothing and does not want to:
 * only the marker as its first word counts, so that prose may speak of the tool.
 */
export function readDirective(comment: string): Directive | Malformed | undefined {
  const [first = ''] = /^\S+/.exec(comment) ?? [];
  if (first !== IGNORE && first !== IGNORE_FILE) return nearMiss(comment, first);
  const text = comment.slice(first.length);
  const dashes = /(?<=^|\s)--(?=\s|$)/.exec(text);
  if (!dashes) return { trouble: `this suppression gives no reason: expected "${FORM}"`, at: 0 };
  const reason = text
    .slice(dashes.index + 2)
    .trim()
    .replace(/\s+/g, ' ');
  const at = first.length + dashes.index;
  if (saysNothing(reason)) return { trouble: NO_REASON, at };
  const said = text.slice(0, dashes.index);
  const ends = /\suntil(?=\s|$)/.exec(said);
  const rules = wordsOf(ends ? said.slice(0, ends.index) : said, first.length);
  if ('trouble' in rules) return rules;
  if (!ends) return { file: first === IGNORE_FILE, rules, reason };
  const day = said.slice(ends.index + ends[0].length).trim();
  if (!isDay(day)) return { trouble: noDay(day, quote(day, 40)), at: first.length + ends.index + 1 };
  return { file: first === IGNORE_FILE, rules, reason, until: day };
}

const NO_REASON = 'the text behind "--" gives no reason: say why the finding may stand';

/** The names of a comma list. */
function wordsOf(list: string, offset: number): readonly Word[] | Malformed {
  const words: Word[] = [];
  let at = offset;
  for (const part of list.split(',')) {
    const text = part.trim();
    const start = at + part.length - part.trimStart().length;
    at += part.length + 1;
    if (text === '') return { trouble: `this suppression names no rule: expected "${FORM}"`, at: start };
    if (/\s/.test(text))
      return {
        trouble: `expected commas between rules, and "--" before the reason, found ${quote(text)}`,
        at: start,
      };
    words.push({ text, at: start });
  }
  return words;
}

/** A marker that is misspelled, or another tool's. */
function nearMiss(comment: string, first: string): Malformed | undefined {
  const meant = isMisspelled(first) ? first : inTwoWords(comment);
  if (meant === undefined) return undefined;
  const form = /file\W*$/i.test(meant) ? IGNORE_FILE : IGNORE;
  return { trouble: `${quote(meant)} suppresses nothing, did you mean "${form}"?`, at: 0 };
}

function isMisspelled(first: string): boolean {
  const word = first.toLowerCase().replace(/[_:]/g, '-').replace(/-+$/, '');
  const verb = /^ecs-?preflight-(.+)$/.exec(word)?.[1];
  if (verb === undefined) return distance(word, IGNORE) <= 2;
  return SYNONYMS.test(verb) || verb.startsWith('ignore') || distance(verb, 'ignore') <= 2;
}

/** `ecs-preflight: ignore …`, or `ecs-preflight ignore … -- reason`, which prose would not have. */
function inTwoWords(comment: string): string | undefined {
  const [words, , colon] = /^(ecs[-_]?preflight)(:?)\s+ignore(?:-file)?(?=[:\s]|$)/i.exec(comment) ?? [];
  return words !== undefined && (colon !== '' || /\s--\s/.test(comment)) ? words : undefined;
}

/** The value of a tag or label: `[until YYYY-MM-DD -- ]reason`. */
export function readReason(
  value: string,
): { readonly reason: string; readonly until?: string } | { readonly trouble: string } {
  const text = value.trim();
  if (!/^until(?=\s|$)/.test(text)) {
    const plain = text.replace(/^--(?=\s|$)/, '').trim();
    return saysNothing(plain)
      ? { trouble: 'the value gives no reason: say why the finding may stand' }
      : { reason: plain };
  }
  const rest = text.slice('until'.length);
  const dashes = /(?<=\s)--(?=\s|$)/.exec(rest);
  const day = (dashes ? rest.slice(0, dashes.index) : rest).trim();
  const reason = dashes ? rest.slice(dashes.index + 2) : '';
  if (!isDay(day)) return { trouble: `${noDay(day, quote(day, 40))}, and "--" before the reason` };
  if (saysNothing(reason))
    return { trouble: `the value gives no reason: expected "until ${day} -- why it may stand"` };
  return { reason: reason.trim(), until: day };
}
