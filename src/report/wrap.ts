import { columns, isPrintableAscii } from './columns.ts';

/**
 * Breaks a printable text at its spaces into lines of at most `width` columns. A word that is longer (an ARN, a URL)
 * stays whole, because cut it could not be copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  return isPrintableAscii(text) ? wrapAscii(text, width) : wrapWords(text, width);
}

/** A line goes up to the last space that is in it or right behind it. */
function wrapAscii(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let start = 0;
  while (text.length - start > width) {
    let end = text.lastIndexOf(' ', start + width);
    if (end < start) end = text.indexOf(' ', start);
    if (end < 0) break;
    lines.push(text.slice(start, end));
    start = end + 1;
  }
  lines.push(text.slice(start));
  return lines;
}

function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  let used = 0;
  for (const word of text.split(' ')) {
    const size = columns(word);
    if (line !== undefined && used + 1 + size > width) {
      lines.push(line);
      line = undefined;
    }
    used = line === undefined ? size : used + 1 + size;
    line = line === undefined ? word : `${line} ${word}`;
  }
  lines.push(line ?? '');
  return lines;
}

/** A wrapped text whose first line stands after `head` and whose others stand under it. */
export function hang(head: string, text: string, width: number): readonly string[] {
  const indent = ' '.repeat(head.length);
  return wrap(text, width - head.length).map((line, index) => (index === 0 ? head : indent) + line);
}
