import {
  afterBlanks,
  beforeBlanks,
  endsLine,
  indentation,
  isFirstOnLine,
  lineBreakAt,
  lineStart,
  nextLine,
  type TextChange,
} from './text-change.ts';

export interface Extent {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A list or map between brackets: of JSON, or of YAML's flow style. */
export interface Bracketed {
  /** Just behind the opening bracket. */
  readonly open: number;
  /** Where the closing bracket stands. */
  readonly close: number;
  readonly members: readonly Extent[];
  /** Where the comma behind each member stands; the last may have none. */
  readonly commas: readonly (number | undefined)[];
  readonly comments: readonly Extent[];
}

/** Spells a new member; `indent` is what its further lines begin with, `expanded` whether it may have such. */
export type Spell = (indent: string, expanded: boolean) => string;

/** The removals and insertions of one bracketed list or map; a replaced value is its own window and not told here. */
export function bracketedChanges(
  text: string,
  at: Bracketed,
  remove: ReadonlySet<number>,
  insert: readonly Spell[],
  unit: string,
): readonly TextChange[] {
  const last = at.members.length - 1;
  if (insert.length === 0) return removals(text, at, remove);
  // Where the last member goes and another comes, the new one takes the old one's place and comma.
  if (remove.has(last)) {
    const others = new Set([...remove].filter((index) => index !== last));
    return [...removals(text, at, others), succession(text, at, last, insert)];
  }
  const added = last < 0 ? furnishing(text, at, insert, unit) : additions(text, at, last, insert);
  return [...removals(text, at, remove), ...added];
}

/** Members that go together: neighbours with no comment between them. */
interface Going extends Extent {
  readonly first: number;
  readonly last: number;
}

function removals(text: string, at: Bracketed, remove: ReadonlySet<number>): readonly TextChange[] {
  if (remove.size === 0) return [];
  if (remove.size === at.members.length && at.comments.length === 0) {
    return [{ start: at.open, end: at.close, text: '' }];
  }
  const leading = leadingCommas(text, at);
  const going = goingTogether(at, remove);
  return going.flatMap((one) => windows(text, at, one, droppedComma(at, one, remove, leading)));
}

function goingTogether(at: Bracketed, remove: ReadonlySet<number>): readonly Going[] {
  const going: Going[] = [];
  at.members.forEach((member, index) => {
    if (!remove.has(index)) return;
    const before = going.at(-1);
    const joins =
      before?.last === index - 1 && !at.comments.some(within({ start: before.end, end: member.start }));
    if (before && joins) going[going.length - 1] = { ...before, last: index, end: member.end };
    else going.push({ first: index, last: index, start: member.start, end: member.end });
  });
  return going;
}

function within({ start, end }: Extent): (one: Extent) => boolean {
  return (one) => one.start >= start && one.end <= end;
}

/** Does each line begin with the comma that belongs to the member before? */
function leadingCommas(text: string, { members, commas }: Bracketed): boolean {
  return members.some((member, index) => {
    const before = members[index - 1];
    const comma = commas[index - 1];
    if (!before || comma === undefined) return false;
    const line = lineStart(text, member.start);
    return comma >= line && before.end < line;
  });
}

/** The comma that goes with members: one between them and what stays, so that a trailing comma stays one. */
function droppedComma(
  { commas }: Bracketed,
  { first, last }: Going,
  remove: ReadonlySet<number>,
  leading: boolean,
): number | undefined {
  let stays = first - 1;
  while (stays >= 0 && remove.has(stays)) stays -= 1;
  const behind = commas[last];
  if (stays < 0) return behind;
  if (leading) return commas[first - 1];
  return behind ?? commas[stays];
}

function windows(text: string, at: Bracketed, one: Going, comma: number | undefined): readonly TextChange[] {
  let { start, end } = one;
  const apart: TextChange[] = [];
  if (comma !== undefined && comma >= end) {
    const between = text.slice(end, comma);
    if (between.includes('\n')) apart.push(gone(comma, comma + 1));
    else end = comma + 1;
  } else if (comma !== undefined) {
    const joined = text.slice(comma + 1, start).trim() === '';
    const sameLine = lineStart(text, start) <= comma;
    if (joined && (sameLine || !ownLines(text, at, { start, end }))) start = comma;
    else apart.push(gone(comma, comma + 1));
  }
  const lines = ownLines(text, at, { start, end });
  if (lines) return [...apart, gone(lines.start, lines.end)];
  const rest = afterBlanks(text, end);
  if (endsLine(text, rest)) return [...apart, gone(beforeBlanks(text, start), rest)];
  return [...apart, gone(start, start === comma ? end : rest)];
}

function gone(start: number, end: number): TextChange {
  return { start, end, text: '' };
}

/** The whole lines of a window that shares them with nothing but blanks and its own comment at the end. */
function ownLines(text: string, at: Bracketed, { start, end }: Extent): Extent | undefined {
  if (!isFirstOnLine(text, start)) return undefined;
  const rest = afterComments(text, at, end);
  return endsLine(text, rest) ? { start: lineStart(text, start), end: nextLine(text, rest) } : undefined;
}

/** Passes over blanks and comments as far as they stand on the same line. */
function afterComments(text: string, at: Bracketed, offset: number): number {
  let rest = afterBlanks(text, offset);
  for (const comment of at.comments) {
    if (comment.start !== rest || text.slice(comment.start, comment.end).includes('\n')) continue;
    rest = afterBlanks(text, comment.end);
  }
  return rest;
}

/** New members in the place of the last one. */
function succession(text: string, at: Bracketed, last: number, insert: readonly Spell[]): TextChange {
  const { start, end } = at.members[last] as Extent;
  const lines = isFirstOnLine(text, start);
  const indent = indentation(text, start);
  const gap = lines ? `,${lineBreakAt(text, start)}${indent}` : gapOf(text, at);
  const expanded = lines || text.slice(start, end).includes('\n');
  return { start, end, text: insert.map((spell) => spell(indent, expanded)).join(gap) };
}

/** New members behind the last one, on lines of their own if that one stands so. */
function additions(
  text: string,
  at: Bracketed,
  last: number,
  insert: readonly Spell[],
): readonly TextChange[] {
  const { start, end } = at.members[last] as Extent;
  const comma = at.commas[last];
  const indent = indentation(text, start);
  const tail = comma === undefined ? end : comma + 1;
  if (!isFirstOnLine(text, start)) {
    const expanded = text.slice(start, end).includes('\n');
    const gap = gapOf(text, at);
    const members = insert.map((spell) => spell(indent, expanded)).join(gap);
    const blanks = gap.slice(1);
    return [{ start: tail, end: tail, text: comma === undefined ? gap + members : `${blanks}${members},` }];
  }
  const breaking = lineBreakAt(text, end) + indent;
  const members = insert.map((spell) => breaking + spell(indent, true)).join(',');
  const rest = afterComments(text, at, tail);
  const place = at.comments.some(({ end: until }) => until > tail && until <= rest)
    ? beforeBlanks(text, rest)
    : tail;
  const separator = comma === undefined ? [{ start: end, end, text: ',' }] : [];
  return [...separator, { start: place, end: place, text: comma === undefined ? members : `${members},` }];
}

/** What separates two members on one line: as between the first two that are so separated, else a comma and a blank. */
function gapOf(text: string, { open, close, members }: Bracketed): string {
  for (let index = 1; index < members.length; index++) {
    const gap = text.slice(members[index - 1]?.end, members[index]?.start);
    if (/^,[ \t]*$/.test(gap)) return gap;
  }
  return /[\s]/.test(text.slice(open, close)) ? ', ' : ',';
}

/** The first members of an empty list or map. */
function furnishing(
  text: string,
  at: Bracketed,
  insert: readonly Spell[],
  unit: string,
): readonly TextChange[] {
  const { open, close, comments } = at;
  const outer = indentation(text, open);
  const breaking = lineBreakAt(text, open);
  const indent = outer + unit;
  if (comments.length > 0) {
    if (!isFirstOnLine(text, close)) {
      return [
        { start: close, end: close, text: `${insert.map((spell) => spell(outer, false)).join(', ')} ` },
      ];
    }
    const place = lineStart(text, close);
    const members = insert.map((spell) => indent + spell(indent, true)).join(`,${breaking}`);
    return [{ start: place, end: place, text: members + breaking }];
  }
  if (unit === '') {
    const members = insert
      .map((spell) => spell(outer, false))
      .join(text.slice(open, close).includes(' ') ? ', ' : ',');
    return [{ start: open, end: close, text: members }];
  }
  const members = insert.map((spell) => breaking + indent + spell(indent, true)).join(',');
  return [{ start: open, end: close, text: members + breaking + outer }];
}
