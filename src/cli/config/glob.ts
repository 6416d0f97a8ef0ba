import { isMatch } from './wildcard.ts';

/** Does a path, with slashes, match? */
export type Glob = (path: string) => boolean;

/** Longer patterns, and those that stand for more alternatives, are none that a person wrote. */
const LONGEST = 1_000;
const MOST_ALTERNATIVES = 256;

/** One character of a name: `*` stands for any run of them. */
type Letter = '*' | ((letter: string) => boolean);
/** One folder or file of a path: `**` stands for any run of folders. */
type Step = '**' | readonly Letter[];

/**
 * A pattern of files: `*` and `?` within a name, `**` for folders, `[a-z]`, `{a,b}`, and a backslash before what is meant as it
 * stands. Undefined where it is none. Other tools' `+(a|b)` is left out: matching it can take longer than anybody waits.
 */
export function globOf(pattern: string): Glob | undefined {
  if (pattern.length > LONGEST || /[@?*+!]\(/.test(pattern)) return undefined;
  const plain = alternatives(pattern);
  if (!plain) return undefined;
  const globs: (readonly Step[])[] = [];
  for (const one of plain) {
    const steps = one.split('/').map(stepOf);
    if (steps.includes(undefined)) return undefined;
    globs.push(steps as readonly Step[]);
  }
  return (path) => {
    const names = path.split('/').map((name) => [...name]);
    return globs.some((steps) => isMatch(steps, names, (step) => step === '**', fits));
  };
}

function fits(step: Step, name: readonly string[]): boolean {
  if (step === '**') return true;
  return isMatch(
    step,
    name,
    (letter) => letter === '*',
    (letter, one) => letter === '*' || letter(one),
  );
}

/** What `{a,b}` stands for, written out. Braces without a comma are letters. */
function alternatives(pattern: string): readonly string[] | undefined {
  const open = unescaped(pattern, '{', 0);
  if (open < 0) return unescaped(pattern, '}', 0) < 0 || pattern.includes('\\{') ? [pattern] : undefined;
  const commas: number[] = [];
  let depth = 0;
  let close = -1;
  for (let at = open; at < pattern.length && close < 0; at++) {
    const letter = pattern[at];
    if (letter === '\\') at += 1;
    else if (letter === '{') depth += 1;
    else if (letter === ',' && depth === 1) commas.push(at);
    else if (letter === '}' && --depth === 0) close = at;
  }
  if (close < 0) return undefined;
  const [before, inner, after] = [
    pattern.slice(0, open),
    pattern.slice(open + 1, close),
    pattern.slice(close + 1),
  ];
  if (commas.length === 0)
    return inner.includes('..') ? undefined : alternatives(`${before}\\{${inner}\\}${after}`);
  const ends = [...commas, close];
  const all: string[] = [];
  for (const [index, end] of ends.entries()) {
    const one = pattern.slice(index === 0 ? open + 1 : (ends[index - 1] ?? 0) + 1, end);
    const more = alternatives(before + one + after);
    if (!more || all.push(...more) > MOST_ALTERNATIVES) return undefined;
  }
  return all;
}

function unescaped(text: string, letter: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === letter) return at;
  }
  return -1;
}

function stepOf(text: string): Step | undefined {
  if (text === '**') return '**';
  const letters: Letter[] = [];
  const written = [...text];
  for (let at = 0; at < written.length; at++) {
    const letter = written[at] ?? '';
    if (letter === '*') {
      if (letters.at(-1) !== '*') letters.push('*');
    } else if (letter === '?') letters.push(() => true);
    else if (letter === '[') {
      const set = setOf(written, at);
      if (!set) return undefined;
      letters.push(set.has);
      at = set.end;
    } else {
      const meant = letter === '\\' ? written[++at] : letter;
      letters.push((one) => one === meant);
    }
  }
  return letters;
}

/** `[a-z_]`, or `[!a-z_]` for all others. */
function setOf(
  written: readonly string[],
  open: number,
): { readonly has: (letter: string) => boolean; readonly end: number } | undefined {
  const not = written[open + 1] === '!' || written[open + 1] === '^';
  const start = open + (not ? 2 : 1);
  const end = written.indexOf(']', start + 1);
  const inner = written.slice(start, end);
  if (end < 0 || inner.includes('[')) return undefined;
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < inner.length; at++) {
    const from = inner[at] ?? '';
    const ranged = inner[at + 1] === '-' && at + 2 < inner.length;
    ranges.push([from, ranged ? (inner[at + 2] ?? from) : from]);
    if (ranged) at += 2;
  }
  return { has: (letter) => ranges.some(([from, to]) => from <= letter && letter <= to) !== not, end };
}
