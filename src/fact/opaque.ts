import { type Truth, truth, unknown, type Why } from './fact.ts';

/**
 * What a template leaves open inside a text. A *name* is one that exists once deployed and that nobody knows before: of a
 * resource that the template itself declares, of the account, the region, the stack. It is one segment, without `:` and `/`, and
 * two names with different labels are different names. A *value* may be anything: a parameter that nobody gave, an import.
 * Each stands in the text between characters of the private use area, where no file and no AWS answer has any.
 */
const NAME = '\ue200';
const VALUE = '\ue201';
const UNLOCKED = '\ue203';
const END = '\ue202';

const ANY = /[\ue200\ue201]/;
/** Splits a text so that each part stands between what is before and after it. */
const PART = /([\ue200\ue201][^\ue202]*\ue202)/;
const PARTS = /([\ue200\ue201])([^\ue202\ue203]*)(?:\ue203([^\ue202]*))?\ue202/g;

/** The name of something that is known only after the deploy. `label` is what a person calls it: `ExecutionRole`, `AWS::AccountId`. */
export function opaqueName(label: string, unlockedBy?: string): string {
  return part(NAME, label, unlockedBy);
}

/** Text that is not known, of whatever form. `label` is what a person calls it: the parameter's name. */
export function opaqueValue(label: string, unlockedBy?: string): string {
  return part(VALUE, label, unlockedBy);
}

function part(sort: string, label: string, unlockedBy: string | undefined): string {
  return `${sort}${safe(label)}${unlockedBy === undefined ? '' : `${UNLOCKED}${safe(unlockedBy)}`}${END}`;
}

/** IAM's wildcards and variables, and the separators of ARNs, must not be found in what a part says; nor another part. */
function safe(words: string): string {
  return shown(words).replace(/[:/*?$]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xe280));
}

/** Does the text hold anything that is known only after the deploy? */
export function isOpaque(text: string): boolean {
  return ANY.test(text);
}

/** Does it hold a value of unknown form, so that not even its parts are known? */
export function holdsOpaqueValue(text: string): boolean {
  return text.includes(VALUE);
}

/** The text as a person reads it: `arn:aws:iam::${AWS::AccountId}:role/${ExecutionRole}`. */
export function shown(text: string): string {
  return isOpaque(text) ? text.replace(PARTS, (_, __, label: string) => `\${${spelled(label)}}`) : text;
}

function spelled(words: string): string {
  return words.replace(/[\ue280-\ue2ff]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xe280));
}

/** Why a text that holds something opaque is unknown. */
export function whyOpaque(text: string): Why {
  const parts = partsOf(text);
  // What nobody knows at all says more than what the deploy makes up.
  const found = parts.find((part) => part[1] === VALUE) ?? parts[0];
  const label = spelled(found?.[2] ?? '');
  const unlockedBy = found?.[3];
  const detail =
    found?.[1] === VALUE
      ? `the value of ${label} is not known`
      : `the name of ${label} is known only after the deploy`;
  return {
    reason: 'unresolved',
    detail,
    ...(unlockedBy === undefined ? {} : { unlockedBy: spelled(unlockedBy) }),
  };
}

/** The opaque parts of a text, as `PARTS` takes them apart. Not by `matchAll`, which makes an expression of its own each time. */
function partsOf(text: string): readonly RegExpExecArray[] {
  const parts: RegExpExecArray[] = [];
  for (let part = PARTS.exec(text); part; part = PARTS.exec(text)) parts.push(part);
  return parts;
}

/** What tells all that a text leaves open; undefined where some of it is known only after the deploy. */
export function unlocking(text: string): string | undefined {
  const ways = partsOf(text).map((part) => part[3]);
  return ways.length === 0 || ways.includes(undefined) ? undefined : spelled([...new Set(ways)].join(' '));
}

/** One letter of a text, or one opaque part of it. */
export type Unit = string;

/** The runs of letters of a text, at even indexes, and the opaque parts between them; a run may be empty. */
export function runsOf(text: string): readonly string[] {
  return isOpaque(text) ? text.split(PART) : [text];
}

/** The letters and the opaque parts of a text, in order. */
export function unitsOf(text: string): readonly Unit[] {
  return runsOf(text).flatMap((run, index) => (index % 2 === 1 ? run : [...run]));
}

/** What a person calls the opaque part that the unit is; undefined of a letter. */
export function labelOf(unit: Unit): string | undefined {
  return isOpaque(unit) ? shown(unit).slice('${'.length, -'}'.length) : undefined;
}

/** Is the unit a name that is known only after the deploy? */
export function isName(unit: Unit | undefined): boolean {
  return unit?.startsWith(NAME) ?? false;
}

/** Is the unit a value of unknown form? */
export function isValue(unit: Unit | undefined): boolean {
  return unit?.startsWith(VALUE) ?? false;
}

/** Are the two texts the same, as far as what they leave open lets one say? */
export function sameText(a: string, b: string): Truth {
  if (a === b) return truth(true);
  const open = isOpaque(a) ? a : b;
  if (!isOpaque(open)) return truth(false);
  const from = firstDifference(a, b);
  if (from === undefined) return truth(false);
  return mayBeSame(unitsOf(a.slice(from)), unitsOf(b.slice(from))) ? unknown(whyOpaque(open)) : truth(false);
}

/**
 * Where two texts that differ begin to, at the beginning of a unit; undefined where they cannot be the same. Up to the first value,
 * letters and names of both stand for themselves alone, so that most texts are told apart without taking them to pieces.
 */
function firstDifference(a: string, b: string): number | undefined {
  let unit = 0;
  let inside = false;
  let at = 0;
  for (; at < a.length && a[at] === b[at]; at++) {
    const letter = a[at];
    if (letter === VALUE) return at;
    if (letter === NAME) inside = true;
    else if (letter === END) inside = false;
    if (!inside) unit = at + 1;
    else if (letter === NAME) unit = at;
  }
  // Two names, and not the same one.
  if (inside) return undefined;
  const found = [a[at], b[at]];
  if (found.includes(VALUE)) return unit;
  return found.includes(NAME) ? unit : endsInValues(a, b, at);
}

/** Two letters differ; or one of the texts has ended, and what is left of the other would have to be nothing. */
function endsInValues(a: string, b: string, at: number): number | undefined {
  if (at < a.length && at < b.length) return undefined;
  return holdsOpaqueValue(a.slice(at)) || holdsOpaqueValue(b.slice(at)) ? at : undefined;
}

/** Can the opaque parts of two texts be such that the texts are the same? Two different names never are. */
function mayBeSame(a: readonly Unit[], b: readonly Unit[]): boolean {
  const impossible = new Set<number>();
  const may = (i: number, j: number): boolean => {
    const place = i * (b.length + 1) + j;
    if (impossible.has(place)) return false;
    const possible =
      (i === a.length && j === b.length) ||
      (i < a.length && j < b.length && a[i] === b[j] && may(i + 1, j + 1)) ||
      swallows(a, i, b, j, (m, n) => may(m, n)) ||
      swallows(b, j, a, i, (n, m) => may(m, n));
    if (!possible) impossible.add(place);
    return possible;
  };
  return may(0, 0);
}

/** Can the part at `i` stand for some of the other text from `j` on? A value for anything, a name for letters of one segment. */
function swallows(
  one: readonly Unit[],
  i: number,
  other: readonly Unit[],
  j: number,
  rest: (i: number, j: number) => boolean,
): boolean {
  const unit = one[i];
  if (!isName(unit) && !isValue(unit)) return false;
  if (isValue(unit) && rest(i + 1, j)) return true;
  for (let end = j; end < other.length; end++) {
    const next = other[end];
    if (isName(unit) && (next === ':' || next === '/' || isName(next))) return false;
    if (rest(i + 1, end + 1)) return true;
  }
  return false;
}
