import type { Comment, Commented, Part } from './commented.ts';

/** What a comment stands for, or why it stands for nothing. */
export type Meant = { readonly part: Part } | { readonly trouble: string };

const NOTHING_FOLLOWS =
  'this suppression stands before nothing: put it in the line above what it is for, or at the end of its line';
const STANDS_ALONE =
  'this suppression stands behind nothing that it could be for: put it in the line above what it is for';

/**
 * What a comment stands for. On a line of its own that is the member or element which follows; at the end of a line, the one
 * that the line is about: which ends there, or whose value begins there.
 */
export function meantBy(comment: Comment, commented: Commented): Meant {
  const { text } = commented;
  const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
  const before = text.slice(lineStart, comment.start);
  return isIndicator(before, comment, text)
    ? following(comment, commented)
    : beside(comment, commented, lineStart);
}

/** Only what opens an element, or nothing; or a comment in the midst of a line. */
function isIndicator(before: string, { end, block }: Comment, text: string): boolean {
  if (/^[\s\uFEFF]*(?:[-?]\s+)*$/.test(before)) return true;
  const rest = /^[^\n]*/.exec(text.slice(end, end + 200))?.[0] ?? '';
  return block && /^\s*[^\s,}\]/]/.test(rest) && /[{[,]\s*$/.test(before);
}

function following(comment: Comment, commented: Commented): Meant {
  const { parts, text, syntax } = commented;
  let next: Part | undefined;
  // Of those that begin together the outer one comes first.
  for (const part of parts) if (part.start >= comment.end && (!next || part.start < next.start)) next = part;
  if (!next) return { trouble: NOTHING_FOLLOWS };
  const between = withoutComments(comment.end, next.start, commented);
  const closed = /[}\]]/.test(between);
  const first = !parts.some(({ start }) => start < comment.start);
  const separated = syntax === 'yaml' && !first && /^(?:---|\.\.\.)(?:\s|$)/m.test(between);
  const outdented = syntax === 'yaml' && indent(text, next.start) < indent(text, comment.start);
  return closed || separated || outdented ? { trouble: NOTHING_FOLLOWS } : { part: next };
}

/** The text between two offsets with its comments blank. */
function withoutComments(from: number, to: number, { text, comments }: Commented): string {
  let between = text.slice(from, to);
  for (const { start, end } of comments)
    if (start >= from && end <= to)
      between = between.slice(0, start - from) + ' '.repeat(end - start) + between.slice(end - from);
  return between;
}

/** How far the line of an offset is indented. */
function indent(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^\uFEFF?( *)/.exec(text.slice(start, offset))?.[1]?.length ?? 0;
}

function beside({ start }: Comment, { parts, text }: Commented, lineStart: number): Meant {
  let behind = start;
  while (behind > 0 && /[\s,:]/.test(text[behind - 1] ?? '')) behind -= 1;
  const reaching = parts.filter((part) => part.start < behind && part.end >= behind);
  const inLine = reaching.filter((part) => part.start >= lineStart);
  // The innermost: of those that begin together the last.
  const [part] = (inLine.length > 0 ? inLine : reaching).toSorted(
    (a, b) => b.start - a.start || a.end - b.end,
  );
  return part ? { part } : { trouble: STANDS_ALONE };
}
