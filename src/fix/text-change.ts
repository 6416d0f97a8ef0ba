/** A window of a text and what stands there instead. */
export interface TextChange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly text: string;
}

/** The text with all changes made; changes at the same offset keep their order. Undefined where two overlap. */
export function changed(text: string, changes: readonly TextChange[]): string | undefined {
  let result = '';
  let done = 0;
  for (const change of changes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (change.start < done) return undefined;
    result += text.slice(done, change.start) + change.text;
    done = change.end;
  }
  return result + text.slice(done);
}

/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset just behind the line break of the line that holds an offset, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed < 0 ? text.length : feed + 1;
}

/** The white space that the line holding an offset begins with. */
export function indentation(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return text.slice(start, afterBlanks(text, start));
}

/** Does nothing but blanks stand before an offset on its line? */
export function isFirstOnLine(text: string, offset: number): boolean {
  return beforeBlanks(text, offset) === lineStart(text, offset);
}

/** The first offset from here that is no space or tab. */
export function afterBlanks(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return at;
}

/** The last offset up to here that no space or tab stands before. */
export function beforeBlanks(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && (text[at - 1] === ' ' || text[at - 1] === '\t')) at -= 1;
  return at;
}

/** Is there a line break, or the text's end, at an offset? */
export function endsLine(text: string, offset: number): boolean {
  return (
    offset >= text.length || text[offset] === '\n' || (text[offset] === '\r' && text[offset + 1] === '\n')
  );
}

/** The line break in use around an offset: the one that ends its line, else the one before it. */
export function lineBreakAt(text: string, offset: number): string {
  const after = text.indexOf('\n', offset);
  const feed = after < 0 ? text.lastIndexOf('\n', offset) : after;
  return feed > 0 && text[feed - 1] === '\r' ? '\r\n' : '\n';
}
