import { entityPattern } from './entity.ts';

/**
 * A documented message as data: its text, in which `<name>` stands for a value, `…` for any text in the same line, and `{a|b}`
 * for one of several. Compiled, it says whether a line holds the message, and which values.
 */
export interface Wording {
  readonly text: string;
  /** A part that stands in every such line, in lower case: it is searched first. */
  readonly anchor: string;
  readonly pattern: RegExp;
}

/** How far apart the two sides of `…` may stand. */
const GAP = 600;

/** The wordings that a documented text stands for, one for each choice. */
export function wordings(text: string): readonly Wording[] {
  return choices(text).map((chosen) => compiled(chosen, text));
}

/** A text that says nothing beside others, and something alone. */
export function wholePattern(text: string): RegExp {
  return new RegExp(`^\\W{0,3}${body(text).source}\\W{0,3}$`, flagsOf(text));
}

function choices(text: string): readonly string[] {
  const choice = /\{([^{}]{0,400})\}/.exec(text);
  if (!choice) return [text];
  const before = text.slice(0, choice.index);
  const after = text.slice(choice.index + choice[0].length);
  return (choice[1] ?? '').split('|').flatMap((one) => choices(before + one + after));
}

function compiled(chosen: string, text: string): Wording {
  const { source, literals } = body(chosen);
  const anchor = literals.reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return { text, anchor: lower(anchor.trim()), pattern: new RegExp(source, flagsOf(chosen)) };
}

/** What is written in capitals alone is a name and is told apart by case; sentences are not. */
function flagsOf(text: string): string {
  return /[a-z]/.test(text.replace(/<\w+>/g, '')) ? 'i' : '';
}

const PIECE = /<(\w+)>|(\u2026)|([^<\u2026]+|<)/g;

function body(text: string): { readonly source: string; readonly literals: readonly string[] } {
  const literals: string[] = [];
  const used = new Set<string>();
  let gaps = 0;
  let source = '';
  let waiting = false;
  for (const [, entity, gap, literal] of text.matchAll(PIECE)) {
    if (gap !== undefined) {
      waiting = true;
      continue;
    }
    let part: string;
    if (entity !== undefined) {
      part = used.has(entity) ? entityPattern('any') : entityPattern(entity);
      used.add(entity);
    } else {
      literals.push(literal ?? '');
      part = escaped(literal ?? '');
    }
    // The gap ends where what follows it stands first, and is not tried again: a line costs its length, not its square.
    source += waiting ? `(?=(?<gap${gaps}>[^\\n]{0,${GAP}}?${part}))\\k<gap${gaps}>` : part;
    if (waiting) gaps += 1;
    waiting = false;
  }
  const starts = /^\w/.test(text) ? '(?<![A-Za-z0-9])' : '';
  const ends = /\w$/.test(text) ? '(?![A-Za-z0-9])' : '';
  return { source: `${starts}${source}${ends}`, literals };
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Lower case of A to Z alone, so that places in the text stay what they are. */
export function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
